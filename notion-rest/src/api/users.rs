//! Users: people and bots.

use notion_model::{List, User, UserId};

use super::Call;
use crate::http::{Client, Request};

/// The endpoints of users. An integration needs the capability to read user information.
#[derive(Clone, Copy, Debug)]
pub struct Users<'a> {
    pub(super) client: &'a Client,
}

impl Users<'_> {
    /// Returns the bot that the token stands for. `GET /v1/users/me`
    ///
    /// Needs no capability.
    ///
    /// # Errors
    ///
    /// `Unauthorized` (401).
    pub fn me(self) -> Call<User> {
        Call::new(self.client, Request::get("/v1/users/me"))
    }

    /// One user. `GET /v1/users/{id}`
    ///
    /// # Errors
    ///
    /// `ObjectNotFound` (404) if the user is no member or guest of the workspace, or the integration may not read user
    /// information; `RestrictedResource` (403).
    pub fn retrieve(self, id: UserId) -> Call<User> {
        Call::new(self.client, Request::get(format!("/v1/users/{id}")))
    }

    /// Returns the members of the workspace and its bots; guests are not among them. `GET /v1/users`
    ///
    /// # Limits
    ///
    /// 100 users a part.
    ///
    /// # Errors
    ///
    /// `RestrictedResource` (403) without the capability to read user information.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_rest::Result<()> {
    /// # let client = notion_rest::Client::local();
    /// let users = client.api().users().list().all().await?;
    /// let me = client.api().users().me().await?;
    /// assert!(users.iter().any(|user| user.id == me.id));
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(self) -> Call<List<User>> {
        Call::new(self.client, Request::get("/v1/users"))
    }
}
