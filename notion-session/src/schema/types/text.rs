//! Text: titles, rich text, URLs, e-mail addresses and phone numbers.

use std::borrow::Cow;
use std::fmt;
use std::ops::{Deref, DerefMut};

use notion_model::{MentionKind, RichTextKind};
use serde::Deserialize;
use serde::de::{Deserializer, SeqAccess, Visitor};
use serde_json::{Value, json};

use crate::schema::fingerprint;
use crate::schema::{Encoded, Property, PropertyAs, Refusal, flag, kind};

/// How many characters Notion takes in one run of text, counted as JavaScript does, in UTF-16.
const RUN: usize = 2_000;
/// How many runs Notion takes in one property.
const RUNS: usize = 100;

/// A database's title property, as plain text.
///
/// ```
/// use notion_session::prelude::*;
///
/// #[derive(NotionSchema, Default)]
/// struct Note {
///     name: Title,
/// }
///
/// let note = Note { name: "Shopping".into() };
/// assert_eq!(&*note.name, "Shopping");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Title(pub String);

impl Deref for Title {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Title {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl From<&str> for Title {
    fn from(text: &str) -> Title {
        Title(text.to_owned())
    }
}

impl From<String> for Title {
    fn from(text: String) -> Title {
        Title(text)
    }
}

/// Text with its formatting: runs as Notion has them, as a `Vec`.
///
/// Where the formatting does not matter, a `String` field holds the text alone.
///
/// Notion's documentation says that a row comes with the first 25 pages and people that a text mentions.
/// What was recorded of Notion shows more, and nothing tells whether there are others, so that a text
/// with exactly 25 is perhaps not whole: [`is_complete`](RichText::is_complete). It is never written
/// back then, unless [`Session::complete`](crate::Session::complete) was asked for the rest.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RichText {
    runs: Vec<notion_model::RichText>,
    truncated: bool,
}

impl RichText {
    /// The text without its formatting.
    pub fn plain_text(&self) -> String {
        notion_model::plain_text(&self.runs)
    }

    /// Whether this is known to be the whole text.
    pub const fn is_complete(&self) -> bool {
        !self.truncated
    }

    /// The runs.
    pub fn into_runs(self) -> Vec<notion_model::RichText> {
        self.runs
    }

    /// A text that Notion sent with a row.
    fn read(runs: Vec<notion_model::RichText>) -> RichText {
        let mentions = runs.iter().filter(|run| is_shortened(&run.kind)).count();
        RichText {
            truncated: mentions == SHOWN,
            runs,
        }
    }
}

/// How many pages and people Notion's documentation says a text comes with.
const SHOWN: usize = 25;

/// Whether this is what there may be more of than Notion sends with a row.
fn is_shortened(run: &RichTextKind) -> bool {
    match run {
        RichTextKind::Mention(mention) => matches!(
            mention.kind,
            MentionKind::User(_) | MentionKind::Page(_) | MentionKind::Database(_)
        ),
        _ => false,
    }
}

impl Deref for RichText {
    type Target = Vec<notion_model::RichText>;

    fn deref(&self) -> &Vec<notion_model::RichText> {
        &self.runs
    }
}

impl DerefMut for RichText {
    fn deref_mut(&mut self) -> &mut Vec<notion_model::RichText> {
        &mut self.runs
    }
}

impl From<Vec<notion_model::RichText>> for RichText {
    fn from(runs: Vec<notion_model::RichText>) -> RichText {
        RichText {
            runs,
            truncated: false,
        }
    }
}

impl From<&str> for RichText {
    fn from(text: &str) -> RichText {
        let runs = runs(text).map(notion_model::RichText::text);
        RichText::from(runs.collect::<Vec<_>>())
    }
}

impl From<String> for RichText {
    fn from(text: String) -> RichText {
        RichText::from(text.as_str())
    }
}

/// The text in pieces of at most what Notion takes in one run, cut between characters.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let mut units = 0;
        let end = rest
            .char_indices()
            .find(|(_, c)| {
                units += c.len_utf16();
                units > RUN
            })
            .map_or(rest.len(), |(at, _)| at);
        let (run, after) = rest.split_at(end);
        rest = after;
        Some(run)
    })
}

fn encode_runs(text: &str) -> Encoded {
    Encoded::list(
        runs(text)
            .map(|run| json!({ "type": "text", "text": { "content": run } }))
            .collect(),
    )
}

fn of_text(text: &str) -> u64 {
    if text.is_empty() {
        fingerprint::NOTHING
    } else {
        fingerprint::of_value(text)
    }
}

fn check_runs(text: &str) -> Result<(), Refusal> {
    let count = runs(text).count();
    if count > RUNS {
        return Err(Refusal::new(format!(
            "Notion takes at most {} characters of text in a property, and this is {}",
            RUN * RUNS,
            text.encode_utf16().count()
        )));
    }
    Ok(())
}

/// The plain text of a list of runs, read without keeping the runs.
fn decode_runs<'de, D: Deserializer<'de>>(content: D) -> Result<String, D::Error> {
    #[derive(Deserialize)]
    struct Run<'a> {
        #[serde(borrow, default)]
        plain_text: Option<Cow<'a, str>>,
        #[serde(borrow, default)]
        text: Option<Text<'a>>,
    }
    #[derive(Deserialize)]
    struct Text<'a> {
        #[serde(borrow)]
        content: Cow<'a, str>,
    }
    struct Runs;

    impl<'de> Visitor<'de> for Runs {
        type Value = String;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list of runs of text")
        }
        fn visit_seq<A: SeqAccess<'de>>(self, mut runs: A) -> Result<String, A::Error> {
            let mut text = String::new();
            while let Some(run) = runs.next_element::<Run<'de>>()? {
                let plain = run.plain_text.or(run.text.map(|text| text.content));
                match plain {
                    Some(plain) if text.is_empty() => text = plain.into_owned(),
                    Some(plain) => text.push_str(&plain),
                    None => {}
                }
            }
            Ok(text)
        }
    }

    content.deserialize_seq(Runs)
}

fn decode_runs_optional<'de, D: Deserializer<'de>>(content: D) -> Result<Option<String>, D::Error> {
    Ok(Some(decode_runs(content)?).filter(|text| !text.is_empty()))
}

#[diagnostic::do_not_recommend]
impl Property for Title {
    type Kind = kind::Title;

    fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error> {
        decode_runs(content).map(Title)
    }
    fn encode(&self) -> Encoded {
        encode_runs(&self.0)
    }
    fn fingerprint(&self) -> u64 {
        of_text(&self.0)
    }
    fn check(&self) -> Result<(), Refusal> {
        check_runs(&self.0)
    }
}

#[diagnostic::do_not_recommend]
impl Property for String {
    type Kind = kind::RichText;

    fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error> {
        decode_runs(content)
    }
    fn decode_optional<'de, D: Deserializer<'de>>(content: D) -> Result<Option<Self>, D::Error> {
        decode_runs_optional(content)
    }
    fn encode(&self) -> Encoded {
        encode_runs(self)
    }
    fn fingerprint(&self) -> u64 {
        of_text(self)
    }
    fn check(&self) -> Result<(), Refusal> {
        check_runs(self)
    }
}

macro_rules! string_as_runs {
    ($($kind:ident)*) => {$(
        #[diagnostic::do_not_recommend]
        impl PropertyAs<flag::$kind> for String {
            type Kind = kind::$kind;

            fn decode_as<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error> {
                decode_runs(content)
            }
            fn decode_optional_as<'de, D: Deserializer<'de>>(
                content: D,
            ) -> Result<Option<Self>, D::Error> {
                decode_runs_optional(content)
            }
            fn encode_as(&self) -> Encoded {
                encode_runs(self)
            }
            fn fingerprint_as(&self) -> u64 {
                of_text(self)
            }
            fn check_as(&self) -> Result<(), Refusal> {
                check_runs(self)
            }
        }

        #[diagnostic::do_not_recommend]
        impl PropertyAs<flag::$kind> for RichText {
            type Kind = kind::$kind;

            fn decode_as<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error> {
                Property::decode(content)
            }
            fn encode_as(&self) -> Encoded {
                Property::encode(self)
            }
            fn check_as(&self) -> Result<(), Refusal> {
                Property::check(self)
            }
            fn is_complete_as(&self) -> bool {
                Property::is_complete(self)
            }
            fn set_complete_as(&mut self) {
                Property::set_complete(self);
            }
        }
    )*};
}
string_as_runs! { Title RichText }

#[diagnostic::do_not_recommend]
impl Property for RichText {
    type Kind = kind::RichText;

    fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error> {
        Vec::deserialize(content).map(RichText::read)
    }
    fn encode(&self) -> Encoded {
        encode_rich(&self.runs)
    }
    fn check(&self) -> Result<(), Refusal> {
        check_rich(self)
    }
    fn is_complete(&self) -> bool {
        !self.truncated
    }
    fn set_complete(&mut self) {
        self.truncated = false;
    }
}

fn encode_rich(runs: &[notion_model::RichText]) -> Encoded {
    match serde_json::to_value(runs) {
        Ok(Value::Array(runs)) => Encoded::list(runs),
        _ => Encoded::list(Vec::new()),
    }
}

fn check_rich(RichText { runs, truncated }: &RichText) -> Result<(), Refusal> {
    if *truncated {
        return Err(Refusal::new(format!(
            "Notion shows {SHOWN} pages and people with a text, so that there may be more of it, which \
             writing this back would drop; complete the text first"
        )));
    }
    if runs.len() > RUNS {
        return Err(Refusal::new(format!(
            "Notion takes at most {RUNS} runs of text in a property, and these are {}",
            runs.len()
        )));
    }
    let long = runs
        .iter()
        .map(|run| run.plain_text.encode_utf16().count())
        .max();
    match long {
        Some(length) if length > RUN => Err(Refusal::new(format!(
            "Notion takes at most {RUN} characters in a run of text, and one of these has {length}"
        ))),
        _ => Ok(()),
    }
}

/// Text that Notion keeps as it is, null where there is none.
macro_rules! string_as_plain {
    ($($kind:ident $what:literal $most:literal;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl PropertyAs<flag::$kind> for String {
            type Kind = kind::$kind;

            fn decode_as<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error> {
                Ok(Option::<String>::deserialize(content)?.unwrap_or_default())
            }
            fn encode_as(&self) -> Encoded {
                if self.is_empty() { Encoded::null() } else { Encoded::value(self.as_str()) }
            }
            fn fingerprint_as(&self) -> u64 {
                of_text(self)
            }
            fn check_as(&self) -> Result<(), Refusal> {
                let length = self.encode_utf16().count();
                if length > $most {
                    return Err(Refusal::new(format!(
                        concat!("Notion takes at most {} characters in ", $what, ", and this has {}"),
                        $most, length
                    )));
                }
                Ok(())
            }
        }
    )*};
}
string_as_plain! {
    Url "a URL" 2_000;
    Email "an e-mail address" 200;
    PhoneNumber "a phone number" 200;
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn runs_are_cut_between_characters_and_counted_as_javascript_counts() {
        let text = "a".repeat(1_999) + "🕐" + "b";
        let lengths: Vec<_> = runs(&text).map(|run| run.encode_utf16().count()).collect();
        // The clock takes two units and so does not fit behind 1,999 others.
        assert_eq!(lengths, [1_999, 3]);
    }

    #[test]
    fn what_does_not_fit_in_a_hundred_runs_is_refused() {
        assert!(check_runs(&"x".repeat(200_000)).is_ok());
        let refusal = check_runs(&"x".repeat(200_001)).unwrap_err();
        assert!(
            refusal.0.contains("200000") && refusal.0.contains("200001"),
            "{}",
            refusal.0
        );
    }

    proptest! {
        #[test]
        fn runs_put_together_are_the_text(text in "\\PC{0,50}", times in 0usize..200) {
            let text = text.repeat(times);
            prop_assert_eq!(runs(&text).collect::<String>(), text.clone());
            prop_assert!(runs(&text).all(|run| run.encode_utf16().count() <= RUN));
        }
    }
}
