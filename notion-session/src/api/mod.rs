//! The endpoints of Notion's API, one file a resource: typed parameters in, model objects out, nothing in between.
//!
//! [`Session::api`](crate::Session::api) leads here. A method makes a [`Call`], which is sent when it is awaited: one
//! request each, and one more for each time that it had to be repeated. The object store has no part in it.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> notion_session::Result<()> {
//! # let session = notion_session::Session::local();
//! let me = session.api().users().me().await?;
//! let again = session.api().users().retrieve(me.id).await?;
//! assert_eq!(me.id, again.id);
//! # Ok(())
//! # }
//! ```
//!
//! # Errors
//!
//! Every call may fail as [`Client::send`](crate::http::Client::send) does, or with
//! [`Error::Decode`](crate::Error::Decode) where the answer is not what it should be.

mod async_tasks;
mod blocks;
mod call;
mod change;
mod comments;
mod custom_emojis;
mod data_sources;
mod databases;
mod file_uploads;
mod list;
mod pages;
mod path;
mod search;
mod users;
mod views;

pub use blocks::Blocks;
pub use call::Call;
pub(crate) use call::decode;
pub use change::Change;
pub use comments::{Comments, CreateComment};
pub use data_sources::{
    CreateDataSource, DataSources, ListTemplates, QueryDataSource, UpdateDataSource,
};
pub use databases::{CreateDatabase, Databases, InitialDataSource, UpdateDatabase};
pub use file_uploads::{CreateFileUpload, FileUploads};
pub use pages::{CreatePage, NowOrLater, Pages, UpdatePage, UseTemplate};
pub use search::{SearchParams, SearchSort};
pub use users::Users;
pub use views::{CreateView, CreateViewDatabase, UpdateView, Views, WidgetPlacement};

use crate::http::{Client, Request};

/// The endpoints of Notion's API. A handle; clones share the client.
#[derive(Clone, Debug)]
pub struct Api {
    client: Client,
}

impl Api {
    pub(crate) fn new(client: &Client) -> Self {
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

    /// A request that no method covers, read as a `T`.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// use notion_session::http::Request;
    /// use serde_json::Value;
    ///
    /// let me: Value = session.api().request(Request::get("/v1/users/me")).await?;
    /// assert_eq!(me["object"], "user");
    /// # Ok(())
    /// # }
    /// ```
    pub fn request<T>(&self, request: Request) -> Call<T> {
        Call::new(&self.client, request)
    }
}
