//! Rich text: a list of runs, each with its own looks.

mod mention;

pub use mention::{
    DatabaseReference, LinkMention, LinkPreview, Mention, MentionKind, PageReference,
    TemplateMention, TemplateMentionKind,
};

use crate::color::Color;
use crate::id::{DatabaseId, PageId, UserId};
use crate::json::{object, tagged};
use crate::time::DateValue;
use crate::user::User;

object! {
    /// A run of rich text: text, a mention or an equation.
    ///
    /// ```
    /// use notion_model::{Color, RichText, plain_text};
    ///
    /// let title = [
    ///     RichText::text("Read "),
    ///     RichText::text("the docs").bold().color(Color::Blue).link("https://example.com"),
    /// ];
    /// assert_eq!(plain_text(&title), "Read the docs");
    /// ```
    pub struct RichText {
        /// What the run holds.
        tagged kind: RichTextKind,
        /// How the run looks. Notion always answers with it; in a request all of it may be left out.
        absent annotations: Option<Annotations>,
        /// The run as plain text, in Notion's answers: the text, the name of what is mentioned, the formula.
        absent plain_text: String,
        /// Where a link or a mention of a page leads to, in Notion's answers.
        absent href: Option<String>,
    }
}

tagged! {
    /// What a [`RichText`] holds.
    pub enum RichTextKind {
        /// Text, perhaps with a link.
        Text(Text) = "text",
        /// A mention of a user, a date, a page, …
        Mention(Box<Mention>) = "mention",
        /// A formula in the middle of a text.
        Equation(Equation) = "equation",
    }
}

object! {
    /// The text of a [`RichText`].
    pub struct Text {
        /// The text. Notion takes up to 2,000 characters a run, and may answer with more.
        written content: String,
        /// The link under the text.
        absent link: Option<Link>,
    }
}

object! {
    /// A link under a text.
    pub struct Link {
        /// `url`, where a request says so; Notion does not answer with it.
        absent kind as "type": Option<String>,
        /// Where the link leads to.
        written url: String,
    }
}

object! {
    /// A formula in KaTeX's language: in a run of text, or as a block.
    pub struct Equation {
        /// The formula.
        written expression: String,
    }
}

object! {
    /// How a run of text looks.
    pub struct Annotations {
        /// Bold.
        written bold: bool,
        /// Italic.
        written italic: bool,
        /// Struck through.
        written strikethrough: bool,
        /// Underlined.
        written underline: bool,
        /// As code.
        written code: bool,
        /// The colour of the text or of its background.
        written color: Color,
    }
}

/// The text of some runs, without their looks.
pub fn plain_text(runs: &[RichText]) -> String {
    runs.iter().map(RichText::to_plain_text).collect()
}

impl RichText {
    fn of(kind: RichTextKind) -> Self {
        Self {
            kind,
            ..Self::default()
        }
    }

    /// A run of text.
    pub fn text(content: impl Into<String>) -> Self {
        Self::of(RichTextKind::Text(Text {
            content: content.into(),
            ..Text::default()
        }))
    }

    /// A formula in the middle of a text.
    pub fn equation(expression: impl Into<String>) -> Self {
        Self::of(RichTextKind::Equation(Equation {
            expression: expression.into(),
            ..Equation::default()
        }))
    }

    /// A mention of anything that can be mentioned.
    pub fn mention(kind: MentionKind) -> Self {
        Self::of(RichTextKind::Mention(Box::new(Mention {
            kind,
            ..Mention::default()
        })))
    }

    /// A mention of a user.
    pub fn mention_user(id: UserId) -> Self {
        Self::mention(MentionKind::User(User::new(id)))
    }

    /// A mention of a page.
    pub fn mention_page<S>(id: PageId<S>) -> Self {
        Self::mention(MentionKind::Page(PageReference::new(id.cast::<()>())))
    }

    /// A mention of a database.
    pub fn mention_database(id: DatabaseId) -> Self {
        Self::mention(MentionKind::Database(DatabaseReference::new(id)))
    }

    /// A mention of a date.
    pub fn mention_date(date: impl Into<DateValue>) -> Self {
        Self::mention(MentionKind::Date(date.into()))
    }

    /// The same run with a link under its text. Changes nothing where the run is no text.
    #[must_use]
    pub fn link(mut self, url: impl Into<String>) -> Self {
        if let RichTextKind::Text(text) = &mut self.kind {
            text.link = Some(Link {
                url: url.into(),
                ..Link::default()
            });
        }
        self
    }

    /// The same run in bold.
    #[must_use]
    pub fn bold(self) -> Self {
        self.annotate(|looks| looks.bold = true)
    }

    /// The same run in italics.
    #[must_use]
    pub fn italic(self) -> Self {
        self.annotate(|looks| looks.italic = true)
    }

    /// The same run, struck through.
    #[must_use]
    pub fn strikethrough(self) -> Self {
        self.annotate(|looks| looks.strikethrough = true)
    }

    /// The same run, underlined.
    #[must_use]
    pub fn underline(self) -> Self {
        self.annotate(|looks| looks.underline = true)
    }

    /// The same run as code.
    #[must_use]
    pub fn code(self) -> Self {
        self.annotate(|looks| looks.code = true)
    }

    /// The same run in a colour.
    #[must_use]
    pub fn color(self, color: Color) -> Self {
        self.annotate(|looks| looks.color = color)
    }

    fn annotate(mut self, change: impl FnOnce(&mut Annotations)) -> Self {
        change(self.annotations.get_or_insert_default());
        self
    }

    /// Returns the run as plain text: the title for a link that is shown by its title, else Notion's plain text, else the
    /// content of the run. A mention that was made locally is empty, because only Notion knows its name.
    pub fn to_plain_text(&self) -> &str {
        // Notion says the address of a link that is shown by its title.
        if let RichTextKind::Mention(mention) = &self.kind
            && let Some(title) = mention.title()
        {
            return title;
        }
        if !self.plain_text.is_empty() {
            return &self.plain_text;
        }
        match &self.kind {
            RichTextKind::Text(text) => &text.content,
            RichTextKind::Equation(equation) => &equation.expression,
            RichTextKind::Mention(mention) => mention.plain_text(),
            RichTextKind::Untyped | RichTextKind::Unknown(_) => "",
        }
    }
}

/// One run without looks.
impl From<&str> for RichText {
    fn from(content: &str) -> Self {
        Self::text(content)
    }
}

/// One run without looks.
impl From<String> for RichText {
    fn from(content: String) -> Self {
        Self::text(content)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::known;

    #[test]
    fn looks_are_put_on_runs() {
        let run = RichText::text("x")
            .bold()
            .italic()
            .strikethrough()
            .underline()
            .code()
            .color(Color::RedBackground);
        assert_eq!(
            serde_json::to_value(&run).unwrap(),
            serde_json::json!({"type": "text", "text": {"content": "x"}, "annotations": {"bold": true, "italic": true,
                "strikethrough": true, "underline": true, "code": true, "color": "red_background"}})
        );
        let link = RichText::text("x").link("https://example.com");
        assert_eq!(
            serde_json::to_value(&link).unwrap(),
            serde_json::json!({"type": "text", "text": {"content": "x", "link": {"url": "https://example.com"}}})
        );
        assert_eq!(RichText::equation("x").link("u"), RichText::equation("x"));
    }

    #[test]
    fn runs_that_are_no_text_are_made() {
        let id = "00000000-0000-4000-8000-0000000000fa";
        for (run, json) in [
            (
                RichText::equation("e=mc^2"),
                serde_json::json!({"type": "equation", "equation": {"expression": "e=mc^2"}}),
            ),
            (
                RichText::mention_user(id.parse().unwrap()),
                serde_json::json!({"type": "mention", "mention": {"type": "user", "user": {"object": "user", "id": id}}}),
            ),
            (
                RichText::mention_page(id.parse::<PageId>().unwrap()),
                serde_json::json!({"type": "mention", "mention": {"type": "page", "page": {"id": id}}}),
            ),
            (
                RichText::mention_database(id.parse().unwrap()),
                serde_json::json!({"type": "mention", "mention": {"type": "database", "database": {"id": id}}}),
            ),
            (
                RichText::mention_date("2026-06-27"),
                serde_json::json!({"type": "mention", "mention": {"type": "date",
                    "date": {"start": "2026-06-27", "end": null, "time_zone": null}}}),
            ),
        ] {
            assert_eq!(serde_json::to_value(&run).unwrap(), json);
        }
    }

    #[test]
    fn requests_may_leave_out_what_notion_answers_with() {
        let run: RichText = known(
            r#"{"text": {"content": "x", "link": {"type": "url", "url": "u"}}, "annotations": {"bold": true}}"#,
        );
        assert!(
            run.annotations
                .as_ref()
                .is_some_and(|looks| looks.bold && looks.color == Color::Default)
        );
        assert_eq!(run.to_plain_text(), "x");
    }

    #[test]
    fn a_link_with_a_title_reads_as_the_title() {
        for (title, text) in [
            (r#", "title": "Example""#, "Example"),
            (", \"title\": \"\"", "https://example.com"),
            (r#", "title": " ""#, "https://example.com"),
            (r#", "title": null"#, "https://example.com"),
            ("", "https://example.com"),
        ] {
            for plain_text in ["https://example.com", ""] {
                let run: RichText = known(&format!(
                    r#"{{"type": "mention", "mention": {{"type": "link_mention",
                    "link_mention": {{"href": "https://example.com"{title}}}}},
                    "plain_text": "{plain_text}", "href": "https://example.com"}}"#
                ));
                assert_eq!(run.to_plain_text(), text, "{title} {plain_text}");
            }
        }
    }

    #[test]
    fn plain_text_is_what_notion_says() {
        let named: RichText = known(
            r#"{"type": "mention", "mention": {"type": "page",
            "page": {"id": "00000000-0000-4000-8000-0000000000fa"}}, "plain_text": "Plans", "href": null}"#,
        );
        assert_eq!(
            plain_text(&["To ".into(), named, RichText::equation("x")]),
            "To Plansx"
        );
    }
}
