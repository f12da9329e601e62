//! Changing a page.

use notion_content::{IntoFile, RichText};
use notion_model::ValueKind;

use super::Page;
use super::value::AnyValue;
use crate::api::{Change, UpdatePage};
use crate::awaitable::awaitable;
use crate::error::{Error, Result};
use crate::handle::picture;
use crate::handle::text;
use crate::session::IntoIcon;

/// Changes a page when it is awaited. Made by [`Page::update`].
#[must_use = "nothing is sent until it is awaited"]
pub struct PageUpdate<'a> {
    page: &'a mut Page,
    changes: Result<UpdatePage>,
}

/// Changes. Each method makes one request; [`update`](Page::update) combines several changes in one.
impl Page {
    /// Changes several attributes with one request. The others stay unchanged.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// let mut page = session.create_page(&home, "Plans").await?;
    /// let before = session.client().requests_sent();
    /// page.update().title("Plans for 2027").icon("📐").cover("https://example.com/sea.jpg").await?;
    /// assert_eq!(session.client().requests_sent(), before + 1);
    /// assert_eq!(page.title(), "Plans for 2027");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When it is awaited: [`Error::Refused`] if a value cannot be sent (nothing is sent); a validation error if the
    /// page is in the trash; those of [`Client::send`](crate::http::Client::send).
    pub fn update(&mut self) -> PageUpdate<'_> {
        PageUpdate {
            page: self,
            changes: Ok(UpdatePage::default()),
        }
    }

    /// Sets the title. One request.
    ///
    /// # Errors
    ///
    /// Those of [`update`](Self::update).
    pub async fn set_title(&mut self, title: impl Into<RichText>) -> Result<()> {
        self.update().title(title).await
    }

    /// Sets the icon. One request.
    ///
    /// # Errors
    ///
    /// Those of [`update`](Self::update).
    pub async fn set_icon(&mut self, icon: impl IntoIcon) -> Result<()> {
        self.update().icon(icon).await
    }

    /// Removes the icon. One request.
    ///
    /// # Errors
    ///
    /// Those of [`update`](Self::update).
    pub async fn remove_icon(&mut self) -> Result<()> {
        self.update().no_icon().await
    }

    /// Sets the cover: the picture above the page. One request.
    ///
    /// # Errors
    ///
    /// Those of [`update`](Self::update).
    pub async fn set_cover(&mut self, cover: impl IntoFile) -> Result<()> {
        self.update().cover(cover).await
    }

    /// Removes the cover. One request.
    ///
    /// # Errors
    ///
    /// Those of [`update`](Self::update).
    pub async fn remove_cover(&mut self) -> Result<()> {
        self.update().no_cover().await
    }

    /// Sets a property by its name. One request.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema, Debug, Default)]
    /// # struct Task { #[notion(title)] task: String, estimate: Option<f64>, due: Option<Date> }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// # let tasks = session.create_db::<Task>(&home).await?;
    /// # tasks.insert(Task { task: "Write".into(), ..Default::default() }).await?;
    /// let mut row = session.search_page("Write").await?.item()?;
    /// row.set("Estimate", 3).await?;
    /// row.update().set("Task", "Write well").set("Due", "2026-11-22").await?;
    /// assert_eq!((row.text("Estimate"), row.text("Due")), ("3".into(), "2026-11-22".into()));
    ///
    /// let error = row.set("Estimate", "many").await.unwrap_err();
    /// assert!(error.to_string().contains("it is a number property"), "{error}");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] if there is no such property, if Notion computes it, or if the value does not fit it: nothing is
    /// sent. Those of [`update`](Self::update).
    pub async fn set(&mut self, property: &str, value: impl Into<AnyValue>) -> Result<()> {
        self.update().set(property, value).await
    }

    /// Locks the page for editing in Notion's apps. The API can still change it. One request.
    ///
    /// # Errors
    ///
    /// Those of [`update`](Self::update).
    pub async fn lock(&mut self) -> Result<()> {
        self.update().locked(true).await
    }

    /// Unlocks the page for editing in Notion's apps. One request.
    ///
    /// # Errors
    ///
    /// Those of [`update`](Self::update).
    pub async fn unlock(&mut self) -> Result<()> {
        self.update().locked(false).await
    }

    /// Moves the page to the trash, and removes it from the object store. One request.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// let mut page = session.create_page(&home, "Draft").await?;
    /// page.trash().await?;
    /// assert!(page.is_in_trash());
    /// page.restore().await?;
    /// assert!(!page.is_in_trash());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send).
    pub async fn trash(&mut self) -> Result<()> {
        self.update().in_trash(true).await
    }

    /// Restores the page from the trash. One request.
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send).
    pub async fn restore(&mut self) -> Result<()> {
        self.update().in_trash(false).await
    }
}

impl PageUpdate<'_> {
    /// Sets the title.
    pub fn title(self, title: impl Into<RichText>) -> Self {
        let title = text::runs(title, "title", "update");
        self.change(|page, changes| {
            // `title` is the ID of the title property, whatever its name is.
            let name = page.title_property().unwrap_or("title").to_owned();
            changes
                .properties
                .insert(name, ValueKind::Title(title?).into());
            Ok(())
        })
    }

    /// Sets a property by its name; see [`Page::set`].
    pub fn set(self, property: &str, value: impl Into<AnyValue>) -> Self {
        let value = value.into();
        self.change(|page, changes| {
            let Some((name, old)) = page.named_property(property) else {
                let reason = page.no_such_property();
                return Err(Error::refused(property, "update", reason));
            };
            let kind = value.into_kind(old.kind.type_name(), name, "update")?;
            changes.properties.insert(name.to_owned(), kind.into());
            Ok(())
        })
    }

    /// Sets the icon.
    pub fn icon(self, icon: impl IntoIcon) -> Self {
        let icon = picture::icon(icon, "update");
        self.change(|_, changes| {
            changes.icon = Change::Set(icon?);
            Ok(())
        })
    }

    /// Removes the icon.
    pub fn no_icon(self) -> Self {
        self.with(|changes| changes.icon = Change::Clear)
    }

    /// Sets the cover.
    pub fn cover(self, cover: impl IntoFile) -> Self {
        let cover = picture::cover(cover, "update");
        self.change(|_, changes| {
            changes.cover = Change::Set(cover?);
            Ok(())
        })
    }

    /// Removes the cover.
    pub fn no_cover(self) -> Self {
        self.with(|changes| changes.cover = Change::Clear)
    }

    /// Sets whether it is locked for editing in Notion's apps.
    pub fn locked(self, locked: bool) -> Self {
        self.with(|changes| changes.is_locked = Some(locked))
    }

    /// Sets whether it is in the trash.
    pub fn in_trash(self, in_trash: bool) -> Self {
        self.with(|changes| changes.in_trash = Some(in_trash))
    }

    fn with(self, change: impl FnOnce(&mut UpdatePage)) -> Self {
        self.change(|_, changes| {
            change(changes);
            Ok(())
        })
    }

    fn change(mut self, change: impl FnOnce(&Page, &mut UpdatePage) -> Result<()>) -> Self {
        if let Ok(changes) = &mut self.changes
            && let Err(error) = change(self.page, changes)
        {
            self.changes = Err(error);
        }
        self
    }

    async fn send(self) -> Result<()> {
        let Self { page, changes } = self;
        let session = page.session.clone();
        session.ensure_open()?;
        let update = changes?;
        let id = page.id().uuid();
        let effect = match update.in_trash {
            Some(_) => session.effect().on_tree(id).on_parent(page.parent()),
            None => session.effect().on(id),
        };
        let call = session.api().pages().update(page.id(), &update);
        let data = effect.of(call.send()).await?;
        page.data = session.keep(data);
        Ok(())
    }
}

awaitable! {
    ['a] PageUpdate<'a>, send -> ();
    |this| page: this.page.id(), changes: this.changes
}
