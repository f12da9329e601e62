//! What a client is made from: its defaults, and the settings that a builder gathered.

use std::sync::Arc;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};

use super::pacer::{Local, Pacer};
use super::{Pace, Retry, connections};

/// The environment variable that contains the token.
pub const TOKEN_VARIABLE: &str = "NOTION_TOKEN";

/// The origin of Notion's API.
pub const DEFAULT_BASE_URL: &str = "https://api.notion.com";

/// The default timeout of a request: 60 seconds, after which Notion itself gives up.
pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(60);

/// The default timeout of a connection attempt: 10 seconds.
pub const DEFAULT_CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The default size of the largest answer that is read: 64 MiB. A part of a list has some hundreds of kilobytes.
pub const DEFAULT_MAX_RESPONSE_BYTES: usize = 64 << 20;

/// The configuration of a client.
pub(crate) struct Settings {
    pub(crate) token: SecretString,
    pub(crate) timeout: Duration,
    pub(crate) retry: Retry,
    pub(crate) pacing: Pacing,
}

/// Where the pacer of a client comes from, and of the clients with other tokens that are made from it.
#[derive(Clone, Debug)]
pub(crate) enum Pacing {
    /// A pacer that was given.
    Given(Arc<dyn Pacer>),
    /// A pace for each connection, whichever clients of this process it has.
    Connection(Pace),
    /// A pace for each client: a local server inside the process is a workspace of its own.
    #[cfg_attr(
        not(feature = "local"),
        allow(dead_code, reason = "such clients come by the feature `local`")
    )]
    Client(Pace),
}

impl Pacing {
    /// Returns the pacer of the connection with this token.
    pub(super) fn pacer(&self, origin: &str, token: &SecretString) -> Arc<dyn Pacer> {
        match self {
            Self::Given(pacer) => pacer
                .of_connection(origin, token.expose_secret())
                .unwrap_or_else(|| Arc::clone(pacer)),
            Self::Connection(pace) => connections::pacer(origin, token, *pace),
            Self::Client(pace) => Arc::new(Local::new(*pace)),
        }
    }
}

/// The token without the spaces and line ends around it; `None` if nothing remains.
pub(super) fn given(token: Option<&SecretString>) -> Option<SecretString> {
    let token = token?.expose_secret().trim();
    (!token.is_empty()).then(|| token.into())
}
