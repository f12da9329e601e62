//! Finds databases by their titles on pages.
//!
//! A program that starts with databases of its own finds them again each time, so this costs one request if it can:
//!
//! 1. One search for the words of all titles. Notion answers with each data source that has any of these words in its
//!    title (recorded), together with its properties and the page of its database.
//! 2. The children of the pages, for the titles that the search did not settle: its index lags behind by some seconds,
//!    an answer has 100 data sources at most, and a database may have several. Only what the children do not have
//!    either is missing.
//!
//! What a search answers may be out of date, so whoever finds a difference in it asks for the data source itself.

use std::sync::Arc;

use foldhash::HashMap;
use notion_model::{
    BlockId, BlockKind, DataSource, DatabaseId, PageId, PageOrDataSource, Parent, SearchFilter,
    SearchObject, plain_text,
};

use crate::api::SearchParams;
use crate::error::{Error, Result};
use crate::session::{Database, Session};

impl Session {
    /// The databases with these titles on these pages, in the same order; `None` for those that are missing.
    ///
    /// # Errors
    ///
    /// [`Error::CountMismatch`] if a page has several databases of a title; those of the requests.
    pub(crate) async fn locate(&self, wanted: &[(PageId, &str)]) -> Result<Vec<Option<Database>>> {
        let mut located = self.search_titles(wanted).await?;
        let mut children = HashMap::default();
        for (place, (page, title)) in wanted.iter().enumerate() {
            if located[place].is_some() {
                continue;
            }
            if !children.contains_key(page) {
                children.insert(*page, self.child_databases(*page).await?);
            }
            located[place] = self.titled_child(*page, &children[page], title).await?;
        }
        Ok(located)
    }

    /// What one search settles: the titles that one data source has on its page, if its database has no other that
    /// the search shows.
    async fn search_titles(&self, wanted: &[(PageId, &str)]) -> Result<Vec<Option<Database>>> {
        let titles: Vec<_> = wanted.iter().map(|(_, title)| *title).collect();
        let params = SearchParams {
            query: Some(titles.join(" ")),
            filter: Some(SearchFilter::of(SearchObject::DataSource)),
            sort: None,
        };
        let mut sources: HashMap<DatabaseId, Vec<DataSource>> = HashMap::default();
        for hit in self.api().search(&params).await?.results {
            // One that was sent in part says no parent.
            if let PageOrDataSource::DataSource(source) = hit
                && let Some(id) = source.parent.as_ref().and_then(Parent::database_id)
                && !source.in_trash
            {
                sources.entry(id).or_default().push(source);
            }
        }
        let single = sources.into_values().filter_map(|mut sources| {
            let source = sources.pop()?;
            sources.is_empty().then_some(source)
        });
        let mut on_pages: HashMap<(PageId, String), Vec<DataSource>> = HashMap::default();
        for source in single {
            if let Some(page) = source.database_parent.as_ref().and_then(Parent::page_id) {
                let place = (page, plain_text(&source.title));
                on_pages.entry(place).or_default().push(source);
            }
        }
        let find = |(page, title): &(PageId, &str)| {
            let mut found = on_pages.remove(&(*page, (*title).to_owned()))?;
            let source = found.pop().filter(|_| found.is_empty())?;
            Database::from_source(self.clone(), self.keep(source)).ok()
        };
        Ok(wanted.iter().map(find).collect())
    }

    /// The database of that title on a page, of those that are on it. One request for each of that title.
    ///
    /// Linked views are passed over: a view of another database is a child of the page too, under a title of its own,
    /// and Notion answers for it with a database that has no data sources (recorded).
    pub(super) async fn titled_child(
        &self,
        page: PageId,
        children: &[(DatabaseId, String)],
        title: &str,
    ) -> Result<Option<Database>> {
        let mut found = Vec::new();
        for (id, _) in children.iter().filter(|(_, name)| name == title) {
            let data = self.keep(self.api().databases().retrieve(*id).await?);
            if !data.data_sources.is_empty() {
                found.push(data);
            }
        }
        match &found[..] {
            [] => Ok(None),
            [data] => self.table(Arc::clone(data), Some(title)).map(Some),
            _ => Err(Error::count_mismatch(
                format!("database \"{title}\" on the page {page}"),
                found.iter().map(|data| data.id.to_string()).collect(),
            )),
        }
    }

    /// The databases on a page with their titles. One request for each 100 children.
    pub(super) async fn child_databases(&self, page: PageId) -> Result<Vec<(DatabaseId, String)>> {
        let api = self.api();
        let children = api
            .blocks()
            .children(BlockId::from(page.uuid()))
            .all()
            .await?;
        let databases = children.into_iter().filter_map(|block| match block.kind {
            BlockKind::ChildDatabase(database) => {
                Some((DatabaseId::from(block.id.uuid()), database.title))
            }
            _ => None,
        });
        Ok(databases.collect())
    }
}
