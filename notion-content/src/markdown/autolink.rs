//! Addresses that are links without any sign around them: the extended autolinks of GitHub's specification, 6.9.
//!
//! `https://example.com`, `www.example.com` and `ada@example.com`. Where the specification is silent, as about what may
//! stand before a scheme, this follows GitHub's own parser, `cmark-gfm`.

use std::ops::Range;

/// An address in a text.
#[derive(Debug, PartialEq)]
pub(super) struct Address {
    /// Where it is.
    pub(super) range: Range<usize>,
    /// What it has to begin with, and does not: `http://` for `www.…`, `mailto:` for an email address.
    pub(super) prefix: &'static str,
}

const SCHEMES: [&str; 3] = ["http://", "https://", "ftp://"];

/// Returns true if [`at`] may find something at this byte.
pub(super) fn is_trigger(byte: u8) -> bool {
    matches!(byte, b':' | b'w' | b'@')
}

/// The address that the byte at this place reveals: the `:` of a scheme, the first `w` of `www.`, the `@` of an email
/// address. Nothing before `from` belongs to it.
pub(super) fn at(text: &str, place: usize, from: usize) -> Option<Address> {
    match text.as_bytes().get(place)? {
        b':' => scheme(text, place, from),
        b'w' => www(text, place, from),
        b'@' => email(text, place, from),
        _ => None,
    }
}

fn scheme(text: &str, colon: usize, from: usize) -> Option<Address> {
    if !text.get(colon..)?.starts_with("://") {
        return None;
    }
    let before = text.get(from..colon)?;
    let letters = before
        .bytes()
        .rev()
        .take(6)
        .take_while(u8::is_ascii_alphabetic)
        .count();
    let start = colon - letters;
    let domain = colon + "://".len();
    let is_scheme = |scheme: &&&str| {
        text.get(start..domain)
            .is_some_and(|text| text.eq_ignore_ascii_case(scheme))
    };
    SCHEMES.iter().find(is_scheme)?;
    let rest = text.get(domain..)?;
    let length = domain_length(rest, 0)?;
    let end = domain + end(rest, length);
    (end > domain).then_some(Address {
        range: start..end,
        prefix: "",
    })
}

fn www(text: &str, start: usize, from: usize) -> Option<Address> {
    let rest = text.get(start..).filter(|rest| rest.starts_with("www."))?;
    let before = text.get(from..start)?.chars().next_back();
    if !before.is_none_or(|before| before.is_whitespace() || "*_~(\"'[".contains(before)) {
        return None;
    }
    let length = domain_length(rest, 2)?;
    let length = end(rest, length);
    // At least one character after `www.`.
    (length > "www.".len()).then_some(Address {
        range: start..start + length,
        prefix: "http://",
    })
}

/// Returns the length in bytes of the domain that the text begins with, if it has at least this number of parts. The last
/// two parts must not contain an underscore.
fn domain_length(text: &str, least_parts: usize) -> Option<usize> {
    /// Beyond so many parts, GitHub does not look for underscores.
    const MAX_PARTS: usize = 10;
    let is_domain =
        |character: char| character.is_alphanumeric() || matches!(character, '-' | '_' | '.');
    let length = text
        .find(|character| !is_domain(character))
        .unwrap_or(text.len());
    // An underscore at the end is punctuation after the address.
    let domain = text.get(..length)?.trim_end_matches('_');
    if !domain.starts_with(char::is_alphanumeric) {
        return None;
    }
    let parts = domain.split('.').count();
    let underscore = domain.rsplit('.').take(2).any(|part| part.contains('_'));
    let is_good = parts >= least_parts && (parts > MAX_PARTS || !underscore);
    is_good.then_some(domain.len())
}

/// Where an address ends that goes up to a space or `<`: without the punctuation at its end.
fn end(text: &str, domain: usize) -> usize {
    let path = text.get(domain..).unwrap_or_default();
    // The sign of a footnote after an address belongs to the text.
    let length = path
        .find(|character: char| character.is_whitespace() || character == '<')
        .unwrap_or(path.len());
    let length = path
        .get(..length)
        .and_then(|path| path.find("[^"))
        .unwrap_or(length);
    let address = text.get(..domain + length).unwrap_or_default();
    let count = |sign: char| address.matches(sign).count();
    // How many more closing than opening ones there are.
    let mut parentheses = count(')').saturating_sub(count('('));
    let mut brackets = count(']').saturating_sub(count('['));
    let mut rest = address;
    while let Some(last) = rest.chars().next_back() {
        let without = rest.get(..rest.len() - last.len_utf8()).unwrap_or_default();
        match last {
            ')' if parentheses > 0 => parentheses -= 1,
            ']' if brackets > 0 => brackets -= 1,
            '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '"' => {}
            ';' => {
                // What looks like an entity goes as a whole.
                let name =
                    without.trim_end_matches(|character: char| character.is_ascii_alphanumeric());
                if let Some(before) = name.strip_suffix('&')
                    && name.len() < without.len()
                {
                    rest = before;
                    continue;
                }
            }
            _ => break,
        }
        rest = without;
    }
    rest.len()
}

/// Returns true if an `@` between two characters can be that of an email address. Both directions ask this, so that no text which
/// is written unescaped is read as an address.
pub(super) fn may_be_email(before: Option<char>, after: Option<char>) -> bool {
    before.is_some_and(|before| u8::try_from(before).is_ok_and(|before| is_local(&before)))
        && after.is_some_and(|after| after.is_ascii_alphanumeric() || ".-_".contains(after))
}

/// Returns true if a byte can stand before the `@` of an email address.
fn is_local(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || b".+-_".contains(byte)
}

fn email(text: &str, place: usize, from: usize) -> Option<Address> {
    let before = text.get(from..place)?;
    let after = text.get(place + 1..)?;
    if !may_be_email(before.chars().next_back(), after.chars().next()) {
        return None;
    }
    let mut start = place - before.bytes().rev().take_while(is_local).count();
    // The first character is an escaped one.
    if start > 0 && text.as_bytes().get(start - 1) == Some(&b'\\') && start < place {
        start += 1;
    }
    let is_second = start > 0 && text.as_bytes().get(start - 1) == Some(&b'@');
    let after = after.as_bytes();
    let is_domain = |(index, byte): &(usize, &u8)| match byte {
        b'.' => after.get(index + 1).is_some_and(u8::is_ascii_alphanumeric),
        byte => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'),
    };
    let length = after.iter().enumerate().take_while(is_domain).count();
    let domain = after.get(..length)?;
    let is_good = start < place
        && !is_second
        && domain.contains(&b'.')
        && after.get(length) != Some(&b'@')
        && domain.last().is_some_and(u8::is_ascii_alphabetic);
    if !is_good {
        return None;
    }
    let end = place + 1 + length;
    const MAILTO: &str = "mailto:";
    let has_scheme = text.get(from..start)?.ends_with(MAILTO);
    Some(if has_scheme {
        Address {
            range: start - MAILTO.len()..end,
            prefix: "",
        }
    } else {
        Address {
            range: start..end,
            prefix: MAILTO,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All addresses of a text, as links have them.
    fn all(text: &str) -> Vec<String> {
        let (mut found, mut from) = (Vec::new(), 0);
        for place in 0..text.len() {
            if place >= from
                && let Some(address) = at(text, place, from)
            {
                found.push(format!(
                    "{}{}",
                    address.prefix,
                    &text[address.range.clone()]
                ));
                from = address.range.end;
            }
        }
        found
    }

    #[test]
    fn addresses_end_where_github_ends_them() {
        for (text, expected) in [
            // The examples of the specification.
            ("_https://a.b_", "https://a.b"),
            ("www.commonmark.org", "http://www.commonmark.org"),
            (
                "Visit www.commonmark.org/help for more",
                "http://www.commonmark.org/help",
            ),
            ("Visit www.commonmark.org.", "http://www.commonmark.org"),
            ("www.commonmark.org/a.b.", "http://www.commonmark.org/a.b"),
            (
                "www.google.com/search?q=Markup+(business)",
                "http://www.google.com/search?q=Markup+(business)",
            ),
            (
                "www.google.com/search?q=Markup+(business)))",
                "http://www.google.com/search?q=Markup+(business)",
            ),
            (
                "(www.google.com/search?q=Markup+(business))",
                "http://www.google.com/search?q=Markup+(business)",
            ),
            (
                "(www.google.com/search?q=Markup+(business)",
                "http://www.google.com/search?q=Markup+(business)",
            ),
            (
                "www.google.com/search?q=(business))+ok",
                "http://www.google.com/search?q=(business))+ok",
            ),
            (
                "www.google.com/search?q=commonmark&hl=en",
                "http://www.google.com/search?q=commonmark&hl=en",
            ),
            (
                "www.google.com/search?q=commonmark&hl;",
                "http://www.google.com/search?q=commonmark",
            ),
            ("www.commonmark.org/he<lp", "http://www.commonmark.org/he"),
            ("http://commonmark.org", "http://commonmark.org"),
            (
                "(Visit https://encrypted.google.com/search?q=Markup+(business))",
                "https://encrypted.google.com/search?q=Markup+(business)",
            ),
            ("foo@bar.baz", "mailto:foo@bar.baz"),
            (
                "hello@mail+xyz.example isn't valid, but hello+xyz@mail.example is.",
                "mailto:hello+xyz@mail.example",
            ),
            ("a.b-c_d@a.b", "mailto:a.b-c_d@a.b"),
            ("a.b-c_d@a.b.", "mailto:a.b-c_d@a.b"),
            // Neighbours.
            (
                "https://example.com/_a_/b_c*d*e",
                "https://example.com/_a_/b_c*d*e",
            ),
            ("HTTP://EXAMPLE.COM/A", "HTTP://EXAMPLE.COM/A"),
            (
                "http://localhost:3000/a?b[]=1&c=#d",
                "http://localhost:3000/a?b[]=1&c=#d",
            ),
            ("see:https://a.b", "https://a.b"),
            ("[see https://a.b/c]", "https://a.b/c"),
            ("\"https://a.b\", then", "https://a.b"),
            ("'www.a.b'", "http://www.a.b"),
            ("https://a.b/c[^1]", "https://a.b/c"),
            ("https://a.b?!.,:*_~'\";", "https://a.b"),
            ("https://ä.de/ü?ö", "https://ä.de/ü?ö"),
            ("mailto:a@b.c?", "mailto:a@b.c"),
            ("https://a@b.c/d", "https://a@b.c/d"),
        ] {
            assert_eq!(all(text), [expected], "{text}");
        }
        assert_eq!(
            all("https://a.b,www.c.d https://e.f"),
            ["https://a.b,www.c.d", "https://e.f"]
        );
    }

    #[test]
    fn what_is_not_an_address_is_not_a_link() {
        for text in [
            "",
            "http://",
            "https:// a",
            "https:///a",
            "https://_a_.b",
            "xhttps://a.b",
            "javascript://a.b",
            "www.",
            "www. a",
            "awww.a.b",
            "www._.b",
            "@",
            "a@",
            "@b.c",
            "a@b",
            "a@b.c-",
            "a.b-c_d@a.b_",
            "a@b@c.d.",
            "a@b.1",
            "a:b",
            "10:30",
            "https\\://a.b",
            "www\\.a.b",
            "a\\@b.c",
        ] {
            assert_eq!(all(text), [] as [&str; 0], "{text}");
        }
    }
}
