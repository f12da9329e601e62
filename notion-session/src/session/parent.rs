//! What the session's methods take for a parent.

use notion_model::{DataSourceId, DatabaseId, PageId};

use super::{Database, IntoId, Page};
use crate::error::Result;

/// What something new can be made in: a page or a database, by its handle or its id.
///
/// A text is taken for the id or the URL of a page.
pub trait IntoParent {
    /// The parent.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidId`](crate::Error::InvalidId) where a text is no id.
    fn into_parent(self) -> Result<ParentRef>;
}

/// What something new is made in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParentRef {
    /// A page.
    Page(PageId),
    /// A database: its one data source.
    Database(DatabaseId),
    /// A data source.
    DataSource(DataSourceId),
}

impl IntoParent for ParentRef {
    fn into_parent(self) -> Result<ParentRef> {
        Ok(self)
    }
}

impl IntoParent for &Page {
    fn into_parent(self) -> Result<ParentRef> {
        Ok(ParentRef::Page(self.id()))
    }
}

impl<S> IntoParent for PageId<S> {
    fn into_parent(self) -> Result<ParentRef> {
        Ok(ParentRef::Page(self.cast()))
    }
}

impl<S> IntoParent for &Database<S> {
    fn into_parent(self) -> Result<ParentRef> {
        Ok(ParentRef::DataSource(self.data_source_id().cast()))
    }
}

impl IntoParent for DatabaseId {
    fn into_parent(self) -> Result<ParentRef> {
        Ok(ParentRef::Database(self))
    }
}

impl<S> IntoParent for DataSourceId<S> {
    fn into_parent(self) -> Result<ParentRef> {
        Ok(ParentRef::DataSource(self.cast()))
    }
}

impl IntoParent for &str {
    fn into_parent(self) -> Result<ParentRef> {
        self.into_id().map(ParentRef::Page)
    }
}

impl IntoParent for String {
    fn into_parent(self) -> Result<ParentRef> {
        self.as_str().into_parent()
    }
}

impl IntoParent for &String {
    fn into_parent(self) -> Result<ParentRef> {
        self.as_str().into_parent()
    }
}
