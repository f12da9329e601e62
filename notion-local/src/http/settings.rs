//! What the server's HTTP starts with.

use std::time::Duration;

use super::hosts::Hosts;

/// How long a connection waits for the head of a request, and for each part of a body.
const TIMEOUT: Duration = Duration::from_secs(30);
/// The most connections. When there are more, the one that has waited longest for its client is closed.
const MAX_CONNECTIONS: usize = 4096;

/// By which names the server is asked, and how long and how often.
#[derive(Debug, Clone)]
pub(crate) struct HttpSettings {
    pub(crate) hosts: Hosts,
    pub(crate) timeout: Duration,
    pub(crate) max_connections: usize,
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self {
            hosts: Hosts::default(),
            timeout: TIMEOUT,
            max_connections: MAX_CONNECTIONS,
        }
    }
}
