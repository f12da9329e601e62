//! Blocks whose content is a text.
//!
//! `children` are for requests: Notion answers without them, and they have to be asked for.

use serde_json::Number;

use super::BlockRequest;
use crate::color::Color;
use crate::icon::Icon;
use crate::json::{object, open_enum};
use crate::text::RichText;

object! {
    /// A paragraph.
    pub struct Paragraph {
        /// The text.
        written rich_text: Vec<RichText>,
        /// The icon, if this paragraph is a tab.
        absent icon: Option<Icon>,
        /// The colour.
        absent color: Option<Color>,
        /// The blocks in it, in a request.
        absent children: Vec<BlockRequest>,
    }
}

object! {
    /// A heading.
    pub struct Heading {
        /// The text.
        written rich_text: Vec<RichText>,
        /// Whether it can hide the blocks in it.
        absent is_toggleable: bool,
        /// The colour.
        absent color: Option<Color>,
        /// The blocks in it, in a request.
        absent children: Vec<BlockRequest>,
    }
}

object! {
    /// A block that is a text and no more: an item of a bulleted list, a quotation, a toggle.
    pub struct TextBlock {
        /// The text.
        written rich_text: Vec<RichText>,
        /// The colour.
        absent color: Option<Color>,
        /// The blocks in it, in a request.
        absent children: Vec<BlockRequest>,
    }
}

object! {
    /// An item of a list with numbers.
    pub struct NumberedItem {
        /// The text.
        written rich_text: Vec<RichText>,
        /// The colour.
        absent color: Option<Color>,
        /// The number that the list starts with, if it is not 1.
        absent list_start_index: Option<Number>,
        /// How the numbers are written.
        absent list_format: Option<ListFormat>,
        /// The blocks in it, in a request.
        absent children: Vec<BlockRequest>,
    }
}

open_enum! {
    /// How the numbers of a list are written.
    pub enum ListFormat {
        Numbers = "numbers",
        Letters = "letters",
        Roman = "roman",
    }
}

object! {
    /// Something to do.
    pub struct ToDo {
        /// The text.
        written rich_text: Vec<RichText>,
        /// Whether it is done.
        absent checked: bool,
        /// The colour.
        absent color: Option<Color>,
        /// The blocks in it, in a request.
        absent children: Vec<BlockRequest>,
    }
}

object! {
    /// A text in a box.
    pub struct Callout {
        /// The text.
        written rich_text: Vec<RichText>,
        /// The icon. Notion takes 💡 if a request says none.
        absent icon: Option<Icon>,
        /// The colour.
        absent color: Option<Color>,
        /// The blocks in it, in a request.
        absent children: Vec<BlockRequest>,
    }
}
