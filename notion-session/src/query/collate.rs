//! The order of texts in Notion: letter case does not count, and numbers count by their value, so
//! that "Article 7" comes before "Article 10".

use std::cmp::Ordering;

/// Compares two texts. Marks and spaces come before digits, and digits before letters; of texts that
/// differ in letter case alone, the one with small letters comes first.
pub(super) fn collate(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    loop {
        match (next(&mut left), next(&mut right)) {
            (None, None) => return b.cmp(a),
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(a), Some(b)) => match a.cmp(&b) {
                Ordering::Equal => {}
                unequal => return unequal,
            },
        }
    }
}

/// A piece of a text, in the order of what comes first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Piece<'t> {
    Mark(char),
    /// A number without leading zeros: the longer is the greater.
    Number(usize, &'t str),
    /// A letter in its small form, which can be several characters.
    Letter([char; 3]),
}

fn next<'t>(text: &mut &'t str) -> Option<Piece<'t>> {
    let first = text.chars().next()?;
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let length = if digits > 0 { digits } else { first.len_utf8() };
    let (piece, rest) = text.split_at_checked(length)?;
    *text = rest;
    Some(if digits > 0 {
        let number = piece.trim_start_matches('0');
        Piece::Number(number.len(), number)
    } else if first.is_alphabetic() {
        let mut small = ['\0'; 3];
        for (place, letter) in small.iter_mut().zip(first.to_lowercase()) {
            *place = letter;
        }
        Piece::Letter(small)
    } else {
        Piece::Mark(first)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_count_by_value_and_case_does_not() {
        let order = [
            "",
            "(x)",
            "2",
            "010",
            "11",
            "alpha",
            "Article",
            "article 7",
            "Article 7b",
            "Article 10",
            "beta",
            "Beta",
        ];
        let mut sorted = order;
        sorted.reverse();
        sorted.sort_by(|a, b| collate(a, b));
        assert_eq!(sorted, order);
    }

    proptest! {
        #[test]
        fn it_is_an_order(a in "[aAbB0-9 é]{0,6}", b in "[aAbB0-9 é]{0,6}", c in "[aAbB0-9 é]{0,6}") {
            prop_assert_eq!(collate(&a, &b), collate(&b, &a).reverse());
            if collate(&a, &b).is_le() && collate(&b, &c).is_le() {
                prop_assert!(collate(&a, &c).is_le());
            }
            prop_assert_eq!(collate(&a, &b).is_eq(), a == b);
        }
    }
}
