//! Pages: documents, and the rows of databases.

use std::sync::Arc;

use notion_model::{
    Page as PageData, PageId, Parent, PropertyValues, Timestamp, ValueKind, plain_text,
};

use super::get::sealed::Gettable;
use super::parent::{IntoParent, ParentRef};
use super::{Get, IntoId, Session, text};
use crate::api::{CreatePage, UpdatePage};
use crate::error::Result;

/// A page: a document, or a row of a database without the types of its schema.
///
/// A handle on what Notion last said about the page; [`reload`](Self::reload) asks again.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    session: Session,
    data: Arc<PageData>,
}

impl Page {
    pub(crate) fn new(session: Session, data: Arc<PageData>) -> Self {
        Self { session, data }
    }

    /// The id.
    pub fn id(&self) -> PageId {
        self.data.id
    }

    /// The title as plain text.
    pub fn title(&self) -> String {
        self.data.title().map(plain_text).unwrap_or_default()
    }

    /// The page's address in Notion.
    pub fn url(&self) -> Option<&str> {
        self.data.url.as_deref()
    }

    /// What the page lives in.
    pub fn parent(&self) -> Option<&Parent> {
        self.data.parent.as_ref()
    }

    /// The values of the properties, by name. A page that is no row has one, `title`.
    pub fn properties(&self) -> &PropertyValues {
        &self.data.properties
    }

    /// When the page was made, to the minute.
    pub fn created_time(&self) -> Option<&Timestamp> {
        self.data.created_time.as_ref()
    }

    /// When the page was changed last, to the minute.
    pub fn last_edited_time(&self) -> Option<&Timestamp> {
        self.data.last_edited_time.as_ref()
    }

    /// Whether the page is in the trash.
    pub fn is_in_trash(&self) -> bool {
        self.data.in_trash
    }

    /// The page as Notion sent it.
    pub fn data(&self) -> &PageData {
        &self.data
    }

    /// The session that it came from.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Asks Notion for the page again. One request.
    ///
    /// # Errors
    ///
    /// As [`Session::get_page`].
    pub async fn reload(&mut self) -> Result<()> {
        *self = self.session.get_page(self.id()).fresh().await?;
        Ok(())
    }

    /// Puts the page into the trash, and out of the object store. One request.
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
        self.set_in_trash(true).await
    }

    /// Takes the page out of the trash. One request.
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send).
    pub async fn restore(&mut self) -> Result<()> {
        self.set_in_trash(false).await
    }

    async fn set_in_trash(&mut self, in_trash: bool) -> Result<()> {
        self.session.ensure_open()?;
        let update = UpdatePage {
            in_trash: Some(in_trash),
            ..UpdatePage::default()
        };
        let data = self
            .session
            .api()
            .pages()
            .update(self.id(), &update)
            .await?;
        if data.in_trash {
            self.session.cache().forget_tree(self.id().uuid());
        }
        self.data = self.session.keep(data);
        Ok(())
    }
}

/// Pages.
impl Session {
    /// One page: from the object store, or with [`fresh`](Get::fresh) and where it is not there from Notion.
    ///
    /// No request from the store, else one; a second one to say what the id is the id of, where it is not a page's.
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
    /// [`is_not_found`](crate::Error::is_not_found) where there is no such page or it is not shared with the
    /// integration; [`Error::WrongKind`](crate::Error::WrongKind) where the id is that of a database or a block;
    /// [`Error::InvalidId`](crate::Error::InvalidId) where it is none; those of
    /// [`Client::send`](crate::http::Client::send).
    pub fn get_page(&self, id: impl IntoId<PageId>) -> Get<Page> {
        Get::new(self, id.into_id())
    }

    /// Creates a page with a title, in a page or as a row of a database.
    ///
    /// One request. Where the parent is given as the id of a database that the object store does not hold, one more, to
    /// find its data source; where Notion does not know the parent, one more, to say what the id is the id of.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// let home = session.search_page("Home").await?.item()?;
    /// let page = session.create_page(&home, "Plans").await?;
    /// assert_eq!(page.title(), "Plans");
    ///
    /// let database = session.create_untyped_db(&page, "Tasks").await?;
    /// let row = session.create_page(&database, "Read").await?;
    /// assert_eq!(row.parent().and_then(|parent| parent.database_id()), Some(database.id()));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Refused`](crate::Error::Refused) where the title is longer than Notion takes: nothing is sent;
    /// [`Error::DataSourceCount`](crate::Error::DataSourceCount) where the database has not exactly one data source;
    /// [`is_not_found`](crate::Error::is_not_found) where the parent is not there;
    /// [`Error::WrongKind`](crate::Error::WrongKind) where the id of a page is that of something else; a validation error where it is in the
    /// trash; [`Error::OutcomeUnknown`](crate::Error::OutcomeUnknown) where Notion's answer was lost; those of
    /// [`Client::send`](crate::http::Client::send).
    pub async fn create_page(&self, parent: impl IntoParent, title: &str) -> Result<Page> {
        self.ensure_open()?;
        // `title` is the id of the title property, whatever its name is.
        let title = ValueKind::Title(text::runs(title, "title", "create_page")?).into();
        let (parent, taken_for) = match parent.into_parent()? {
            ParentRef::Page(id) => (Parent::page(id), (id.uuid(), "page")),
            ParentRef::Database(id) => {
                let source = self.single_data_source(id).await?;
                (Parent::data_source(source), (source.uuid(), "data source"))
            }
            ParentRef::DataSource(id) => (Parent::data_source(id), (id.uuid(), "data source")),
        };
        let page = CreatePage {
            properties: PropertyValues::from_iter([("title".to_owned(), title)]),
            ..CreatePage::in_parent(parent)
        };
        let data = match self.api().pages().create(&page).await {
            Ok(data) => self.keep(data),
            Err(error) => return Err(self.explain(error, taken_for.0, taken_for.1).await),
        };
        Ok(Page::new(self.clone(), data))
    }
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
                let data = session.keep(data);
                Ok(Self::new(session, data))
            }
            Err(error) => Err(session.explain(error, id.uuid(), "page").await),
        }
    }
}
