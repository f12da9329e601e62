//! Which titles a search finds: those that have one of its words, without case and with or without a plural s.

use std::collections::HashSet;

/// The words of a search.
#[derive(Debug)]
pub(crate) struct Words(HashSet<String>);

impl Words {
    /// The words of a query. A query without any finds everything.
    pub(crate) fn of(query: &str) -> Option<Self> {
        let words: HashSet<String> = words(query).collect();
        (!words.is_empty()).then_some(Self(words))
    }

    /// Returns true if a title has one of them, whole.
    pub(crate) fn match_title(&self, title: &str) -> bool {
        words(title).any(|word| self.0.contains(&word))
    }
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(stem)
}

/// The word in small letters, without the ending of a plural.
fn stem(word: &str) -> String {
    let word = word.to_lowercase();
    let ends = |ending: &str| word.len() > ending.len() + 1 && word.ends_with(ending);
    if ends("ies") {
        format!("{}y", word.strip_suffix("ies").unwrap_or(&word))
    } else if ["xes", "ches", "shes", "sses"]
        .iter()
        .any(|ending| ends(ending))
    {
        word.strip_suffix("es").unwrap_or(&word).to_owned()
    } else if ends("s") && !ends("ss") {
        word.strip_suffix('s').unwrap_or(&word).to_owned()
    } else {
        word
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(query: &str, title: &str) -> bool {
        Words::of(query).is_none_or(|words| words.match_title(title))
    }

    #[test]
    fn one_whole_word_is_enough() {
        assert!(finds("Item DB 42", "Task DB"));
        assert!(finds("page", "My Page"));
        assert!(!finds("Page", "SubPage"));
        assert!(!finds("xyz", "Home"));
    }

    #[test]
    fn plurals_and_singulars_are_the_same() {
        assert!(finds("Tests", "a test"));
        assert!(finds("test", "Tests"));
        assert!(finds("category", "Categories"));
        assert!(finds("class", "Classes"));
        assert!(finds("box", "Boxes"));
    }

    #[test]
    fn nothing_finds_everything() {
        assert!(finds("", "Home"));
        assert!(finds("  ", ""));
    }
}
