//! By which names a server may be asked over a socket.
//!
//! A web page can let its own name lead to 127.0.0.1 (DNS rebinding) and then ask a local server as if it were its own. The
//! browser still sends the page's name as `Host` or `Origin`, so other names than the server's own are refused.

use std::net::IpAddr;

use http::uri::Authority;
use http::{HeaderMap, Uri, header};

/// The names that a server answers to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Hosts(Vec<String>);

impl Hosts {
    pub(crate) fn allow(&mut self, name: &str) {
        self.0.push(canonical(name));
    }

    /// Checks whom a request is meant for, and which page sent it. What is missing is not checked: only browsers lend their
    /// requests to strangers, and those send both.
    ///
    /// # Errors
    /// What the request names instead.
    pub(crate) fn check(
        &self,
        uri: &Uri,
        headers: &HeaderMap,
        own: Option<IpAddr>,
    ) -> Result<(), String> {
        if let Some(authority) = uri.authority() {
            self.check_authority(authority.as_str(), own)?;
        }
        for host in headers.get_all(header::HOST) {
            self.check_authority(&text(host), own)?;
        }
        for origin in headers.get_all(header::ORIGIN) {
            let origin = text(origin);
            let (_, authority) = origin
                .split_once("://")
                .filter(|(scheme, _)| matches!(*scheme, "http" | "https"))
                .ok_or_else(|| origin.clone())?;
            self.check_authority(authority, own)?;
        }
        Ok(())
    }

    fn check_authority(&self, given: &str, own: Option<IpAddr>) -> Result<(), String> {
        let refused = || given.to_owned();
        let authority: Authority = given.parse().map_err(|_| refused())?;
        if given.contains('@') {
            return Err(refused());
        }
        let host = canonical(authority.host());
        let is_own = match host.parse::<IpAddr>() {
            Ok(ip) => {
                let ip = ip.to_canonical();
                ip.is_loopback() || own.is_some_and(|own| own.to_canonical() == ip)
            }
            // RFC 6761: these names always resolve to loopback.
            Err(_) => host == "localhost" || host.ends_with(".localhost"),
        };
        if is_own || self.0.contains(&host) {
            Ok(())
        } else {
            Err(refused())
        }
    }
}

fn text(value: &header::HeaderValue) -> String {
    String::from_utf8_lossy(value.as_bytes()).into_owned()
}

/// A host as it is compared: without case, brackets and the dot of the root.
fn canonical(host: &str) -> String {
    let host = host.trim_matches(['[', ']']);
    host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(hosts: &Hosts, host: Option<&str>, origin: Option<&str>) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in [(header::HOST, host), (header::ORIGIN, origin)] {
            if let Some(value) = value {
                headers.append(name, value.parse().unwrap());
            }
        }
        let own = "192.0.2.7".parse().ok();
        hosts
            .check(&Uri::from_static("/v1/users"), &headers, own)
            .is_ok()
    }

    #[test]
    fn only_own_names_are_answered() {
        let mut hosts = Hosts::default();
        hosts.allow("Notion.internal");
        hosts.allow("2001:db8::1");
        for host in [
            "localhost",
            "LOCALHOST:8080",
            "localhost.",
            "api.localhost:1",
            "127.0.0.1",
            "127.0.0.1:8080",
            "127.9.9.9:1",
            "[::1]",
            "[::1]:8080",
            "[::ffff:127.0.0.1]:80",
            "192.0.2.7:8080",
            "notion.internal",
            "NOTION.INTERNAL.:9",
            "[2001:db8::1]:80",
        ] {
            assert!(allowed(&hosts, Some(host), None), "{host}");
            assert!(
                allowed(&hosts, None, Some(&format!("http://{host}"))),
                "{host}"
            );
            assert!(
                allowed(&hosts, Some("localhost"), Some(&format!("https://{host}"))),
                "{host}"
            );
        }
        for host in [
            "evil.example",
            "evil.example:8080",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "evillocalhost",
            "",
            ":80",
            "127.0.0.1@evil.example",
            "evil.example@127.0.0.1",
            "0.0.0.0",
            "192.0.2.8",
            "10.0.0.1",
            "[::]",
            "[::2]",
            "127.1",
            "2130706433",
            "0x7f.0.0.1",
            "localhost/evil",
            "a b",
            "localhost,evil.example",
            "internal",
            "x.notion.internal",
        ] {
            assert!(!allowed(&hosts, Some(host), None), "{host}");
            assert!(
                !allowed(&hosts, Some("localhost"), Some(&format!("http://{host}"))),
                "{host}"
            );
        }
        for origin in [
            "null",
            "",
            "file://",
            "localhost",
            "chrome-extension://abc",
            "javascript://localhost",
        ] {
            assert!(
                !allowed(&hosts, Some("localhost"), Some(origin)),
                "{origin}"
            );
        }
        assert!(allowed(&hosts, None, None));
    }

    #[test]
    fn every_host_of_a_request_counts() {
        let hosts = Hosts::default();
        let mut headers = HeaderMap::new();
        headers.append(header::HOST, "localhost".parse().unwrap());
        let absolute = Uri::from_static("http://evil.example/v1/users");
        assert!(hosts.check(&absolute, &headers, None).is_err());
        headers.append(header::HOST, "evil.example".parse().unwrap());
        assert!(hosts.check(&Uri::from_static("/"), &headers, None).is_err());
    }
}
