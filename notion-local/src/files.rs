//! The bytes of uploads, under the addresses that answers name.

use bytes::Bytes;
use http::{HeaderValue, Method, Response, StatusCode, header};

use crate::id;
use crate::server::Server;
use crate::state::UploadContent;
use crate::sync::lock;

impl Server {
    /// An upload. Its address, like Notion's, is secret enough to need no token. An address is the id of an upload and
    /// nothing else: no name of a file ever becomes a path.
    pub(crate) fn file(&self, method: &Method, id: &str, query: &str) -> Response<Bytes> {
        if self.has_expired(query) {
            let mut response = Response::new(Bytes::from_static(b"Request has expired"));
            *response.status_mut() = StatusCode::FORBIDDEN;
            return response;
        }
        let found = (method == Method::GET || method == Method::HEAD)
            .then(|| self.upload(id))
            .flatten();
        found.unwrap_or_else(|| {
            let mut response = Response::new(Bytes::new());
            *response.status_mut() = StatusCode::NOT_FOUND;
            response
        })
    }

    /// Whether an address that was shown is no longer good. One without its signature does no harm here.
    fn has_expired(&self, query: &str) -> bool {
        let expiry = query
            .strip_prefix("expires=")
            .and_then(|at| at.parse::<i64>().ok());
        expiry.is_some_and(|expiry| expiry <= self.now().as_second())
    }

    fn upload(&self, id: &str) -> Option<Response<Bytes>> {
        let state = lock(&self.inner.workspace);
        let upload = state.0.uploads.get(&id::parse(id)?)?;
        let (mut response, name, value) = match &upload.content {
            UploadContent::Here(bytes) => {
                let kind = upload
                    .content_type
                    .as_deref()
                    .unwrap_or("application/octet-stream");
                (Response::new(bytes.clone()), header::CONTENT_TYPE, kind)
            }
            UploadContent::Elsewhere { url, .. } => {
                let mut response = Response::new(Bytes::new());
                *response.status_mut() = StatusCode::FOUND;
                (response, header::LOCATION, url.as_str())
            }
            UploadContent::Announced | UploadContent::Parts { .. } => return None,
        };
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().insert(name, value);
        }
        // A browser shows nothing that it was not told to be.
        response.headers_mut().insert(
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        );
        Some(response)
    }
}
