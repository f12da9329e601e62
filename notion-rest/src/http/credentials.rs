//! Credentials that are not the client's token, and bodies that contain secrets.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use serde_json::Value;

use crate::error::{Error, Result};

/// The id and the secret of an integration's client, as the endpoints of OAuth want them. The secret is never shown.
///
/// ```
/// use notion_rest::http::ClientCredentials;
///
/// let client = ClientCredentials::new("the id", "the secret");
/// assert!(!format!("{client:?}").contains("the secret"));
/// ```
#[derive(Clone, Debug)]
pub struct ClientCredentials {
    pub(super) id: String,
    pub(super) secret: SecretString,
}

impl ClientCredentials {
    /// The two as Notion shows them in the integration's settings.
    pub fn new(id: impl Into<String>, secret: impl Into<SecretString>) -> Self {
        Self {
            id: id.into(),
            secret: secret.into(),
        }
    }

    /// The two as the header `Authorization` has them.
    pub(super) fn encoded(&self) -> String {
        STANDARD.encode(format!("{}:{}", self.id, self.secret.expose_secret()))
    }

    /// Returns the client's id, which is no secret.
    pub fn id(&self) -> &str {
        &self.id
    }
}

impl PartialEq for ClientCredentials {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && self.secret.expose_secret() == other.secret.expose_secret()
    }
}

/// JSON that holds a secret: it is sent, and never shown.
#[derive(Clone)]
pub struct SecretJson(SecretString);

impl SecretJson {
    /// What `body` is as JSON.
    ///
    /// # Errors
    ///
    /// [`Error::Config`] if it has no JSON. The message does not say what was in it.
    pub fn new(body: &impl Serialize) -> Result<Self> {
        match serde_json::to_string(body) {
            Ok(text) => Ok(Self(text.into())),
            Err(_) => Err(Error::config("the body cannot be written as JSON")),
        }
    }

    /// The members that are as good as a token.
    pub(super) fn secrets(&self) -> Vec<SecretString> {
        const MEMBERS: [&str; 3] = ["code", "refresh_token", "token"];
        let body: Value = serde_json::from_str(self.expose()).unwrap_or_default();
        let members = MEMBERS.iter().filter_map(|name| body.get(name)?.as_str());
        members.map(SecretString::from).collect()
    }

    pub(super) fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl PartialEq for SecretJson {
    fn eq(&self, other: &Self) -> bool {
        self.expose() == other.expose()
    }
}

impl fmt::Debug for SecretJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretJson(..)")
    }
}
