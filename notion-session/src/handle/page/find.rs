//! Finding a page by its title, or creating it.

use notion_model::{BlockKind, PageId, PageOrDataSource};
use serde_json::json;

use super::Page;
use crate::api::QueryDataSource;
use crate::error::{Error, Result};
use crate::handle::parent::{IntoParent, ParentRef};
use crate::session::Session;

impl Session {
    /// Returns the page with this title in a page or database; if there is none, creates an empty one.
    ///
    /// In a page, its children are listed: one request for each 100 blocks, and one for the page that is found if the object
    /// store does not have it. In a database, one request queries the rows with this title. One more request creates the page.
    /// Unlike a search, both find pages that were created a moment ago. Two concurrent calls may both create the page.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// let home = session.search_page("Home").await?.item()?;
    /// let plans = session.get_or_create_page(&home, "Plans").await?;
    /// assert_eq!(session.get_or_create_page(&home, "Plans").await?, plans);
    ///
    /// let tasks = session.create_untyped_db(&plans, "Tasks").await?;
    /// let row = session.get_or_create_page(&tasks, "Write").await?;
    /// assert_eq!(session.get_or_create_page(&tasks, "Write").await?.id(), row.id());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::CountMismatch`] if several pages have this title; otherwise those of [`create_page`](Self::create_page).
    pub async fn get_or_create_page(
        &self,
        parent: impl IntoParent + Send,
        title: &str,
    ) -> Result<Page> {
        self.ensure_open()?;
        let parent = match parent.into_parent()? {
            ParentRef::Database(id) => ParentRef::DataSource(self.single_data_source(id).await?),
            other => other,
        };
        let found = match parent {
            ParentRef::Page(id) => self.children_of_title(id, title).await?,
            ParentRef::DataSource(id) => {
                let query = QueryDataSource {
                    filter: serde_json::from_value(
                        json!({ "property": "title", "rich_text": { "equals": title } }),
                    )
                    .ok(),
                    ..QueryDataSource::default()
                };
                let rows = self.api().data_sources().query(id, &query).all().await?;
                let page = |row| match row {
                    PageOrDataSource::Page(page) => Some(page),
                    _ => None,
                };
                let handle = |page| Page::new(self.clone(), self.keep(page));
                let mut pages: Vec<Page> = rows.into_iter().filter_map(page).map(handle).collect();
                // It is not recorded whether Notion's `equals` is sensitive to case.
                pages.retain(|page| page.title() == title);
                pages
            }
            ParentRef::Database(_) => Vec::new(),
        };
        match <[Page; 1]>::try_from(found) {
            Ok([page]) => Ok(page),
            Err(none) if none.is_empty() => self.create_page(parent, title).await,
            Err(several) => {
                let several = several.iter().map(|page| page.id().to_string()).collect();
                Err(Error::count_mismatch(format!("page {title:?}"), several))
            }
        }
    }

    async fn children_of_title(&self, page: PageId, title: &str) -> Result<Vec<Page>> {
        let children = self.api().blocks().children(page).all().await?;
        let mut found = Vec::new();
        for block in children {
            if matches!(&block.kind, BlockKind::ChildPage(child) if child.title == title) {
                found.push(self.get_page(PageId::<()>::from(block.id.uuid())).await?);
            }
        }
        Ok(found)
    }
}
