//! How deep the signs of a text nest blocks.
//!
//! The parser goes through all blocks that are open for each line of a paragraph in them, and through all of them again for
//! each link, formula or tag that goes over a line end. A text of `- - - - - …` and many lines would take quadratic time. So
//! the signs of blocks beyond a depth that nobody reaches by hand are text.

use super::DEPTH;

/// How many blocks the signs of one line may be in, each level of indentation counted as the narrowest: two columns. Wide
/// enough that all [`DEPTH`] levels can be indented by eight columns each.
const MAX_NESTING: usize = 4 * DEPTH;

/// The places of the signs that would open blocks beyond [`MAX_NESTING`].
pub(super) fn excess(text: &str) -> Vec<usize> {
    let mut places = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        // A sign takes a byte at least, and two columns are two spaces, or half a tab.
        if line.len() > MAX_NESTING / 2 {
            excess_of(line, start, &mut places);
        }
        start += line.len();
    }
    places
}

fn excess_of(line: &str, start: usize, places: &mut Vec<usize>) {
    let bytes = line.as_bytes();
    let (mut columns, mut signs, mut at) = (0, 0, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b' ' => columns += 1,
            b'\t' => columns += 4,
            _ => {
                let Some(sign) = sign(bytes, at) else {
                    return;
                };
                signs += 1;
                if signs + columns / 2 > MAX_NESTING {
                    // A row of one sign is a rule, or the line under a heading.
                    let rest = line.get(at..).unwrap_or_default();
                    let is_rule = rest.chars().all(|character| {
                        character == char::from(*byte) || character.is_whitespace()
                    });
                    if matches!(byte, b'-' | b'*') && is_rule {
                        return;
                    }
                    places.push(start + sign);
                    // What comes after it is text.
                    return;
                }
                // The space after a sign belongs to it.
                let space = matches!(bytes.get(sign + 1), Some(b' ' | b'\t'));
                at = sign + usize::from(space);
            }
        }
        at += 1;
    }
}

/// The place of the sign that opens a block here, if one does: `>`, `-`, `+`, `*`, or what ends a number.
fn sign(bytes: &[u8], at: usize) -> Option<usize> {
    let space_after = |place: usize| {
        bytes
            .get(place + 1)
            .is_none_or(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
    };
    match bytes.get(at)? {
        b'>' => Some(at),
        b'-' | b'+' | b'*' => space_after(at).then_some(at),
        b'0'..=b'9' => {
            let rest = bytes.get(at..)?;
            let digits = rest
                .iter()
                .take(10)
                .take_while(|byte| byte.is_ascii_digit())
                .count();
            let ends = digits < 10 && matches!(rest.get(digits), Some(b'.' | b')'));
            (ends && space_after(at + digits)).then_some(at + digits)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_beyond_the_depth_are_found() {
        let many = MAX_NESTING;
        for (sign, at) in [
            ("> ", 0),
            (">", 0),
            ("- ", 0),
            ("+ ", 0),
            ("* ", 0),
            ("1. ", 1),
            ("12) ", 2),
        ] {
            let deep = format!("a\n{}x", sign.repeat(many));
            assert!(excess(&deep).is_empty(), "{sign}");
            let deeper = format!("a\n{}x\n> y", sign.repeat(many + 5));
            assert_eq!(excess(&deeper), [2 + many * sign.len() + at], "{sign}");
        }
        let indented = format!("{}- x", " ".repeat(2 * many));
        assert_eq!(excess(&indented), [2 * many]);
        // Rules, code and texts.
        for text in [
            "- ".repeat(2 * many),
            "*".repeat(3 * many),
            "-".repeat(3 * many),
            "1.".repeat(2 * many),
            format!("{}x", " ".repeat(3 * many)),
            "> x ".repeat(many),
        ] {
            assert!(excess(&text).is_empty(), "{text}");
        }
    }
}
