//! The arguments of methods that take a parent.

use notion_model::{DataSourceId, DatabaseId, PageId};

use crate::error::Result;
use crate::row::Row;
use crate::session::{Database, IntoId, Page};

/// Anything that can be the parent of a new object: a page or a database, by its handle or its ID.
///
/// A string is the ID or the URL of a page.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a parent: a page or a database",
    label = "not a page, a database, or the ID of one",
    note = "pass a reference to the handle (`&page`, `&database`), its ID, or a string with the ID or URL of a page",
    note = "a search returns several things: take one of them with `.item()?`"
)]
pub trait IntoParent {
    /// Returns the parent.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidId`](crate::Error::InvalidId) if a string is not a valid ID.
    fn into_parent(self) -> Result<ParentRef>;
}

/// The parent of a new object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParentRef {
    /// A page.
    Page(PageId),
    /// A database, which must have exactly one data source.
    Database(DatabaseId),
    /// A data source.
    DataSource(DataSourceId),
}

#[diagnostic::do_not_recommend]
impl IntoParent for ParentRef {
    fn into_parent(self) -> Result<ParentRef> {
        Ok(self)
    }
}

#[diagnostic::do_not_recommend]
impl IntoParent for &Page {
    fn into_parent(self) -> Result<ParentRef> {
        Ok(ParentRef::Page(self.id()))
    }
}

#[diagnostic::do_not_recommend]
impl<S> IntoParent for &Row<S> {
    fn into_parent(self) -> Result<ParentRef> {
        Ok(ParentRef::Page(self.id().cast()))
    }
}

#[diagnostic::do_not_recommend]
impl<S> IntoParent for PageId<S> {
    fn into_parent(self) -> Result<ParentRef> {
        Ok(ParentRef::Page(self.cast()))
    }
}

#[diagnostic::do_not_recommend]
impl<S> IntoParent for &Database<S> {
    fn into_parent(self) -> Result<ParentRef> {
        Ok(ParentRef::DataSource(self.data_source_id().cast()))
    }
}

#[diagnostic::do_not_recommend]
impl IntoParent for DatabaseId {
    fn into_parent(self) -> Result<ParentRef> {
        Ok(ParentRef::Database(self))
    }
}

#[diagnostic::do_not_recommend]
impl<S> IntoParent for DataSourceId<S> {
    fn into_parent(self) -> Result<ParentRef> {
        Ok(ParentRef::DataSource(self.cast()))
    }
}

#[diagnostic::do_not_recommend]
impl IntoParent for &str {
    fn into_parent(self) -> Result<ParentRef> {
        self.into_id().map(ParentRef::Page)
    }
}

#[diagnostic::do_not_recommend]
impl IntoParent for String {
    fn into_parent(self) -> Result<ParentRef> {
        self.as_str().into_parent()
    }
}

#[diagnostic::do_not_recommend]
impl IntoParent for &String {
    fn into_parent(self) -> Result<ParentRef> {
        self.as_str().into_parent()
    }
}
