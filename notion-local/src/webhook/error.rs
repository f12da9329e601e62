//! Why a webhook cannot be subscribed to.

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
