//! The arguments of methods that take an ID.

use notion_model::{
    BlockId, CommentId, DataSourceId, DatabaseId, FileUploadId, PageId, ParseIdError, Template,
    UserId, ViewId,
};
use uuid::Uuid;

use crate::error::Result;
use crate::row::Row;
use crate::session::{Block, Comment, Database, FileUpload, Page, User, View};

/// Anything that identifies an object: its ID, a string, a UUID, or a handle.
///
/// A string is a UUID with or without dashes, or a Notion URL that contains one. A URL identifies the object that it shows: the
/// page of `…/Home-<id>?p=<row>` is the row that is open in the preview, and the database of `…/<id>?dataSource=<source>` is
/// the data source.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> notion_session::Result<()> {
/// # let session = notion_session::Session::local();
/// let home = session.search_page("Home").await?.item()?;
/// let undashed = home.id().to_string().replace('-', "");
/// for text in [home.id().to_string(), format!("https://app.notion.com/p/Home-{undashed}"), undashed] {
///     assert_eq!(session.get_page(text).await?.id(), home.id());
/// }
/// assert_eq!(session.get_page(&home).await?.id(), home.id());
///
/// // A row is a page, too.
/// # use notion_session::prelude::*;
/// # #[derive(NotionSchema)]
/// # struct Task { #[notion(title)] name: String }
/// # let tasks = session.create_db::<Task>(&home).await?;
/// let row = tasks.insert(Task { name: "Write".into() }).await?;
/// let page = session.get_page(&row).await?;
/// page.append("With a paragraph.").await?;
/// let note = session.create_page(&row, "A page in the row").await?;
/// assert_eq!(note.parent().and_then(|parent| parent.page_id()), Some(page.id()));
///
/// let error = session.get_page("Home").await.unwrap_err();
/// assert!(error.to_string().contains("not the id of a page"));
/// # Ok(())
/// # }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not identify a `{I}`",
    label = "not an ID, a string, a UUID or a handle",
    note = "pass the ID, a string with the ID or a URL of Notion, a `Uuid`, or a reference to the handle: `&page`",
    note = "a search returns several things: take one of them with `.item()?`"
)]
pub trait IntoId<I> {
    /// Returns the ID.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidId`](crate::Error::InvalidId) if the string is not a valid ID.
    fn into_id(self) -> Result<I>;
}

macro_rules! texts {
    ($($text:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<I: for<'a> TryFrom<&'a str, Error = ParseIdError>> IntoId<I> for $text {
            fn into_id(self) -> Result<I> {
                let text: &str = self.as_ref();
                Ok(I::try_from(text)?)
            }
        }
    )*};
}

texts!(&str, String, &String);

#[diagnostic::do_not_recommend]
impl<I: From<Uuid>> IntoId<I> for Uuid {
    fn into_id(self) -> Result<I> {
        Ok(self.into())
    }
}

macro_rules! ids {
    ($([$($g:ident)?] $from:ty => $into:ty, |$id:ident| $value:expr;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl $(<$g>)? IntoId<$into> for $from {
            fn into_id(self) -> Result<$into> {
                let $id = self;
                Ok($value)
            }
        }
    )*};
}

ids! {
    [S] PageId<S> => PageId, |id| id.cast();
    [S] &PageId<S> => PageId, |id| id.cast();
    [] &Page => PageId, |page| page.id();
    [S] &Row<S> => PageId, |row| row.id().cast();
    [] &Template => PageId, |template| template.id;
    [] BlockId => BlockId, |id| id;
    [] &Block => BlockId, |block| block.id();
    [S] PageId<S> => BlockId, |id| id.into();
    [] &Page => BlockId, |page| page.id().into();
    [S] &Row<S> => BlockId, |row| row.id().into();
    [] DatabaseId => BlockId, |id| id.into();
    [] CommentId => CommentId, |id| id;
    [] &Comment => CommentId, |comment| comment.id();
    [] FileUploadId => FileUploadId, |id| id;
    [] &FileUpload => FileUploadId, |upload| upload.id();
    [] ViewId => ViewId, |id| id;
    [] &View => ViewId, |view| view.id();
    [] UserId => UserId, |id| id;
    [] &User => UserId, |user| user.id();
    [] DatabaseId => DatabaseRef, |id| DatabaseRef::Database(id);
    [S] DataSourceId<S> => DatabaseRef, |id| DatabaseRef::DataSource(id.cast());
    [S] &DataSourceId<S> => DatabaseRef, |id| DatabaseRef::DataSource(id.cast());
    [S] &Database<S> => DatabaseRef, |database| DatabaseRef::DataSource(database.data_source_id().cast());
}

/// Anything that identifies a database: its ID, its data source's ID, or an ID of unknown kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatabaseRef {
    /// A database: the container.
    Database(DatabaseId),
    /// A data source in it.
    DataSource(DataSourceId),
    /// An ID of unknown kind.
    Either(Uuid),
}

impl From<Uuid> for DatabaseRef {
    fn from(uuid: Uuid) -> Self {
        Self::Either(uuid)
    }
}

impl TryFrom<&str> for DatabaseRef {
    type Error = ParseIdError;

    fn try_from(text: &str) -> Result<Self, ParseIdError> {
        if let Some(source) = DataSourceId::named_in_url(text) {
            return Ok(Self::DataSource(source));
        }
        text.parse::<DatabaseId>().map(|id| Self::Either(id.uuid()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DASHED: &str = "38c9ce7b-60a4-815a-8d3b-f2a1c0d4e5f6";

    #[test]
    fn texts_uuids_and_ids_of_all_schemas_are_ids() {
        let id: PageId = DASHED.into_id().unwrap();
        assert_eq!(id, DASHED.to_owned().into_id().unwrap());
        assert_eq!(id, (&DASHED.to_owned()).into_id().unwrap());
        assert_eq!(id, id.uuid().into_id().unwrap());
        assert_eq!(id, id.cast::<u8>().into_id().unwrap());
        let block: BlockId = id.into_id().unwrap();
        assert_eq!(block.uuid(), id.uuid());
    }

    #[test]
    fn a_text_may_be_the_id_of_a_database_or_of_its_data_source() {
        let either: DatabaseRef = DASHED.into_id().unwrap();
        assert_eq!(either, DatabaseRef::Either(DASHED.parse().unwrap()));
    }

    #[test]
    fn a_url_names_a_row_that_is_peeked_at_and_a_data_source() {
        const OTHER: &str = "00000000-0000-4000-8000-000000000001";
        let url = format!("https://app.notion.com/p/Home-{OTHER}?p={DASHED}&pm=s");
        assert_eq!(
            IntoId::<PageId>::into_id(&url).unwrap(),
            DASHED.parse().unwrap()
        );
        assert_eq!(
            crate::session::IntoParent::into_parent(url.as_str()).unwrap(),
            crate::session::ParentRef::Page(DASHED.parse().unwrap())
        );
        let block: BlockId = (&url).into_id().unwrap();
        assert_eq!(block.to_string(), DASHED);
        let database: DatabaseRef = (&url).into_id().unwrap();
        assert_eq!(database, DatabaseRef::Either(OTHER.parse().unwrap()));
        let url = format!("https://app.notion.com/p/{OTHER}?v={OTHER}&dataSource={DASHED}");
        let source: DatabaseRef = url.into_id().unwrap();
        assert_eq!(source, DatabaseRef::DataSource(DASHED.parse().unwrap()));
    }

    #[test]
    fn what_is_no_id_is_named() {
        let error = IntoId::<PageId>::into_id("nope").unwrap_err();
        assert!(error.to_string().contains("nope"), "{error}");
    }
}
