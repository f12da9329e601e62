//! Ids: a type for each kind of object, so that a page's id is not taken for a database's.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::Value;
use uuid::Uuid;

use crate::json::{FromJson, Misfit, deserialize_by_json};

/// A text that is no id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseIdError {
    what: &'static str,
    given: String,
}

impl ParseIdError {
    fn new(what: &'static str, given: &str) -> Self {
        /// Enough to recognise what was given.
        const SHOWN: usize = 100;
        let mut shown: String = given.chars().take(SHOWN).collect();
        if shown.len() < given.len() {
            shown.push('…');
        }
        Self { what, given: shown }
    }
}

impl fmt::Display for ParseIdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:?} is not the id of a {}: expected a UUID, with or without dashes, or a Notion URL that has one",
            self.given, self.what
        )
    }
}

impl std::error::Error for ParseIdError {}

/// Which part of a Notion URL holds the id.
#[derive(Clone, Copy)]
enum Place {
    /// The end of the path.
    Path,
    /// `?v=`, as in the URL of a database that shows a certain view.
    View,
    /// `#`, as in the link to a block of a page; else the path.
    Fragment,
}

/// A UUID with or without dashes, and in no other form.
fn parse_uuid(text: &str) -> Option<Uuid> {
    matches!(text.len(), 32 | 36)
        .then(|| Uuid::try_parse(text).ok())
        .flatten()
}

fn parse_id(text: &str, place: Place) -> Option<Uuid> {
    let text = text.trim();
    parse_uuid(text).or_else(|| parse_url(text, place))
}

/// The id in a URL like `https://app.notion.com/p/Some-title-0123…cdef?v=…#…`.
fn parse_url(url: &str, place: Place) -> Option<Uuid> {
    let url = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"))
        .unwrap_or(url);
    let (url, fragment) = url.split_once('#').unwrap_or((url, ""));
    let (url, query) = url.split_once('?').unwrap_or((url, ""));
    let (host, path) = url.split_once('/')?;
    let of_notion = ["notion.so", "notion.com", "notion.site"]
        .iter()
        .any(|domain| {
            host.strip_suffix(domain)
                .is_some_and(|sub| sub.is_empty() || sub.ends_with('.'))
        });
    if !of_notion {
        return None;
    }
    let of_path = || {
        let segment = path.trim_end_matches('/').rsplit('/').next()?;
        uuid_at_end(segment)
    };
    match place {
        Place::Path => of_path(),
        Place::View => query
            .split('&')
            .find_map(|pair| parse_uuid(pair.strip_prefix("v=")?)),
        Place::Fragment => parse_uuid(fragment).or_else(of_path),
    }
}

/// The id that ends a segment of a path: all of it, or what follows the title and a dash.
fn uuid_at_end(segment: &str) -> Option<Uuid> {
    [32, 36].into_iter().find_map(|length| {
        let start = segment.len().checked_sub(length)?;
        let title = segment.get(..start)?;
        (title.is_empty() || title.ends_with('-'))
            .then(|| parse_uuid(segment.get(start..)?))
            .flatten()
    })
}

/// Reads an id from JSON, where it is a UUID.
fn uuid_from_json(json: &Value, what: &'static str) -> Result<Uuid, Misfit> {
    json.as_str()
        .and_then(parse_uuid)
        .ok_or_else(|| Misfit::expected(format_args!("the id of a {what}, a UUID"), json))
}

/// What all ids can do, given that they hold a UUID and can be made `From<Uuid>`.
macro_rules! id_impls {
    ($name:ident $(<$g:ident>)?, $what:literal, $place:ident) => {
        impl $(<$g>)? $name $(<$g>)? {
            /// The UUID itself.
            pub fn uuid(&self) -> Uuid {
                self.uuid
            }
        }

        impl $(<$g>)? From<$name $(<$g>)?> for Uuid {
            fn from(id: $name $(<$g>)?) -> Self {
                id.uuid
            }
        }

        /// With dashes, as Notion answers.
        impl $(<$g>)? fmt::Display for $name $(<$g>)? {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.uuid.as_hyphenated().fmt(f)
            }
        }

        impl $(<$g>)? fmt::Debug for $name $(<$g>)? {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.uuid.as_hyphenated())
            }
        }

        impl $(<$g>)? FromStr for $name $(<$g>)? {
            type Err = ParseIdError;

            fn from_str(text: &str) -> Result<Self, ParseIdError> {
                match parse_id(text, Place::$place) {
                    Some(uuid) => Ok(uuid.into()),
                    None => Err(ParseIdError::new($what, text)),
                }
            }
        }

        impl $(<$g>)? TryFrom<&str> for $name $(<$g>)? {
            type Error = ParseIdError;

            fn try_from(text: &str) -> Result<Self, ParseIdError> {
                text.parse()
            }
        }

        impl $(<$g>)? Serialize for $name $(<$g>)? {
            fn serialize<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
                serializer.collect_str(self.uuid.as_hyphenated())
            }
        }

        impl<'de $(, $g)?> Deserialize<'de> for $name $(<$g>)? {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let json = Value::deserialize(deserializer)?;
                Self::from_json(&json).map_err(de::Error::custom)
            }
        }

        impl $(<$g>)? FromJson for $name $(<$g>)? {
            fn from_json(json: &Value) -> Result<Self, Misfit> {
                uuid_from_json(json, $what).map(Into::into)
            }
        }
    };
}

macro_rules! ids {
    ($( $(#[$meta:meta])* $name:ident, $what:literal, $place:ident; )+) => { $(
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name { uuid: Uuid }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self { uuid }
            }
        }

        id_impls!($name, $what, $place);
    )+ };
}

/// Ids of things that have a schema: `S` is the schema's type, or `()` where it is not known.
macro_rules! schema_ids {
    ($( $(#[$meta:meta])* $name:ident, $what:literal; )+) => { $(
        $(#[$meta])*
        pub struct $name<S = ()> {
            uuid: Uuid,
            // A function pointer, so that the id is Copy, Send and Sync whatever `S` is.
            schema: PhantomData<fn() -> S>,
        }

        impl<S> $name<S> {
            /// The same id under another schema. Nothing is checked: the caller knows.
            pub fn cast<T>(self) -> $name<T> {
                self.uuid.into()
            }
        }

        impl<S> From<Uuid> for $name<S> {
            fn from(uuid: Uuid) -> Self {
                Self { uuid, schema: PhantomData }
            }
        }

        // By hand, because deriving would ask the same of `S`.
        impl<S> Clone for $name<S> {
            fn clone(&self) -> Self {
                *self
            }
        }
        impl<S> Copy for $name<S> {}
        impl<S> PartialEq for $name<S> {
            fn eq(&self, other: &Self) -> bool {
                self.uuid == other.uuid
            }
        }
        impl<S> Eq for $name<S> {}
        impl<S> PartialOrd for $name<S> {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }
        impl<S> Ord for $name<S> {
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                self.uuid.cmp(&other.uuid)
            }
        }
        impl<S> Hash for $name<S> {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.uuid.hash(state);
            }
        }

        id_impls!($name<S>, $what, Path);
    )+ };
}

schema_ids! {
    /// The id of a page. A row of a data source is a page too; `S` is then the schema's type.
    ///
    /// ```
    /// use notion_model::PageId;
    ///
    /// let id: PageId = "https://app.notion.com/p/Plans-38c9ce7b60a4815a8d3bf2a1c0d4e5f6?pvs=4".parse()?;
    /// assert_eq!(id.to_string(), "38c9ce7b-60a4-815a-8d3b-f2a1c0d4e5f6");
    /// assert_eq!(id, "38c9ce7b60a4815a8d3bf2a1c0d4e5f6".parse()?);
    ///
    /// let error = "Plans".parse::<PageId>().unwrap_err();
    /// assert!(error.to_string().starts_with("\"Plans\" is not the id of a page"));
    /// # Ok::<(), notion_model::ParseIdError>(())
    /// ```
    PageId, "page";
    /// The id of a data source: the table inside a database. `S` is the type of its schema.
    DataSourceId, "data source";
}

ids! {
    /// The id of a database: the container of data sources.
    DatabaseId, "database", Path;
    /// The id of a block. Pages and databases are blocks too, with the same id. Of a link to a block of a page,
    /// `…#<32 digits>`, it is the block's id.
    BlockId, "block", Fragment;
    /// The id of a user: a person or a bot.
    UserId, "user", Path;
    /// The id of a group of users.
    GroupId, "group", Path;
    /// The id of a comment.
    CommentId, "comment", Path;
    /// The id of a discussion: a thread of comments.
    DiscussionId, "discussion", Path;
    /// The id of a view of a database. Of a database's URL it is the part `?v=`.
    ViewId, "view", View;
    /// The id of the stored result of a view's query.
    ViewQueryId, "view query", Path;
    /// The id of a file upload.
    FileUploadId, "file upload", Path;
    /// The id of an emoji that the workspace added.
    CustomEmojiId, "custom emoji", Path;
}

/// A database is a block, too.
impl From<DatabaseId> for BlockId {
    fn from(id: DatabaseId) -> Self {
        id.uuid.into()
    }
}

/// A page is a block, too.
impl<S> From<PageId<S>> for BlockId {
    fn from(id: PageId<S>) -> Self {
        id.uuid.into()
    }
}

/// Ids that are text of Notion's making.
macro_rules! text_ids {
    ($( $(#[$meta:meta])* $name:ident; )+) => { $(
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        deserialize_by_json!($name);

        impl FromJson for $name {
            fn from_json(json: &Value) -> Result<Self, Misfit> {
                String::from_json(json).map(Self)
            }
        }

        impl $name {
            /// The id as Notion wrote it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
    )+ };
}

text_ids! {
    /// The id of a property, percent-encoded as Notion writes it nearly everywhere: `title`, `%5B%3Dyq`.
    ///
    /// ```
    /// use notion_model::PropertyId;
    ///
    /// let id = PropertyId::from("%5B%3Dyq");
    /// assert_eq!(id.decoded(), "[=yq");
    /// assert_eq!(PropertyId::encode("[=yq"), id);
    /// ```
    PropertyId;
    /// The id of an option of a select, multi-select or status property, or of a group of such options.
    OptionId;
    /// The id of a task that Notion carries out later: `task_` and 32 digits.
    AsyncTaskId;
}

impl PropertyId {
    /// The id without percent-encoding, as Notion writes it in the ids of a rollup. Properties of an object come in
    /// the order of these. What is no percent-encoding is left as it is.
    pub fn decoded(&self) -> String {
        let bytes = self.0.as_bytes();
        let mut decoded = Vec::with_capacity(bytes.len());
        let mut rest = bytes;
        while let Some((&byte, tail)) = rest.split_first() {
            let escaped = match tail {
                [high, low, after @ ..] if byte == b'%' => hex(*high)
                    .zip(hex(*low))
                    .map(|(high, low)| (high << 4 | low, after)),
                _ => None,
            };
            let (byte, after) = escaped.unwrap_or((byte, tail));
            decoded.push(byte);
            rest = after;
        }
        String::from_utf8(decoded).unwrap_or_else(|_| self.0.clone())
    }

    /// The id for a text without percent-encoding.
    pub fn encode(decoded: &str) -> Self {
        let mut encoded = String::with_capacity(decoded.len());
        for byte in decoded.bytes() {
            // What JavaScript's encodeURIComponent leaves alone.
            if byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte) {
                encoded.push(char::from(byte));
            } else {
                encoded.push_str(&format!("%{byte:02X}"));
            }
        }
        Self(encoded)
    }
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}
