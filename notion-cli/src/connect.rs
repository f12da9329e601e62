//! The way to Notion.

use notion_session::{Config, Error, Session};

use crate::failure::{Failure, Result};

/// Where Notion is.
#[derive(clap::Args, Debug)]
pub(crate) struct Connection {
    /// Where Notion's API is, for instance the address of a local server. The token is sent there.
    #[arg(long, value_name = "URL", default_value = "https://api.notion.com")]
    base_url: String,
}

impl Connection {
    /// A session with the token of the environment. No request.
    pub(crate) fn open(&self) -> Result<Session> {
        let builder = Session::builder().config(Config::from_env()?);
        let session = builder
            .base_url(self.base_url.trim_end_matches('/'))
            .build();
        session.map_err(|error| match error {
            // In the words of the command line.
            Error::Config(message) => Failure::new(message.replace("`base_url`", "`--base-url`")),
            error => error.into(),
        })
    }
}
