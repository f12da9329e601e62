//! Making rich text: from plain text, by functions, and by `+`.

use std::ops::{Add, AddAssign};

use notion_model::{CustomEmojiId, DateValue, RichText as Run};

use super::{IntoMention, Part, RichText};

/// Text without looks. The same as `RichText::from`.
pub fn text(text: impl Into<RichText>) -> RichText {
    text.into()
}

/// Text in bold.
pub fn bold(text: impl Into<RichText>) -> RichText {
    text.into().bold()
}

/// Text in italics.
pub fn italic(text: impl Into<RichText>) -> RichText {
    text.into().italic()
}

/// Text struck through.
pub fn strikethrough(text: impl Into<RichText>) -> RichText {
    text.into().strikethrough()
}

/// Text underlined.
pub fn underline(text: impl Into<RichText>) -> RichText {
    text.into().underline()
}

/// Code in the middle of a text. A block of it is [`code`](crate::code).
pub fn inline_code(text: impl Into<RichText>) -> RichText {
    text.into().code()
}

/// Text with a link under it.
pub fn link(text: impl Into<RichText>, url: impl Into<String>) -> RichText {
    text.into().link(url)
}

/// A formula in KaTeX's language in the middle of a text. A block of it is [`equation`](crate::equation).
pub fn inline_equation(expression: impl Into<String>) -> RichText {
    Run::equation(expression).into()
}

/// A mention of a user, a page, a database, a date or a custom emoji.
///
/// ```
/// use notion_content::{mention, model::UserId};
///
/// let ada: UserId = "00000000-0000-4000-8000-0000000000fa".parse()?;
/// let text = "Ask " + mention(ada) + ".";
/// assert_eq!(text.len(), 3);
/// # Ok::<(), notion_content::model::ParseIdError>(())
/// ```
pub fn mention(what: impl IntoMention) -> RichText {
    Run::mention(what.into_mention()).into()
}

/// A mention of a day, a time, or a range from one to another.
///
/// ```
/// use notion_content::{mention_date, model::DateValue};
///
/// let text = "From " + mention_date(DateValue::range("2026-11-22", "2026-11-24")) + " on";
/// assert_eq!(text.plain_text(), "From 2026-11-22 on");
/// ```
pub fn mention_date(date: impl Into<DateValue>) -> RichText {
    mention(date.into())
}

/// An emoji that the workspace added.
pub fn custom_emoji(id: CustomEmojiId) -> RichText {
    mention(id)
}

impl From<&str> for RichText {
    fn from(text: &str) -> Self {
        if text.is_empty() {
            return Self::new();
        }
        Run::text(text).into()
    }
}

impl From<String> for RichText {
    fn from(text: String) -> Self {
        if text.is_empty() {
            return Self::new();
        }
        Run::text(text).into()
    }
}

impl From<&String> for RichText {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<Run> for RichText {
    fn from(run: Run) -> Self {
        vec![run].into()
    }
}

impl From<Vec<Run>> for RichText {
    fn from(runs: Vec<Run>) -> Self {
        Self {
            runs,
            part: Part::WHOLE,
        }
    }
}

impl<const N: usize> From<[Run; N]> for RichText {
    fn from(runs: [Run; N]) -> Self {
        Vec::from(runs).into()
    }
}

impl From<&[Run]> for RichText {
    fn from(runs: &[Run]) -> Self {
        runs.to_vec().into()
    }
}

impl From<&RichText> for RichText {
    fn from(text: &RichText) -> Self {
        text.clone()
    }
}

impl From<RichText> for Vec<Run> {
    fn from(text: RichText) -> Self {
        text.runs
    }
}

impl<T: Into<RichText>> Extend<T> for RichText {
    fn extend<I: IntoIterator<Item = T>>(&mut self, texts: I) {
        for text in texts {
            *self += text;
        }
    }
}

/// The texts one behind the other.
impl<T: Into<RichText>> FromIterator<T> for RichText {
    fn from_iter<I: IntoIterator<Item = T>>(texts: I) -> Self {
        let mut all = Self::new();
        all.extend(texts);
        all
    }
}

impl<T: Into<RichText>> Add<T> for RichText {
    type Output = Self;

    fn add(mut self, text: T) -> Self {
        self += text;
        self
    }
}

impl<T: Into<RichText>> AddAssign<T> for RichText {
    fn add_assign(&mut self, text: T) {
        let mut text = text.into();
        self.runs.append(&mut text.runs);
        self.part = self.part.or(text.part);
    }
}

impl Add<RichText> for &str {
    type Output = RichText;

    fn add(self, text: RichText) -> RichText {
        RichText::from(self) + text
    }
}

// Not for `String`: a second `Add` for it would take `owned + &other_owned` away from everybody who uses this crate.

#[cfg(test)]
mod tests {
    use notion_model::Color;
    use serde_json::json;

    use super::*;

    #[test]
    fn looks_are_put_on_every_run_and_links_on_text_alone() {
        let text = ("a" + inline_equation("x"))
            .bold()
            .italic()
            .strikethrough()
            .underline()
            .code()
            .color(Color::Red)
            .link("https://example.com");
        let looks = json!({"bold": true, "italic": true, "strikethrough": true, "underline": true, "code": true,
            "color": "red"});
        assert_eq!(
            serde_json::to_value(text.runs()).unwrap(),
            json!([
                {"type": "text", "text": {"content": "a", "link": {"url": "https://example.com"}}, "annotations": looks},
                {"type": "equation", "equation": {"expression": "x"}, "annotations": looks},
            ])
        );
    }

    #[test]
    fn texts_are_joined_whatever_they_are_made_of() {
        let owned = String::from("b");
        let mut text = "a" + bold(&owned) + Run::text("c") + String::from("d");
        text += italic("e");
        text.extend(["f", "g"]);
        assert_eq!(text.plain_text(), "abcdefg");
        assert_eq!((owned + &String::from("y")), "by");
        assert_eq!(["a", "b"].into_iter().collect::<RichText>(), "ab".into());
        assert!(RichText::from("").is_empty() && RichText::from(String::new()).is_empty());
    }
}
