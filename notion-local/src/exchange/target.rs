//! Addresses on this machine: webhooks are sent nowhere else, and files are fetched from nowhere else.

use std::net::{IpAddr, Ipv4Addr};

use http::Uri;

/// A program on this machine that can be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Target {
    /// Host and port, to connect to.
    pub(crate) address: (IpAddr, u16),
    /// Host and port, as they were given.
    pub(crate) host: String,
    pub(crate) path: String,
}

impl Target {
    /// Reads an address; nothing if it is not an `http` address of this machine.
    pub(crate) fn of(url: &str) -> Option<Self> {
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
            assert!(Target::of(url).is_some(), "{url}");
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
            assert_eq!(Target::of(url), None, "{url}");
        }
        let target = Target::of("http://localhost/hook?x=1").unwrap();
        assert_eq!(target.address, (IpAddr::V4(Ipv4Addr::LOCALHOST), 80));
        assert_eq!(target.path, "/hook?x=1");
    }
}
