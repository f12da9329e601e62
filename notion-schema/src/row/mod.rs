//! Rows: pages of a data source, read into a struct.
//!
//! A row is read straight from the bytes of Notion's answer, in one pass: the properties that the
//! struct does not have are skipped, and nothing is built that is not kept.

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

/// A row: a page of a data source of schema `S`.
///
/// It is plain data. Its fields are those of the struct, through `Deref` and `DerefMut`: this is
/// the one place where the crate uses them for something that is not a pointer, since a row *is*
/// its struct with an address. `Session::save` writes back what was
/// changed.
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
#[derive(Clone)]
pub struct Row<S> {
    id: PageId<S>,
    data_source_id: DataSourceId<S>,
    created_time: Timestamp,
    last_edited_time: Timestamp,
    in_trash: bool,
    url: String,
    value: S,
    /// What each writable property was when it was read, to know later what was changed.
    fingerprints: Vec<u64>,
}

impl<S> Row<S> {
    /// The page's id.
    pub const fn id(&self) -> PageId<S> {
        self.id
    }

    /// The id of the data source that the row is in.
    pub const fn data_source_id(&self) -> DataSourceId<S> {
        self.data_source_id
    }

    /// When the page was created, to the minute.
    pub const fn created_time(&self) -> Timestamp {
        self.created_time
    }

    /// When the page was last edited, to the minute.
    pub const fn last_edited_time(&self) -> Timestamp {
        self.last_edited_time
    }

    /// Whether the page is in the trash.
    pub const fn is_in_trash(&self) -> bool {
        self.in_trash
    }

    /// The page's address in Notion.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The struct, without the page around it.
    pub fn into_inner(self) -> S {
        self.value
    }
}

impl<S: NotionSchema> Row<S> {
    /// The properties that were changed since the row was read, by their names in Notion.
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

/// In the shape that the struct has: the page around it is left out.
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

/// The page of a row is mentioned.
impl<S> IntoMention for &Row<S> {
    fn into_mention(self) -> MentionKind {
        self.id().into_mention()
    }
}

/// The page of a row is linked to.
impl<S> IntoLink for &Row<S> {
    fn into_link(self) -> LinkToPageKind {
        self.id().into_link()
    }
}
