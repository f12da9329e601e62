//! The receiver: from a header and a body to what they are.

use std::fmt;

use secrecy::SecretString;
use serde::Deserialize;

use super::event::Event;
use super::signature;

/// Takes what comes to the address of a subscription, and lets through what Notion sent. Its token is never shown.
#[derive(Clone, Debug)]
pub struct Receiver {
    token: Option<SecretString>,
}

/// What came.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Received {
    /// The subscription was made. The token is to be kept, and to be pasted in Notion.
    ///
    /// **Anybody** can send a handshake: nothing signs it. Paste the token in Notion, which accepts the right one
    /// alone, before a receiver is made with it.
    Handshake(SecretString),
    /// Something happened, and Notion says so.
    Event(Box<Event>),
}

/// Why a body was not let through.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refused {
    /// Nothing proves who sent it.
    #[error(
        "the webhook has no header `X-Notion-Signature`: it is not from Notion, or a proxy took the header out"
    )]
    Unsigned,
    /// The header is no signature.
    #[error(
        "the webhook's header `X-Notion-Signature` is no signature: it must be `sha256=` and 64 hexadecimal digits"
    )]
    NoSignature,
    /// The signature is of another body, or made with another token.
    #[error(
        "the webhook's signature is not that of its body: it is not from Notion, its bytes were changed on the way, or \
         the token is that of another subscription"
    )]
    WrongSignature,
    /// An event came, and there is no token to prove it with.
    #[error(
        "an event came before the handshake: make the receiver with the token that the handshake brought"
    )]
    NoToken,
    /// It is neither an event nor a handshake.
    #[error("the webhook's body is neither an event nor a handshake: {0}")]
    Unreadable(Box<str>),
}

impl Receiver {
    /// With the token that the handshake brought. Handshakes are refused from now on: a forged one could put another
    /// token in its place.
    pub fn new(token: impl Into<SecretString>) -> Self {
        Self {
            token: Some(token.into()),
        }
    }

    /// Without a token yet: it lets a handshake through, and nothing else.
    pub fn before_the_handshake() -> Self {
        Self { token: None }
    }

    /// What came, given the header [`SIGNATURE_HEADER`](super::SIGNATURE_HEADER), if it was there, and the body's bytes
    /// exactly as they came. No request.
    ///
    /// # Errors
    ///
    /// [`Refused`]; [`Refused::status`] is what to answer with.
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
    // The reader's own words might hold the token: only the place is told.
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
        _ => "it is no JSON",
    };
    let place = format!("{what}, at line {} column {}", error.line(), error.column());
    Refused::Unreadable(place.into())
}

impl Refused {
    /// Returns the HTTP status to answer with: 401 where the origin is not proved, 400 where the body cannot be read.
    pub fn status(&self) -> u16 {
        match self {
            Self::Unsigned | Self::NoSignature | Self::WrongSignature | Self::NoToken => 401,
            Self::Unreadable(_) => 400,
        }
    }
}

/// Which of the two it is, and of an event its type.
impl fmt::Display for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Handshake(_) => f.write_str("handshake"),
            Self::Event(event) => f.write_str(event.kind.name()),
        }
    }
}
