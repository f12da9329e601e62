//! Characters that mean something, written so that they mean themselves.

use std::fmt::Write as _;

use pulldown_cmark::{Event, Parser};

use super::autolink::may_be_email;

/// A character by its number, which means nothing anywhere.
pub(super) fn entity(out: &mut String, character: char) {
    // Writing to a text does not fail.
    let _ = write!(out, "&#{};", u32::from(character));
}

/// Text in which every sign that may mean something is written by its number: it reads the same in Markdown and in HTML,
/// wherever it stands in a line.
pub(super) fn by_number(out: &mut String, text: &str) {
    let mut before = '0';
    let mut characters = text.chars().peekable();
    let mut is_first = true;
    while let Some(character) = characters.next() {
        let next = characters.peek().copied();
        let inside = !is_first && next.is_some();
        let plain = match character {
            ',' | '/' | '%' | '?' | ';' | '\'' | '"' => true,
            // At its start, they make something else of a line.
            ' ' | '-' | '=' => inside,
            // So do they in an address.
            ':' => inside && next != Some('/'),
            '@' => is_first || !may_be_email(Some(before), next),
            // After a number, or after `www`.
            '.' => inside && !before.is_ascii_digit() && before != 'w',
            ')' => inside && !before.is_ascii_digit(),
            character => character.is_ascii_alphanumeric() || !character.is_ascii(),
        };
        match character {
            '\n' => out.push_str("<br>"),
            character if plain => out.push(character),
            character => entity(out, character),
        }
        before = character;
        is_first = false;
    }
}

/// The value of an attribute, with its quotes.
pub(super) fn attribute(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        match character {
            character
                if character.is_ascii_alphanumeric()
                    || !character.is_ascii()
                    || "-_.:/?=#,+@%".contains(character) =>
            {
                out.push(character);
            }
            character => entity(out, character),
        }
    }
    out.push('"');
}

/// The address of a link or an image, in the form that takes any.
pub(super) fn address(out: &mut String, url: &str) {
    let plain = |character: char| {
        character.is_ascii_alphanumeric() || "-_.:/?=#,+@%~;!".contains(character)
    };
    if !url.is_empty() && url.chars().all(plain) {
        out.push_str(url);
        return;
    }
    out.push('<');
    for character in url.chars() {
        if plain(character) || !character.is_ascii() {
            out.push(character);
        } else {
            entity(out, character);
        }
    }
    out.push('>');
}

/// What the value of an attribute says.
pub(super) fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest
            .bytes()
            .take(LONGEST_ENTITY)
            .position(|byte| byte == b';');
        match end.and_then(|end| Some((entity_text(rest.get(1..end)?)?, end))) {
            Some((text, end)) => {
                out.push_str(&text);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// No name of an entity is longer, with `&` and `;`.
const LONGEST_ENTITY: usize = 34;

/// The text of an entity. The names are those that the parser of Markdown knows, which are all names of HTML.
fn entity_text(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let number = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => number.parse(),
        };
        return number.ok().and_then(char::from_u32).map(String::from);
    }
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let source = format!("&{name};");
    let mut out = String::new();
    for event in Parser::new(&source) {
        if let Event::Text(text) = event {
            out.push_str(&text);
        }
    }
    (out != source).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_say_what_was_written() {
        for text in [
            "",
            "a b",
            "\"<&>'\n\t|`",
            "é🐱",
            "&amp;",
            "https://example.com/?a=1&b=2",
        ] {
            let mut out = String::new();
            attribute(&mut out, text);
            assert!(
                !out[1..out.len() - 1].contains(['"', '<', '>', '\n', '|', '`']),
                "{out}"
            );
            assert_eq!(unescape(&out[1..out.len() - 1]), text);
        }
        assert_eq!(
            unescape("&copy;&CounterClockwiseContourIntegral;&ngE;&nbsp;"),
            "©∳≧\u{338}\u{a0}"
        );
        assert_eq!(
            unescape("a&b;&&#x41;&#0;&#1114112;&unknown;&"),
            "a&b;&A\0&#1114112;&unknown;&"
        );
    }
}
