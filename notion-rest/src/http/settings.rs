//! What a client is made from: its defaults, and the settings that a builder gathered.

use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;

use super::Retry;
use super::pacer::Pacer;

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
    pub(crate) pacer: Arc<dyn Pacer>,
}
