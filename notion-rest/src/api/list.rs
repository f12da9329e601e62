//! Calls whose answer is one part of a list.

use futures_util::future;
use futures_util::stream::{self, Stream, TryStreamExt};
use notion_model::{List, PropertyItemResponse, RequestStatus};
use serde::de::DeserializeOwned;

use super::call::{Call, decode};
use crate::error::{Error, Result};
use crate::http::paginate::pages;
use crate::http::{Body, Client, Method, Request};

/// Lists: awaited by itself such a call gives one part, up to 100 elements; these give the rest.
impl<T> Call<List<T>> {
    /// With at most this many elements in each part; Notion takes 1 to 100 and has 100 unless told.
    pub fn page_size(self, size: u32) -> Self {
        self.with_parameter("page_size", size.into())
    }

    /// Beginning at the cursor that an earlier part gave.
    pub fn start_cursor(mut self, cursor: &str) -> Self {
        self.request = self.request.map(|request| request.at_cursor(cursor));
        self
    }
}

/// The same for a property, whose value may be a list.
impl Call<PropertyItemResponse> {
    /// With at most this many items in the part; Notion takes 1 to 100 and has 100 unless told.
    pub fn page_size(self, size: u32) -> Self {
        self.with_parameter("page_size", size.into())
    }

    /// Beginning at the cursor that an earlier part gave.
    pub fn start_cursor(mut self, cursor: &str) -> Self {
        self.request = self.request.map(|request| request.at_cursor(cursor));
        self
    }
}

impl<T> Call<T> {
    /// In the query of a `GET`, in the body otherwise.
    fn with_parameter(mut self, name: &str, value: serde_json::Value) -> Self {
        if let Ok(request) = &mut self.request {
            if request.method == Method::Get {
                request.query.retain(|(other, _)| other != name);
                request.query.push((name.to_owned(), value.to_string()));
            } else if let Body::Json(serde_json::Value::Object(body)) = &mut request.body {
                body.insert(name.to_owned(), value);
            } else {
                request.body = Body::Json(serde_json::json!({ name: value }));
            }
        }
        self
    }
}

impl<T: DeserializeOwned + PartialEq> Call<List<T>> {
    /// The parts, one request each, as they are asked for.
    ///
    /// It ends where a part names no next one; a cursor that comes twice is an error
    /// ([`Error::EndlessList`](crate::Error::EndlessList)).
    pub fn pages(self) -> impl Stream<Item = Result<List<T>>> + Send {
        let Self {
            client, request, ..
        } = self;
        let parts = |(client, request): (Client, Request)| {
            let fetch = move |cursor: Option<String>| {
                let request = match cursor {
                    Some(cursor) => request.clone().at_cursor(&cursor),
                    None => request.clone(),
                };
                let client = client.clone();
                async move {
                    let response = client.send(&request).await?;
                    decode::<List<T>>(&request, &response)
                }
            };
            pages(fetch, |list: &List<T>| list.next_cursor.as_deref())
        };
        stream::iter([request.map(|request| (client, request))])
            .map_ok(parts)
            .try_flatten()
    }

    /// The elements, one request for each 100 of them.
    ///
    /// # Errors
    ///
    /// [`Error::TruncatedList`] as soon as Notion reports that it does not give all elements;
    /// [`pages`](Self::pages) gives those that there are. Otherwise as each call.
    pub fn items(self) -> impl Stream<Item = Result<T>> + Send
    where
        T: Send,
    {
        let request = self.request().cloned();
        self.pages()
            .and_then(move |part| future::ready(whole(part, request.as_ref())))
            .map_ok(|part| stream::iter(part.results.into_iter().map(Ok)))
            .try_flatten()
    }

    /// Returns all elements. One request for each 100 of them, and at least one.
    ///
    /// # Errors
    ///
    /// Those of [`items`](Self::items).
    pub async fn all(self) -> Result<Vec<T>>
    where
        T: Send,
    {
        self.items().try_collect().await
    }
}

/// The part, unless Notion reports in it that it does not give the whole list.
fn whole<T>(part: List<T>, request: Option<&Request>) -> Result<List<T>> {
    let Some(reason) = part
        .request_status
        .as_ref()
        .and_then(RequestStatus::truncation)
    else {
        return Ok(part);
    };
    Err(request.map_or_else(
        || Error::TruncatedList("a list".into(), reason.into()),
        |request| Error::truncated_list(request, reason),
    ))
}
