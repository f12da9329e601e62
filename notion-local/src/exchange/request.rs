//! One request, taken apart: who asks, in which version, for what. The order of the checks is here and in
//! [`crate::route`], and it is a choice where no recording shows it: the path, the token, the version, the
//! JSON, the ids in the path, the shape of body and query, and last what they name.

use std::sync::OnceLock;

use bytes::Bytes;
use http::{Method, Uri};
use serde_json::Value;
use uuid::Uuid;

use super::fetch::Fetched;
use super::form::{Form, Part};
use super::pattern;
use crate::error::{ApiError, Result};
use crate::state::id;
use crate::state::integration::{self, Integration};

/// The largest JSON that a request may hold, in bytes: the larger reading of Notion's 500 KB, of which
/// [`MAX_REQUEST_BYTES`](notion_vocabulary::limits::MAX_REQUEST_BYTES) is the smaller one.
const MAX_JSON: usize = 500 * 1024;

/// A version of the API that the server speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Version {
    /// 2025-09-03: `archived` beside `in_trash`, `after` to place blocks.
    V2025,
    /// 2026-03-11.
    V2026,
}

/// A request as it came, before anything in it is checked. It holds a token, so that it is not shown in full.
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    /// The header `Authorization`, if it is text.
    pub(crate) authorization: Option<String>,
    /// The header `Notion-Version`; empty if it is not text.
    pub(crate) version: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) body: Bytes,
    pub(crate) form: Option<Form>,
    pub(crate) fetched: Option<Fetched>,
    /// The body as JSON, read when it is needed for the first time.
    json: OnceLock<Result<Value>>,
}

/// Without the token and the content.
impl std::fmt::Debug for Call {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Call")
            .field("method", &self.method)
            .field("uri", &self.uri)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

impl Call {
    /// A request with nothing but a body.
    pub(crate) fn new(method: Method, uri: Uri, body: Bytes) -> Self {
        Self {
            method,
            uri,
            authorization: None,
            version: None,
            content_type: None,
            body,
            form: None,
            fetched: None,
            json: OnceLock::new(),
        }
    }

    /// The body as JSON. No body counts as an empty object.
    pub(crate) fn json(&self) -> Result<&Value> {
        let json = self.json.get_or_init(|| self.read_json());
        json.as_ref().map_err(Clone::clone)
    }

    fn read_json(&self) -> Result<Value> {
        if self.body.len() > MAX_JSON {
            return Err(ApiError::body_too_large());
        }
        if self.body.is_empty() {
            return Ok(Value::Object(serde_json::Map::new()));
        }
        if let Some(other) = self.content_type.as_deref().filter(|kind| !is_json(kind)) {
            return Err(ApiError::no_json(other));
        }
        serde_json::from_slice(&self.body).map_err(|_| ApiError::invalid_json())
    }

    /// The uploads that the request puts somewhere: from then on they do not expire.
    pub(crate) fn attached(&self) -> Vec<Uuid> {
        const KEY: &[u8] = b"\"file_upload";
        // Few requests name any, and most are short.
        if self.form.is_some() || !self.body.windows(KEY.len()).any(|window| window == KEY) {
            return Vec::new();
        }
        let mut found = Vec::new();
        if let Ok(body) = self.json() {
            uploads_in(body, &mut found);
        }
        found
    }
}

/// A request whose caller and version are known.
#[derive(Debug)]
pub(crate) struct Incoming<'a> {
    /// The bot of the integration that asks.
    pub(crate) bot: Uuid,
    pub(crate) version: Version,
    pub(crate) query: Vec<(String, String)>,
    call: &'a Call,
    pattern: &'static str,
    parts: &'a [String],
}

impl<'a> Incoming<'a> {
    /// Checks token and version. The path was found to fit the pattern; its parts are decoded.
    pub(crate) fn open(
        call: &'a Call,
        pattern: &'static str,
        parts: &'a [String],
        integrations: &[Integration],
    ) -> Result<Self> {
        let bot = integration::bot_of(call.authorization.as_deref(), integrations)?;
        let version = match call.version.as_deref() {
            None => return Err(ApiError::missing_version()),
            Some("2025-09-03") => Version::V2025,
            Some("2026-03-11") => Version::V2026,
            Some(other) => return Err(ApiError::unknown_version(other)),
        };
        Ok(Self {
            bot,
            version,
            query: parse_query(call.uri.query().unwrap_or_default()),
            call,
            pattern,
            parts,
        })
    }

    /// The body as JSON. No body counts as an empty object.
    pub(crate) fn json(&self) -> Result<&'a Value> {
        self.call.json()
    }

    /// The file that was fetched for the request, where it names one on this machine.
    pub(crate) fn fetched(&self) -> Option<&'a Fetched> {
        self.call.fetched.as_ref()
    }

    /// The parts of the body, where it is a form.
    pub(crate) fn form(&self) -> Option<&'a [Part]> {
        self.call.form.as_ref().map(|form| form.0.as_slice())
    }

    /// The uploads that the request puts somewhere.
    pub(crate) fn attached(&self) -> Vec<Uuid> {
        self.call.attached()
    }

    /// The part of the path that has this name in the pattern.
    pub(crate) fn path(&self, name: &str) -> &'a str {
        pattern::value(self.pattern, self.parts, name).unwrap_or_default()
    }

    /// The same as an id; the name is what Notion calls the place.
    pub(crate) fn path_id(&self, name: &str) -> Result<Uuid> {
        let text = self.path(name);
        id::parse(text).ok_or_else(|| ApiError::path_id(name, text))
    }

    /// The endpoint in the words of tasks: `PATCH /v1/pages/:page_id/markdown`.
    pub(crate) fn operation(&self) -> String {
        let path = self.pattern.replace('{', ":").replace('}', "");
        format!("{} {}{path}", self.call.method, pattern::API)
    }

    /// A parameter of the query.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }
}

fn uploads_in(value: &Value, found: &mut Vec<Uuid>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| uploads_in(item, found)),
        Value::Object(map) => {
            for id in [
                map.get("file_upload_id"),
                map.get("file_upload").and_then(|file| file.get("id")),
            ] {
                found.extend(id.and_then(Value::as_str).and_then(id::parse));
            }
            map.values().for_each(|value| uploads_in(value, found));
        }
        _ => {}
    }
}

/// Returns true if a media type is JSON's.
fn is_json(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    let kind = kind.to_ascii_lowercase();
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}

fn parse_query(query: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_decoded() {
        assert_eq!(
            parse_query("page_size=2&filter_properties%5B%5D=a%3Bb&x=a+b"),
            [
                ("page_size".into(), "2".into()),
                ("filter_properties[]".into(), "a;b".into()),
                ("x".into(), "a b".into())
            ]
        );
    }
}
