//! Ids: a type for each kind of object, so that a page's id is not taken for a database's.

mod parse;
mod text;

pub use parse::ParseIdError;
pub use text::{AsyncTaskId, OptionId, PropertyId};

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use uuid::Uuid;

use self::parse::{Place, parse_id, parse_uuid};
use crate::json::{FromJson, Json, Misfit};

/// Reads an id from JSON, where it is a UUID.
fn uuid_from_json(json: Json<'_>, what: &'static str) -> Result<Uuid, Misfit> {
    json.as_str()
        .and_then(parse_uuid)
        .ok_or_else(|| Misfit::expected(format_args!("the id of a {what}, a UUID"), json))
}

/// The same straight from the text, for those who read rows so.
struct UuidVisitor(&'static str);

impl de::Visitor<'_> for UuidVisitor {
    type Value = Uuid;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the id of a {}, a UUID", self.0)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Uuid, E> {
        parse_uuid(text).ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
    }
}

/// What all ids can do, given that they hold a UUID and can be made `From<Uuid>`.
macro_rules! id_impls {
    ($name:ident $(<$g:ident>)?, $what:literal, $place:ident) => {
        impl $(<$g>)? $name $(<$g>)? {
            /// Returns the UUID itself.
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
                deserializer.deserialize_str(UuidVisitor($what)).map(Into::into)
            }
        }

        impl $(<$g>)? FromJson for $name $(<$g>)? {
            fn from_json(json: Json<'_>) -> Result<Self, Misfit> {
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
    ($( $(#[$meta:meta])* $name:ident, $what:literal, $place:ident; )+) => { $(
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

        id_impls!($name<S>, $what, $place);
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
    PageId, "page", Page;
    /// The id of a data source: the table inside a database. `S` is the type of its schema. Of a database's URL it is the part
    /// `?dataSource=`.
    DataSourceId, "data source", DataSource;
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

impl DataSourceId {
    /// Returns the data source that a URL of its database names: `?dataSource=`.
    ///
    /// ```
    /// use notion_model::DataSourceId;
    ///
    /// let database = "https://app.notion.com/p/38c9ce7b60a4815a8d3bf2a1c0d4e5f6";
    /// assert_eq!(DataSourceId::named_in_url(database), None);
    /// let url = format!("{database}?dataSource=00000000000040008000000000000001");
    /// assert_eq!(DataSourceId::named_in_url(&url), "00000000-0000-4000-8000-000000000001".parse().ok());
    /// ```
    pub fn named_in_url(url: &str) -> Option<DataSourceId> {
        parse::named_data_source(url).map(Into::into)
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::cell::Cell;

    fn is_send_and_sync<T: Send + Sync + Copy + Ord + Hash>() {}

    #[test]
    fn ids_are_plain_whatever_the_schema_is() {
        struct NothingAtAll(#[allow(dead_code)] Cell<String>);
        is_send_and_sync::<PageId<NothingAtAll>>();
        is_send_and_sync::<DataSourceId<NothingAtAll>>();
        is_send_and_sync::<UserId>();
        assert_eq!(size_of::<PageId<NothingAtAll>>(), 16);
    }

    #[test]
    fn a_link_to_a_block_gives_the_block() {
        let link = "https://www.notion.so/38c9ce7b60a4815a8d3bf2a1c0d4e5f6#00000000000040008000000000000001";
        let page: PageId = link.parse().unwrap();
        let block: BlockId = link.parse().unwrap();
        assert_eq!(page.to_string(), "38c9ce7b-60a4-815a-8d3b-f2a1c0d4e5f6");
        assert_eq!(block.to_string(), "00000000-0000-4000-8000-000000000001");
    }

    #[test]
    fn json_takes_uuids_only() {
        let url = r#""https://www.notion.so/38c9ce7b60a4815a8d3bf2a1c0d4e5f6""#;
        let error = serde_json::from_str::<PageId>(url).unwrap_err();
        let message = error.to_string();
        assert!(
            message.starts_with("invalid value: string \"https"),
            "{message}"
        );
        assert!(
            message.contains("expected the id of a page, a UUID"),
            "{message}"
        );
        assert!(serde_json::from_str::<PageId>("7").is_err());
        let misfit = crate::testing::from_json::<PageId>("Plans").unwrap_err();
        assert_eq!(
            misfit.to_string(),
            "expected the id of a page, a UUID, found \"Plans\""
        );
    }

    proptest! {
        #[test]
        fn ids_print_and_parse(bits in any::<u128>()) {
            let id = PageId::<()>::from(Uuid::from_u128(bits));
            prop_assert_eq!(id.to_string().parse(), Ok(id));
            prop_assert_eq!(id.uuid().simple().to_string().parse(), Ok(id));
            prop_assert_eq!(format!("https://app.notion.com/p/A-b-{}?v=1", id.uuid().simple()).parse(), Ok(id));
            prop_assert_eq!(serde_json::from_str::<PageId>(&serde_json::to_string(&id).unwrap()).unwrap(), id);
            prop_assert_eq!(id.cast::<String>().cast::<()>(), id);
        }

        #[test]
        fn any_text_is_an_id_or_an_error(text in any::<String>()) {
            if let Err(error) = text.parse::<ViewId>() {
                prop_assert!(error.to_string().contains("is not the id of a view"));
            }
        }
    }
}
