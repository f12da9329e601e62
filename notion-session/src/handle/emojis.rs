//! The custom emojis of a workspace.

use notion_model::CustomEmoji;

use crate::error::Result;
use crate::session::{Found, Session};

/// Custom emojis.
impl Session {
    /// Returns the custom emojis of the workspace. Each can be used as an icon. One request for each 100.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// for emoji in session.custom_emojis().await? {
    ///     println!(":{}: is at {}", emoji.name, emoji.url);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send).
    pub async fn custom_emojis(&self) -> Result<Found<CustomEmoji>> {
        self.ensure_open()?;
        let emojis = self.api().custom_emojis(None).all().await?;
        Ok(Found::new("custom emoji", emojis, label))
    }

    /// Returns the custom emoji with this name, written without colons. One request.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// let error = session.search_custom_emoji("party").await?.item().unwrap_err();
    /// assert!(error.to_string().starts_with("expected one custom emoji \"party\", found 0"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send).
    pub async fn search_custom_emoji(&self, name: &str) -> Result<Found<CustomEmoji>> {
        self.ensure_open()?;
        let emojis = self.api().custom_emojis(Some(name)).all().await?;
        Ok(Found::new(format!("custom emoji {name:?}"), emojis, label))
    }
}

fn label(emoji: &CustomEmoji) -> String {
    format!(":{}: ({})", emoji.name, emoji.id)
}
