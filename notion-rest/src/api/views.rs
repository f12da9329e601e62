//! Views of databases, and queries of them.

use indexmap::IndexMap;
use notion_model::{
    BlockId, DataSourceId, DatabaseId, Filter, List, Page, PageId, Parent, QuickFilter, Sort, View,
    ViewConfiguration, ViewId, ViewPosition, ViewQuery, ViewQueryId, ViewType,
};
use serde::{Serialize, Serializer};
use serde_json::json;

use super::{Call, Change};
use crate::http::{Client, Request};

/// The endpoints of views.
#[derive(Clone, Copy, Debug)]
pub struct Views<'a> {
    pub(super) client: &'a Client,
}

impl Views<'_> {
    /// Creates a view of a data source. `POST /v1/views`
    ///
    /// Not repeated where its answer is lost.
    ///
    /// # Errors
    ///
    /// `ValidationError` (400) if it is to go to none or several of database, dashboard and new database, or where a filter
    /// or sort does not fit the data source; `ObjectNotFound` (404).
    pub fn create(self, view: &CreateView) -> Call<View> {
        Call::with_body(self.client, Request::post("/v1/views"), view)
    }

    /// One view. `GET /v1/views/{id}`
    ///
    /// # Errors
    ///
    /// `ObjectNotFound` (404).
    pub fn retrieve(self, id: ViewId) -> Call<View> {
        Call::new(self.client, Request::get(format!("/v1/views/{id}")))
    }

    /// Changes a view: what the update does not name stays. `PATCH /v1/views/{id}`
    ///
    /// # Errors
    ///
    /// `ValidationError` (400) if a filter, a sort or the configuration does not fit; `ObjectNotFound` (404).
    pub fn update(self, id: ViewId, update: &UpdateView) -> Call<View> {
        Call::with_body(
            self.client,
            Request::patch(format!("/v1/views/{id}")).repeatable(true),
            update,
        )
    }

    /// Deletes a view. `DELETE /v1/views/{id}`
    ///
    /// # Errors
    ///
    /// `ObjectNotFound` (404).
    pub fn delete(self, id: ViewId) -> Call<View> {
        Call::new(self.client, Request::delete(format!("/v1/views/{id}")))
    }

    /// Returns the views of a database, with their ids only. `GET /v1/views`
    ///
    /// # Limits
    ///
    /// 100 views a part.
    ///
    /// # Errors
    ///
    /// `ObjectNotFound` (404).
    pub fn of_database(self, id: DatabaseId) -> Call<List<View>> {
        Call::new(
            self.client,
            Request::get("/v1/views").query("database_id", id.to_string()),
        )
    }

    /// Returns the views of a data source, with their ids only. `GET /v1/views`
    ///
    /// # Limits
    ///
    /// 100 views a part.
    ///
    /// # Errors
    ///
    /// `ObjectNotFound` (404).
    pub fn of_data_source<S>(self, id: DataSourceId<S>) -> Call<List<View>> {
        Call::new(
            self.client,
            Request::get("/v1/views").query("data_source_id", id.to_string()),
        )
    }

    /// Asks a view for its rows: up to 10,000 ids, which Notion keeps for a quarter of an hour.
    /// `POST /v1/views/{id}/queries`
    ///
    /// # Limits
    ///
    /// 10,000 rows.
    ///
    /// # Errors
    ///
    /// `ObjectNotFound` (404).
    pub fn query(self, id: ViewId, page_size: Option<u32>) -> Call<ViewQuery> {
        let request = Request::post(format!("/v1/views/{id}/queries"));
        let body = page_size.map_or_else(|| json!({}), |size| json!({ "page_size": size }));
        Call::new(self.client, request.json(body))
    }

    /// More of what a query of a view found, with their ids only. `GET /v1/views/{id}/queries/{query}`
    ///
    /// # Limits
    ///
    /// 100 rows a part.
    ///
    /// # Errors
    ///
    /// `ObjectNotFound` (404), also once the quarter of an hour is over.
    pub fn query_results(self, id: ViewId, query: ViewQueryId) -> Call<List<Page>> {
        Call::new(
            self.client,
            Request::get(format!("/v1/views/{id}/queries/{query}")),
        )
    }

    /// Lets Notion forget what a query of a view found. `DELETE /v1/views/{id}/queries/{query}`
    ///
    /// # Errors
    ///
    /// `ObjectNotFound` (404), also once the quarter of an hour is over.
    pub fn delete_query(self, id: ViewId, query: ViewQueryId) -> Call<ViewQuery> {
        Call::new(
            self.client,
            Request::delete(format!("/v1/views/{id}/queries/{query}")),
        )
    }
}

/// A view to be created: in a database, in a dashboard, or in a database that is made for it.
#[derive(Clone, Debug, Serialize)]
pub struct CreateView {
    /// Whose rows it shows.
    pub data_source_id: DataSourceId,
    /// The name.
    pub name: String,
    /// What it looks like.
    #[serde(rename = "type")]
    pub kind: ViewType,
    /// The database that it comes into.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database_id: Option<DatabaseId>,
    /// The dashboard that it comes into, instead of a database.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub view_id: Option<ViewId>,
    /// The database that is made for it, instead of one that exists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub create_database: Option<CreateViewDatabase>,
    /// Which rows it shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter: Option<Filter>,
    /// In which order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sorts: Vec<Sort>,
    /// Filters that are offered above it, by property.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub quick_filters: IndexMap<String, QuickFilter>,
    /// How it shows them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub configuration: Option<ViewConfiguration>,
    /// Where it goes among the views of the database.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<ViewPosition>,
    /// Where it goes in the dashboard.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placement: Option<WidgetPlacement>,
}

impl CreateView {
    /// A view of a data source, in a database.
    pub fn in_database<S>(
        database: DatabaseId,
        data_source: DataSourceId<S>,
        name: impl Into<String>,
        kind: ViewType,
    ) -> Self {
        Self {
            data_source_id: data_source.cast(),
            name: name.into(),
            kind,
            database_id: Some(database),
            view_id: None,
            create_database: None,
            filter: None,
            sorts: Vec::new(),
            quick_filters: IndexMap::new(),
            configuration: None,
            position: None,
            placement: None,
        }
    }
}

/// A database that is made for a view, in a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CreateViewDatabase {
    /// The page.
    pub page: PageId,
    /// The block after which it comes; at the end unless set.
    pub after: Option<BlockId>,
}

impl Serialize for CreateViewDatabase {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut body = json!({ "parent": Parent::page(self.page) });
        if let Some(block) = self.after {
            body["position"] = json!({ "type": "after_block", "block_id": block });
        }
        body.serialize(serializer)
    }
}

/// Where a view goes in a dashboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum WidgetPlacement {
    /// Into a new row.
    NewRow {
        /// Before the row of this index; at the end unless set.
        #[serde(skip_serializing_if = "Option::is_none")]
        row_index: Option<u32>,
    },
    /// Into a row that is there.
    ExistingRow {
        /// The row's index.
        row_index: u32,
    },
}

/// What changes in a view.
#[derive(Clone, Debug, Default, Serialize)]
pub struct UpdateView {
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Which rows it shows.
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub filter: Change<Filter>,
    /// In which order.
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub sorts: Change<Vec<Sort>>,
    /// Filters that are offered above it, by property; `None` takes one away.
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub quick_filters: Change<IndexMap<String, Option<QuickFilter>>>,
    /// How it shows the rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub configuration: Option<ViewConfiguration>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_view_names_what_it_has_and_no_more() {
        let id = uuid::Uuid::from_u128(1);
        let mut view = CreateView::in_database(
            id.into(),
            DataSourceId::<()>::from(id),
            "All",
            ViewType::Table,
        );
        view.create_database = Some(CreateViewDatabase {
            page: id.into(),
            after: None,
        });
        view.placement = Some(WidgetPlacement::NewRow { row_index: None });
        let id = id.as_hyphenated().to_string();
        let expected = json!({
            "data_source_id": id, "name": "All", "type": "table", "database_id": id,
            "create_database": { "parent": { "type": "page_id", "page_id": id } },
            "placement": { "type": "new_row" },
        });
        assert_eq!(serde_json::to_value(&view).unwrap(), expected);
    }

    #[test]
    fn an_update_tells_keeping_from_clearing() {
        let update = UpdateView {
            filter: Change::Clear,
            sorts: Change::Set(Vec::new()),
            ..UpdateView::default()
        };
        assert_eq!(
            serde_json::to_value(&update).unwrap(),
            json!({ "filter": null, "sorts": [] })
        );
    }
}
