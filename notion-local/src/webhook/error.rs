//! The errors of subscribing.

/// The reason why a receiver cannot be subscribed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum WebhookError {
    /// The URL is not an `http` address of this machine. The local server sends nothing to other machines.
    Address(String),
    /// No integration has the token.
    Token,
    /// There is no event of this type.
    Event(String),
    /// The receiver did not accept the verification token: it cannot be reached, or it answered with an error.
    Unverified {
        /// The URL of the receiver.
        url: String,
        /// The reason.
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
