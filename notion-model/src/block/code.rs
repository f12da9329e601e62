//! Code.

use super::Language;
use crate::object::object;
use crate::rich_text::RichText;

object! {
    /// A block of code.
    pub struct Code {
        /// The caption.
        absent caption: Vec<RichText>,
        /// The code.
        written rich_text: Vec<RichText>,
        /// The language; [`Language::PlainText`] where there is none.
        absent language: Option<Language>,
    }
}
