//! The endpoints of Notion's API, one type for each resource: typed parameters in, model objects out.
//!
//! [`Client::api`](crate::Client::api) returns them. A method creates a [`Call`], which is sent when it is awaited: one
//! request each, and one more for each retry.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> notion_rest::Result<()> {
//! # let client = notion_rest::Client::local();
//! let me = client.api().users().me().await?;
//! let again = client.api().users().retrieve(me.id).await?;
//! assert_eq!(me.id, again.id);
//! # Ok(())
//! # }
//! ```
//!
//! What Notion has and this module does not is reached by the verbs: [`Api::get`], [`Api::post`], [`Api::patch`],
//! [`Api::delete`], for any path and any type that serde can read.
//!
//! # Limits
//!
//! This layer sends what it is given: Notion's limits are the caller's here, and each method names its own. Of all
//! requests: 500 KB a body, 1,000 blocks a body, 100 elements an array of blocks or texts, 2,000 characters a run of
//! text and a URL, 100 elements a part of a list, and a number of requests a minute that depends on the plan (the
//! client keeps to its [`Pace`](crate::http::Pace) and waits when Notion says so).
//!
//! # Errors
//!
//! Every call may fail as [`Client::send`](crate::http::Client::send) does, or with
//! [`Error::Decode`](crate::Error::Decode) if the answer is not what it should be. A call that must not be repeated, such
//! as a creation, fails with [`Error::OutcomeUnknown`](crate::Error::OutcomeUnknown) whenever no answer of Notion states
//! what became of it; [`Verdict`](crate::http::Verdict) has the table.
//!
//! Notion's own codes, as [`ApiError::code`](crate::error::ApiError::code) has them, that any call may meet:
//!
//! | status | [`Code`](crate::error::Code) | when |
//! |---|---|---|
//! | 400 | `ValidationError` | the request is not as it should be; the message says where |
//! | 400 | `InvalidRequestUrl`, `InvalidJson`, `MissingVersion` | only where a request was made by hand |
//! | 401 | `Unauthorized` | the token is wrong, expired or revoked |
//! | 403 | `RestrictedResource` | the integration lacks the capability |
//! | 404 | `ObjectNotFound` | there is no such object, or it is not shared with the integration |
//! | 409 | `ConflictError` | somebody else changed the same thing at the same time |
//! | 429, 529 | `RateLimited`, `ServiceOverload` | too many requests, even after the waits |
//! | 500 to 504 | `InternalServerError`, `ServiceUnavailable`, … | Notion's own trouble, even after the repetitions; the outcome of a creation is unknown |
//!
//! A method names what is particular to it.

mod async_tasks;
mod blocks;
pub(crate) mod call;
mod change;
mod comments;
mod custom_emojis;
mod data_sources;
mod databases;
mod file_uploads;
pub(crate) mod list;
mod oauth;
mod pages;
mod path;
#[doc(hidden)]
pub mod request;
mod search;
mod users;
mod verbs;
mod views;

pub use blocks::Blocks;
pub use call::Call;
pub use change::Change;
pub use comments::{Comments, CreateComment};
pub use data_sources::{
    CreateDataSource, DataSources, ListTemplates, QueryDataSource, UpdateDataSource,
};
pub use databases::{Databases, UpdateDatabase};
pub use file_uploads::{CreateFileUpload, FileUploads};
pub use notion_model::{CreateDatabase, InitialDataSource};
pub use oauth::{
    ExternalAccount, Grant, Introspection, Oauth, Revoked, Token, TokenOwner, authorization_url,
};
pub use pages::{CreatePage, NowOrLater, Pages, UpdatePage, UseTemplate};
pub use search::{SearchParams, SearchSort};
pub use users::Users;
pub use views::{CreateView, CreateViewDatabase, UpdateView, Views, WidgetPlacement};

use crate::http::Client;

/// The endpoints of Notion's API. A handle: clones share the client.
#[derive(Clone, Debug)]
pub struct Api {
    client: Client,
}

impl Api {
    /// Creates the endpoints of a client.
    pub fn new(client: &Client) -> Self {
        Self {
            client: client.clone(),
        }
    }

    /// Users: people and bots.
    pub fn users(&self) -> Users<'_> {
        Users {
            client: &self.client,
        }
    }

    /// Pages, their properties and their content as Markdown.
    pub fn pages(&self) -> Pages<'_> {
        Pages {
            client: &self.client,
        }
    }

    /// Databases: the containers of data sources.
    pub fn databases(&self) -> Databases<'_> {
        Databases {
            client: &self.client,
        }
    }

    /// Data sources: schemas and rows.
    pub fn data_sources(&self) -> DataSources<'_> {
        DataSources {
            client: &self.client,
        }
    }

    /// Blocks: the content of pages.
    pub fn blocks(&self) -> Blocks<'_> {
        Blocks {
            client: &self.client,
        }
    }

    /// Comments on pages and blocks.
    pub fn comments(&self) -> Comments<'_> {
        Comments {
            client: &self.client,
        }
    }

    /// File uploads.
    pub fn file_uploads(&self) -> FileUploads<'_> {
        FileUploads {
            client: &self.client,
        }
    }

    /// Views of databases, and queries of them.
    pub fn views(&self) -> Views<'_> {
        Views {
            client: &self.client,
        }
    }
}

#[cfg(test)]
mod tests {
    use notion_model::{MarkdownRequest, PropertyId};
    use uuid::Uuid;

    use super::*;

    /// What a call would send, with the nil id as `_`.
    fn address<T>(call: &Call<T>) -> String {
        let request = call.request().unwrap().to_string();
        request.replace(&Uuid::nil().as_hyphenated().to_string(), "_")
    }

    #[tokio::test]
    async fn every_endpoint_has_its_address() {
        let client = Client::builder()
            .token("x")
            .base_url("http://127.0.0.1:9")
            .build()
            .unwrap();
        let api = client.api();
        let id = Uuid::nil();
        let page = notion_model::PageId::<()>::from(id);
        let source = notion_model::DataSourceId::<()>::from(id);
        let block = notion_model::BlockId::from(id);
        let parent = notion_model::Parent::page(page);
        let view = CreateView::in_database(id.into(), source, "x", notion_model::ViewType::Table);
        let calls = [
            (address(&api.users().me()), "GET /v1/users/me"),
            (address(&api.users().retrieve(id.into())), "GET /v1/users/_"),
            (address(&api.users().list()), "GET /v1/users"),
            (
                address(&api.pages().create(&CreatePage::default())),
                "POST /v1/pages",
            ),
            (
                address(&api.pages().create_later(&CreatePage::default())),
                "POST /v1/pages",
            ),
            (address(&api.pages().retrieve(page)), "GET /v1/pages/_"),
            (
                address(&api.pages().update(page, &UpdatePage::default())),
                "PATCH /v1/pages/_",
            ),
            (address(&api.pages().trash(page)), "PATCH /v1/pages/_"),
            (address(&api.pages().restore(page)), "PATCH /v1/pages/_"),
            (
                address(&api.pages().r#move(page, &parent)),
                "POST /v1/pages/_/move",
            ),
            (
                address(&api.pages().property(page, &PropertyId::from("%5B%3Dyq"))),
                "GET /v1/pages/_/properties/%5B%3Dyq",
            ),
            (
                address(&api.pages().markdown(page)),
                "GET /v1/pages/_/markdown",
            ),
            (
                address(
                    &api.pages()
                        .update_markdown(page, &MarkdownRequest::default()),
                ),
                "PATCH /v1/pages/_/markdown",
            ),
            (address(&api.blocks().retrieve(block)), "GET /v1/blocks/_"),
            (
                address(&api.blocks().update(block, &Default::default())),
                "PATCH /v1/blocks/_",
            ),
            (address(&api.blocks().delete(block)), "DELETE /v1/blocks/_"),
            (address(&api.blocks().restore(block)), "PATCH /v1/blocks/_"),
            (
                address(&api.blocks().children(block)),
                "GET /v1/blocks/_/children",
            ),
            (
                address(&api.blocks().append(block, &[])),
                "PATCH /v1/blocks/_/children",
            ),
            (
                address(&api.databases().create(&CreateDatabase::default())),
                "POST /v1/databases",
            ),
            (
                address(&api.databases().retrieve(id.into())),
                "GET /v1/databases/_",
            ),
            (
                address(
                    &api.databases()
                        .update(id.into(), &UpdateDatabase::default()),
                ),
                "PATCH /v1/databases/_",
            ),
            (
                address(&api.data_sources().create(&CreateDataSource::in_database(
                    id.into(),
                    Default::default(),
                ))),
                "POST /v1/data_sources",
            ),
            (
                address(&api.data_sources().retrieve(source)),
                "GET /v1/data_sources/_",
            ),
            (
                address(
                    &api.data_sources()
                        .update(source, &UpdateDataSource::default()),
                ),
                "PATCH /v1/data_sources/_",
            ),
            (
                address(
                    &api.data_sources()
                        .query(source, &QueryDataSource::default()),
                ),
                "POST /v1/data_sources/_/query",
            ),
            (
                address(
                    &api.data_sources()
                        .templates(source, &ListTemplates::default()),
                ),
                "GET /v1/data_sources/_/templates",
            ),
            (
                address(&api.search(&SearchParams::default())),
                "POST /v1/search",
            ),
            (
                address(&api.comments().create(&CreateComment::default())),
                "POST /v1/comments",
            ),
            (
                address(&api.comments().retrieve(id.into())),
                "GET /v1/comments/_",
            ),
            (address(&api.comments().list(block)), "GET /v1/comments"),
            (
                address(&api.comments().update(id.into(), &[])),
                "PATCH /v1/comments/_",
            ),
            (
                address(&api.comments().update_markdown(id.into(), "x")),
                "PATCH /v1/comments/_",
            ),
            (
                address(&api.comments().delete(id.into())),
                "DELETE /v1/comments/_",
            ),
            (
                address(&api.file_uploads().create(&CreateFileUpload::default())),
                "POST /v1/file_uploads",
            ),
            (
                address(&api.file_uploads().send(id.into(), "a", "text/plain", "x")),
                "POST /v1/file_uploads/_/send",
            ),
            (
                address(&api.file_uploads().complete(id.into())),
                "POST /v1/file_uploads/_/complete",
            ),
            (
                address(&api.file_uploads().retrieve(id.into())),
                "GET /v1/file_uploads/_",
            ),
            (
                address(&api.file_uploads().list(None)),
                "GET /v1/file_uploads",
            ),
            (address(&api.views().create(&view)), "POST /v1/views"),
            (address(&api.views().retrieve(id.into())), "GET /v1/views/_"),
            (
                address(&api.views().update(id.into(), &UpdateView::default())),
                "PATCH /v1/views/_",
            ),
            (
                address(&api.views().delete(id.into())),
                "DELETE /v1/views/_",
            ),
            (
                address(&api.views().of_database(id.into())),
                "GET /v1/views",
            ),
            (
                address(&api.views().of_data_source(source)),
                "GET /v1/views",
            ),
            (
                address(&api.views().query(id.into(), None)),
                "POST /v1/views/_/queries",
            ),
            (
                address(&api.views().query_results(id.into(), id.into())),
                "GET /v1/views/_/queries/_",
            ),
            (
                address(&api.views().delete_query(id.into(), id.into())),
                "DELETE /v1/views/_/queries/_",
            ),
            (address(&api.custom_emojis(None)), "GET /v1/custom_emojis"),
            (
                address(&api.async_task(&"task_1".into())),
                "GET /v1/async_tasks/task_1",
            ),
        ];
        for (made, documented) in calls {
            assert_eq!(made, documented);
        }
    }

    #[tokio::test]
    async fn what_creates_is_not_repeatable_and_what_reads_is() {
        let client = Client::builder()
            .token("x")
            .base_url("http://127.0.0.1:9")
            .build()
            .unwrap();
        let api = client.api();
        let page = notion_model::PageId::<()>::from(Uuid::nil());
        let source = notion_model::DataSourceId::<()>::from(Uuid::nil());
        fn repeatable<T>(call: &Call<T>) -> bool {
            call.request().unwrap().repeatable
        }

        assert!(!repeatable(&api.pages().create(&CreatePage::default())));
        assert!(!repeatable(
            &api.databases().create(&CreateDatabase::default())
        ));
        assert!(!repeatable(&api.blocks().append(page, &[])));
        assert!(!repeatable(
            &api.comments().create(&CreateComment::default())
        ));
        let template = UseTemplate::Default { timezone: None };
        assert!(!repeatable(&api.pages().update(
            page,
            &UpdatePage {
                template: Some(template),
                ..UpdatePage::default()
            }
        )));

        assert!(repeatable(&api.pages().retrieve(page)));
        assert!(repeatable(
            &api.pages().update(page, &UpdatePage::default())
        ));
        assert!(repeatable(&api.search(&SearchParams::default())));
        assert!(repeatable(
            &api.data_sources()
                .query(source, &QueryDataSource::default())
        ));
    }
}
