//! The order of texts: without case, and with numbers by their value ("Article 7" before "Article 10").

/// Writes what a text is sorted by: comparing two keys byte by byte compares the texts, and no key is the beginning of
/// another one. Marks come before numbers and numbers before letters; of texts that differ in case only, the one with
/// small letters comes first.
pub(crate) fn collate(text: &str, key: &mut Vec<u8>) {
    const END: u8 = 0;
    const MARK: u8 = 1;
    const NUMBER: u8 = 2;
    const LETTER: u8 = 3;
    let mut rest = text;
    let mut buffer = [0; 4];
    while let Some(first) = rest.chars().next() {
        if first.is_ascii_digit() {
            let end = rest
                .find(|c: char| !c.is_ascii_digit())
                .unwrap_or(rest.len());
            let (digits, tail) = rest.split_at(end);
            let value = digits.trim_start_matches('0');
            // The longer number is the larger one. Numbers are rarely longer than this says.
            let length = u16::try_from(value.len()).unwrap_or(u16::MAX);
            key.push(NUMBER);
            key.extend(length.to_be_bytes());
            key.extend(value.bytes());
            rest = tail;
            continue;
        }
        key.push(if first.is_alphabetic() { LETTER } else { MARK });
        if first.is_ascii() {
            key.extend(first.to_ascii_lowercase().encode_utf8(&mut buffer).bytes());
        } else {
            for lower in first.to_lowercase() {
                key.extend(lower.encode_utf8(&mut buffer).bytes());
            }
        }
        rest = rest.get(first.len_utf8()..).unwrap_or_default();
    }
    key.push(END);
    // No byte of a text is 255, so that none of these is 0.
    key.extend(text.bytes().map(|byte| !byte));
    key.push(END);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted<const N: usize>(mut texts: [&str; N]) -> [&str; N] {
        texts.sort_by_key(|text| key(text));
        texts
    }

    fn key(text: &str) -> Vec<u8> {
        let mut key = Vec::new();
        collate(text, &mut key);
        key
    }

    proptest::proptest! {
        #[test]
        fn no_key_is_the_beginning_of_another_one(a in "[aAB0-2 é\u{0}]{0,6}", b in "[aAB0-2 é\u{0}]{0,6}") {
            if a != b {
                proptest::prop_assert!(!key(&a).starts_with(&key(&b)), "{a} {b}");
            }
        }
    }

    #[test]
    fn numbers_in_texts_count_by_value() {
        let texts = [
            "Article 10",
            "article 7",
            "Article 7b",
            "Beta",
            "alpha",
            "2",
            "10",
            "(x)",
            "Article 008",
        ];
        let expected = [
            "(x)",
            "2",
            "10",
            "alpha",
            "article 7",
            "Article 7b",
            "Article 008",
            "Article 10",
            "Beta",
        ];
        assert_eq!(sorted(texts), expected);
    }

    #[test]
    fn small_letters_come_first_where_nothing_else_differs() {
        assert_eq!(
            sorted(["B", "b", "A", "a", "Äpfel", "äpfel"]),
            ["a", "A", "b", "B", "äpfel", "Äpfel"]
        );
    }

    #[test]
    fn a_shorter_text_comes_before_its_continuation() {
        assert_eq!(sorted(["ab", "a", "a b", ""]), ["", "a", "a b", "ab"]);
    }
}
