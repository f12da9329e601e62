//! Sending to a receiver: one connection a delivery, as plain HTTP.

use std::time::Duration;

use bytes::Bytes;
use http::{Request, header};
use http_body_util::Full;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use super::signature::sign;
use crate::exchange::target::Target;

/// How long a receiver may take. Choice: Notion does not tell.
const PATIENCE: Duration = Duration::from_secs(10);

/// Sends a body, signed, and gives the status of the answer.
pub(super) async fn post(target: &Target, token: &str, body: Vec<u8>) -> Result<u16, String> {
    let sending = send(target, token, body);
    match tokio::time::timeout(PATIENCE, sending).await {
        Ok(sent) => sent,
        Err(_) => Err(format!("it does not answer within {PATIENCE:?}")),
    }
}

async fn send(target: &Target, token: &str, body: Vec<u8>) -> Result<u16, String> {
    let stream = TcpStream::connect(target.address)
        .await
        .map_err(|error| error.to_string())?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream))
        .await
        .map_err(|error| error.to_string())?;
    let request = Request::post(&target.path)
        .header(header::HOST, &target.host)
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::CONNECTION, "close")
        .header("x-notion-signature", sign(token, &body))
        .body(Full::new(Bytes::from(body)))
        .map_err(|error| error.to_string())?;
    let answer = async move {
        sender
            .send_request(request)
            .await
            .map(|answer| answer.status())
    };
    // The connection has to be driven while the answer is awaited.
    let (answer, _closed) = tokio::join!(answer, connection);
    match answer {
        Ok(status) => Ok(status.as_u16()),
        Err(error) => Err(error.to_string()),
    }
}
