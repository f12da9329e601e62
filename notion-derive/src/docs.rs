//! Doc comments as descriptions: the first paragraph, as plain text.

use notion_vocabulary::limits::MAX_DESCRIPTION_CHARACTERS;
use syn::{Attribute, Expr, Lit, Meta};

/// The text of the first paragraph of the doc comment, shortened to what Notion takes; empty
/// if there is none.
pub(crate) fn description(attrs: &[Attribute]) -> String {
    let lines = attrs.iter().filter_map(line);
    let mut paragraph = String::new();
    for line in lines.flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>()) {
        let line = line.trim();
        match (line.is_empty(), paragraph.is_empty()) {
            (true, true) => {}
            (true, false) => break,
            (false, true) => paragraph.push_str(line),
            (false, false) => {
                paragraph.push(' ');
                paragraph.push_str(line);
            }
        }
    }
    shorten(&plain(&paragraph))
}

fn line(attr: &Attribute) -> Option<String> {
    if !attr.path().is_ident("doc") {
        return None;
    }
    match &attr.meta {
        Meta::NameValue(doc) => match &doc.value {
            Expr::Lit(lit) => match &lit.lit {
                Lit::Str(text) => Some(if text.value().is_empty() {
                    "\n".to_owned()
                } else {
                    text.value()
                }),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}

/// Markdown's marks taken out, as far as a sentence has them: code, emphasis, links.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['`', '*', '[', ']']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let after = &from[1..];
        rest = if from.starts_with(']') {
            // `[text](address)` and `[text][label]` keep their text alone.
            match after.chars().next() {
                Some('(') => after.split_once(')').map_or(after, |(_, rest)| rest),
                Some('[') => after.split_once(']').map_or(after, |(_, rest)| rest),
                _ => after,
            }
        } else if from.starts_with('*') && !touches_a_word(&text[..text.len() - from.len()], after)
        {
            out.push('*');
            after
        } else {
            after
        };
    }
    out.push_str(rest);
    out
}

/// A star between spaces is a star; one at a word is emphasis.
fn touches_a_word(before: &str, after: &str) -> bool {
    let word = |c: char| !c.is_whitespace();
    before.chars().next_back().is_some_and(word) || after.chars().next().is_some_and(word)
}

/// At most [`MAX_DESCRIPTION_CHARACTERS`] characters, cut between words.
fn shorten(text: &str) -> String {
    if text.chars().count() <= MAX_DESCRIPTION_CHARACTERS {
        return text.to_owned();
    }
    let head: String = text.chars().take(MAX_DESCRIPTION_CHARACTERS - 1).collect();
    let cut = head.rfind(char::is_whitespace).unwrap_or(head.len());
    format!("{}…", head[..cut].trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use syn::parse_quote;

    fn of(item: &syn::ItemStruct) -> String {
        description(&item.attrs)
    }

    #[test]
    fn the_first_paragraph_on_one_line() {
        let item = parse_quote! {
            /// What we have
            /// promised.
            ///
            /// More of it.
            struct A;
        };
        assert_eq!(of(&item), "What we have promised.");
    }

    #[test]
    fn no_comment_is_no_description() {
        assert_eq!(of(&parse_quote! { struct A; }), "");
    }

    #[test]
    fn marks_are_taken_out_and_words_stay() {
        let item = parse_quote! {
            /// The **sum** of [`Task`] and [days](https://example.org/a), 2 * 3.
            struct A;
        };
        assert_eq!(of(&item), "The sum of Task and days, 2 * 3.");
    }

    #[test]
    fn a_block_comment_counts_as_lines() {
        let item = parse_quote! {
            #[doc = " One.\n\n Two."]
            struct A;
        };
        assert_eq!(of(&item), "One.");
    }

    #[test]
    fn what_is_too_long_is_cut_between_words() {
        let long = "word ".repeat(100);
        let short = shorten(long.trim());
        assert!(short.chars().count() <= MAX_DESCRIPTION_CHARACTERS);
        assert!(short.ends_with("word…"));
    }
}
