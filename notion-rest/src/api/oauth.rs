//! OAuth: tokens for integrations that other people install.

use notion_model::{PageId, User, UserId};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer, Serialize};
use url::form_urlencoded;

use super::{Api, Call};
use crate::http::{Client, ClientCredentials, Request};

/// The endpoints of OAuth. They identify the integration by its client ID and secret, not by the client's token.
///
/// Tokens are never shown: neither `Debug`, nor logs, nor errors have them.
#[derive(Clone, Copy, Debug)]
pub struct Oauth<'a> {
    client: &'a Client,
    credentials: &'a ClientCredentials,
}

impl Api {
    /// Returns the endpoints of OAuth, in the name of an integration. A client [without a
    /// token](crate::ClientBuilder::without_token) is enough.
    ///
    /// ```
    /// use notion_rest::Client;
    /// use notion_rest::api::Grant;
    /// use notion_rest::http::ClientCredentials;
    ///
    /// # async fn run(code: &str) -> notion_rest::Result<()> {
    /// let credentials = ClientCredentials::new("client id", "client secret");
    /// let anybody = Client::builder().without_token().build()?;
    /// let token = anybody.api().oauth(&credentials).token(&Grant::code(code)).await?;
    /// let client = Client::builder().token(token.access_token.clone()).build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn oauth<'a>(&'a self, credentials: &'a ClientCredentials) -> Oauth<'a> {
        Oauth {
            client: &self.client,
            credentials,
        }
    }
}

impl Oauth<'_> {
    /// Gives a code, or a token to renew others with, for an access token. `POST /v1/oauth/token`
    ///
    /// A code holds once: the request is not repeated where its answer is lost.
    ///
    /// # Errors
    ///
    /// `InvalidGrant` (400) if the code or the token is wrong, expired, revoked or used; `Unauthorized` (401) where
    /// id and secret are not those of an integration.
    pub fn token(self, grant: &Grant) -> Call<Token> {
        Call::with_secret(self.client, self.post("token"), &Exposed(grant))
    }

    /// Makes a token invalid. `POST /v1/oauth/revoke`
    ///
    /// # Errors
    ///
    /// `Unauthorized` (401) if id and secret are not those of an integration.
    pub fn revoke(self, token: &SecretString) -> Call<Revoked> {
        let request = self.post("revoke").repeatable(true);
        Call::with_secret(self.client, request, &TokenOnly::of(token))
    }

    /// Whether a token is valid, and what for. `POST /v1/oauth/introspect`
    ///
    /// # Errors
    ///
    /// `Unauthorized` (401) if id and secret are not those of an integration.
    pub fn introspect(self, token: &SecretString) -> Call<Introspection> {
        let request = self.post("introspect").repeatable(true);
        Call::with_secret(self.client, request, &TokenOnly::of(token))
    }

    fn post(self, what: &str) -> Request {
        Request::post(format!("/v1/oauth/{what}")).client(self.credentials.clone())
    }
}

/// Where to send somebody who is to install the integration. No request.
///
/// Notion sends them back to `redirect_uri` with a `code` and with the `state`, which is to be one that cannot be
/// guessed and to be compared there.
///
/// ```
/// let url = notion_rest::api::authorization_url("the id", "https://example.org/back", "xyz");
/// assert_eq!(
///     url,
///     "https://api.notion.com/v1/oauth/authorize?client_id=the+id&redirect_uri=https%3A%2F%2Fexample.org%2Fback\
///      &response_type=code&owner=user&state=xyz",
/// );
/// ```
pub fn authorization_url(client_id: &str, redirect_uri: &str, state: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("client_id", client_id)
        .append_pair("redirect_uri", redirect_uri)
        .append_pair("response_type", "code")
        .append_pair("owner", "user")
        .append_pair("state", state)
        .finish();
    format!("https://api.notion.com/v1/oauth/authorize?{query}")
}

/// What is given for a token.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Grant {
    /// The code that Notion sent somebody back with.
    AuthorizationCode {
        /// The code.
        code: SecretString,
        /// The address that they were sent back to; needed where it stood in the address that they were sent to.
        redirect_uri: Option<String>,
        /// Their account elsewhere.
        external_account: Option<ExternalAccount>,
    },
    /// A token that Notion gave beside an access token.
    RefreshToken(SecretString),
}

impl Grant {
    /// A code without anything else.
    pub fn code(code: impl Into<SecretString>) -> Self {
        Self::AuthorizationCode {
            code: code.into(),
            redirect_uri: None,
            external_account: None,
        }
    }

    /// A code, and the address that somebody was sent back to with it.
    pub fn code_at(code: impl Into<SecretString>, redirect_uri: impl Into<String>) -> Self {
        Self::AuthorizationCode {
            code: code.into(),
            redirect_uri: Some(redirect_uri.into()),
            external_account: None,
        }
    }

    /// A token to renew others with.
    pub fn refresh(token: impl Into<SecretString>) -> Self {
        Self::RefreshToken(token.into())
    }
}

/// A grant with its secrets in the open: for [`SecretJson`](crate::http::SecretJson) alone.
struct Exposed<'a>(&'a Grant);

impl Serialize for Exposed<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        #[serde(tag = "grant_type", rename_all = "snake_case")]
        enum Plain<'a> {
            AuthorizationCode {
                code: &'a str,
                #[serde(skip_serializing_if = "Option::is_none")]
                redirect_uri: Option<&'a str>,
                #[serde(skip_serializing_if = "Option::is_none")]
                external_account: Option<&'a ExternalAccount>,
            },
            RefreshToken {
                refresh_token: &'a str,
            },
        }
        match self.0 {
            Grant::AuthorizationCode {
                code,
                redirect_uri,
                external_account,
            } => Plain::AuthorizationCode {
                code: code.expose_secret(),
                redirect_uri: redirect_uri.as_deref(),
                external_account: external_account.as_ref(),
            },
            Grant::RefreshToken(token) => Plain::RefreshToken {
                refresh_token: token.expose_secret(),
            },
        }
        .serialize(serializer)
    }
}

/// Somebody's account outside Notion, which an installation is joined to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExternalAccount {
    /// What it is found by.
    pub key: String,
    /// What it is called.
    pub name: String,
}

/// An access token and what belongs to it.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Token {
    /// The token to build a client with.
    #[serde(deserialize_with = "secret")]
    pub access_token: SecretString,
    /// The token that a new one is got with, where there is one.
    #[serde(default, deserialize_with = "optional_secret")]
    pub refresh_token: Option<SecretString>,
    /// What kind of token it is: `bearer`.
    pub token_type: String,
    /// The bot that the token stands for.
    pub bot_id: UserId,
    /// The workspace.
    pub workspace_id: String,
    /// The workspace's name.
    #[serde(default)]
    pub workspace_name: Option<String>,
    /// The workspace's picture.
    #[serde(default)]
    pub workspace_icon: Option<String>,
    /// Who installed the integration.
    pub owner: TokenOwner,
    /// The page that was made from the integration's template, where it has one.
    #[serde(default)]
    pub duplicated_template_id: Option<PageId>,
    /// The id of the request that this answers.
    #[serde(default)]
    pub request_id: Option<String>,
}

/// Who a token belongs to.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum TokenOwner {
    /// Somebody.
    User(Box<User>),
    /// The workspace as a whole.
    Workspace,
    /// Something newer than this crate.
    Other(String),
}

impl<'de> Deserialize<'de> for TokenOwner {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Plain {
            #[serde(rename = "type")]
            kind: String,
            #[serde(default)]
            user: Option<Box<User>>,
        }
        let Plain { kind, user } = Plain::deserialize(deserializer)?;
        Ok(match (kind.as_str(), user) {
            ("user", Some(user)) => Self::User(user),
            ("workspace", _) => Self::Workspace,
            _ => Self::Other(kind),
        })
    }
}

/// A token was made invalid.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Revoked {
    /// The id of the request that this answers.
    #[serde(default)]
    pub request_id: Option<String>,
}

/// What Notion knows of a token.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Introspection {
    /// Whether it is valid.
    pub active: bool,
    /// What it permits, words parted by spaces.
    #[serde(default)]
    pub scope: Option<String>,
    /// When it was made, in seconds since 1970.
    #[serde(default, rename = "iat")]
    pub issued_at: Option<i64>,
    /// The id of the request that this answers.
    #[serde(default)]
    pub request_id: Option<String>,
}

#[derive(Serialize)]
struct TokenOnly<'a> {
    token: &'a str,
}

impl<'a> TokenOnly<'a> {
    fn of(token: &'a SecretString) -> Self {
        Self {
            token: token.expose_secret(),
        }
    }
}

fn secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SecretString, D::Error> {
    String::deserialize(deserializer).map(Into::into)
}

fn optional_secret<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<SecretString>, D::Error> {
    Option::<String>::deserialize(deserializer).map(|token| token.map(Into::into))
}
