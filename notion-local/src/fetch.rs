//! Files at addresses of this machine, which an upload by address brings here. Nothing is fetched from anywhere else.

use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, header};
use http_body_util::{BodyExt as _, Empty, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;
use tokio::sync::oneshot;

use crate::webhook::Target;

/// How long a file may take to come.
const PATIENCE: Duration = Duration::from_secs(10);
/// The largest file that is read.
const LARGEST: usize = 20 * 1024 * 1024;

/// What became of an address: a file, or why there is none.
pub(crate) type Fetched = Result<File, String>;

/// A file that was fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct File {
    pub(crate) bytes: Bytes,
    pub(crate) content_type: Option<String>,
}

/// Where the file is that a request wants to be brought here, if that is on this machine.
pub(crate) fn wanted(request: &Request<Bytes>) -> Option<Target> {
    if request.method() != Method::POST || request.uri().path() != "/v1/file_uploads" {
        return None;
    }
    let body: Value = serde_json::from_slice(request.body()).ok()?;
    Target::of(body.get("external_url")?.as_str()?).ok()
}

/// Fetches a file.
pub(crate) async fn fetch(target: Target) -> Fetched {
    // A thread of its own, since a server in process may be asked where no sockets can be opened.
    let (send, receive) = oneshot::channel();
    let thread = std::thread::Builder::new().spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        let fetched = match runtime {
            Ok(runtime) => runtime.block_on(async {
                let got = tokio::time::timeout(PATIENCE, get(&target)).await;
                got.unwrap_or_else(|_| Err(format!("nothing came within {PATIENCE:?}")))
            }),
            Err(error) => Err(error.to_string()),
        };
        let _gone = send.send(fetched);
    });
    if let Err(error) = thread {
        return Err(error.to_string());
    }
    receive.await.unwrap_or_else(|error| Err(error.to_string()))
}

async fn get(target: &Target) -> Fetched {
    let stream = TcpStream::connect(target.address)
        .await
        .map_err(|error| error.to_string())?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream))
        .await
        .map_err(|error| error.to_string())?;
    let request = Request::get(&target.path)
        .header(header::HOST, &target.host)
        .header(header::CONNECTION, "close")
        .body(Empty::<Bytes>::new())
        .map_err(|error| error.to_string())?;
    let answer = async move {
        let answer = sender
            .send_request(request)
            .await
            .map_err(|error| error.to_string())?;
        if !answer.status().is_success() {
            return Err(format!("the answer is {}", answer.status()));
        }
        let content_type = answer.headers().get(header::CONTENT_TYPE);
        let content_type = content_type
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned);
        let body = Limited::new(answer.into_body(), LARGEST).collect().await;
        let bytes = body.map_err(|error| error.to_string())?.to_bytes();
        Ok(File {
            bytes,
            content_type,
        })
    };
    // The connection has to be driven while the answer is awaited.
    let (answer, _closed) = tokio::join!(answer, connection);
    answer
}
