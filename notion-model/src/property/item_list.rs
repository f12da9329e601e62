//! What a list of property items says of the property.

use crate::id::PropertyId;
use crate::json::{Empty, object, tagged};
use crate::property::RollupValue;

object! {
    /// What a list of property items says of the property.
    pub struct PropertyItemInfo {
        /// The property's id.
        absent id: Option<PropertyId>,
        /// The address of the next page of items.
        null next_url: Option<String>,
        /// The property's type, and for a rollup its value.
        tagged kind: ItemListKind,
    }
}

tagged! {
    /// The type of a property whose value comes as a list.
    pub enum ItemListKind {
        /// A title.
        Title(Empty) = "title",
        /// A text.
        RichText(Empty) = "rich_text",
        /// Users and groups.
        People(Empty) = "people",
        /// A relation.
        Relation(Empty) = "relation",
        /// A rollup and its value, which is final when there are no more pages.
        Rollup(RollupValue) = "rollup",
    }
}
