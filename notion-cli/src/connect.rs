//! The way to Notion.

use notion_session::{Config, Session};

use crate::failure::Result;

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
        Ok(builder
            .base_url(self.base_url.trim_end_matches('/'))
            .build()?)
    }
}
