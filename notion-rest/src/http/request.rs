//! One request as plain data.

use std::fmt;

use bytes::Bytes;
use secrecy::SecretString;
use serde_json::Value;

use super::credentials::{ClientCredentials, SecretJson};

/// One request to Notion's API, as plain data: it can be looked at, cloned and sent again.
///
/// ```
/// use notion_rest::http::{Method, Request};
///
/// let request = Request::post("/v1/search").json(serde_json::json!({ "query": "Home" })).repeatable(true);
/// assert_eq!(request.method, Method::Post);
/// assert_eq!(request.to_string(), "POST /v1/search");
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The path with the `/v1`, as in Notion's reference: `/v1/pages/…`.
    pub path: String,
    /// The query's pairs, not yet encoded, in the order in which they are sent.
    pub query: Vec<(String, String)>,
    /// The body.
    pub body: Body,
    /// Whether sending it a second time does no harm, so that a lost answer may be asked for again.
    pub repeatable: bool,
    /// The credentials that the request carries instead of the client's token: those of OAuth.
    pub client: Option<ClientCredentials>,
}

impl Request {
    /// A request without query and body. Reading (`GET`) and deleting may be repeated, the others not.
    pub fn new(method: Method, path: impl Into<String>) -> Self {
        let repeatable = matches!(method, Method::Get | Method::Delete);
        Self {
            method,
            path: path.into(),
            query: Vec::new(),
            body: Body::Empty,
            repeatable,
            client: None,
        }
    }

    /// A `GET`.
    pub fn get(path: impl Into<String>) -> Self {
        Self::new(Method::Get, path)
    }

    /// A `POST`.
    pub fn post(path: impl Into<String>) -> Self {
        Self::new(Method::Post, path)
    }

    /// A `PATCH`.
    pub fn patch(path: impl Into<String>) -> Self {
        Self::new(Method::Patch, path)
    }

    /// A `DELETE`.
    pub fn delete(path: impl Into<String>) -> Self {
        Self::new(Method::Delete, path)
    }

    /// With one more pair in the query.
    #[must_use]
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }

    /// With a JSON body.
    #[must_use]
    pub fn json(mut self, body: Value) -> Self {
        self.body = Body::Json(body);
        self
    }

    /// With a JSON body that is written already, for those who send many: no [`Value`] is made of it.
    #[must_use]
    pub fn json_text(mut self, body: impl Into<Bytes>) -> Self {
        self.body = Body::JsonText(body.into());
        self
    }

    /// With a JSON body that is never shown, as it holds a secret.
    #[must_use]
    pub fn secret_json(mut self, body: SecretJson) -> Self {
        self.body = Body::Secret(body);
        self
    }

    /// Sets the credentials of an integration instead of the client's token.
    #[must_use]
    pub fn client(mut self, client: ClientCredentials) -> Self {
        self.client = Some(client);
        self
    }

    /// With a multipart form as the body.
    #[must_use]
    pub fn multipart(mut self, parts: Vec<Part>) -> Self {
        self.body = Body::Multipart(parts);
        self
    }

    /// Says whether the request may be sent again when its answer was lost.
    ///
    /// A search is sent by `POST` and changes nothing: it may. What creates something must not.
    #[must_use]
    pub fn repeatable(mut self, repeatable: bool) -> Self {
        self.repeatable = repeatable;
        self
    }

    /// What an answer may echo and no error may show, besides the token of the client.
    pub(super) fn secrets(&self) -> Vec<SecretString> {
        let mut secrets = Vec::new();
        if let Some(client) = &self.client {
            secrets.push(client.secret.clone());
            secrets.push(client.encoded().into());
        }
        if let Body::Secret(body) = &self.body {
            secrets.extend(body.secrets());
        }
        secrets
    }

    /// Returns true if the request changes something. A `POST` that may be repeated is a query with a body.
    pub fn is_write(&self) -> bool {
        match self.method {
            Method::Get => false,
            Method::Post => !self.repeatable,
            Method::Patch | Method::Delete => true,
        }
    }

    /// Sets the cursor at which the part of a list begins: in the query of a `GET`, in the body otherwise.
    pub fn at_cursor(mut self, cursor: &str) -> Self {
        const KEY: &str = "start_cursor";
        if self.method == Method::Get {
            self.query.retain(|(name, _)| name != KEY);
            self.query.push((KEY.to_owned(), cursor.to_owned()));
        } else if let Body::Json(Value::Object(body)) = &mut self.body {
            body.insert(KEY.to_owned(), cursor.into());
        } else {
            self.body = Body::Json(serde_json::json!({ KEY: cursor }));
        }
        self
    }
}

/// `POST /v1/search`: what logs and errors call it. Neither query nor body is in it.
impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

/// The methods that Notion's API knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// Reads.
    Get,
    /// Creates, and asks what needs a body.
    Post,
    /// Changes.
    Patch,
    /// Moves to the trash, or deletes what has no trash.
    Delete,
}

impl Method {
    /// Returns the name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    pub(crate) fn to_http(self) -> reqwest::Method {
        match self {
            Self::Get => reqwest::Method::GET,
            Self::Post => reqwest::Method::POST,
            Self::Patch => reqwest::Method::PATCH,
            Self::Delete => reqwest::Method::DELETE,
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a request carries.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Body {
    /// Nothing.
    Empty,
    /// A JSON value.
    Json(Value),
    /// JSON that is written already. Cloning it copies nothing.
    JsonText(Bytes),
    /// A JSON value that is never shown.
    Secret(SecretJson),
    /// A form of several parts, as uploads need it.
    Multipart(Vec<Part>),
}

/// One part of a multipart form.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Part {
    /// The field's name.
    pub name: String,
    /// The file's name, where the part is a file.
    pub filename: Option<String>,
    /// The media type, such as `image/png`.
    pub content_type: Option<String>,
    /// The content. Cloning it copies nothing.
    pub data: Bytes,
}

impl Part {
    /// A field of text.
    pub fn text(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            filename: None,
            content_type: None,
            data: value.into().into(),
        }
    }

    /// A file.
    pub fn file(
        name: impl Into<String>,
        filename: impl Into<String>,
        content_type: impl Into<String>,
        data: impl Into<Bytes>,
    ) -> Self {
        Self {
            name: name.into(),
            filename: Some(filename.into()),
            content_type: Some(content_type.into()),
            data: data.into(),
        }
    }
}

/// The length stands for the content, which may be megabytes.
impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part")
            .field("name", &self.name)
            .field("filename", &self.filename)
            .field("content_type", &self.content_type)
            .field("length", &self.data.len())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_reading_and_deleting_are_repeatable_by_themselves() {
        assert!(Request::get("/v1/users").repeatable);
        assert!(Request::delete("/v1/blocks/x").repeatable);
        assert!(!Request::post("/v1/pages").repeatable);
        assert!(!Request::patch("/v1/pages/x").repeatable);
    }

    #[test]
    fn a_cursor_goes_into_the_query_of_a_get() {
        let first = Request::get("/v1/users").query("page_size", "100");
        let second = first.at_cursor("a").at_cursor("b");
        assert_eq!(
            second.query,
            [
                ("page_size".to_owned(), "100".to_owned()),
                ("start_cursor".to_owned(), "b".to_owned())
            ]
        );
    }

    #[test]
    fn a_cursor_goes_into_the_body_of_a_post() {
        let asked = Request::post("/v1/search")
            .json(json!({ "query": "x" }))
            .at_cursor("a");
        assert_eq!(
            asked.body,
            Body::Json(json!({ "query": "x", "start_cursor": "a" }))
        );
        let bare = Request::post("/v1/search").at_cursor("a");
        assert_eq!(bare.body, Body::Json(json!({ "start_cursor": "a" })));
    }
}
