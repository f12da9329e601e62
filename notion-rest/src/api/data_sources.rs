//! Data sources: the tables inside databases, their schemas and their rows.

use notion_model::{
    DataSource, DataSourceId, DatabaseId, Filter, Icon, List, PageOrDataSource, Parent,
    PropertySchemaRequests, RichText, SearchObject, Sort, TemplateList,
};
use serde::Serialize;

use super::request;
use super::{Call, Change};
use crate::http::{Client, Request};

/// The endpoints of data sources.
#[derive(Clone, Copy, Debug)]
pub struct DataSources<'a> {
    pub(super) client: &'a Client,
}

impl DataSources<'_> {
    /// Adds a data source to a database. `POST /v1/data_sources`
    ///
    /// Not repeated where its answer is lost.
    ///
    /// # Limits
    ///
    /// Those of [a database's properties](super::Databases::create).
    ///
    /// # Errors
    ///
    /// `ValidationError` (400) if a property is not as it should be; `ObjectNotFound` (404) if the database is not
    /// shared.
    pub fn create(self, data_source: &CreateDataSource) -> Call<DataSource> {
        Call::with_body(self.client, Request::post("/v1/data_sources"), data_source)
    }

    /// One data source with its properties. `GET /v1/data_sources/{id}`
    ///
    /// # Errors
    ///
    /// `ObjectNotFound` (404), also for the id of its database.
    pub fn retrieve<S>(self, id: DataSourceId<S>) -> Call<DataSource> {
        Call::new(self.client, Request::get(format!("/v1/data_sources/{id}")))
    }

    /// Changes a data source: what the update does not name stays. `PATCH /v1/data_sources/{id}`
    ///
    /// A property is named by its name or its id; options that an update leaves out are removed.
    ///
    /// # Limits
    ///
    /// 50 KB a schema: what exceeds it is refused, with the name of the largest property.
    ///
    /// # Errors
    ///
    /// `ValidationError` (400) if a property is unknown or its change not possible, such as taking away the title;
    /// `ObjectNotFound` (404); `ConflictError` (409).
    pub fn update<S>(self, id: DataSourceId<S>, update: &UpdateDataSource) -> Call<DataSource> {
        // A property that was renamed is not found under its old name a second time.
        let repeatable = update.properties.is_empty();
        let request = Request::patch(format!("/v1/data_sources/{id}")).repeatable(repeatable);
        Call::with_body(self.client, request, update)
    }

    /// The rows that a filter lets through, in the order of the sorts. `POST /v1/data_sources/{id}/query`
    ///
    /// Notion gives up to 10,000 rows a query; beyond them the list's `request_status` says that it is not complete.
    ///
    /// # Limits
    ///
    /// 100 rows a part, 10,000 rows a query, two levels of `and` and `or`, 25 people, relations or mentions a value.
    ///
    /// # Errors
    ///
    /// `ValidationError` (400) if a filter or a sort names an unknown property or does not fit it, or if a filter names a
    /// formula whose type Notion does not know: Notion does not filter by a formula that was created or changed through its
    /// API until somebody saves the formula in Notion. `ObjectNotFound` (404); `ServiceUnavailable` (503) if the query
    /// takes Notion too long.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_rest::Result<()> {
    /// # let client = notion_rest::Client::local();
    /// use notion_rest::api::{CreateDatabase, InitialDataSource, QueryDataSource};
    /// use notion_rest::model::{Direction, Empty, Parent, SchemaKind, Sort};
    ///
    /// # let home = client.local_server().expect("the client uses one").home();
    /// let name = SchemaKind::Title(Empty::default()).into();
    /// let database = CreateDatabase {
    ///     initial_data_source: Some(InitialDataSource { properties: [("Name".to_owned(), Some(name))].into() }),
    ///     ..CreateDatabase::in_parent(Parent::page(home))
    /// };
    /// let tasks = client.api().databases().create(&database).await?.data_sources[0].id;
    ///
    /// let query = QueryDataSource {
    ///     sorts: vec![Sort::by_property("title", Direction::Ascending)],
    ///     ..QueryDataSource::default()
    /// };
    /// let rows = client.api().data_sources().query(tasks, &query).all().await?;
    /// assert!(rows.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub fn query<S>(
        self,
        id: DataSourceId<S>,
        query: &QueryDataSource,
    ) -> Call<List<PageOrDataSource>> {
        let mut request = request::query(id);
        for property in &query.filter_properties {
            request = request.query("filter_properties", property);
        }
        Call::with_body(self.client, request, query)
    }

    /// Returns the templates for rows of a data source, up to 100 at a time. `GET /v1/data_sources/{id}/templates`
    ///
    /// # Errors
    ///
    /// `ObjectNotFound` (404).
    pub fn templates<S>(self, id: DataSourceId<S>, list: &ListTemplates) -> Call<TemplateList> {
        let pairs = [
            ("name", list.name.clone()),
            ("start_cursor", list.start_cursor.clone()),
            ("page_size", list.page_size.map(|size| size.to_string())),
        ];
        let mut request = Request::get(format!("/v1/data_sources/{id}/templates"));
        for (name, value) in pairs {
            request
                .query
                .extend(value.map(|value| (name.to_owned(), value)));
        }
        Call::new(self.client, request)
    }
}

/// The templates of a data source.
#[derive(Clone, Debug, Default)]
pub struct ListTemplates {
    /// Those whose name has this in it; all unless set.
    pub name: Option<String>,
    /// Where to begin: the `next_cursor` of an earlier answer.
    pub start_cursor: Option<String>,
    /// How many at most, 1 to 100; 100 unless set.
    pub page_size: Option<u32>,
}

/// A data source to be added to a database.
#[derive(Clone, Debug, Serialize)]
pub struct CreateDataSource {
    /// The database.
    pub parent: Parent,
    /// The properties by name. Exactly one is a title.
    pub properties: PropertySchemaRequests,
    /// The title.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub title: Vec<RichText>,
    /// The icon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon: Option<Icon>,
}

impl CreateDataSource {
    /// A data source in this database, with these properties.
    pub fn in_database(id: DatabaseId, properties: PropertySchemaRequests) -> Self {
        Self {
            parent: Parent::database(id),
            properties,
            title: Vec::new(),
            icon: None,
        }
    }
}

/// What changes in a data source.
#[derive(Clone, Debug, Default, Serialize)]
pub struct UpdateDataSource {
    /// The title; an empty one too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<Vec<RichText>>,
    /// The icon.
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub icon: Change<Icon>,
    /// Properties by name or id: new ones, changed ones, and `None` for those that go.
    #[serde(skip_serializing_if = "PropertySchemaRequests::is_empty")]
    pub properties: PropertySchemaRequests,
    /// Whether the data source is in the trash.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_trash: Option<bool>,
    /// The database into which it moves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<Parent>,
}

/// Which rows of a data source, and in what order.
#[derive(Clone, Debug, Default, Serialize)]
pub struct QueryDataSource {
    /// Which rows; all unless set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter: Option<Filter>,
    /// In what order; the first sort counts most.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sorts: Vec<Sort>,
    /// Whether to give the rows in the trash instead of the others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_trash: Option<bool>,
    /// Pages only, or data sources only, in the data source of a wiki; both unless set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result_type: Option<SearchObject>,
    /// The values of these properties only, by name or id; all if empty.
    #[serde(skip)]
    pub filter_properties: Vec<String>,
}
