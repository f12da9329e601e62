//! Where webhooks may be sent.

use std::net::{IpAddr, Ipv4Addr};

use http::Uri;

/// Why a webhook cannot be subscribed to.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum WebhookError {
    /// It is no `http` address of this machine. A local server sends nothing elsewhere.
    Address(String),
    /// Nobody has the token that was given.
    Token,
    /// There is no event of this type.
    Event(String),
    /// The receiver does not take the verification token: it cannot be reached, or it answers an error.
    Unverified {
        /// Where it should be.
        url: String,
        /// Why not.
        reason: String,
    },
}

impl std::fmt::Display for WebhookError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Address(url) => write!(
                f,
                "webhooks are sent to loopback only, such as http://127.0.0.1:9000/events, not to {url}"
            ),
            Self::Token => f.write_str("no integration has this token"),
            Self::Event(name) => write!(f, "there is no event {name}"),
            Self::Unverified { url, reason } => {
                write!(f, "{url} does not take the verification token: {reason}")
            }
        }
    }
}

impl std::error::Error for WebhookError {}

/// A receiver on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Target {
    /// Host and port, to connect to.
    pub(crate) address: (IpAddr, u16),
    /// Host and port, as they were given.
    pub(crate) host: String,
    pub(crate) path: String,
}

impl Target {
    pub(crate) fn of(url: &str) -> Result<Self, WebhookError> {
        Self::read(url).ok_or_else(|| WebhookError::Address(url.to_owned()))
    }

    fn read(url: &str) -> Option<Self> {
        let uri: Uri = url.parse().ok()?;
        let authority = uri.authority()?;
        // What stands before an @ is no host.
        if uri.scheme_str() != Some("http") || authority.as_str().contains('@') {
            return None;
        }
        let host = authority.host().trim_matches(['[', ']']);
        let ip = match host {
            "localhost" => IpAddr::V4(Ipv4Addr::LOCALHOST),
            host => host.parse().ok()?,
        };
        ip.is_loopback().then(|| Self {
            address: (ip, authority.port_u16().unwrap_or(80)),
            host: authority.as_str().to_owned(),
            path: uri
                .path_and_query()
                .map_or("/", |path| path.as_str())
                .to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_told() {
        for url in [
            "http://127.0.0.1:9000/events?a=b",
            "http://127.1.2.3/",
            "http://localhost:1",
            "http://[::1]:9000/x",
        ] {
            assert!(Target::of(url).is_ok(), "{url}");
        }
        for url in [
            "",
            "x",
            "/events",
            "https://127.0.0.1/",
            "ftp://127.0.0.1/",
            "http://example.com/",
            "http://127.0.0.1.example.com/",
            "http://127.0.0.1@example.com/",
            "http://localhost@203.0.113.1/",
            "http://10.0.0.1/",
            "http://0.0.0.0/",
            "http://[::ffff:8.8.8.8]/",
        ] {
            assert_eq!(
                Target::of(url),
                Err(WebhookError::Address(url.to_owned())),
                "{url}"
            );
        }
        let target = Target::of("http://localhost/hook?x=1").unwrap();
        assert_eq!(target.address, (IpAddr::V4(Ipv4Addr::LOCALHOST), 80));
        assert_eq!(target.path, "/hook?x=1");
    }
}
