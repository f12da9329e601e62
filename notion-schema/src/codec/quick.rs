//! A deserializer for values of the form in which Notion sends nearly all of them. It is faster than `serde_json`, which
//! has to be ready for every other form: strings without escapes are borrowed, and ignored members are skipped in strides.
//!
//! It gives up on everything else: escapes, numbers of more than 18 digits, deep nesting, and values that do not fit the
//! type. `serde_json` then reads the same bytes from their start, and reports what is wrong with them.

use std::fmt;

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess,
    Visitor,
};
use serde::forward_to_deserialize_any;

use super::{Members, Scan, first};

/// The maximum nesting of lists and objects. `serde_json` has a limit of 128; Notion's values have a depth of about 10.
const MAX_DEPTH: usize = 64;

/// A reader of values.
pub(crate) struct Quick<'s, 't> {
    scan: &'s mut Scan<'t>,
    depth: usize,
}

/// The value has to be read by `serde_json`.
#[derive(Debug)]
pub(crate) struct GivenUp;

impl<'t> Scan<'t> {
    /// Reads a value, by `serde_json` if it does not have the usual form.
    pub(crate) fn value<T: Deserialize<'t>>(&mut self) -> Result<T, serde_json::Error> {
        let start = self.at();
        if let Ok(value) = T::deserialize(&mut Quick::new(self)) {
            return Ok(value);
        }
        self.back_to(start);
        let (value, length) = first(self.rest())?;
        self.advance(length);
        Ok(value)
    }
}

impl<'s, 't> Quick<'s, 't> {
    /// Creates a reader at the position of the scan. After it gives up, the position is undefined.
    pub(crate) fn new(scan: &'s mut Scan<'t>) -> Quick<'s, 't> {
        Quick { scan, depth: 0 }
    }

    fn word(&mut self, word: &str) -> Result<(), GivenUp> {
        if self.scan.word(word) {
            Ok(())
        } else {
            Err(GivenUp)
        }
    }

    fn number<V: Visitor<'t>>(&mut self, visitor: V) -> Result<V::Value, GivenUp> {
        /// The digits that every `i64` and `u64` can hold.
        const MAX_DIGITS: usize = 18;

        let start = self.scan.at();
        self.scan.skip().map_err(|_| GivenUp)?;
        let text = self.scan.since(start);
        let digits = text.strip_prefix('-').unwrap_or(text);
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            let number = serde_json::from_str(text).map_err(|_| GivenUp)?;
            return visitor.visit_f64(number);
        }
        if digits.len() > MAX_DIGITS || digits.starts_with('0') && text != "0" {
            return Err(GivenUp);
        }
        if digits.len() == text.len() {
            visitor.visit_u64(text.parse().map_err(|_| GivenUp)?)
        } else {
            visitor.visit_i64(text.parse().map_err(|_| GivenUp)?)
        }
    }

    /// Reads a list or an object with a function that reads its members.
    fn members<T>(
        &mut self,
        bracket: u8,
        read: impl FnOnce(&mut Inside<'_, 's, 't>) -> Result<T, GivenUp>,
    ) -> Result<T, GivenUp> {
        if self.depth == MAX_DEPTH {
            return Err(GivenUp);
        }
        self.depth += 1;
        let members = self.scan.open(bracket).map_err(|_| GivenUp)?;
        let mut inside = Inside {
            json: self,
            members,
            ended: false,
        };
        let value = read(&mut inside)?;
        if !inside.ended {
            return Err(GivenUp);
        }
        self.depth -= 1;
        Ok(value)
    }
}

impl<'de> Deserializer<'de> for &mut Quick<'_, 'de> {
    type Error = GivenUp;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GivenUp> {
        match self.scan.peek() {
            Some(b'"') => visitor.visit_borrowed_str(self.scan.plain_text().ok_or(GivenUp)?),
            Some(b'{') => self.members(b'{', |inside| visitor.visit_map(inside)),
            Some(b'[') => self.members(b'[', |inside| visitor.visit_seq(inside)),
            Some(b'n') => self.word("null").and_then(|()| visitor.visit_unit()),
            Some(b't') => self.word("true").and_then(|()| visitor.visit_bool(true)),
            Some(b'f') => self.word("false").and_then(|()| visitor.visit_bool(false)),
            Some(b'-' | b'0'..=b'9') => self.number(visitor),
            _ => Err(GivenUp),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GivenUp> {
        match self.scan.peek() {
            Some(b'n') => self.word("null").and_then(|()| visitor.visit_none()),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, GivenUp> {
        // What `serde_json` alone knows how to read.
        if name.starts_with('$') {
            return Err(GivenUp);
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, GivenUp> {
        self.scan.peek();
        let text = self.scan.plain_text().ok_or(GivenUp)?;
        visitor.visit_enum(text.into_deserializer())
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, GivenUp> {
        self.scan.skip().map_err(|_| GivenUp)?;
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct identifier
    }
}

/// The members of a list or an object.
struct Inside<'q, 's, 't> {
    json: &'q mut Quick<'s, 't>,
    members: Members,
    ended: bool,
}

impl<'t> SeqAccess<'t> for &mut Inside<'_, '_, 't> {
    type Error = GivenUp;

    fn next_element_seed<T: DeserializeSeed<'t>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, GivenUp> {
        let scan = &mut self.json.scan;
        if !scan.next_element(&mut self.members).map_err(|_| GivenUp)? {
            self.ended = true;
            return Ok(None);
        }
        seed.deserialize(&mut *self.json).map(Some)
    }
}

impl<'t> MapAccess<'t> for &mut Inside<'_, '_, 't> {
    type Error = GivenUp;

    fn next_key_seed<K: DeserializeSeed<'t>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, GivenUp> {
        let scan = &mut self.json.scan;
        if !scan.next_property(&mut self.members).map_err(|_| GivenUp)? {
            self.ended = true;
            return Ok(None);
        }
        let key = scan.plain_text().ok_or(GivenUp)?;
        scan.colon().map_err(|_| GivenUp)?;
        seed.deserialize(BorrowedStrDeserializer::new(key))
            .map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'t>>(&mut self, seed: T) -> Result<T::Value, GivenUp> {
        seed.deserialize(&mut *self.json)
    }
}

impl fmt::Display for GivenUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not of the usual form")
    }
}

impl std::error::Error for GivenUp {}

impl Error for GivenUp {
    fn custom<T: fmt::Display>(_message: T) -> GivenUp {
        GivenUp
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::values;
    use super::*;
    use proptest::prelude::*;
    use serde::Deserialize;
    use serde::de::DeserializeOwned;
    use serde_json::Value;
    use serde_json::value::RawValue;

    fn read<T: DeserializeOwned>(text: &str) -> Result<(T, usize), GivenUp> {
        let mut scan = Scan::new(text);
        let value = T::deserialize(&mut Quick::new(&mut scan))?;
        Ok((value, scan.at()))
    }

    #[derive(Debug, Deserialize, PartialEq)]
    struct Run {
        r#type: Type,
        text: Option<Text>,
        href: Option<String>,
    }

    #[derive(Debug, Deserialize, PartialEq)]
    struct Text {
        content: String,
    }

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(rename_all = "snake_case")]
    enum Type {
        Text,
    }

    #[test]
    fn a_run_of_text_is_read_and_what_is_not_asked_for_is_skipped() {
        let json = r#"{"type":"text","text":{"content":"a","link":null},"annotations":{"bold":false,
            "color":"default"},"plain_text":"a","href":null},"next""#;
        let (run, end) = read::<Run>(json).unwrap();
        let expected = Run {
            r#type: Type::Text,
            text: Some(Text {
                content: "a".to_owned(),
            }),
            href: None,
        };
        assert_eq!((run, &json[end..]), (expected, ",\"next\""));
    }

    #[test]
    fn what_is_unusual_is_left_to_serde_json() {
        assert!(read::<String>(r#""a\nb""#).is_err());
        assert!(read::<Value>(r#"{"a\n":1}"#).is_err());
        assert!(read::<Box<RawValue>>("1").is_err());
        assert!(read::<Value>(&"[".repeat(MAX_DEPTH + 1)).is_err());
        for broken in [
            "", "{", "[1", "[1,]", "{\"a\"}", "01", "-", "1.", "nul", "tru", "{]", "[}",
        ] {
            assert!(read::<Value>(broken).is_err(), "{broken}");
        }
        assert!(read::<Text>(r#"{"content":5}"#).is_err());
        assert!(read::<Value>("1000000000000000000").is_err());
        assert!(read::<(u8, u8)>("[1,2,3]").is_err(), "there is more");
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_serde_json_reads(value in values(), pretty in any::<bool>()) {
            let json = if pretty { format!("{value:#}") } else { value.to_string() };
            let expected: Value = serde_json::from_str(&json).unwrap();
            match read::<Value>(&format!("{json},\"next\"")) {
                Ok(read) => prop_assert_eq!(read, (expected, json.len())),
                // Escapes, and numbers beyond a number's type.
                Err(GivenUp) => prop_assert!(json.contains('\\') || json.bytes().filter(u8::is_ascii_digit).count() > 18, "{}", json),
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in "[\\[\\]{}\",:a1.e\\-ntf\\\\é ]{0,30}") {
            let _ = read::<Value>(&text);
            let _ = read::<Run>(&text);
        }
    }
}
