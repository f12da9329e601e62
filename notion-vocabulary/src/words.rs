//! The macro [`words!`](crate::words): a closed list of words, with a row of facts for each where there are some.

/// Makes an enum of words. With `: Row` after its name, each word has a row, which the private method `row` returns.
macro_rules! words {
    (
        $(#[$meta:meta])*
        pub enum $name:ident $(: $row:ty)? {
            $( $(#[$vmeta:meta])* $variant:ident = $word:literal $(=> $facts:expr)? ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $( #[doc = concat!("`", $word, "`")] $(#[$vmeta])* $variant ),+
        }

        impl $name {
            /// Every word, in Notion's order.
            pub const ALL: &'static [Self] = &[ $( Self::$variant ),+ ];

            /// The words as Notion writes them, in the order of [`ALL`](Self::ALL).
            pub const WORDS: &'static [&'static str] = &[ $( $word ),+ ];

            /// Returns the word as Notion writes it.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $( Self::$variant => $word ),+
                }
            }

            /// Finds a word; `None` if it is not in the list.
            pub fn parse(word: &str) -> Option<Self> {
                match word {
                    $( $word => Some(Self::$variant), )+
                    _ => None,
                }
            }

            $crate::words::words!(@row $($row)? { $( $variant $(=> $facts)? ),+ });
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
    (@row { $( $variant:ident ),+ }) => {};
    (@row $row:ty { $( $variant:ident => $facts:expr ),+ }) => {
        const fn row(self) -> $row {
            match self {
                $( Self::$variant => $facts ),+
            }
        }
    };
}
pub(crate) use words;

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use crate::*;

    /// What holds for every list of words.
    fn laws<T: Copy + PartialEq + std::fmt::Debug>(
        all: &[T],
        words: &[&str],
        as_str: fn(T) -> &'static str,
        parse: fn(&str) -> Option<T>,
    ) {
        let distinct: HashSet<&str> = words.iter().copied().collect();
        assert_eq!(
            distinct.len(),
            words.len(),
            "a word stands twice in {words:?}"
        );
        assert_eq!(all.len(), words.len());
        for (value, word) in all.iter().zip(words) {
            assert_eq!(as_str(*value), *word);
            assert_eq!(parse(word), Some(*value));
            let is_word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            assert!(!word.is_empty() && word.chars().all(is_word), "{word:?}");
            assert_eq!(parse(&word.to_uppercase()), None);
        }
        assert_eq!(parse(""), None);
    }

    macro_rules! laws_of {
        ($($list:ident)*) => {$(
            laws($list::ALL, $list::WORDS, $list::as_str, $list::parse);
        )*};
    }

    #[test]
    fn words_are_distinct_and_parse_to_what_they_were() {
        laws_of! {
            BlockType Color IconColor NumberFormat OptionColor PropertyType RollupFunction StatusGroup
        }
    }
}
