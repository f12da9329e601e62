//! Rich text: text with looks, links, mentions and equations.

mod date;
mod make;
mod mention;
mod part;
mod request;
mod same;
mod slice;

pub use date::check_date;
pub use make::{
    bold, custom_emoji, inline_code, inline_equation, italic, link, mention, mention_date,
    strikethrough, text, underline,
};
pub use mention::IntoMention;
pub use part::Part;
pub use request::split;
pub(crate) use request::{fits, reference};

use std::fmt;
use std::ops::{Deref, DerefMut};

use notion_model::{Annotations, Color, MentionKind, RichText as Run, RichTextKind};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Text with its looks: runs as Notion has them.
///
/// ```
/// use notion_content::{RichText, bold, inline_equation, link};
///
/// let text = "See " + link("the docs", "https://example.com") + " on " + bold("mass: ") + inline_equation("e=mc^2");
/// assert_eq!(text.plain_text(), "See the docs on mass: e=mc^2");
/// assert_eq!(text.slice(4..12).plain_text(), "the docs");
///
/// // Equal is what Notion makes the same of: it merges neighbours that look the same.
/// assert_eq!(bold("a") + bold("b"), bold("ab"));
/// assert_ne!(bold("a") + "b", bold("ab"));
/// ```
///
/// It is compared by what it shows: how the text is cut into runs does not count, nor do the `plain_text` and `href` that
/// Notion adds in answers. Besides, it is a `Vec` of its runs.
#[derive(Debug, Clone, Default)]
pub struct RichText {
    runs: Vec<Run>,
    part: Part,
}

impl RichText {
    /// An empty text.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the text without its formatting. A mention that Notion sent is its name; one that the program created is empty, since
    /// only Notion knows its name.
    pub fn plain_text(&self) -> String {
        notion_model::plain_text(&self.runs)
    }

    /// Returns the runs.
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// Returns the runs.
    pub fn into_runs(self) -> Vec<Run> {
        self.runs
    }

    /// The beginning of a text, of which there may be more.
    ///
    /// Notion's documentation says that a row comes with the first 25 pages and people that a text mentions. A row's text that
    /// may have been cut off like this is never written back, for that would drop the rest.
    #[must_use]
    pub fn truncated(runs: Vec<Run>) -> Self {
        Self {
            runs,
            part: Part::truncated(),
        }
    }

    /// Returns true if this is known to be the whole text.
    pub const fn is_complete(&self) -> bool {
        self.part.is_whole()
    }

    /// Says that this is the whole text.
    pub fn set_complete(&mut self) {
        self.part = Part::WHOLE;
    }

    /// Returns the mark that tells this text, if it is truncated, from all others.
    #[doc(hidden)]
    pub const fn part(&self) -> Part {
        self.part
    }

    /// The same text in bold.
    #[must_use]
    pub fn bold(self) -> Self {
        self.looking(|looks| looks.bold = true)
    }

    /// The same text in italics.
    #[must_use]
    pub fn italic(self) -> Self {
        self.looking(|looks| looks.italic = true)
    }

    /// The same text, struck through.
    #[must_use]
    pub fn strikethrough(self) -> Self {
        self.looking(|looks| looks.strikethrough = true)
    }

    /// The same text, underlined.
    #[must_use]
    pub fn underline(self) -> Self {
        self.looking(|looks| looks.underline = true)
    }

    /// The same text as code.
    #[must_use]
    pub fn code(self) -> Self {
        self.looking(|looks| looks.code = true)
    }

    /// The same text in a colour, or on one.
    #[must_use]
    pub fn color(self, color: Color) -> Self {
        self.looking(move |looks| looks.color.clone_from(&color))
    }

    /// The same text with a link under it. Mentions and equations in it stay as they are: they cannot have one.
    #[must_use]
    pub fn link(self, url: impl Into<String>) -> Self {
        let url = url.into();
        let link = |run: Run| run.link(url.as_str());
        Self {
            runs: self.runs.into_iter().map(link).collect(),
            ..self
        }
    }

    fn looking(mut self, change: impl Fn(&mut Annotations)) -> Self {
        for run in &mut self.runs {
            change(run.annotations.get_or_insert_default());
        }
        self
    }
}

impl Deref for RichText {
    type Target = Vec<Run>;

    fn deref(&self) -> &Vec<Run> {
        &self.runs
    }
}

impl DerefMut for RichText {
    fn deref_mut(&mut self) -> &mut Vec<Run> {
        &mut self.runs
    }
}

/// The text alone.
impl fmt::Display for RichText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.plain_text())
    }
}

/// The text alone.
impl Serialize for RichText {
    fn serialize<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
        serializer.serialize_str(&self.plain_text())
    }
}

/// Reads plain text, which is what `Serialize` writes.
impl<'de> Deserialize<'de> for RichText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(RichText::from)
    }
}

/// Returns how many pages, databases and people a text mentions: what Notion truncates the texts of a row by.
pub fn references(runs: &[Run]) -> usize {
    let is_reference = |run: &&Run| match &run.kind {
        RichTextKind::Mention(mention) => matches!(
            mention.kind,
            MentionKind::User(_) | MentionKind::Page(_) | MentionKind::Database(_)
        ),
        _ => false,
    };
    runs.iter().filter(is_reference).count()
}
