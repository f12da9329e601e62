//! The receiver: verifies and parses a request of a webhook.

use std::fmt;

use secrecy::SecretString;
use serde::Deserialize;

use super::event::Event;
use super::signature;

/// Verifies and parses the requests of a subscription. `Debug` does not show its token.
#[derive(Clone, Debug)]
pub struct Receiver {
    token: Option<SecretString>,
}

/// A verified request.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Received {
    /// The handshake of a new subscription. Keep the token, and paste it in Notion.
    ///
    /// **Anybody** can send a handshake, because it is not signed. Paste the token in Notion, which accepts only the right one,
    /// before you create a receiver with it.
    Handshake(SecretString),
    /// An event with a valid signature.
    Event(Box<Event>),
}

/// The reason why a request was rejected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refused {
    /// The signature is missing.
    #[error(
        "the webhook has no header `X-Notion-Signature`: it is not from Notion, or a proxy took the header out"
    )]
    Unsigned,
    /// The header is not a signature.
    #[error(
        "the webhook's header `X-Notion-Signature` is not a signature: it must be `sha256=` and 64 hexadecimal digits"
    )]
    NoSignature,
    /// The signature belongs to another body or another token.
    #[error(
        "the webhook's signature is not that of its body: it is not from Notion, its bytes were changed on the way, or \
         the token is that of another subscription"
    )]
    WrongSignature,
    /// The receiver has no token yet, so that an event cannot be verified.
    #[error(
        "an event came before the handshake: make the receiver with the token that the handshake brought"
    )]
    NoToken,
    /// The body is neither an event nor a handshake.
    #[error("the webhook's body is neither an event nor a handshake: {0}")]
    Unreadable(Box<str>),
}

impl Receiver {
    /// Creates a receiver with the token of the handshake. It rejects handshakes, because a forged one could replace the token.
    pub fn new(token: impl Into<SecretString>) -> Self {
        Self {
            token: Some(token.into()),
        }
    }

    /// Creates a receiver without a token. It accepts a handshake only.
    pub fn before_the_handshake() -> Self {
        Self { token: None }
    }

    /// Verifies and parses a request, given the value of the header [`SIGNATURE_HEADER`](super::SIGNATURE_HEADER), if it is
    /// present, and the bytes of the body exactly as they were received. No request.
    ///
    /// # Errors
    ///
    /// [`Refused`]; [`Refused::status`] returns the status to answer with.
    pub fn receive(&self, signature: Option<&str>, body: &[u8]) -> Result<Received, Refused> {
        let Some(token) = &self.token else {
            return handshake(body);
        };
        let signature = signature.ok_or(Refused::Unsigned)?;
        let signature = signature::parse(signature).ok_or(Refused::NoSignature)?;
        if !signature::verify(token, &signature, body) {
            return Err(Refused::WrongSignature);
        }
        let event = serde_json::from_slice(body).map_err(|error| unreadable(&error))?;
        Ok(Received::Event(Box::new(event)))
    }
}

fn handshake(body: &[u8]) -> Result<Received, Refused> {
    #[derive(Deserialize)]
    struct Handshake {
        verification_token: Option<String>,
        #[serde(rename = "type")]
        kind: Option<serde::de::IgnoredAny>,
    }
    // The parser's message might contain the token: only the place is reported.
    let Handshake {
        verification_token,
        kind,
    } = serde_json::from_slice(body).map_err(|error| unreadable(&error))?;
    match verification_token {
        Some(token) if !token.is_empty() => Ok(Received::Handshake(token.into())),
        _ if kind.is_some() => Err(Refused::NoToken),
        _ => Err(Refused::Unreadable("it has no `verification_token`".into())),
    }
}

fn unreadable(error: &serde_json::Error) -> Refused {
    let what = match error.classify() {
        serde_json::error::Category::Data => "it is not as it should be",
        _ => "it is not valid JSON",
    };
    let place = format!("{what}, at line {} column {}", error.line(), error.column());
    Refused::Unreadable(place.into())
}

impl Refused {
    /// Returns the HTTP status to answer with: 401 if the signature is missing or wrong, 400 if the body cannot be read.
    pub fn status(&self) -> u16 {
        match self {
            Self::Unsigned | Self::NoSignature | Self::WrongSignature | Self::NoToken => 401,
            Self::Unreadable(_) => 400,
        }
    }
}

/// Shows which of the two it is, and the type of an event.
impl fmt::Display for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Handshake(_) => f.write_str("handshake"),
            Self::Event(event) => f.write_str(event.kind.name()),
        }
    }
}
