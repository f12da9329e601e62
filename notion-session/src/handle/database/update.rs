//! Changing a database: several things with one request.

use notion_content::{IntoFile, RichText};
use notion_model::Parent;

use super::{Database, Known};
use crate::api::UpdateDatabase;
use crate::awaitable::awaitable;
use crate::error::Result;
use crate::find::databases::no_page;
use crate::handle::parent::{IntoParent, ParentRef};
use crate::handle::picture;
use crate::handle::text;
use crate::session::IntoIcon;

/// Changes a database when it is awaited. Made by [`Database::update_database`].
#[must_use = "nothing is sent until it is awaited"]
pub struct DatabaseUpdate<'a, S> {
    database: &'a mut Database<S>,
    changes: Result<UpdateDatabase>,
}

/// Changing it. Each method is one request; [`update_database`](Database::update_database) makes several changes with one. What properties
/// it has, its schema says.
impl<S> Database<S> {
    /// Changes several attributes with one request. The others stay unchanged.
    ///
    /// Notion shows title, description, icon and cover of a database with one data source on both.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// let mut tasks = session.create_untyped_db(&home, "Tasks").await?;
    /// let before = session.client().requests_sent();
    /// tasks.update_database().title("Work").description("What is to do.").icon("🔨").inline(true).await?;
    /// assert_eq!(session.client().requests_sent(), before + 1);
    /// assert_eq!((tasks.title(), tasks.is_inline()), ("Work".to_owned(), true));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When it is awaited: [`Error::Refused`](crate::Error::Refused) if a text is longer than Notion accepts; a validation error if the
    /// database is in the trash; those of [`Client::send`](crate::http::Client::send).
    pub fn update_database(&mut self) -> DatabaseUpdate<'_, S> {
        DatabaseUpdate {
            database: self,
            changes: Ok(UpdateDatabase::default()),
        }
    }

    /// Sets the title. One request.
    ///
    /// # Errors
    ///
    /// Those of [`update_database`](Self::update_database).
    pub async fn set_title(&mut self, title: impl Into<RichText>) -> Result<()> {
        self.update_database().title(title).await
    }

    /// Sets the description. One request.
    ///
    /// # Errors
    ///
    /// Those of [`update_database`](Self::update_database).
    pub async fn set_description(&mut self, description: impl Into<RichText>) -> Result<()> {
        self.update_database().description(description).await
    }

    /// Sets the icon. One request. Notion's API can replace an icon, but not remove it.
    ///
    /// # Errors
    ///
    /// Those of [`update_database`](Self::update_database).
    pub async fn set_icon(&mut self, icon: impl IntoIcon) -> Result<()> {
        self.update_database().icon(icon).await
    }

    /// Sets the cover: the picture above the database. One request. Notion's API can replace a cover, but not remove it, and
    /// a database that is shown inside its page has no cover.
    ///
    /// # Errors
    ///
    /// Those of [`update_database`](Self::update_database).
    pub async fn set_cover(&mut self, cover: impl IntoFile) -> Result<()> {
        self.update_database().cover(cover).await
    }

    /// Sets whether the database is shown inside its page or as a page of its own. One request.
    ///
    /// # Errors
    ///
    /// Those of [`update_database`](Self::update_database).
    pub async fn set_inline(&mut self, inline: bool) -> Result<()> {
        self.update_database().inline(inline).await
    }

    /// Locks the database for editing in Notion's apps. The API can still change it. One request.
    ///
    /// # Errors
    ///
    /// Those of [`update_database`](Self::update_database).
    pub async fn lock(&mut self) -> Result<()> {
        self.update_database().locked(true).await
    }

    /// Unlocks the database for editing in Notion's apps. One request.
    ///
    /// # Errors
    ///
    /// Those of [`update_database`](Self::update_database).
    pub async fn unlock(&mut self) -> Result<()> {
        self.update_database().locked(false).await
    }

    /// Moves the database to the end of another page. One request.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// let work = session.create_page(&home, "Work").await?;
    /// let mut tasks = session.create_untyped_db(&home, "Tasks").await?;
    /// tasks.move_to(&work).await?;
    /// assert_eq!(tasks.parent().and_then(|parent| parent.page_id()), Some(work.id()));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::WrongKind`](crate::Error::WrongKind) if the parent is a database; otherwise those of [`update_database`](Self::update_database).
    pub async fn move_to(&mut self, page: impl IntoParent) -> Result<()> {
        let page = page.into_parent().and_then(|parent| match parent {
            ParentRef::Page(id) => Ok(Parent::page(id)),
            ParentRef::Database(id) => Err(no_page(id.uuid())),
            ParentRef::DataSource(id) => Err(no_page(id.uuid())),
        });
        self.update_database()
            .change(|changes| {
                changes.parent = Some(page?);
                Ok(())
            })
            .await
    }

    /// Moves the database with its rows to the trash, and removes it from the object store. One request. For a single row,
    /// see [`trash`](Database::trash).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// let mut tasks = session.create_untyped_db(&home, "Tasks").await?;
    /// tasks.trash_database().await?;
    /// assert!(tasks.is_in_trash());
    /// assert!(session.search_db("Tasks").await?.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send).
    pub async fn trash_database(&mut self) -> Result<()> {
        self.set_in_trash(true).await
    }

    /// Restores the database from the trash. One request.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// let mut notes = session.create_untyped_db(&home, "Notes").await?;
    /// notes.trash_database().await?;
    /// notes.restore_database().await?;
    /// assert!(!notes.is_in_trash());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send).
    pub async fn restore_database(&mut self) -> Result<()> {
        self.set_in_trash(false).await
    }

    async fn set_in_trash(&mut self, in_trash: bool) -> Result<()> {
        self.update_database()
            .with(|changes| changes.in_trash = Some(in_trash))
            .await?;
        if in_trash {
            // No relation of a schema can point to it any more.
            self.session.bindings().remove(self.source_id.cast());
        }
        Ok(())
    }
}

impl<S> DatabaseUpdate<'_, S> {
    /// Sets the title.
    pub fn title(self, title: impl Into<RichText>) -> Self {
        let title = text::runs(title, "title", "update");
        self.change(|changes| {
            changes.title = Some(title?);
            Ok(())
        })
    }

    /// Sets the description.
    pub fn description(self, description: impl Into<RichText>) -> Self {
        let description = text::runs(description, "description", "update");
        self.change(|changes| {
            changes.description = Some(description?);
            Ok(())
        })
    }

    /// Sets the icon.
    pub fn icon(self, icon: impl IntoIcon) -> Self {
        let icon = picture::icon(icon, "update");
        self.change(|changes| {
            changes.icon = Some(icon?);
            Ok(())
        })
    }

    /// Sets the cover.
    pub fn cover(self, cover: impl IntoFile) -> Self {
        let cover = picture::cover(cover, "update");
        self.change(|changes| {
            changes.cover = Some(cover?);
            Ok(())
        })
    }

    /// Sets whether it is shown inside its page.
    pub fn inline(self, inline: bool) -> Self {
        self.with(|changes| changes.is_inline = Some(inline))
    }

    /// Sets whether it is locked for editing in Notion's apps.
    pub fn locked(self, locked: bool) -> Self {
        self.with(|changes| changes.is_locked = Some(locked))
    }

    fn with(self, change: impl FnOnce(&mut UpdateDatabase)) -> Self {
        self.change(|changes| {
            change(changes);
            Ok(())
        })
    }

    fn change(mut self, change: impl FnOnce(&mut UpdateDatabase) -> Result<()>) -> Self {
        if let Ok(changes) = &mut self.changes
            && let Err(error) = change(changes)
        {
            self.changes = Err(error);
        }
        self
    }

    async fn send(self) -> Result<()> {
        let Self { database, changes } = self;
        let session = database.session.clone();
        session.ensure_open()?;
        let update = changes?;
        let effect = session.effect().on_database(database.id);
        let effect = match update.in_trash {
            Some(_) => effect
                .on_tree(database.id.uuid())
                .on_parent(database.parent()),
            None => effect,
        };
        let effect = match &update.parent {
            Some(parent) => effect.on_parent(database.parent()).on_parent(Some(parent)),
            None => effect,
        };
        let call = session.api().databases().update(database.id, &update);
        let data = effect.of(call.send()).await?;
        database.known = Known::Database(session.keep(data));
        Ok(())
    }
}

awaitable! {
    ['a, S] DatabaseUpdate<'a, S>, send -> ();
    |this| database: this.database.id, changes: this.changes
}
