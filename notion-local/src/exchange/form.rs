//! Bodies of several parts, as file uploads have them.

use axum::body::Body;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart};
use bytes::Bytes;
use http::{HeaderValue, Request, header};

/// One part of a form.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) filename: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) data: Bytes,
}

/// The parts of a request, if it has any that can be read.
#[derive(Debug, Clone)]
pub(crate) struct Form(pub(crate) Vec<Part>);

/// Takes a form apart. Nothing where the request is no form or a broken one.
pub(crate) async fn read(content_type: Option<&str>, body: &Bytes) -> Option<Form> {
    let content_type =
        content_type.filter(|kind| kind.is_ascii() && kind.starts_with("multipart/form-data"))?;
    let content_type = HeaderValue::from_str(content_type).ok()?;
    let mut inner = Request::new(Body::from(body.clone()));
    inner
        .headers_mut()
        .insert(header::CONTENT_TYPE, content_type);
    // The server checks sizes itself.
    DefaultBodyLimit::disable().apply(&mut inner);
    let mut multipart = Multipart::from_request(inner, &()).await.ok()?;
    let mut parts = Vec::new();
    while let Some(field) = multipart.next_field().await.ok()? {
        parts.push(Part {
            name: field.name().unwrap_or_default().to_owned(),
            filename: field.file_name().map(str::to_owned),
            content_type: field.content_type().map(str::to_owned),
            data: field.bytes().await.ok()?,
        });
    }
    Some(Form(parts))
}
