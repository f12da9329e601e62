//! A cursor in a JSON text, which moves forward once: it reads what is needed and skips the rest.
//!
//! The outer shape of an answer (lists, pages, names of properties) is simple enough to be walked here. Values are read by
//! [`Quick`](super::Quick) and `serde_json`, which report where they ended. Skipping looks for quotes and brackets only,
//! eight bytes at a time, and does not check what is between them: a value that nobody reads is not worth the time.

use std::borrow::Cow;

use serde::de::{Deserialize, Error as _};
use serde_json::Error;

/// A position in a JSON text.
#[derive(Debug, Clone)]
pub(crate) struct Scan<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Scan<'t> {
    pub(crate) const fn new(text: &'t str) -> Scan<'t> {
        Scan { text, at: 0 }
    }

    /// Returns the position, in bytes.
    pub(crate) const fn at(&self) -> usize {
        self.at
    }

    /// Returns to an earlier position.
    pub(crate) const fn back_to(&mut self, at: usize) {
        self.at = at;
    }

    /// Returns the rest of the text.
    #[inline]
    pub(crate) fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Returns the text from an earlier position to this one.
    pub(crate) fn since(&self, start: usize) -> &'t str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// Moves forward by bytes that were read by other means.
    pub(crate) const fn advance(&mut self, bytes: usize) {
        self.at += bytes;
    }

    /// Goes into an object or a list.
    #[inline]
    pub(crate) fn open(&mut self, bracket: u8) -> Result<Members, Error> {
        self.expect(bracket)?;
        Ok(Members { first: true })
    }

    /// The next key of an object; behind the last one, `None`.
    pub(crate) fn next_key(
        &mut self,
        members: &mut Members,
    ) -> Result<Option<Cow<'t, str>>, Error> {
        if !self.next_property(members)? {
            return Ok(None);
        }
        self.key().map(Some)
    }

    /// Returns true if an object has one more key, which stands here then.
    #[inline]
    pub(crate) fn next_property(&mut self, members: &mut Members) -> Result<bool, Error> {
        if !self.next_member(members, b'}')? {
            return Ok(false);
        }
        self.peek();
        Ok(true)
    }

    /// A key with its colon.
    pub(crate) fn key(&mut self) -> Result<Cow<'t, str>, Error> {
        let key = self.string()?;
        self.colon()?;
        Ok(key)
    }

    /// What stands between a key and its value.
    #[inline]
    pub(crate) fn colon(&mut self) -> Result<(), Error> {
        self.expect(b':')
    }

    /// Returns true if a list has one more element, which stands here then.
    #[inline]
    pub(crate) fn next_element(&mut self, members: &mut Members) -> Result<bool, Error> {
        self.next_member(members, b']')
    }

    /// A text, borrowed where nothing in it is escaped.
    pub(crate) fn string(&mut self) -> Result<Cow<'t, str>, Error> {
        self.peek();
        match self.plain_text() {
            Some(text) => Ok(Cow::Borrowed(text)),
            None => self.escaped_text().map(Cow::Owned),
        }
    }

    /// A text that begins right here, if nothing in it is escaped.
    #[inline]
    pub(crate) fn plain_text(&mut self) -> Option<&'t str> {
        let (quote, inner) = self.text.as_bytes().get(self.at..)?.split_first()?;
        let length = before_mark(inner);
        if *quote != b'"' || inner.get(length) != Some(&b'"') {
            return None;
        }
        let start = self.at + 1;
        self.at = start + length + 1;
        self.text.get(start..start + length)
    }

    fn escaped_text(&mut self) -> Result<String, Error> {
        let (text, length) = first(self.rest())?;
        self.at += length;
        Ok(text)
    }

    /// Passes over a word, if it stands right here.
    #[inline]
    pub(crate) fn word(&mut self, word: &str) -> bool {
        let rest = self.text.as_bytes().get(self.at..);
        let found = rest.is_some_and(|rest| rest.starts_with(word.as_bytes()));
        if found {
            self.at += word.len();
        }
        found
    }

    /// Passes over a value. Only its texts and brackets are looked at, to find its end: what is
    /// between them is not wanted, and not checked.
    pub(crate) fn skip(&mut self) -> Result<(), Error> {
        let first = self.peek();
        let bytes = self.text.as_bytes();
        let end = match first {
            Some(b'"') => text_end(bytes, self.at),
            Some(b'{' | b'[') => nested_end(bytes, self.at),
            // A number, a truth value or null.
            Some(b'-' | b'0'..=b'9' | b'a'..=b'z') => Some(word_end(bytes, self.at)),
            _ => return Err(self.wrong("a value")),
        };
        self.at = end.ok_or_else(|| self.wrong("a value that ends"))?;
        Ok(())
    }

    /// Nothing but spaces follows.
    pub(crate) fn end(&mut self) -> Result<(), Error> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.wrong("the end")),
        }
    }

    /// The next byte that is no space.
    #[inline]
    pub(crate) fn peek(&mut self) -> Option<u8> {
        loop {
            match self.text.as_bytes().get(self.at) {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                other => return other.copied(),
            }
        }
    }

    #[inline]
    fn next_member(&mut self, members: &mut Members, close: u8) -> Result<bool, Error> {
        match self.peek() {
            Some(byte) if byte == close => {
                self.at += 1;
                return Ok(false);
            }
            Some(b',') if !members.first => self.at += 1,
            Some(_) if members.first => {}
            _ => return Err(self.wrong("a comma or the end of a list or object")),
        }
        members.first = false;
        Ok(true)
    }

    #[inline]
    fn expect(&mut self, byte: u8) -> Result<(), Error> {
        if self.peek() == Some(byte) {
            self.at += 1;
            return Ok(());
        }
        Err(self.without(byte))
    }

    #[cold]
    fn without(&self, byte: u8) -> Error {
        self.wrong(&format!("`{}`", char::from(byte)))
    }

    #[cold]
    fn wrong(&self, expected: &str) -> Error {
        Error::custom(format!("expected {expected} at byte {}", self.at))
    }
}

/// What Notion says of text that is not formatted, which is most text: a third of what is skipped.
const PLAIN: &[u8] = br#""annotations":{"bold":false,"italic":false,"strikethrough":false,"underline":false,"code":false,"color":"default"}"#;

fn is_plain(bytes: &[u8], at: usize) -> bool {
    bytes.get(at + 1) == Some(&b'a') && bytes.get(at..).is_some_and(|rest| rest.starts_with(PLAIN))
}

/// Where an object or a list ends that begins at a place.
fn nested_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = start;
    loop {
        match bytes.get(at)? {
            b'"' if is_plain(bytes, at) => at += PLAIN.len(),
            b'"' => at = text_end(bytes, at)?,
            b'{' | b'[' => {
                depth += 1;
                at += 1;
            }
            b'}' | b']' => {
                depth -= 1;
                at += 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => at += 1,
        }
    }
}

/// Where a text ends that begins at a place.
fn text_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        at += before_mark(bytes.get(at..)?);
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            // What follows is part of the text, whatever it is.
            _ => at += 2,
        }
    }
}

/// Where a number, a truth value or null ends that begins at a place.
fn word_end(bytes: &[u8], start: usize) -> usize {
    let rest = bytes.get(start..).unwrap_or_default();
    let ends = |byte: &u8| matches!(byte, b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t');
    start + rest.iter().position(ends).unwrap_or(rest.len())
}

/// How many bytes stand before the first quotation mark or backslash. Eight bytes at a time: where a
/// byte of a word is zero, the subtraction borrows from its highest bit.
#[inline]
fn before_mark(bytes: &[u8]) -> usize {
    const ONES: u64 = u64::from_ne_bytes([0x01; 8]);
    const HIGHS: u64 = u64::from_ne_bytes([0x80; 8]);
    const QUOTES: u64 = u64::from_ne_bytes([b'"'; 8]);
    const BACKSLASHES: u64 = u64::from_ne_bytes([b'\\'; 8]);
    let zeros = |word: u64| word.wrapping_sub(ONES) & !word & HIGHS;
    let mut at = 0;
    let mut rest = bytes;
    while let Some((word, behind)) = rest.split_first_chunk::<8>() {
        let word = u64::from_le_bytes(*word);
        let marks = zeros(word ^ QUOTES) | zeros(word ^ BACKSLASHES);
        if marks != 0 {
            // The lowest mark is certain; those above it may come of the borrowing.
            return at + marks.trailing_zeros() as usize / 8;
        }
        at += 8;
        rest = behind;
    }
    let mark = |byte: &u8| matches!(byte, b'"' | b'\\');
    at + rest.iter().position(mark).unwrap_or(rest.len())
}

/// How far an object or a list was gone through.
#[derive(Debug)]
pub(crate) struct Members {
    first: bool,
}

/// The first value in a text, and where it ends.
pub(crate) fn first<'t, T: Deserialize<'t>>(text: &'t str) -> Result<(T, usize), Error> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<T>();
    match values.next() {
        Some(value) => value.map(|value| (value, values.byte_offset())),
        None => Err(Error::custom("expected a value, and there is nothing more")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::values;
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Map, Value};

    /// An object read key by key.
    fn read(text: &str) -> Result<Value, Error> {
        let mut scan = Scan::new(text);
        let mut members = scan.open(b'{')?;
        let mut map = Map::new();
        while let Some(key) = scan.next_key(&mut members)? {
            let key = key.into_owned();
            map.insert(key, scan.value()?);
        }
        scan.end()?;
        Ok(map.into())
    }

    #[test]
    fn what_is_no_object_is_an_error() {
        for text in [
            "",
            "{",
            "{\"a\"",
            "{\"a\":",
            "{\"a\":1",
            "{\"a\":1,",
            "{\"a\":1 \"b\":2}",
            "[]",
            "{a:1}",
            "{\"a\":1}}",
            "{\"a\" 1}",
            "{,}",
            "{\"a\\\":1}",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn skipping_ends_behind_the_value() {
        let mut scan = Scan::new(" {\"a\": [1, {\"b\": \"]}\"}]} ,");
        scan.skip().unwrap();
        assert_eq!(scan.rest(), " ,");
    }

    #[test]
    fn text_is_skipped_whatever_its_format() {
        let plain = std::str::from_utf8(PLAIN).unwrap();
        let bold = plain.replacen("false", "true", 1);
        let named = plain.replace("default", "default_background");
        for annotations in [plain, &*bold, &*named, r#""a":1,"annotations":null"#] {
            let text = format!(r#"[{{{annotations},"href":null}},{{{annotations}}}],"next""#);
            let mut scan = Scan::new(&text);
            scan.skip().unwrap();
            assert_eq!(scan.rest(), ",\"next\"");
        }
        assert!(Scan::new(&format!("{{{plain}")).skip().is_err());
    }

    proptest! {
        #[test]
        fn whatever_is_skipped_ends_where_it_ends(value in values(), pretty in any::<bool>()) {
            let json = if pretty { format!("{value:#}") } else { value.to_string() };
            let text = format!("{json},\"next\"");
            let mut scan = Scan::new(&text);
            scan.skip().unwrap();
            prop_assert_eq!(scan.rest(), ",\"next\"");
        }

        #[test]
        fn what_is_cut_off_is_no_value(value in values(), cut in 1usize..20) {
            let json = Value::from(vec![value]).to_string();
            let end = json.len().saturating_sub(cut);
            let mut scan = Scan::new(json.get(..end).unwrap_or_default());
            prop_assert!(scan.skip().is_err());
        }

        #[test]
        fn keys_and_values_are_those_of_serde_json(
            keys in prop::collection::btree_map("[\\PC\"\\\\\\n]{0,5}", 0..3, 0..5),
            pretty in any::<bool>(),
        ) {
            let object = Value::from(Map::from_iter(keys.into_iter().map(|(k, v): (String, i32)| (k, v.into()))));
            let text = if pretty { format!("{object:#}") } else { object.to_string() };
            prop_assert_eq!(read(&text).unwrap(), object);
        }

        #[test]
        fn no_text_makes_it_panic(text in "[\\[\\]{}\",:a1\\\\é ]{0,30}") {
            let _ = read(&text);
        }
    }
}
