//! Text: titles, rich text, URLs, e-mail addresses and phone numbers.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

pub use notion_content::RichText;
use notion_content::{MAX_TEXT_CHARACTERS, MAX_TEXT_RUNS, split};
use notion_vocabulary::PropertyType;
use notion_vocabulary::limits::{MAX_CONTACT_CHARACTERS, MAX_SHOWN_REFERENCES, MAX_URL_CHARACTERS};
use serde::de::{Deserializer, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use crate::schema::fingerprint;
use crate::schema::{Property, PropertyAs, Refusal, flag, kind, rule};

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

/// A text that Notion sent with a row.
fn read(runs: Vec<notion_model::RichText>) -> RichText {
    let references = notion_content::references(&runs);
    if PropertyType::RichText
        .truncation()
        .may_omit(references, None)
    {
        RichText::truncated(runs)
    } else {
        runs.into()
    }
}

fn encode_runs<Z: Serializer>(text: &str, content: Z) -> Result<Z::Ok, Z::Error> {
    #[derive(Serialize)]
    struct Run<'a> {
        r#type: &'static str,
        text: Text<'a>,
    }
    #[derive(Serialize)]
    struct Text<'a> {
        content: &'a str,
    }
    content.collect_seq(split(text).map(|run| Run {
        r#type: "text",
        text: Text { content: run },
    }))
}

fn of_text(text: &str) -> u64 {
    if text.is_empty() {
        fingerprint::NOTHING
    } else {
        fingerprint::of_value(text)
    }
}

fn check_runs(text: &str) -> Result<(), Refusal> {
    let count = split(text).count();
    if count > MAX_TEXT_RUNS {
        return Err(Refusal::new(format!(
            "Notion takes at most {} characters of text in a property, and this is {}",
            MAX_TEXT_CHARACTERS * MAX_TEXT_RUNS,
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
    fn encode<Z: Serializer>(&self, content: Z) -> Result<Z::Ok, Z::Error> {
        encode_runs(&self.0, content)
    }
    fn is_empty(&self) -> bool {
        self.0.is_empty()
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
    fn encode<Z: Serializer>(&self, content: Z) -> Result<Z::Ok, Z::Error> {
        encode_runs(self, content)
    }
    fn is_empty(&self) -> bool {
        self.as_str().is_empty()
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
            fn encode_as<Z: Serializer>(&self, content: Z) -> Result<Z::Ok, Z::Error> {
                encode_runs(self, content)
            }
            fn is_empty_as(&self) -> bool {
                self.as_str().is_empty()
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
            fn encode_as<Z: Serializer>(&self, content: Z) -> Result<Z::Ok, Z::Error> {
                Property::encode(self, content)
            }
            fn is_empty_as(&self) -> bool {
                Property::is_empty(self)
            }
            fn fingerprint_as(&self) -> u64 {
                Property::fingerprint(self)
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
        Vec::deserialize(content).map(read)
    }
    fn encode<Z: Serializer>(&self, content: Z) -> Result<Z::Ok, Z::Error> {
        encode_rich(self, content)
    }
    fn is_empty(&self) -> bool {
        request(self).is_empty()
    }
    fn fingerprint(&self) -> u64 {
        let content = || Property::encode(self, serde_json::value::Serializer);
        fingerprint::of_part(
            self.part(),
            fingerprint::of_content(Property::is_empty(self), content),
        )
    }
    fn check(&self) -> Result<(), Refusal> {
        check_rich(self)
    }
    fn is_complete(&self) -> bool {
        RichText::is_complete(self)
    }
    fn set_complete(&mut self) {
        RichText::set_complete(self);
    }
}

fn encode_rich<Z: Serializer>(text: &RichText, content: Z) -> Result<Z::Ok, Z::Error> {
    request(text).serialize(content)
}

/// What is refused is as it is, to be told apart from other texts; it is never sent.
fn request(text: &RichText) -> Vec<notion_model::RichText> {
    text.to_request().unwrap_or_else(|_| text.to_vec())
}

fn check_rich(text: &RichText) -> Result<(), Refusal> {
    if !text.is_complete() {
        return Err(Refusal::new(format!(
            "Notion shows {MAX_SHOWN_REFERENCES} pages and people with a text, so that there may be more of it, which \
             writing this back would drop; complete the text first"
        )));
    }
    match text.to_request() {
        Ok(_) => Ok(()),
        Err(reason) => Err(Refusal::new(reason.to_string())),
    }
}

/// Text that Notion keeps as it is, null where there is none.
macro_rules! string_as_plain {
    ($($kind:ident $what:literal $most:expr;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl PropertyAs<flag::$kind> for String {
            type Kind = kind::$kind;

            fn decode_as<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error> {
                Ok(Option::<String>::deserialize(content)?.unwrap_or_default())
            }
            fn encode_as<Z: Serializer>(&self, content: Z) -> Result<Z::Ok, Z::Error> {
                if self.is_empty() { content.serialize_unit() } else { content.serialize_str(self) }
            }
            fn is_empty_as(&self) -> bool {
                self.is_empty()
            }
            fn fingerprint_as(&self) -> u64 {
                of_text(self)
            }
            fn check_as(&self) -> Result<(), Refusal> {
                rule::length($what, $most, self)
            }
        }
    )*};
}
string_as_plain! {
    Url "a URL" MAX_URL_CHARACTERS;
    Email "an e-mail address" MAX_CONTACT_CHARACTERS;
    PhoneNumber "a phone number" MAX_CONTACT_CHARACTERS;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_in_a_hundred_runs_is_refused() {
        let long = "x".repeat(200_001);
        assert!(check_runs(&long[1..]).is_ok());
        let refusal = check_runs(&long).unwrap_err();
        assert!(
            refusal.0.contains("200000") && refusal.0.contains("200001"),
            "{}",
            refusal.0
        );
        assert!(check_rich(&long[1..].into()).is_ok());
        assert!(check_rich(&long.into()).is_err());
    }

    #[test]
    fn a_text_is_sent_as_notion_keeps_it_and_told_apart_so() {
        let cut = notion_content::bold("a") + notion_content::bold("b");
        let whole = notion_content::bold("ab");
        assert_eq!(Property::fingerprint(&cut), Property::fingerprint(&whole));
        assert_ne!(
            Property::fingerprint(&cut),
            Property::fingerprint(&RichText::from("ab"))
        );
    }
}
