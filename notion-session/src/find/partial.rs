//! Objects that Notion names and does not show.

use notion_model::{DataSource, DataSourceId, Page, PageId};

/// A page or a data source that Notion names without its content: no title, no properties.
///
/// A search answers with it for what the integration may know of and not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PartialObject {
    /// A page.
    Page(PageId),
    /// A data source.
    DataSource(DataSourceId),
}

/// Whether Notion sent a page without its content: it has its ID and nothing else.
pub(crate) fn is_partial_page(page: &Page) -> bool {
    page.properties.is_empty() && page.parent.is_none()
}

/// Whether Notion sent a data source without its content.
pub(crate) fn is_partial_source(source: &DataSource) -> bool {
    source.properties.is_empty() && source.parent.is_none()
}
