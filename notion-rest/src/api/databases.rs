//! Databases: the containers of data sources.

use notion_model::{CreateDatabase, Database, DatabaseId, File, Icon, Parent, RichText};
use serde::Serialize;

use super::Call;
use crate::http::{Client, Request};

/// The endpoints of databases. What properties a database has, its data sources say.
#[derive(Clone, Copy, Debug)]
pub struct Databases<'a> {
    pub(super) client: &'a Client,
}

impl Databases<'_> {
    /// Creates a database with one data source, at the end of a page. `POST /v1/databases`
    ///
    /// The answer does not have the properties: they are the data source's. Not repeated where its answer is lost.
    ///
    /// # Limits
    ///
    /// Exactly one title; 100 options a property; 280 characters a property's description; a schema should not exceed
    /// 50 KB.
    ///
    /// # Errors
    ///
    /// `ValidationError` (400) if the title is missing, a name comes twice, or a relation, rollup or formula names
    /// what is not there; `ObjectNotFound` (404) if the parent or a relation's target is not shared.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_rest::Result<()> {
    /// # let client = notion_rest::Client::local();
    /// # let home = client.local_server().expect("the client uses one").home();
    /// use notion_rest::api::{CreateDatabase, InitialDataSource};
    /// use notion_rest::model::{Empty, Parent, RichText, SchemaKind};
    ///
    /// let name = SchemaKind::Title(Empty::default()).into();
    /// let database = CreateDatabase {
    ///     title: vec![RichText::text("Tasks")],
    ///     initial_data_source: Some(InitialDataSource { properties: [("Name".to_owned(), Some(name))].into() }),
    ///     ..CreateDatabase::in_parent(Parent::page(home))
    /// };
    /// let database = client.api().databases().create(&database).await?;
    /// assert_eq!(database.data_sources.len(), 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn create(self, database: &CreateDatabase) -> Call<Database> {
        Call::with_body(self.client, Request::post("/v1/databases"), database)
    }

    /// One database. `GET /v1/databases/{id}`
    ///
    /// A view of another database that is shown in a page has no data sources.
    ///
    /// # Errors
    ///
    /// `ObjectNotFound` (404), also for the id of a data source or a page.
    pub fn retrieve(self, id: DatabaseId) -> Call<Database> {
        Call::new(self.client, Request::get(format!("/v1/databases/{id}")))
    }

    /// Changes a database: what the update does not name stays. `PATCH /v1/databases/{id}`
    ///
    /// # Errors
    ///
    /// `ValidationError` (400) if a cover is set on a database that is shown inline; `ObjectNotFound` (404).
    pub fn update(self, id: DatabaseId, update: &UpdateDatabase) -> Call<Database> {
        let request = Request::patch(format!("/v1/databases/{id}")).repeatable(true);
        Call::with_body(self.client, request, update)
    }
}

/// What changes in a database.
#[derive(Clone, Debug, Default, Serialize)]
pub struct UpdateDatabase {
    /// Where it moves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<Parent>,
    /// The title; an empty one too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<Vec<RichText>>,
    /// The description; an empty one too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Vec<RichText>>,
    /// Whether the database is shown inside its page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_inline: Option<bool>,
    /// The icon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon: Option<Icon>,
    /// The picture above the database.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cover: Option<File>,
    /// Whether the database is in the trash.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_trash: Option<bool>,
    /// Whether the database is locked for editing in Notion's apps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_locked: Option<bool>,
}
