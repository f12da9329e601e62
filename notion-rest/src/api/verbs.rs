//! The verbs: any path, for what Notion has and no method covers yet.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Api, Call};
use crate::http::Request;

/// Paths stand as in Notion's reference, with the `/v1`; answers are read as any type that serde can read. Retries,
/// pace, token and errors are those of every other call.
impl Api {
    /// Reads from a path.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_rest::Result<()> {
    /// # let client = notion_rest::Client::local();
    /// use serde_json::Value;
    ///
    /// let me: Value = client.api().get("/v1/users/me").await?;
    /// assert_eq!(me["object"], "user");
    /// let users: Value = client.api().get("/v1/users").query("page_size", "1").await?;
    /// assert_eq!(users["has_more"], true);
    /// # Ok(())
    /// # }
    /// ```
    pub fn get<T: DeserializeOwned>(&self, path: impl Into<String>) -> Call<T> {
        self.request(Request::get(path))
    }

    /// Sends a body to a path. Not repeated where its answer is lost, unless
    /// [`repeatable`](Call::repeatable) says that it may be.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_rest::Result<()> {
    /// # let client = notion_rest::Client::local();
    /// use notion_rest::model::{List, Page};
    /// use serde_json::json;
    ///
    /// let query = json!({ "query": "Home", "filter": { "property": "object", "value": "page" } });
    /// let found: List<Page> = client.api().post("/v1/search", &query).repeatable(true).await?;
    /// assert_eq!(found.results.len(), 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn post<T: DeserializeOwned>(
        &self,
        path: impl Into<String>,
        body: &impl Serialize,
    ) -> Call<T> {
        Call::with_body(&self.client, Request::post(path), body)
    }

    /// Changes what is at a path. Not repeated where its answer is lost, unless [`repeatable`](Call::repeatable) says
    /// that it may be.
    pub fn patch<T: DeserializeOwned>(
        &self,
        path: impl Into<String>,
        body: &impl Serialize,
    ) -> Call<T> {
        Call::with_body(&self.client, Request::patch(path), body)
    }

    /// Deletes what is at a path, or puts it into the trash.
    pub fn delete<T: DeserializeOwned>(&self, path: impl Into<String>) -> Call<T> {
        self.request(Request::delete(path))
    }

    /// Returns a request that was made by hand, such as one with a form as its body, read as a `T`.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_rest::Result<()> {
    /// # let client = notion_rest::Client::local();
    /// use notion_rest::http::Request;
    /// use serde_json::Value;
    ///
    /// let me: Value = client.api().request(Request::get("/v1/users/me")).await?;
    /// assert_eq!(me["object"], "user");
    /// # Ok(())
    /// # }
    /// ```
    pub fn request<T>(&self, request: Request) -> Call<T> {
        Call::new(&self.client, request)
    }
}
