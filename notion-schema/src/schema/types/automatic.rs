//! Properties that Notion sets: the times and users of the creation and the last edit.

use std::fmt;

use jiff::Timestamp;
use notion_model::UserId;
use serde::{Deserialize, Deserializer, Serializer};

use super::people::Reference;
use crate::codec::read_instant;
use crate::schema::{Cell, Property, kind};

macro_rules! times {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        ///
        /// Notion sets it, with the precision of a minute. Its only constructor is `Default`, which means "not read yet". It is
        /// never sent.
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub(super) Option<Timestamp>);

        impl $name {
            /// Returns the instant; `None` if the row was never read.
            pub const fn get(self) -> Option<Timestamp> {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0.map(|time| time.to_string()).unwrap_or_default())
            }
        }

        #[diagnostic::do_not_recommend]
        impl Property for $name {
            type Kind = kind::$name;

            fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error> {
                read_instant(content).map(|time| $name(Some(time)))
            }
            fn encode<Z: Serializer>(&self, content: Z) -> Result<Z::Ok, Z::Error> {
                content.serialize_unit()
            }
            fn to_text(&self) -> String {
                self.0.map(|value| value.to_string()).unwrap_or_default()
            }
            fn cell(&self) -> Cell {
                self.0.map_or(Cell::Nothing, Cell::Instant)
            }
        }
    )*};
}
times! {
    /// The time when a page was created.
    CreatedTime
    /// The time when a page was last edited.
    LastEditedTime
}

macro_rules! people {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        ///
        /// Notion sets it. Its only constructor is `Default`, which means "not read yet". It is never sent.
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
        pub struct $name(pub(super) Option<UserId>);

        impl $name {
            /// Returns the user; `None` if the row was never read.
            pub const fn get(self) -> Option<UserId> {
                self.0
            }
        }

        #[diagnostic::do_not_recommend]
        impl Property for $name {
            type Kind = kind::$name;

            fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error> {
                Ok($name(Some(Reference::deserialize(content)?.id)))
            }
            fn encode<Z: Serializer>(&self, content: Z) -> Result<Z::Ok, Z::Error> {
                content.serialize_unit()
            }
            fn to_text(&self) -> String {
                self.0.map(|value| value.to_string()).unwrap_or_default()
            }
        }
    )*};
}
people! {
    /// The user who created a page.
    CreatedBy
    /// The user who last edited a page.
    LastEditedBy
}
