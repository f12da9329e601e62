//! One call of an endpoint: made, looked at, awaited.

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::pin::Pin;

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::{Error, Result};
use crate::http::{Client, Request, Response, SecretJson};

/// One call of an endpoint, whose answer is a `T`. Nothing is sent until it is awaited.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> notion_rest::Result<()> {
/// # let client = notion_rest::Client::local();
/// let me = client.api().users().me();
/// assert_eq!(me.request().unwrap().to_string(), "GET /v1/users/me");
/// let me = me.await?;                                    // the object
/// let bytes = client.api().users().me().bytes().await?; // what it was read from
/// assert!(bytes.starts_with(b"{"));
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent until it is awaited"]
pub struct Call<T> {
    pub(super) client: Client,
    pub(super) request: Result<Request>,
    answer: PhantomData<fn() -> T>,
}

impl<T> Call<T> {
    pub(crate) fn new(client: &Client, request: Request) -> Self {
        Self {
            client: client.clone(),
            request: Ok(request),
            answer: PhantomData,
        }
    }

    /// The same, with what `body` is as JSON.
    pub(crate) fn with_body(client: &Client, request: Request, body: &impl Serialize) -> Self {
        let request = serde_json::to_value(body)
            .map(|body| request.json(body))
            .map_err(|error| Error::config(format!("the body cannot be written as JSON: {error}")));
        Self {
            client: client.clone(),
            request,
            answer: PhantomData,
        }
    }

    /// A call that cannot be made: awaiting it gives the error.
    pub(crate) fn failed(client: &Client, error: Error) -> Self {
        Self {
            client: client.clone(),
            request: Err(error),
            answer: PhantomData,
        }
    }

    /// The same, with a body that is never shown.
    pub(crate) fn with_secret(client: &Client, request: Request, body: &impl Serialize) -> Self {
        let request = SecretJson::new(body).map(|body| request.secret_json(body));
        Self {
            client: client.clone(),
            request,
            answer: PhantomData,
        }
    }

    /// With one more pair in the query: for parameters that no method covers.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.request = self.request.map(|request| request.query(name, value));
        self
    }

    /// Says whether the request may be sent again when its answer was lost.
    ///
    /// The calls of this module know it of themselves; [`Api::post`](super::Api::post) and
    /// [`Api::patch`](super::Api::patch) take the cautious answer.
    pub fn repeatable(mut self, repeatable: bool) -> Self {
        self.request = self.request.map(|request| request.repeatable(repeatable));
        self
    }

    /// Returns the request that would be sent; `None` if what was given makes no request, such as an id that cannot stand
    /// in a path. Awaiting the call then says why.
    pub fn request(&self) -> Option<&Request> {
        self.request.as_ref().ok()
    }

    /// Sends the request and gives the answer's bytes as they came. One request.
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`].
    pub async fn bytes(self) -> Result<Bytes> {
        let request = self.request?;
        Ok(self.client.send(&request).await?.into_body())
    }
}

impl<T: DeserializeOwned> Call<T> {
    /// Sends the request and reads the answer. One request; awaiting the call does the same.
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`]. If the answer is not a `T`: [`Error::Decode`] with the place, or [`Error::OutcomeUnknown`] for a
    /// request that must not be repeated.
    pub async fn send(self) -> Result<T> {
        let request = self.request?;
        let response = self.client.send(&request).await?;
        decode(&request, &response)
    }
}

impl<T: DeserializeOwned + 'static> IntoFuture for Call<T> {
    type Output = Result<T>;
    type IntoFuture = Pin<Box<dyn Future<Output = Result<T>> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Call").field(&self.request).finish()
    }
}

/// Reads the answer to a request. If that fails, the error names the place, and what became of the request is decided as
/// for every other answer: [`Verdict`](crate::http::Verdict).
pub fn decode<T: DeserializeOwned>(request: &Request, response: &Response) -> Result<T> {
    if let Ok(answer) = serde_json::from_slice(response.body()) {
        return Ok(answer);
    }
    // Read once more for the place of the mistake: to keep track of it takes an allocation for each key.
    let mut deserializer = serde_json::Deserializer::from_slice(response.body());
    serde_path_to_error::deserialize(&mut deserializer)
        .map_err(|error| Error::unreadable_at(request, response, error))
}
