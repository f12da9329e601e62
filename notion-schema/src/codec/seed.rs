//! Small seeds for `serde`: keys and words that are compared and not kept.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use jiff::Timestamp;
use serde::de::{DeserializeSeed, Deserializer, Error, Visitor};

/// A key of an object, as its place in a list of the keys that are wanted.
pub(crate) struct Key<'k>(pub(crate) &'k [&'k str]);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, key: D) -> Result<Self::Value, D::Error> {
        key.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }
    fn visit_str<E>(self, key: &str) -> Result<Option<usize>, E> {
        Ok(self.0.iter().position(|wanted| *wanted == key))
    }
}

/// A word that should be this one: `None`, or the other word that it is.
pub(crate) struct Word(pub(crate) &'static str);

impl<'de> DeserializeSeed<'de> for Word {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(self, word: D) -> Result<Self::Value, D::Error> {
        word.deserialize_str(self)
    }
}

impl Visitor<'_> for Word {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a word")
    }
    fn visit_str<E>(self, word: &str) -> Result<Option<String>, E> {
        Ok((word != self.0).then(|| word.to_owned()))
    }
}

/// A text that is parsed where it stands: for `deserialize_with`, and to be called.
pub(crate) fn parsed<'de, T, D>(text: D) -> Result<T, D::Error>
where
    T: FromStr<Err: fmt::Display>,
    D: Deserializer<'de>,
{
    text.deserialize_str(Parsed(PhantomData))
}

struct Parsed<T>(PhantomData<T>);

impl<T: FromStr<Err: fmt::Display>> Visitor<'_> for Parsed<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }
}

/// An id of Notion, which is a UUID.
pub(crate) fn id<'de, T: From<uuid::Uuid>, D: Deserializer<'de>>(text: D) -> Result<T, D::Error> {
    parsed::<uuid::Uuid, D>(text).map(T::from)
}

/// An instant.
pub fn instant<'de, D: Deserializer<'de>>(text: D) -> Result<Timestamp, D::Error> {
    struct Instant;
    impl Visitor<'_> for Instant {
        type Value = Timestamp;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a time")
        }
        fn visit_str<E: Error>(self, text: &str) -> Result<Timestamp, E> {
            super::time::instant(text).map_err(E::custom)
        }
    }
    text.deserialize_str(Instant)
}
