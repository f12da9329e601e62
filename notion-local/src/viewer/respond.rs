//! Responses to browsers, with security headers.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use maud::{DOCTYPE, Markup, html};

use crate::route::viewer::Asset;

/// Allows scripts, styles, media, requests and forms of this server only. Inline scripts and other hosts are forbidden.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const SECURE: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // With `no-referrer`, browsers send forms with the origin `null`, which is refused.
    (header::REFERRER_POLICY, "same-origin"),
    (header::CACHE_CONTROL, "no-store"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
];

fn secure(headers: &mut HeaderMap, content_type: &'static str) {
    for (name, value) in SECURE {
        headers.insert(name, HeaderValue::from_static(value));
    }
    let content_type = HeaderValue::from_static(content_type);
    headers.insert(header::CONTENT_TYPE, content_type);
}

fn respond(status: StatusCode, content_type: &'static str, body: Bytes) -> Response<Bytes> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    secure(response.headers_mut(), content_type);
    response
}

/// Returns an HTML response.
pub(super) fn html(status: StatusCode, page: &Markup) -> Response<Bytes> {
    let body = Bytes::from(page.0.clone());
    respond(status, "text/html; charset=utf-8", body)
}

/// Renders a document.
pub(super) fn page(title: &str, head: &Markup, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) }
                link rel="icon" href="/_viewer/icon.svg" type="image/svg+xml";
                link rel="stylesheet" href="/_viewer/style.css";
                (head)
            }
            (body)
        }
    }
}

/// Returns an asset of the viewer.
pub(super) fn asset(asset: Asset) -> Response<Bytes> {
    let (content_type, text) = match asset {
        Asset::Style => ("text/css; charset=utf-8", include_str!("style.css")),
        Asset::Script => ("text/javascript; charset=utf-8", include_str!("script.js")),
        Asset::Icon => ("image/svg+xml", include_str!("icon.svg")),
    };
    respond(
        StatusCode::OK,
        content_type,
        Bytes::from_static(text.as_bytes()),
    )
}

/// Returns JSON as a download.
pub(super) fn download(name: &'static str, json: String) -> Response<Bytes> {
    let mut response = respond(
        StatusCode::OK,
        "application/json; charset=utf-8",
        json.into(),
    );
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static(name));
    response
}

/// Redirects to another page of the viewer, also after a form.
pub(super) fn redirect(to: &str) -> Response<Bytes> {
    let mut response = respond(
        StatusCode::SEE_OTHER,
        "text/plain; charset=utf-8",
        Bytes::new(),
    );
    if let Ok(to) = HeaderValue::from_str(to) {
        response.headers_mut().insert(header::LOCATION, to);
    }
    response
}

/// Returns 403 with a reason.
pub(super) fn refused(reason: &str) -> Response<Bytes> {
    let body = Bytes::from(format!("{reason}\n"));
    respond(StatusCode::FORBIDDEN, "text/plain; charset=utf-8", body)
}

/// Returns the head of an event stream.
pub(super) fn event_stream() -> Response<()> {
    let mut response = Response::new(());
    secure(response.headers_mut(), "text/event-stream; charset=utf-8");
    response
}
