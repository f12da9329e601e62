//! The few tags of HTML that Markdown is read and written with.

use super::escape::unescape;

/// A piece of HTML.
#[derive(Debug, PartialEq)]
pub(super) enum Token<'a> {
    /// A tag, and how it was written.
    Tag(Tag<'a>),
    /// `<!-- … -->`
    Comment,
    /// Anything else.
    Text(&'a str),
}

/// A tag.
#[derive(Debug, PartialEq)]
pub(super) struct Tag<'a> {
    /// The name in small letters.
    pub(super) name: String,
    /// `</name>`
    pub(super) closing: bool,
    attributes: Vec<(String, String)>,
    /// How it was written.
    pub(super) source: &'a str,
}

/// No tag that is known here is longer; what is longer is text.
const LONGEST: usize = 16_384;

impl<'a> Tag<'a> {
    /// A text that is one tag and nothing else.
    pub(super) fn of(source: &'a str) -> Option<Self> {
        let inner = source.strip_prefix('<')?.strip_suffix('>')?;
        let inner = inner.strip_suffix('/').unwrap_or(inner);
        let (closing, inner) = match inner.strip_prefix('/') {
            Some(inner) => (true, inner),
            None => (false, inner),
        };
        let end = inner
            .find(|character: char| !(character.is_ascii_alphanumeric() || character == '-'))
            .unwrap_or(inner.len());
        let (name, rest) = inner.split_at(end);
        if !name.starts_with(|character: char| character.is_ascii_alphabetic()) {
            return None;
        }
        Some(Self {
            name: name.to_ascii_lowercase(),
            closing,
            attributes: attributes(rest),
            source,
        })
    }

    /// What an attribute says.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(other, _)| other == name);
        found.map(|(_, value)| value.as_str())
    }
}

fn attributes(text: &str) -> Vec<(String, String)> {
    let mut attributes = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let end = rest
            .find(|character: char| character == '=' || character.is_whitespace())
            .unwrap_or(rest.len());
        let (name, behind) = rest.split_at(end);
        let behind = behind.trim_start();
        let (value, behind) = match behind.strip_prefix('=') {
            Some(behind) => value(behind.trim_start()),
            None => ("", behind),
        };
        attributes.push((name.to_ascii_lowercase(), unescape(value)));
        // A `=` without a name before it would stay for ever.
        rest = behind.trim_start();
    }
    attributes
}

/// The value at the start of a text, and what is behind it.
fn value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(text) = text.strip_prefix(quote) {
            return text.split_once(quote).unwrap_or((text, ""));
        }
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    text.split_at(end)
}

/// The pieces of some HTML, one behind the other.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    let mut plain = 0;
    // Looked for once: a text full of comments that never end would be gone through again and again.
    let last_end = text.rfind("-->").unwrap_or_default();
    while let Some(found) = rest[plain..].find('<') {
        let start = plain + found;
        let place = text.len() - rest.len() + start;
        let Some((token, end)) = token(&rest[start..], place < last_end) else {
            plain = start + 1;
            continue;
        };
        if start > 0 {
            tokens.push(Token::Text(&rest[..start]));
        }
        tokens.push(token);
        rest = &rest[start + end..];
        plain = 0;
    }
    if !rest.is_empty() {
        tokens.push(Token::Text(rest));
    }
    tokens
}

/// The tag or comment that a text starts with, and how long it is.
fn token(text: &str, comment_ends: bool) -> Option<(Token<'_>, usize)> {
    if let Some(comment) = text.strip_prefix("<!--").filter(|_| comment_ends) {
        let end = comment.find("-->")? + "<!---->".len();
        return Some((Token::Comment, end));
    }
    let mut quote = None;
    for (index, byte) in text.bytes().enumerate().take(LONGEST).skip(1) {
        match (quote, byte) {
            (Some(open), byte) if open == byte => quote = None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'<') => return None,
            (None, b'>') => {
                let tag = Tag::of(text.get(..=index)?)?;
                return Some((Token::Tag(tag), index + 1));
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_have_names_and_attributes() {
        let tag = Tag::of(r#"<Span color="a &amp; b" x='1' y=2 z/>"#).unwrap();
        assert_eq!((tag.name.as_str(), tag.closing), ("span", false));
        for (name, value) in [("color", "a & b"), ("x", "1"), ("y", "2"), ("z", "")] {
            assert_eq!(tag.attribute(name), Some(value));
        }
        assert_eq!(tag.attribute("w"), None);
        assert!(Tag::of("</details>").unwrap().closing);
        for text in ["<>", "< a>", "<1>", "a", "<!-- -->", "<?x?>"] {
            assert_eq!(Tag::of(text), None, "{text}");
        }
    }

    #[test]
    fn tokens_are_all_of_the_text() {
        let kinds: Vec<String> = tokens("a<b>c < d<!-- x > -->e</b><f g=\">\"")
            .iter()
            .map(|token| match token {
                Token::Tag(tag) => tag.source.to_owned(),
                Token::Comment => "--".to_owned(),
                Token::Text(text) => (*text).to_owned(),
            })
            .collect();
        assert_eq!(
            kinds,
            ["a", "<b>", "c < d", "--", "e", "</b>", "<f g=\">\""]
        );
    }

    #[test]
    fn rubbish_ends() {
        for text in [
            "<a = = =>",
            "<a \"",
            &"<".repeat(100_000),
            &"<a \"".repeat(20_000),
            &"<!--".repeat(20_000),
        ] {
            tokens(text);
        }
    }
}
