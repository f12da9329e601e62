//! Text: titles, rich text, URLs, e-mail addresses and phone numbers.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

pub use notion_content::RichText;
use notion_content::{MAX_TEXT_CHARACTERS, MAX_TEXT_RUNS, split};
use notion_vocabulary::PropertyType;
use notion_vocabulary::limits::{MAX_CONTACT_CHARACTERS, MAX_SHOWN_REFERENCES, MAX_URL_CHARACTERS};
use serde::de::{Deserializer, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use crate::schema::fingerprint;
use crate::schema::property::property_via;
use crate::schema::{Codec, Kind, PropertyAs, Refusal, flag, kind, rule};

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

/// The codec of plain text in runs: a title or a rich text.
pub struct Runs<K>(PhantomData<K>);

#[diagnostic::do_not_recommend]
impl<K: Kind> Codec for Runs<K> {
    type Value = String;
    type Kind = K;

    fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<String, D::Error> {
        decode_runs(content)
    }
    /// Notion has an empty list if there is no text.
    fn decode_optional<'de, D: Deserializer<'de>>(content: D) -> Result<Option<String>, D::Error> {
        Ok(Some(decode_runs(content)?).filter(|text| !text.is_empty()))
    }
    fn encode<Z: Serializer>(text: &String, content: Z) -> Result<Z::Ok, Z::Error> {
        encode_runs(text, content)
    }
    fn is_empty(text: &String) -> bool {
        text.is_empty()
    }
    fn fingerprint(text: &String) -> u64 {
        of_text(text)
    }
    fn check(text: &String) -> Result<(), Refusal> {
        check_runs(text)
    }
}

property_via! { #[diagnostic::do_not_recommend] [] Title(String) = Runs<kind::Title> }
property_via! { #[diagnostic::do_not_recommend] [] String = Runs<kind::RichText> }

#[diagnostic::do_not_recommend]
impl PropertyAs<flag::Title> for String {
    type Codec = Runs<kind::Title>;
}

#[diagnostic::do_not_recommend]
impl PropertyAs<flag::RichText> for String {
    type Codec = Runs<kind::RichText>;
}

/// The codec of text with formatting: a title or a rich text.
pub struct Rich<K>(PhantomData<K>);

#[diagnostic::do_not_recommend]
impl<K: Kind> Codec for Rich<K> {
    type Value = RichText;
    type Kind = K;

    fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<RichText, D::Error> {
        Vec::deserialize(content).map(read)
    }
    fn encode<Z: Serializer>(text: &RichText, content: Z) -> Result<Z::Ok, Z::Error> {
        request(text).serialize(content)
    }
    fn is_empty(text: &RichText) -> bool {
        request(text).is_empty()
    }
    fn fingerprint(text: &RichText) -> u64 {
        let content = || Self::encode(text, serde_json::value::Serializer);
        fingerprint::of_part(
            text.part(),
            fingerprint::of_content(Self::is_empty(text), content),
        )
    }
    fn check(text: &RichText) -> Result<(), Refusal> {
        check_rich(text)
    }
    fn is_complete(text: &RichText) -> bool {
        text.is_complete()
    }
    fn set_complete(text: &mut RichText) {
        text.set_complete();
    }
}

property_via! { #[diagnostic::do_not_recommend] [] RichText = Rich<kind::RichText> }

#[diagnostic::do_not_recommend]
impl PropertyAs<flag::Title> for RichText {
    type Codec = Rich<kind::Title>;
}

#[diagnostic::do_not_recommend]
impl PropertyAs<flag::RichText> for RichText {
    type Codec = Rich<kind::RichText>;
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

/// The codec of a string that Notion keeps as it is, with null if there is none: `K` is the kind.
pub struct Plain<K>(PhantomData<K>);

/// A kind of property that holds a string as it is.
pub trait PlainKind: Kind {
    /// What the string is called in an error.
    const NOUN: &'static str;

    /// The most characters that Notion takes, in UTF-16 code units.
    const MAX_CHARACTERS: usize;
}

#[diagnostic::do_not_recommend]
impl<K: PlainKind> Codec for Plain<K> {
    type Value = String;
    type Kind = K;

    fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<String, D::Error> {
        Ok(Option::<String>::deserialize(content)?.unwrap_or_default())
    }
    fn encode<Z: Serializer>(text: &String, content: Z) -> Result<Z::Ok, Z::Error> {
        if text.is_empty() {
            content.serialize_unit()
        } else {
            content.serialize_str(text)
        }
    }
    fn is_empty(text: &String) -> bool {
        text.is_empty()
    }
    fn fingerprint(text: &String) -> u64 {
        of_text(text)
    }
    fn check(text: &String) -> Result<(), Refusal> {
        rule::length(K::NOUN, K::MAX_CHARACTERS, text)
    }
}

macro_rules! plain {
    ($($kind:ident $noun:literal $max:expr;)*) => {$(
        impl PlainKind for kind::$kind {
            const NOUN: &'static str = $noun;
            const MAX_CHARACTERS: usize = $max;
        }

        #[diagnostic::do_not_recommend]
        impl PropertyAs<flag::$kind> for String {
            type Codec = Plain<kind::$kind>;
        }
    )*};
}
plain! {
    Url "a URL" MAX_URL_CHARACTERS;
    Email "an e-mail address" MAX_CONTACT_CHARACTERS;
    PhoneNumber "a phone number" MAX_CONTACT_CHARACTERS;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Property;

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
