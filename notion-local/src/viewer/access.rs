//! Authentication of browsers: a one-time key, or the server's token, becomes a cookie.
//!
//! Any web page can make a browser on this machine send requests to this server. `http/hosts.rs` checks `Host` and `Origin`
//! of every request first, which excludes pages of other hosts. Pages of other programs on this machine have a loopback origin
//! too, and browsers treat all ports as one site, so `SameSite` does not exclude them. This module therefore requires that a
//! request comes from the viewer's own pages, by `Origin` and `Sec-Fetch-Site`.
//!
//! The cookie is an HMAC with the server's token as its key: it stays valid after a restart with the same token, and is as
//! secret as the token. Its name contains the port, because cookies ignore ports and two servers on one machine would
//! overwrite each other's.

use std::collections::VecDeque;
use std::sync::Mutex;

use bytes::Bytes;
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::uri::Authority;
use http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header, request};
use maud::html;
use sha2::Sha256;
use uuid::Uuid;

use super::{forms, respond};
use crate::core::Core;
use crate::sync::lock;

/// The maximum size of a sign-in form, in bytes.
pub(super) const MAX_SIGN_IN: u64 = 4096;
/// The maximum number of unused keys.
const MAX_KEYS: usize = 16;

/// The unused one-time keys.
#[derive(Debug, Default)]
pub(super) struct Keys(Mutex<VecDeque<String>>);

impl Keys {
    pub(super) fn make(&self) -> String {
        let key = Uuid::new_v4().simple().to_string();
        let mut keys = lock(&self.0);
        if keys.len() == MAX_KEYS {
            keys.pop_front();
        }
        keys.push_back(key.clone());
        key
    }

    /// Removes a key. Returns false if it is unknown or was used before.
    pub(super) fn spend(&self, key: &str) -> bool {
        let mut keys = lock(&self.0);
        let found = keys.iter().position(|known| known == key);
        found.is_some_and(|at| keys.remove(at).is_some())
    }
}

/// Returns true if a request comes from a page of the viewer, or from a person who opens an address.
pub(super) fn is_from_here(parts: &request::Parts) -> bool {
    let text = |name: &str| parts.headers.get(name).map(HeaderValue::as_bytes);
    let site = text("sec-fetch-site");
    let reads = parts.method == Method::GET || parts.method == Method::HEAD;
    if reads {
        // Other pages may link to the viewer. They may not embed or fetch anything.
        let is_opened = text("sec-fetch-mode") == Some(b"navigate")
            && text("sec-fetch-dest") == Some(b"document");
        return matches!(site, None | Some(b"none" | b"same-origin")) || is_opened;
    }
    match (text("origin"), text("host")) {
        (Some(origin), Some(host)) => {
            let (scheme, rest) = origin.split_at(origin.len().saturating_sub(host.len()));
            rest == host && matches!(scheme, b"http://" | b"https://")
        }
        (None, _) => site == Some(b"same-origin"),
        (Some(_), None) => false,
    }
}

/// Returns true if a request has a valid cookie.
pub(super) fn is_signed_in(core: &Core, headers: &HeaderMap) -> bool {
    let name = cookie_name(headers);
    let all = headers.get_all(header::COOKIE).iter();
    let mut pairs = all
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    pairs.any(|(key, value)| key == name && is_proof(core, value))
}

/// Returns the header `Host`.
pub(super) fn host(headers: &HeaderMap) -> &str {
    let host = headers.get(header::HOST);
    host.and_then(|host| host.to_str().ok())
        .unwrap_or("localhost")
}

fn cookie_name(headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).map(HeaderValue::as_bytes);
    let authority = host.and_then(|host| Authority::try_from(host).ok());
    let port = authority.and_then(|authority| authority.port_u16());
    format!("notion_viewer_{}", port.unwrap_or(80))
}

/// Creates the MAC of the cookie's value. HMAC accepts keys of any length, so this does not fail.
fn mac(core: &Core) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(core.token().as_bytes()).ok()?;
    mac.update(b"notion-local viewer");
    Some(mac)
}

fn proof(core: &Core) -> String {
    let mac = mac(core).map(|mac| mac.finalize().into_bytes());
    let bytes = mac.unwrap_or_default();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Compares a cookie's value in constant time.
fn is_proof(core: &Core, value: &str) -> bool {
    let pairs = value.as_bytes().chunks(2);
    let bytes: Option<Vec<u8>> = pairs
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect();
    match (mac(core), bytes) {
        (Some(mac), Some(bytes)) => mac.verify_slice(&bytes).is_ok(),
        _ => false,
    }
}

/// Answers a request with a one-time key.
pub(super) fn open(core: &Core, headers: &HeaderMap, is_good: bool) -> Response<Bytes> {
    if !is_good {
        let reason = "This address has been used already, or is from an earlier run of the server.";
        return ask_to_sign_in(StatusCode::UNAUTHORIZED, Some(reason));
    }
    // Not a redirect: after a link on another site, a browser would follow it without the `SameSite=Strict` cookie.
    let page = respond::page(
        "Notion, locally",
        &html! { meta http-equiv="refresh" content="0; url=/"; },
        &html! { main.alone { p { a href="/" { "Open the viewer" } } } },
    );
    signed_in(core, headers, respond::html(StatusCode::OK, &page))
}

/// Answers the sign-in form.
pub(super) fn sign_in(core: &Core, headers: &HeaderMap, body: &Bytes) -> Response<Bytes> {
    let form = forms::parse(body);
    let token = forms::field(&form, "token").unwrap_or_default();
    if token.trim() != core.token() {
        let reason = "This is not the server's token. It is printed when the server starts.";
        return ask_to_sign_in(StatusCode::UNAUTHORIZED, Some(reason));
    }
    signed_in(core, headers, respond::redirect("/"))
}

fn signed_in(core: &Core, headers: &HeaderMap, mut response: Response<Bytes>) -> Response<Bytes> {
    let (name, value) = (cookie_name(headers), proof(core));
    let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

/// Returns the sign-in page, with the reason why signing in failed.
pub(super) fn ask_to_sign_in(status: StatusCode, reason: Option<&str>) -> Response<Bytes> {
    let page = respond::page(
        "Sign in",
        &html! {},
        &html! {
            main.alone {
                h1 { "Notion, locally" }
                @if let Some(reason) = reason { p.error role="alert" { (reason) } }
                p { "Open the address that the server printed as " code { "view" } ", or sign in with its token." }
                form method="post" action="/_viewer/sign-in" {
                    label for="token" { "Token" }
                    input #token name="token" type="password" autocomplete="off" required autofocus;
                    button { "Sign in" }
                }
            }
        },
    );
    respond::html(status, &page)
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    fn parts(method: &str, headers: &[(&str, &str)]) -> request::Parts {
        let mut request = Request::builder().method(method);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(()).unwrap().into_parts().0
    }

    #[test]
    fn a_key_works_once_and_few_are_kept() {
        let keys = Keys::default();
        let first = keys.make();
        assert!(!keys.spend("x"));
        assert!(keys.spend(&first));
        assert!(!keys.spend(&first));
        let old = keys.make();
        let others: Vec<String> = (0..MAX_KEYS).map(|_| keys.make()).collect();
        assert!(!keys.spend(&old));
        assert!(others.iter().all(|key| keys.spend(key)));
    }

    #[test]
    fn forms_come_from_the_viewers_own_origin() {
        let host = ("host", "127.0.0.1:8080");
        let from = |headers: &[(&str, &str)]| is_from_here(&parts("POST", headers));
        assert!(from(&[host, ("origin", "http://127.0.0.1:8080")]));
        assert!(from(&[host, ("sec-fetch-site", "same-origin")]));
        for origin in [
            "http://127.0.0.1:3000",
            "http://localhost:8080",
            "ftp://127.0.0.1:8080",
            "http://x127.0.0.1:8080",
            "127.0.0.1:8080",
            "null",
            "",
        ] {
            assert!(!from(&[host, ("origin", origin)]), "{origin}");
        }
        assert!(!from(&[host]));
        assert!(!from(&[host, ("sec-fetch-site", "same-site")]));
    }

    #[test]
    fn other_pages_may_link_here_and_nothing_else() {
        let from = |headers: &[(&str, &str)]| is_from_here(&parts("GET", headers));
        assert!(from(&[]));
        for site in ["none", "same-origin"] {
            assert!(from(&[("sec-fetch-site", site)]), "{site}");
        }
        let link = [
            ("sec-fetch-mode", "navigate"),
            ("sec-fetch-dest", "document"),
        ];
        for site in ["same-site", "cross-site"] {
            assert!(!from(&[("sec-fetch-site", site)]), "{site}");
            let frame = [
                ("sec-fetch-site", site),
                ("sec-fetch-mode", "navigate"),
                ("sec-fetch-dest", "iframe"),
            ];
            assert!(!from(&frame), "{site}");
            assert!(
                from(&[("sec-fetch-site", site), link[0], link[1]]),
                "{site}"
            );
        }
    }
}
