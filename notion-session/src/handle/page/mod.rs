//! Pages: documents, and the rows of databases.

mod create;
mod export;
mod find;
mod markdown;
mod parent;
mod properties;
mod tree;
mod update;
mod value;

use std::sync::Arc;

use notion_model::{
    File, Icon, Page as PageData, PageId, Parent, PropertyValue, RichText, Timestamp, UserId,
    plain_text,
};

pub use create::NewPage;
pub use markdown::EditMarkdown;
pub use parent::GetParent;
pub(crate) use properties::text_of;
pub use tree::Ancestor;
pub use update::PageUpdate;
pub use value::AnyValue;

use crate::error::{Error, Result};
use crate::find::get::sealed::Gettable;
use crate::find::partial::is_partial_page;
use crate::session::{Get, IntoId, Session};

/// A page: a document, or a row of a database without the types of its schema.
///
/// A handle contains what Notion last reported about the page; [`reload`](Self::reload) reads it again.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    session: Session,
    data: Arc<PageData>,
}

impl Page {
    pub(crate) fn new(session: Session, data: Arc<PageData>) -> Self {
        Self { session, data }
    }

    /// Returns the ID.
    pub fn id(&self) -> PageId {
        self.data.id
    }

    /// Returns the title as plain text.
    pub fn title(&self) -> String {
        self.data.title().map(plain_text).unwrap_or_default()
    }

    /// Returns the title with its formatting.
    pub fn rich_title(&self) -> &[RichText] {
        self.data.title().unwrap_or_default()
    }

    /// Returns the icon.
    pub fn icon(&self) -> Option<&Icon> {
        self.data.icon.as_ref()
    }

    /// Returns the cover: the picture above the page.
    pub fn cover(&self) -> Option<&File> {
        self.data.cover.as_ref()
    }

    /// Returns the URL of the page in Notion.
    pub fn url(&self) -> Option<&str> {
        self.data.url.as_deref()
    }

    /// Returns the public URL of the page, if it is published.
    pub fn public_url(&self) -> Option<&str> {
        self.data.public_url.as_deref()
    }

    /// Returns the parent of the page. [`get_parent`](Self::get_parent) returns it as a handle.
    pub fn parent(&self) -> Option<&Parent> {
        self.data.parent.as_ref()
    }

    /// Returns the time when the page was created, to the minute.
    pub fn created_time(&self) -> Option<&Timestamp> {
        self.data.created_time.as_ref()
    }

    /// Returns the time when the page was last edited, to the minute.
    pub fn last_edited_time(&self) -> Option<&Timestamp> {
        self.data.last_edited_time.as_ref()
    }

    /// Returns the ID of the user who created the page; [`Session::get_user`] returns the user.
    pub fn created_by(&self) -> Option<UserId> {
        self.data.created_by.as_ref().map(|user| user.id)
    }

    /// Returns the ID of the user who last edited the page; [`Session::get_user`] returns the user.
    pub fn last_edited_by(&self) -> Option<UserId> {
        self.data.last_edited_by.as_ref().map(|user| user.id)
    }

    /// Returns true if the page is locked for editing in Notion's apps.
    pub fn is_locked(&self) -> bool {
        self.data.is_locked
    }

    /// Returns true if the page is in the trash.
    pub fn is_in_trash(&self) -> bool {
        self.data.in_trash
    }

    /// Returns the page as Notion sent it.
    pub fn data(&self) -> &PageData {
        &self.data
    }

    /// Returns the session of the handle.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Reads the page again. One request.
    ///
    /// # Errors
    ///
    /// Those of [`Session::get_page`].
    pub async fn reload(&mut self) -> Result<()> {
        *self = self.session.get_page(self.id()).fresh().await?;
        Ok(())
    }

    /// Returns the name of the title property: in a row the name that people gave it, in another page `title`.
    pub(crate) fn title_property(&self) -> Option<&str> {
        let properties = &self.data.properties;
        let title = |(_, value): &(&String, &PropertyValue)| value.as_title().is_some();
        properties.iter().find(title).map(|(name, _)| name.as_str())
    }

    /// Returns a property with its own name. The title is also found as `title`.
    pub(crate) fn named_property(&self, name: &str) -> Option<(&str, &PropertyValue)> {
        let properties = &self.data.properties;
        let found = properties.get_key_value(name);
        let found = found.or_else(|| match name {
            "title" => properties.get_key_value(self.title_property()?),
            _ => None,
        });
        found.map(|(name, value)| (name.as_str(), value))
    }
}

/// Pages.
impl Session {
    /// Returns a page: from the object store if it has the page, otherwise, or with [`fresh`](Get::fresh), from Notion.
    ///
    /// No request from the store, otherwise one; a second one for the error message if the ID is not that of a page.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// let page = session.create_page(&home, "Plans").await?;
    /// let before = session.client().requests_sent();
    /// assert_eq!(session.get_page(page.id()).await?.title(), "Plans");          // from the store
    /// assert_eq!(session.get_page(page.id()).fresh().await?.title(), "Plans");  // from Notion
    /// assert_eq!(session.client().requests_sent(), before + 1);
    ///
    /// let nowhere = "00000000-0000-4000-8000-000000000000";
    /// let error = session.get_page(nowhere).await.unwrap_err();
    /// assert!(error.is_not_found());
    /// assert!(error.to_string().contains("share the page"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) if there is no such page or it is not shared with the
    /// integration; [`Error::WrongKind`] if the ID is that of a database or a block, or Notion shows the page without its content;
    /// [`Error::InvalidId`] where it is none; those of
    /// [`Client::send`](crate::http::Client::send).
    pub fn get_page(&self, id: impl IntoId<PageId>) -> Get<Page> {
        Get::new(self, id.into_id())
    }
}

/// Refuses a page that Notion sent without its content, which would have no title and no parent.
///
/// # Errors
///
/// [`Error::WrongKind`].
pub(crate) fn refuse_partial(page: &PageData) -> Result<()> {
    if is_partial_page(page) {
        return Err(Error::wrong_kind_because(
            page.id,
            "page that can be read",
            "page that Notion shows without its content",
            "share it with the integration",
        ));
    }
    Ok(())
}

impl Gettable for Page {
    type Id = PageId;

    fn from_store(session: &Session, id: &PageId) -> Result<Option<Self>> {
        Ok(session
            .cache()
            .get::<PageData>(*id)
            .map(|data| Self::new(session.clone(), data)))
    }

    async fn fetch(session: Session, id: PageId) -> Result<Self> {
        match session.api().pages().retrieve(id).await {
            Ok(data) => {
                refuse_partial(&data)?;
                let data = session.keep(data);
                Ok(Self::new(session, data))
            }
            Err(error) => Err(session.explain(error.into(), id.uuid(), "page").await),
        }
    }
}
