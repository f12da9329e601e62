//! Bodies of requests, as they come.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, header};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use hyper::body::Body;

use crate::error::ApiError;

/// The largest body that is read from a socket: a part of a file and its surroundings.
pub(super) const LARGEST_BODY: usize = 21 * 1024 * 1024;

/// How long an unwanted body is taken for.
const DISCARDING: Duration = Duration::from_secs(5);

/// Reads a body. Each chunk must arrive within the timeout, and the whole body within ten times the timeout.
pub(super) async fn read_to_end<B>(body: B, patience: Option<Duration>) -> Result<Bytes, ApiError>
where
    B: Body<Data = Bytes>,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let mut body = std::pin::pin!(Limited::new(body, LARGEST_BODY));
    let mut all = BytesMut::new();
    let reading = async {
        loop {
            let frame = match patience {
                None => body.frame().await,
                Some(patience) => match tokio::time::timeout(patience, body.frame()).await {
                    Ok(frame) => frame,
                    Err(_) => return Err(ApiError::request_timeout()),
                },
            };
            match frame {
                None => return Ok(()),
                Some(Err(error)) if error.is::<LengthLimitError>() => {
                    return Err(ApiError::body_too_large());
                }
                // The connection is broken, or what comes is not HTTP.
                Some(Err(_)) => return Err(ApiError::invalid_json()),
                Some(Ok(frame)) => {
                    if let Some(data) = frame.data_ref() {
                        all.extend_from_slice(data);
                    }
                }
            }
        }
    };
    match patience {
        None => reading.await?,
        Some(patience) => match tokio::time::timeout(patience.saturating_mul(10), reading).await {
            Ok(read) => read?,
            Err(_) => return Err(ApiError::request_timeout()),
        },
    }
    Ok(all.freeze())
}

/// Reads and drops the body of a refused request, so that a client in the middle of sending it gets the answer instead of a
/// broken connection. A client that waits for `100 Continue` does not get it.
pub(super) fn discard<B>(headers: &HeaderMap, body: B)
where
    B: Body<Data = Bytes> + Send + 'static,
{
    if body.is_end_stream() || headers.contains_key(header::EXPECT) {
        return;
    }
    let Ok(handle) = tokio::runtime::Handle::try_current() else {
        return;
    };
    handle.spawn(async move {
        let mut left = LARGEST_BODY;
        let mut body = std::pin::pin!(body);
        let discarding = async {
            while let Some(Ok(frame)) = body.frame().await {
                left = left.saturating_sub(frame.data_ref().map_or(0, Bytes::len));
                if left == 0 {
                    break;
                }
            }
        };
        let _cut = tokio::time::timeout(DISCARDING, discarding).await;
    });
}
