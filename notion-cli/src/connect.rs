//! The connection to Notion: where it is, and with which token.

use notion_session::http::{DEFAULT_BASE_URL, SecretString};
use notion_session::session::TOKEN_VARIABLE;
use notion_session::{Config, Error, Session};

use crate::failure::{Failure, Result, in_command_words};
use crate::settings::{Profile, Settings};

/// Where Notion is, and who asks.
#[derive(clap::Args, Debug)]
#[command(next_help_heading = "Connection")]
pub(crate) struct Connection {
    /// Where Notion's API is, for instance the address of a local server. The token is sent there [default: the profile's,
    /// or `https://api.notion.com`]
    #[arg(
        long,
        value_name = "URL",
        env = "NOTION_BASE_URL",
        hide_env_values = true
    )]
    pub(crate) base_url: Option<String>,
    /// The profile whose token is used. Without it NOTION_TOKEN comes first, then the profile that the configuration names.
    #[arg(
        long,
        value_name = "NAME",
        env = "NOTION_PROFILE",
        hide_env_values = true
    )]
    pub(crate) profile: Option<String>,
}

/// Where the token of a connection comes from.
#[derive(Debug, PartialEq)]
pub(crate) enum Origin {
    /// The environment variable NOTION_TOKEN.
    Environment,
    /// The token that was stored for this profile.
    Profile(String),
}

/// What a session is opened with.
pub(crate) struct Access {
    pub(crate) origin: Origin,
    pub(crate) base_url: String,
    token: SecretString,
}

impl Connection {
    /// Opens a session. No request.
    pub(crate) fn open(&self) -> Result<Session> {
        self.access()?.open()
    }

    /// Looks for the token, and for the address to send it to.
    pub(crate) fn access(&self) -> Result<Access> {
        let variable = std::env::var(TOKEN_VARIABLE).unwrap_or_default();
        let variable = Some(variable.trim()).filter(|token| !token.is_empty());
        if let (Some(token), None) = (variable, &self.profile) {
            return Ok(Access {
                origin: Origin::Environment,
                base_url: self.base_url(None),
                token: token.into(),
            });
        }
        let profile = Settings::of_user()?.profile(self.profile.as_deref())?;
        let base_url = self.base_url(profile.base_url.as_deref());
        let Profile { name, token, .. } = profile;
        let Some(token) = token else {
            return Err(match self.profile {
                Some(_) => Failure::new(format!(
                    "the profile {name:?} has no token: run `notion auth login --profile {name} --with-token`"
                )),
                None => Error::NoToken.into(),
            });
        };
        // A stored token belongs to one server, and is not sent to another because a variable was left over.
        let home = profile.base_url.as_deref().unwrap_or(DEFAULT_BASE_URL);
        if base_url != home.trim_end_matches('/') {
            return Err(Failure::new(format!(
                "the token of the profile {name:?} is for {home} and is not sent to {base_url}: set NOTION_TOKEN, or log \
                 in with another --profile"
            )));
        }
        Ok(Access {
            origin: Origin::Profile(name),
            base_url,
            token,
        })
    }

    fn base_url(&self, of_profile: Option<&str>) -> String {
        let chosen = self.base_url.as_deref().filter(|url| !url.is_empty());
        let url = chosen.or(of_profile).unwrap_or(DEFAULT_BASE_URL);
        url.trim_end_matches('/').to_owned()
    }

    /// The address that a login is for: the given one, unless it is Notion's.
    pub(crate) fn other_base_url(&self) -> Option<String> {
        Some(self.base_url(None)).filter(|url| url != DEFAULT_BASE_URL)
    }
}

impl Access {
    pub(crate) fn open(self) -> Result<Session> {
        open(self.token, &self.base_url)
    }
}

/// How much the session keeps of what it has read, in bytes of JSON; in memory an object takes several times as much. A command
/// reads little twice, and rows by the hundred thousand.
const CACHE_BYTES: usize = 4 << 20;

/// Opens a session with a token. No request.
pub(crate) fn open(token: SecretString, base_url: &str) -> Result<Session> {
    let builder = Session::builder().config(Config::new(token));
    let session = builder.base_url(base_url).cache_bytes(CACHE_BYTES).build();
    session.map_err(|error| match error {
        Error::Config(message) => Failure::new(in_command_words(&message)),
        error => error.into(),
    })
}
