//! Regular expressions: JavaScript's syntax, read by a machine without look-around, as Notion's server has it.

use std::borrow::Cow;
use std::sync::Arc;

use regex::{Captures, Regex, RegexBuilder};

/// How large a compiled expression may be.
const MAX_COMPILED: usize = 1 << 16;
/// How heavy an expression may be that is called small.
const SMALL: u64 = 8;
/// How many compiled expressions are kept.
const KEPT: usize = 16;

/// A regular expression, and how much it costs to search with it.
#[derive(Debug)]
pub(crate) struct Pattern {
    regex: Regex,
    weight: u64,
    /// Whether something in it may repeat without end. A choice: a literal `*` or `+` counts as well.
    endless: bool,
}

/// The expressions that were compiled last. They are shared: a copy would have to make its automaton anew.
#[derive(Debug, Default)]
pub(crate) struct Patterns(Vec<(Arc<str>, Arc<Pattern>)>);

impl Patterns {
    /// The compiled expression, or what is wrong with it.
    pub(crate) fn get(&mut self, source: &Arc<str>) -> Result<Arc<Pattern>, String> {
        if let Some((_, known)) = self.0.iter().find(|(known, _)| known == source) {
            return Ok(known.clone());
        }
        let pattern = Arc::new(Pattern::new(source)?);
        if self.0.len() == KEPT {
            self.0.remove(0);
        }
        self.0.push((source.clone(), pattern.clone()));
        Ok(pattern)
    }
}

impl Pattern {
    fn new(source: &str) -> Result<Self, String> {
        let regex = RegexBuilder::new(&translate(source))
            .size_limit(MAX_COMPILED)
            .nest_limit(64)
            .build();
        match regex {
            Ok(regex) => Ok(Self {
                regex,
                weight: weight(source),
                endless: source.contains(['*', '+']) || source.contains(",}"),
            }),
            Err(regex::Error::CompiledTooBig(_)) => {
                Err("the regular expression is too large".to_owned())
            }
            Err(_) => {
                Err("this is not a regular expression that Notion's server accepts".to_owned())
            }
        }
    }

    /// How many steps a search through so many bytes may take.
    pub(crate) fn cost(&self, bytes: usize) -> u64 {
        (bytes as u64).saturating_mul(self.weight) / 64
    }

    /// How many steps it may take to go on behind a match, with so many bytes left. What repeats without end may look
    /// at all of them for each match, to find that nothing longer matches. Where no groups are asked for, the automaton
    /// of a small expression does so in a sixteenth of the time; that of a large one may give up.
    fn cost_to_go_on(&self, left: usize, groups: bool) -> u64 {
        match self.endless {
            false => 1,
            true if groups || self.weight > SMALL => 1 + self.cost(left),
            true => 1 + self.cost(left) / 16,
        }
    }

    pub(crate) fn is_match(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }

    /// Every match, each paid for with `pay`.
    pub(crate) fn find_all<'t, E>(
        &self,
        text: &'t str,
        mut pay: impl FnMut(u64) -> Result<(), E>,
    ) -> Result<Vec<&'t str>, E> {
        let mut found = Vec::new();
        for piece in self.regex.find_iter(text) {
            pay(self.cost_to_go_on(text.len() - piece.end(), false))?;
            found.push(piece.as_str());
        }
        Ok(found)
    }

    /// `text` with the first match replaced, or all, each paid for with `pay`; `None` as soon as it would grow beyond
    /// `limit`.
    pub(crate) fn replace<'t, E>(
        &self,
        text: &'t str,
        replacement: &str,
        all: bool,
        limit: usize,
        mut pay: impl FnMut(u64) -> Result<(), E>,
    ) -> Result<Option<Cow<'t, str>>, E> {
        let most = if all { usize::MAX } else { 1 };
        let mut result = String::new();
        let mut copied = 0;
        if replacement.contains('$') {
            for captures in self.regex.captures_iter(text).take(most) {
                let Some(whole) = captures.get(0) else { break };
                pay(self.cost_to_go_on(text.len() - whole.end(), true))?;
                result.push_str(text.get(copied..whole.start()).unwrap_or_default());
                expand(replacement, &captures, text, &mut result);
                copied = whole.end();
                if result.len() > limit {
                    return Ok(None);
                }
            }
        } else {
            for whole in self.regex.find_iter(text).take(most) {
                pay(self.cost_to_go_on(text.len() - whole.end(), false))?;
                result.push_str(text.get(copied..whole.start()).unwrap_or_default());
                result.push_str(replacement);
                copied = whole.end();
                if result.len() > limit {
                    return Ok(None);
                }
            }
        }
        if copied == 0 && result.is_empty() {
            return Ok(Some(Cow::Borrowed(text)));
        }
        result.push_str(text.get(copied..).unwrap_or_default());
        Ok((result.len() <= limit).then_some(Cow::Owned(result)))
    }
}

/// JavaScript's `$1`, `$&`, `$<name>`, `` $` ``, `$'` and `$$`. What names no group stays as it is.
fn expand(replacement: &str, captures: &Captures<'_>, text: &str, result: &mut String) {
    let group = |index: usize| captures.get(index).map_or("", |group| group.as_str());
    let mut rest = replacement;
    while let Some((before, after)) = rest.split_once('$') {
        result.push_str(before);
        let mut following = after.chars();
        rest = match following.next() {
            Some('$') => {
                result.push('$');
                following.as_str()
            }
            Some('&') => {
                result.push_str(group(0));
                following.as_str()
            }
            Some('`') => {
                let start = captures.get(0).map_or(0, |whole| whole.start());
                result.push_str(text.get(..start).unwrap_or_default());
                following.as_str()
            }
            Some('\'') => {
                let end = captures.get(0).map_or(0, |whole| whole.end());
                result.push_str(text.get(end..).unwrap_or_default());
                following.as_str()
            }
            Some('<') => match following.as_str().split_once('>') {
                Some((name, behind)) => {
                    result.push_str(captures.name(name).map_or("", |group| group.as_str()));
                    behind
                }
                None => {
                    result.push('$');
                    after
                }
            },
            Some(digit) if digit.is_ascii_digit() => {
                // Two digits where there is such a group, else one.
                let digits = |count: usize| {
                    after
                        .get(..count)
                        .and_then(|digits| digits.parse::<usize>().ok())
                };
                let known = |index: &usize| (1..captures.len()).contains(index);
                let two = digits(2).filter(known).map(|index| (index, 2));
                match two.or(digits(1).filter(known).map(|index| (index, 1))) {
                    Some((index, length)) => {
                        result.push_str(group(index));
                        after.get(length..).unwrap_or_default()
                    }
                    None => {
                        result.push('$');
                        after
                    }
                }
            }
            _ => {
                result.push('$');
                after
            }
        };
    }
    result.push_str(rest);
}

/// The same expression as the regex crate writes it: `\d`, `\w` and `\b` know ASCII alone, brackets in brackets are
/// plain characters.
fn translate(source: &str) -> String {
    let mut result = String::with_capacity(source.len());
    let mut characters = source.chars().peekable();
    let mut in_class = false;
    while let Some(c) = characters.next() {
        match (c, in_class) {
            ('\\', _) => match characters.next() {
                Some('d') if in_class => result.push_str("0-9"),
                Some('d') => result.push_str("[0-9]"),
                Some('D') => result.push_str("[^0-9]"),
                Some('w') if in_class => result.push_str("0-9A-Za-z_"),
                Some('w') => result.push_str("[0-9A-Za-z_]"),
                Some('W') => result.push_str("[^0-9A-Za-z_]"),
                Some('b') if in_class => result.push_str("\\x08"),
                Some('b') => result.push_str("(?-u:\\b)"),
                Some('B') if !in_class => result.push_str("(?-u:\\B)"),
                Some('0') => result.push_str("\\x00"),
                // JavaScript reads a backslash before any other sign as nothing.
                Some(sign) if !sign.is_ascii_alphanumeric() && !sign.is_ascii_punctuation() => {
                    result.push(sign);
                }
                Some(escaped) => result.extend(['\\', escaped]),
                None => result.push('\\'),
            },
            ('[', false) => {
                in_class = true;
                result.push('[');
                let negated = characters.next_if_eq(&'^').is_some();
                if characters.next_if_eq(&']').is_some() {
                    // `[]` matches nothing, `[^]` anything.
                    in_class = false;
                    result.push_str(if negated { "\\s\\S]" } else { "^\\s\\S]" });
                } else if negated {
                    result.push('^');
                }
            }
            (']', true) => {
                in_class = false;
                result.push(']');
            }
            // In a class the regex crate gives these a meaning that JavaScript does not know.
            ('[' | '&' | '~', true) => result.extend(['\\', c]),
            ('-', true) if characters.peek() == Some(&'-') => result.push_str("\\-"),
            _ => result.push(c),
        }
    }
    result
}

/// How heavy an expression is: its length, times how often its counted repetitions repeat.
fn weight(source: &str) -> u64 {
    let mut weight = 1 + source.len() as u64 / 4;
    for part in source.split('{').skip(1) {
        let counts = part.split('}').next().unwrap_or_default().split(',');
        let most = counts
            .filter_map(|count| count.trim().parse::<u64>().ok())
            .max();
        weight = weight.saturating_mul(most.unwrap_or(1).clamp(1, 1000));
    }
    weight.min(MAX_COMPILED as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replace(text: &str, pattern: &str, replacement: &str) -> String {
        let pattern = Pattern::new(pattern).unwrap();
        let paid = pattern.replace(text, replacement, true, 1000, |_| Ok::<(), ()>(()));
        paid.unwrap().unwrap().into_owned()
    }

    #[test]
    fn classes_are_those_of_javascript() {
        assert_eq!(replace("é1_a", r"\w", "*"), "é***");
        assert_eq!(replace("١2", r"\d", "*"), "١*");
        assert_eq!(replace("a[b]&c", r"[[\]&]", "*"), "a*b**c");
        assert_eq!(replace("a-b", r"[\w-]", "*"), "***");
        assert_eq!(replace("ab", r"[^]", "*"), "**");
        assert_eq!(replace("ab", r"[]", "*"), "ab");
        assert_eq!(replace("a/b", r"\/", "*"), "a*b");
        assert_eq!(replace("Aé", r"\u0041", "*"), "*é");
    }

    #[test]
    fn replacements_are_those_of_javascript() {
        assert_eq!(replace("ab", "(a)(b)", "$2$1$3$$$&"), "ba$3$ab");
        assert_eq!(replace("ab", "(?<x>a)", "[$<x>$<y>]"), "[a]b");
        assert_eq!(replace("ab", "b", "$`$'"), "aa");
        assert_eq!(replace("ab", "(a)", "$10"), "a0b");
        assert_eq!(replace("ab", "", "-"), "-a-b-");
        assert_eq!(replace("ab", "c", "-"), "ab");
        assert_eq!(replace("a", "a", "$<x"), "$<x");
    }

    #[test]
    fn what_it_cannot_read_is_an_error() {
        assert!(Pattern::new("[").is_err());
        assert!(Pattern::new("(?=a)").is_err());
        assert!(Pattern::new(r"(a)\1").is_err());
        assert!(Pattern::new("(a{1000}){1000}").is_err());
        assert!(Pattern::new("\\").is_err());
    }
}
