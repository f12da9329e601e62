//! Unique ids: numbers that Notion counts up.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Deserializer, Serializer};

use crate::schema::{Property, PropertyAs, flag, kind};

/// A number that Notion gives each row of a database, with a prefix where the property has one:
/// `TASK-7`.
///
/// Notion sets it. It has no constructor but `Default`, which is "not read yet", and is never
/// sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UniqueId {
    prefix: Option<String>,
    number: Option<u64>,
}

impl UniqueId {
    /// Of what was written before.
    pub(super) fn new(prefix: Option<&str>, number: u64) -> UniqueId {
        UniqueId {
            prefix: prefix.map(str::to_owned),
            number: Some(number),
        }
    }

    /// Returns the number; `None` if the row was never read.
    pub const fn number(&self) -> Option<u64> {
        self.number
    }

    /// What stands before the number, without the hyphen.
    pub fn prefix(&self) -> Option<&str> {
        self.prefix.as_deref()
    }
}

impl fmt::Display for UniqueId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.prefix, self.number) {
            (Some(prefix), Some(number)) => f.pad(&format!("{prefix}-{number}")),
            (None, Some(number)) => f.pad(&number.to_string()),
            (_, None) => f.pad(""),
        }
    }
}

#[diagnostic::do_not_recommend]
impl Property for UniqueId {
    type Kind = kind::UniqueId;

    fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Content<'a> {
            #[serde(borrow)]
            prefix: Option<Cow<'a, str>>,
            number: Option<u64>,
        }
        let Content { prefix, number } = Content::deserialize(content)?;
        Ok(UniqueId {
            prefix: prefix.map(Cow::into_owned),
            number,
        })
    }
    fn encode<Z: Serializer>(&self, content: Z) -> Result<Z::Ok, Z::Error> {
        content.serialize_unit()
    }
    fn to_text(&self) -> String {
        self.to_string()
    }
}

#[diagnostic::do_not_recommend]
impl PropertyAs<flag::UniqueId> for UniqueId {
    type Codec = UniqueId;
}
