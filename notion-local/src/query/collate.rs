//! The order of texts: without case, and with numbers by their value ("Article 7" before "Article 10").

use std::cmp::Ordering;

/// Compares two texts as Notion sorts them. Texts that differ in case only keep small letters first.
pub(crate) fn collate(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (Parts(a), Parts(b));
    loop {
        match (left.next(), right.next()) {
            (None, None) => return a.cmp(b).reverse(),
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(a), Some(b)) => match compare(&a, &b) {
                Ordering::Equal => {}
                unequal => return unequal,
            },
        }
    }
}

enum Part<'a> {
    Digits(&'a str),
    Letter(char),
}

fn compare(a: &Part<'_>, b: &Part<'_>) -> Ordering {
    match (a, b) {
        (Part::Digits(a), Part::Digits(b)) => {
            let (a, b) = (a.trim_start_matches('0'), b.trim_start_matches('0'));
            a.len().cmp(&b.len()).then_with(|| a.cmp(b))
        }
        (Part::Digits(_), Part::Letter(b)) if b.is_alphabetic() => Ordering::Less,
        (Part::Letter(a), Part::Digits(_)) if a.is_alphabetic() => Ordering::Greater,
        (Part::Digits(_), Part::Letter(_)) => Ordering::Greater,
        (Part::Letter(_), Part::Digits(_)) => Ordering::Less,
        (Part::Letter(a), Part::Letter(b)) => {
            // Marks and spaces come before letters.
            a.is_alphabetic()
                .cmp(&b.is_alphabetic())
                .then_with(|| a.to_lowercase().cmp(b.to_lowercase()))
        }
    }
}

struct Parts<'a>(&'a str);

impl<'a> Iterator for Parts<'a> {
    type Item = Part<'a>;

    fn next(&mut self) -> Option<Part<'a>> {
        let first = self.0.chars().next()?;
        let end = if first.is_ascii_digit() {
            self.0
                .find(|c: char| !c.is_ascii_digit())
                .unwrap_or(self.0.len())
        } else {
            first.len_utf8()
        };
        let (part, rest) = self.0.split_at_checked(end)?;
        self.0 = rest;
        Some(if first.is_ascii_digit() {
            Part::Digits(part)
        } else {
            Part::Letter(first)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_texts_count_by_value() {
        let mut texts = [
            "Article 10",
            "article 7",
            "Article 7b",
            "Beta",
            "alpha",
            "2",
            "10",
            "(x)",
        ];
        texts.sort_by(|a, b| collate(a, b));
        assert_eq!(
            texts,
            [
                "(x)",
                "2",
                "10",
                "alpha",
                "article 7",
                "Article 7b",
                "Article 10",
                "Beta"
            ]
        );
    }
}
