//! Rows: pages of a data source, read into a struct.
//!
//! A row is read from the bytes of Notion's answer in one pass. Properties that the struct does not have are skipped, and no
//! intermediate values are built.

pub(crate) mod page;
#[cfg(test)]
mod tests;
pub(crate) mod whole;
pub(crate) mod write;

use std::fmt;
use std::ops::{Deref, DerefMut};

use jiff::Timestamp;
use notion_content::{IntoLink, IntoMention};
use notion_model::{DataSourceId, LinkToPageKind, MentionKind, PageId};

use crate::schema::NotionSchema;

#[doc(hidden)]
pub use page::{Head, Shape};
pub use page::{Whole, read_rows};
pub(crate) use write::{changed, fingerprint, place};

/// A row: a page of a data source, read into a struct with the schema `S`.
///
/// ```
/// # use notion_session::prelude::*;
/// # #[derive(NotionSchema, Debug, Default)]
/// # struct Task { #[notion(title)] task: String, done: bool }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> notion_session::Result<()> {
/// # let session = Session::local();
/// # let home = session.search_page("Home").await?.item()?;
/// # let tasks = session.create_db::<Task>(&home).await?;
/// let mut row = tasks.insert(Task { task: "Write".into(), ..Default::default() }).await?;
/// row.done = true;
/// session.save(&mut row).await?;
/// assert!(row.done && row.url().contains("Write"));
/// # Ok(())
/// # }
/// ```
///
/// A row derefs to the struct, so that its fields can be read and assigned directly. It is plain data: nothing is sent
/// until it is passed to a method of [`Database`] or [`Session`].
///
/// # Overview
///
/// | task | methods |
/// |---|---|
/// | get rows | `Database::query`, `get`, `insert` |
/// | identify the page | [`id`](Self::id), [`url`](Self::url), [`data_source_id`](Self::data_source_id) |
/// | read its times and state | [`created_time`](Self::created_time), [`last_edited_time`](Self::last_edited_time), [`is_in_trash`](Self::is_in_trash) |
/// | find out what was changed | [`changes`](Self::changes) |
/// | write the changes | `Database::save`, `save_checked`, `save_all` |
/// | trash and restore the page | `Database::trash`, `restore` |
/// | get the page, with its content and comments | `RowExt::page` |
/// | take the struct out | [`into_inner`](Self::into_inner) |
///
/// [`Database`]: https://docs.rs/notion-session/latest/notion_session/session/struct.Database.html
/// [`Session`]: https://docs.rs/notion-session/latest/notion_session/session/struct.Session.html
#[derive(Clone)]
pub struct Row<S> {
    id: PageId<S>,
    data_source_id: DataSourceId<S>,
    created_time: Timestamp,
    last_edited_time: Timestamp,
    in_trash: bool,
    url: String,
    value: S,
    /// A hash of each writable property as it was read. A property whose hash differs was changed.
    fingerprints: Vec<u64>,
}

impl<S> Row<S> {
    /// Returns the ID of the page.
    pub const fn id(&self) -> PageId<S> {
        self.id
    }

    /// Returns the ID of the data source that the row is in.
    pub const fn data_source_id(&self) -> DataSourceId<S> {
        self.data_source_id
    }

    /// Returns the time when the page was created. Notion rounds it down to the minute.
    pub const fn created_time(&self) -> Timestamp {
        self.created_time
    }

    /// Returns the time when the page was last edited. Notion rounds it down to the minute.
    pub const fn last_edited_time(&self) -> Timestamp {
        self.last_edited_time
    }

    /// Returns true if the page is in the trash.
    pub const fn is_in_trash(&self) -> bool {
        self.in_trash
    }

    /// Returns the URL of the page in Notion.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns the struct.
    pub fn into_inner(self) -> S {
        self.value
    }
}

impl<S: NotionSchema> Row<S> {
    /// Returns the names of the properties that were changed since the row was read.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema, Debug, Default)]
    /// # struct Task { #[notion(title)] task: String, done: bool }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// # let tasks = session.create_db::<Task>(&home).await?;
    /// # let mut row = tasks.insert(Task { task: "Write".into(), ..Default::default() }).await?;
    /// assert!(row.changes().is_empty());
    /// row.done = true;
    /// assert_eq!(row.changes(), ["Done"]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn changes(&self) -> Vec<&'static str> {
        changed(&self.value, &self.fingerprints).names()
    }
}

/// The ID of the row's page.
impl<S> From<&Row<S>> for PageId<S> {
    fn from(row: &Row<S>) -> PageId<S> {
        row.id()
    }
}

/// Serializes the struct, without the page.
impl<S: serde::Serialize> serde::Serialize for Row<S> {
    fn serialize<Z: serde::Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
        self.value.serialize(serializer)
    }
}

impl<S> Deref for Row<S> {
    type Target = S;

    fn deref(&self) -> &S {
        &self.value
    }
}

impl<S> DerefMut for Row<S> {
    fn deref_mut(&mut self) -> &mut S {
        &mut self.value
    }
}

impl<S: fmt::Debug> fmt::Debug for Row<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Row")
            .field("id", &format_args!("{}", self.id))
            .field("value", &self.value)
            .finish_non_exhaustive()
    }
}

/// Mentions the page of the row.
impl<S> IntoMention for &Row<S> {
    fn into_mention(self) -> MentionKind {
        self.id().into_mention()
    }
}

/// Links to the page of the row.
impl<S> IntoLink for &Row<S> {
    fn into_link(self) -> LinkToPageKind {
        self.id().into_link()
    }
}
