//! One request, taken apart: who asks, in which version, for what. The order of the checks is here and in
//! [`crate::router`], and it is a choice where no recording shows it: the path, the token, the version, the
//! JSON, the ids in the path, the shape of body and query, and last what they name.

use bytes::Bytes;
use http::{Request, header};
use serde_json::Value;
use uuid::Uuid;

use crate::error::{ApiError, Result};
use crate::fetch::Fetched;
use crate::form::{Form, Part};
use crate::id;
use crate::integration::{self, Integration};

/// The largest JSON that a request may hold: 500 KB.
const LARGEST_JSON: usize = 500 * 1024;

/// A version of the API that the server speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Version {
    /// 2025-09-03: `archived` beside `in_trash`, `after` to place blocks.
    V2025,
    /// 2026-03-11.
    V2026,
}

/// A request whose caller and version are known.
#[derive(Debug)]
pub(crate) struct Incoming {
    /// The bot of the integration that asks.
    pub(crate) bot: Uuid,
    /// The path behind `/v1/`, cut at slashes, percent-decoded.
    pub(crate) segments: Vec<String>,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) version: Version,
    content_type: Option<String>,
    body: Bytes,
    form: Option<Form>,
    fetched: Option<Fetched>,
}

impl Incoming {
    /// The path's segments, or nothing where the path is not under `/v1`.
    pub(crate) fn segments_of(path: &str) -> Option<Vec<String>> {
        let rest = path.strip_prefix("/v1/")?;
        Some(rest.split('/').map(id::percent_decode).collect())
    }

    /// Checks token and version and keeps the rest for the endpoint.
    pub(crate) fn open(
        request: Request<Bytes>,
        segments: Vec<String>,
        integrations: &[Integration],
    ) -> Result<Self> {
        let (parts, body) = request.into_parts();
        let bot = integration::bot_of(&parts.headers, integrations)?;
        let version = match parts
            .headers
            .get("notion-version")
            .map(|h| h.to_str().unwrap_or_default())
        {
            None => return Err(ApiError::missing_version()),
            Some("2025-09-03") => Version::V2025,
            Some("2026-03-11") => Version::V2026,
            Some(other) => return Err(ApiError::unknown_version(other)),
        };
        let query = parse_query(parts.uri.query().unwrap_or_default());
        Ok(Self {
            bot,
            segments,
            query,
            version,
            content_type: parts
                .headers
                .get(header::CONTENT_TYPE)
                .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()),
            form: parts.extensions.get::<Form>().cloned(),
            fetched: parts.extensions.get::<Fetched>().cloned(),
            body,
        })
    }

    /// The body as JSON. No body counts as an empty object.
    pub(crate) fn json(&self) -> Result<Value> {
        if self.body.len() > LARGEST_JSON {
            return Err(ApiError::body_too_large());
        }
        if self.body.is_empty() {
            return Ok(Value::Object(serde_json::Map::new()));
        }
        if let Some(other) = self.content_type.as_deref().filter(|kind| !is_json(kind)) {
            return Err(ApiError::no_json(other));
        }
        let value: Value =
            serde_json::from_slice(&self.body).map_err(|_| ApiError::invalid_json())?;
        Ok(value)
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
            uploads_in(&body, &mut found);
        }
        found
    }

    /// The file that was fetched for the request, where it names one on this machine.
    pub(crate) fn fetched(&self) -> Option<&Fetched> {
        self.fetched.as_ref()
    }

    /// The parts of the body, where it is a form.
    pub(crate) fn form(&self) -> Option<&[Part]> {
        self.form.as_ref().map(|form| form.0.as_slice())
    }

    /// The id at this place of the path; `name` is what Notion calls the place.
    pub(crate) fn path_id(&self, index: usize, name: &str) -> Result<Uuid> {
        let text = self
            .segments
            .get(index)
            .map(String::as_str)
            .unwrap_or_default();
        id::parse(text).ok_or_else(|| ApiError::path_id(name, text))
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

/// Whether a media type is JSON's.
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

    #[test]
    fn only_paths_under_v1_have_segments() {
        assert_eq!(
            Incoming::segments_of("/v1/users/me"),
            Some(vec!["users".into(), "me".into()])
        );
        assert_eq!(Incoming::segments_of("/v2/users/me"), None);
    }
}
