//! Users: the bot of the token, and the members of the workspace.

use std::sync::Arc;

use notion_model::{Bot, User as UserData, UserId, UserKind};

use notion_schema::internal::OperandValue;

use crate::column::{self, Operand};
use crate::error::{Error, Result};
use crate::find::get::sealed::Gettable;
use crate::schema::People;
use crate::session::{Found, Get, IntoId, Session};

/// A user: a person or a bot.
#[derive(Clone, Debug, PartialEq)]
pub struct User {
    data: Arc<UserData>,
}

impl User {
    fn new(data: Arc<UserData>) -> Self {
        Self { data }
    }

    /// Returns the ID.
    pub fn id(&self) -> UserId {
        self.data.id
    }

    /// Returns the name; empty if Notion does not report it.
    pub fn name(&self) -> &str {
        self.data.name.as_deref().unwrap_or_default()
    }

    /// Returns the e-mail address of a person, if the integration may read it.
    pub fn email(&self) -> Option<&str> {
        match &self.data.kind {
            UserKind::Person(person) => person.email.as_deref(),
            _ => None,
        }
    }

    /// Returns the URL of the user's picture.
    pub fn avatar_url(&self) -> Option<&str> {
        self.data.avatar_url.as_deref()
    }

    /// Returns true if this is a person.
    pub fn is_person(&self) -> bool {
        matches!(self.data.kind, UserKind::Person(_))
    }

    /// Returns true if this is a bot: an integration.
    pub fn is_bot(&self) -> bool {
        matches!(self.data.kind, UserKind::Bot(_))
    }

    /// Returns true if it is unknown whether this is a person or a bot: Notion sent the ID alone, or a kind of user that this
    /// version does not know.
    pub fn is_unknown(&self) -> bool {
        !self.is_person() && !self.is_bot()
    }

    /// Returns the name of the workspace of the token's bot; Notion does not report it for other users.
    pub fn workspace_name(&self) -> Option<&str> {
        self.bot()?.workspace_name.as_deref()
    }

    /// Returns the maximum size of an upload in bytes, for the token's bot; Notion does not report it for other users.
    pub fn max_upload_size(&self) -> Option<u64> {
        let limits = self.bot()?.workspace_limits.as_ref()?;
        limits.max_file_upload_size_in_bytes
    }

    fn bot(&self) -> Option<&Bot> {
        match &self.data.kind {
            UserKind::Bot(bot) => Some(bot),
            _ => None,
        }
    }

    /// Returns the user as Notion sent it.
    pub fn data(&self) -> &UserData {
        &self.data
    }
}

/// That user alone.
///
/// ```
/// # use notion_session::prelude::*;
/// # #[derive(NotionSchema, Debug, Default)]
/// # struct Task { #[notion(title)] task: String, owner: People }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> notion_session::Result<()> {
/// # let session = Session::local();
/// # let home = session.search_page("Home").await?.item()?;
/// # let tasks = session.create_db::<Task>(&home).await?;
/// let me = session.whoami().await?;
/// tasks.insert(Task { task: "Write".into(), owner: (&me).into() }).await?;
/// let mine = tasks.query().filter(Task::COL.owner.contains(&me)).all().await?;
/// assert_eq!(mine.len(), 1);
/// # Ok(())
/// # }
/// ```
impl From<&User> for People {
    fn from(user: &User) -> People {
        user.id().into()
    }
}

impl<'a> FromIterator<&'a User> for People {
    fn from_iter<I: IntoIterator<Item = &'a User>>(users: I) -> People {
        users.into_iter().map(User::id).collect()
    }
}

#[diagnostic::do_not_recommend]
impl Operand<column::User> for &User {
    fn into_operand(self) -> OperandValue {
        self.id().into_operand()
    }
}

/// Users.
impl Session {
    /// Checks that this session can be used: that it is open, Notion is reachable, and the token is accepted.
    ///
    /// One request each time.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// session.raise_for_status().await?;
    /// session.close();
    /// let error = session.raise_for_status().await.unwrap_err();
    /// assert!(error.is_session());
    /// assert!(error.to_string().contains("closed"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::SessionClosed`]; [`Error::Transport`] if Notion is not reachable; [`Error::ForeignAnswer`] if something else
    /// answers in its place; [`Error::Api`] if Notion rejects the token or the request, is overloaded or fails;
    /// [`Error::Decode`] if the answer is not a user. [`is_session`](Error::is_session) is true for all of them.
    pub async fn raise_for_status(&self) -> Result<()> {
        self.ensure_open()?;
        let me = self.api().users().me().await?;
        self.keep(me);
        Ok(())
    }

    /// Returns the token's bot.
    ///
    /// One request the first time, none later.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// let me = session.whoami().await?;
    /// assert!(me.is_bot());
    /// assert_eq!(session.whoami().await?, me);
    /// assert_eq!(session.client().requests_sent(), 1);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send).
    pub async fn whoami(&self) -> Result<User> {
        self.ensure_open()?;
        let me = self.me().get_or_try_init(|| async {
            let me = self.api().users().me().await?;
            Ok::<_, Error>(self.keep(me))
        });
        Ok(User::new(Arc::clone(me.await?)))
    }

    /// Returns all users that the integration can see: the members of the workspace, and bots.
    ///
    /// One request for each 100 users.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// let users = session.all_users().await?;
    /// assert!(users.iter().any(|user| user.is_person()));
    /// assert!(users.contains(&session.whoami().await?));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`is_forbidden`](Error::is_forbidden) if the integration may not read user information; those of
    /// [`Client::send`](crate::http::Client::send).
    pub async fn all_users(&self) -> Result<Found<User>> {
        Ok(Found::new("user", self.list_users().await?, label))
    }

    /// Returns the users with exactly this name.
    ///
    /// Notion has no search for users, so all are listed. One request for each 100 users.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// let me = session.whoami().await?;
    /// assert_eq!(session.search_user(me.name()).await?.item()?, me);
    /// assert!(session.search_user("Nobody").await?.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`all_users`](Self::all_users).
    pub async fn search_user(&self, name: &str) -> Result<Found<User>> {
        let mut users = self.list_users().await?;
        users.retain(|user| user.name() == name);
        Ok(Found::new(format!("user {name:?}"), users, label))
    }

    /// Returns a user: from the object store if it has the user, otherwise, or with [`fresh`](Get::fresh), from Notion.
    ///
    /// No request from the store, otherwise one. If Notion does not show the user, one more, unless it was sent before: the
    /// integration's own bot is found by [`whoami`](Self::whoami), even if the integration cannot read users.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// use notion_session::Error;
    ///
    /// let me = session.whoami().await?;
    /// assert_eq!(session.get_user(me.id()).await?, me);
    /// assert_eq!(session.client().requests_sent(), 1);
    ///
    /// let nobody = "00000000-0000-4000-8000-000000000000";
    /// assert!(matches!(session.get_user(nobody).await, Err(Error::UnknownUser(_))));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::UnknownUser`] if no user with this ID is visible; [`Error::InvalidId`] if it is not a valid ID; those of
    /// [`Client::send`](crate::http::Client::send).
    pub fn get_user(&self, id: impl IntoId<UserId>) -> Get<User> {
        Get::new(self, id.into_id())
    }

    /// Returns a user, even if it was deleted or the integration cannot see it: the handle then has the ID only, and
    /// [`is_unknown`](User::is_unknown) is true.
    ///
    /// No request from the object store, otherwise one. An unknown user is requested again the next time.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// let nobody = session.get_user_or_unknown("00000000-0000-4000-8000-000000000000").await?;
    /// assert!(nobody.is_unknown() && nobody.name().is_empty());
    /// assert!(!session.get_user_or_unknown(session.whoami().await?.id()).await?.is_unknown());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::InvalidId`] if it is not a valid ID; those of [`Client::send`](crate::http::Client::send).
    pub fn get_user_or_unknown(&self, id: impl IntoId<UserId>) -> Get<User> {
        let unknown = |id: &UserId| User::new(Arc::new(UserData::new(*id)));
        self.get_user(id).or_unknown(unknown)
    }

    async fn list_users(&self) -> Result<Vec<User>> {
        self.ensure_open()?;
        let users = self.api().users().list().all().await?;
        Ok(users
            .into_iter()
            .map(|user| User::new(self.keep(user)))
            .collect())
    }
}

impl Gettable for User {
    type Id = UserId;

    fn from_store(session: &Session, id: &UserId) -> Result<Option<Self>> {
        // The own bot may have been evicted from the store, but the session knows it.
        let me = session.me().get().filter(|me| me.id == *id).cloned();
        Ok(me
            .or_else(|| session.cache().get::<UserData>(*id))
            .map(Self::new))
    }

    async fn fetch(session: Session, id: UserId) -> Result<Self> {
        match session.api().users().retrieve(id).await {
            Ok(user) => Ok(Self::new(session.keep(user))),
            Err(error) => {
                let error = Error::from(error);
                if !error.is_not_found() && !error.is_forbidden() {
                    return Err(error);
                }
                // An integration that cannot read users can still read its own bot.
                match session.whoami().await {
                    Ok(me) if me.id() == id => Ok(me),
                    _ if error.is_not_found() => Err(Error::unknown_user(id)),
                    _ => Err(error),
                }
            }
        }
    }
}

fn label(user: &User) -> String {
    format!("{:?} ({})", user.name(), user.id())
}
