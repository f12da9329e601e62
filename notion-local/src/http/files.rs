//! The bytes of uploads, under the addresses that answers name.

use bytes::Bytes;
use http::{HeaderValue, Method, Response, StatusCode, header};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::core::Core;
use crate::state::{Upload, UploadContent, id};

/// An upload. Its address, like Notion's, is secret enough to need no token. An address is the id of an upload and
/// nothing else: no name of a file ever becomes a path.
pub(super) fn answer(core: &Core, method: &Method, id: &str, query: &str) -> Response<Bytes> {
    if has_expired(core, query) {
        let mut response = Response::new(Bytes::from_static(b"Request has expired"));
        *response.status_mut() = StatusCode::FORBIDDEN;
        return response;
    }
    let may_read = method == Method::GET || method == Method::HEAD;
    let id = id::parse(id).filter(|_| may_read);
    let found = id.and_then(|id| core.with(|workspace| show(workspace.uploads.get(&id)?)));
    found.unwrap_or_else(|| {
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = StatusCode::NOT_FOUND;
        response
    })
}

/// Returns true if an address that an answer showed has expired. One without its signature does no harm here.
fn has_expired(core: &Core, query: &str) -> bool {
    let expiry = query
        .strip_prefix("expires=")
        .and_then(|at| at.parse::<i64>().ok());
    expiry.is_some_and(|expiry| expiry <= core.now().as_second())
}

fn show(upload: &Upload) -> Option<Response<Bytes>> {
    let (mut response, name, value) = match &upload.content {
        UploadContent::Here(bytes) => {
            let kind = upload
                .content_type
                .as_deref()
                .unwrap_or("application/octet-stream");
            let mut response = Response::new(bytes.clone());
            if !is_harmless(kind) {
                let attachment = attachment(upload.filename.as_deref());
                if let Ok(attachment) = HeaderValue::from_str(&attachment) {
                    let headers = response.headers_mut();
                    headers.insert(header::CONTENT_DISPOSITION, attachment);
                }
            }
            (response, header::CONTENT_TYPE, kind)
        }
        // Recordings do not tell where a file came from.
        UploadContent::Elsewhere { url, .. } if url.is_empty() => return None,
        UploadContent::Elsewhere { url, .. } => {
            let mut response = Response::new(Bytes::new());
            *response.status_mut() = StatusCode::FOUND;
            (response, header::LOCATION, url.as_str())
        }
        UploadContent::Announced | UploadContent::Parts { .. } | UploadContent::Gone { .. } => {
            return None;
        }
    };
    let headers = response.headers_mut();
    match HeaderValue::from_str(value) {
        Ok(value) => {
            headers.insert(name, value);
        }
        // A type that is not one is not left to be guessed.
        Err(_) if name == header::CONTENT_TYPE => {
            let bytes = HeaderValue::from_static("application/octet-stream");
            headers.insert(name, bytes);
        }
        Err(_) => return None,
    }
    // A browser does not run what somebody has uploaded, and shows nothing that it was not told to be.
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("sandbox"),
    );
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    Some(response)
}

/// Returns true if a browser may show a file of this type in its place: pictures, but not those that can hold programs, sounds,
/// films and PDF.
fn is_harmless(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default();
    let kind = kind.trim().to_ascii_lowercase();
    match kind.split_once('/') {
        Some(("image", kind)) => !kind.is_empty() && !kind.contains("svg") && !kind.contains("xml"),
        Some(("audio" | "video", kind)) => !kind.is_empty() && !kind.contains("xml"),
        _ => kind == "application/pdf",
    }
}

/// What is encoded in the name of a file (RFC 5987).
const FILE_NAME: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Lets a file be saved, under its name.
fn attachment(name: Option<&str>) -> String {
    match name {
        Some(name) => {
            let name = utf8_percent_encode(name, FILE_NAME);
            format!("attachment; filename*=UTF-8''{name}")
        }
        None => "attachment".to_owned(),
    }
}
