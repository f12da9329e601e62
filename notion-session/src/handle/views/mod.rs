//! Views of databases.

mod new;
mod update;

use std::collections::HashMap;
use std::sync::Arc;

use futures_util::stream::{self, StreamExt, TryStreamExt};
use notion_model::{
    DataSourceId, DatabaseId, Filter as FilterData, List, Page as PageData, PageId,
    PageOrDataSource, RequestStatus, Sort as SortData, View as ViewData, ViewConfiguration, ViewId,
    ViewType,
};

pub use new::NewView;
pub use update::ViewUpdate;

use crate::api::QueryDataSource;
use crate::error::{Error, Result};
use crate::find::get::sealed::Gettable;
use crate::rows::complete::AT_ONCE;
use crate::session::Get;
use crate::session::{Database, IntoId, Page, Session};

/// A view of a database: which rows it shows, in which order, and how.
///
/// A handle contains what Notion last reported about it; [`reload`](Self::reload) reads it again. The object store does not
/// keep views.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    session: Session,
    data: Arc<ViewData>,
}

impl View {
    fn new(session: Session, mut data: ViewData) -> Self {
        data.request_id = None;
        Self {
            session,
            data: Arc::new(data),
        }
    }

    /// Returns the ID.
    pub fn id(&self) -> ViewId {
        self.data.id
    }

    /// Returns the name.
    pub fn name(&self) -> &str {
        self.data.name.as_deref().unwrap_or_default()
    }

    /// Returns the type of the view.
    pub fn kind(&self) -> Option<&ViewType> {
        self.data.kind.as_ref()
    }

    /// Returns the ID of its database.
    pub fn database_id(&self) -> Option<DatabaseId> {
        self.data.parent.as_ref()?.database_id()
    }

    /// Returns the ID of the data source whose rows it shows; `None` for a dashboard.
    pub fn data_source_id(&self) -> Option<DataSourceId> {
        self.data.data_source_id
    }

    /// Returns the filter of the rows; `None` if it shows all rows.
    pub fn filter(&self) -> Option<&FilterData> {
        self.data.filter.as_ref()
    }

    /// Returns the sorts of the rows.
    pub fn sorts(&self) -> &[SortData] {
        self.data.sorts.as_deref().unwrap_or_default()
    }

    /// Returns the configuration of its type.
    pub fn configuration(&self) -> Option<&ViewConfiguration> {
        self.data.configuration.as_ref()
    }

    /// Returns the URL of the view in Notion.
    pub fn url(&self) -> Option<&str> {
        self.data.url.as_deref()
    }

    /// Returns the view as Notion sent it.
    pub fn data(&self) -> &ViewData {
        &self.data
    }

    /// Returns the session of the handle.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Reads the view again. One request.
    ///
    /// # Errors
    ///
    /// Those of [`Session::get_view`].
    pub async fn reload(&mut self) -> Result<()> {
        *self = self.session.get_view(self.id()).await?;
        Ok(())
    }

    /// Deletes the view permanently; its rows stay. One request.
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send).
    pub async fn delete(self) -> Result<()> {
        self.session.ensure_open()?;
        self.session.api().views().delete(self.id()).await?;
        Ok(())
    }

    /// Returns the IDs of the pages that it shows, in its order. One request for each 100.
    ///
    /// # Errors
    ///
    /// [`Error::QueryLimit`] if it shows more than 10,000 pages; those of
    /// [`Client::send`](crate::http::Client::send).
    pub async fn page_ids(&self) -> Result<Vec<PageId>> {
        self.session.ensure_open()?;
        let api = self.session.api();
        let first = api.views().query(self.id(), Some(100)).await?;
        let mut ids: Vec<PageId> = first.results.iter().filter_map(page_id).collect();
        self.check_whole(first.request_status.as_ref())?;
        if let Some(cursor) = &first.next_cursor {
            let rest = api.views().query_results(self.id(), first.id);
            let parts = rest.page_size(100).start_cursor(cursor).pages();
            let parts: Vec<List<PageData>> = parts.try_collect().await?;
            for part in parts {
                self.check_whole(part.request_status.as_ref())?;
                ids.extend(part.results.iter().map(|page| page.id));
            }
        }
        Ok(ids)
    }

    /// Returns the pages that it shows, in its order.
    ///
    /// One request for each 100 IDs. If the object store does not have all pages, one more for each 100 rows that pass the
    /// filter, and one for each page that is still missing.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema, Debug, Default)]
    /// # struct Task { #[notion(title)] task: String, estimate: Option<f64> }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// # let tasks = session.create_db::<Task>(&home).await?;
    /// # for (task, estimate) in [("Write", 2.0), ("Read", 1.0), ("Rest", 3.0)] {
    /// #     tasks.insert(Task { task: task.into(), estimate: Some(estimate) }).await?;
    /// # }
    /// use notion_session::model::ViewType;
    ///
    /// let t = Task::COL;
    /// let long = tasks
    ///     .create_view("Long", ViewType::Table)
    ///     .filter(t.estimate.ge(2))
    ///     .sort(t.estimate.desc())
    ///     .await?;
    /// let titles: Vec<_> = long.pages().await?.iter().map(|page| page.title()).collect();
    /// assert_eq!(titles, ["Rest", "Write"]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`page_ids`](Self::page_ids).
    pub async fn pages(&self) -> Result<Vec<Page>> {
        let ids = self.page_ids().await?;
        let session = &self.session;
        let is_stored = |id: &PageId| session.cache().get::<PageData>(*id).is_some();
        let missing = ids.iter().filter(|id| !is_stored(id)).count();
        let mut rows = if missing > 1 {
            self.rows().await
        } else {
            HashMap::new()
        };
        let pages = ids.into_iter().map(|id| {
            let row = rows.remove(&id);
            async move {
                match row {
                    Some(data) => Ok(Page::new(session.clone(), data)),
                    None => session.get_page(id).await,
                }
            }
        });
        let pages: Vec<_> = pages.collect();
        stream::iter(pages).buffered(AT_ONCE).try_collect().await
    }

    /// Returns the rows that pass the filter, up to 100 with a request; none if the filter of the view is not valid for a
    /// query. The object store does not keep rows of queries.
    async fn rows(&self) -> HashMap<PageId, Arc<PageData>> {
        let Some(source) = self.data_source_id() else {
            return HashMap::new();
        };
        let query = QueryDataSource {
            filter: self.data.filter.clone(),
            ..QueryDataSource::default()
        };
        let rows = self
            .session
            .api()
            .data_sources()
            .query(source, &query)
            .page_size(100);
        // Pages that a truncated list lacks are read one by one.
        let parts: notion_rest::Result<Vec<List<PageOrDataSource>>> =
            rows.pages().try_collect().await;
        let page = |row| match row {
            PageOrDataSource::Page(page) if page.parent.is_some() => {
                Some((page.id, Arc::new(page)))
            }
            _ => None,
        };
        parts
            .unwrap_or_default()
            .into_iter()
            .flat_map(|part| part.results)
            .filter_map(page)
            .collect()
    }

    fn check_whole(&self, status: Option<&RequestStatus>) -> Result<()> {
        match status.and_then(RequestStatus::truncation) {
            Some(reason) => Err(Error::query_limit(self.name(), reason)),
            None => Ok(()),
        }
    }
}

fn page_id(result: &PageOrDataSource) -> Option<PageId> {
    match result {
        PageOrDataSource::Page(page) => Some(page.id),
        _ => None,
    }
}

/// Views.
impl<S> Database<S> {
    /// Returns the views of the database, including those of its other data sources. One request for each 100, and one for
    /// each view, concurrently.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// let tasks = session.create_untyped_db(&home, "Tasks").await?;
    /// let views = tasks.views().await?;
    /// assert_eq!((views.len(), views[0].name()), (1, "Default view"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send).
    pub async fn views(&self) -> Result<Vec<View>> {
        let session = self.session();
        session.ensure_open()?;
        let listed = session.api().views().of_database(self.id()).all().await?;
        let views = listed.into_iter().map(|view| session.get_view(view.id));
        let views: Vec<_> = views.collect();
        stream::iter(views)
            .map(IntoFuture::into_future)
            .buffered(AT_ONCE)
            .try_collect()
            .await
    }
}

/// Views.
impl Session {
    /// Returns a view. One request: the object store does not keep views.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](Error::is_not_found) if there is none with this ID; [`Error::InvalidId`] if it is not a valid ID; those
    /// of [`Client::send`](crate::http::Client::send).
    pub fn get_view(&self, id: impl IntoId<ViewId>) -> Get<View> {
        Get::new(self, id.into_id())
    }
}

impl Gettable for View {
    type Id = ViewId;

    fn from_store(_: &Session, _: &ViewId) -> Result<Option<View>> {
        Ok(None)
    }

    async fn fetch(session: Session, id: ViewId) -> Result<View> {
        let data = session.api().views().retrieve(id).await?;
        Ok(View::new(session, data))
    }
}
