//! The pieces of a file of Rust, as text.

use std::fmt::{self, Display, Formatter};

use notion_vocabulary::limits::MAX_DESCRIPTION_CHARACTERS;

/// How wide a line gets before its attribute is broken up.
const WIDTH: usize = 100;

/// A struct or an enum.
#[derive(Debug, Clone, Default)]
pub(super) struct Item {
    pub(super) doc: Option<String>,
    pub(super) derives: &'static str,
    pub(super) attributes: Vec<String>,
    /// `struct` or `enum`.
    pub(super) keyword: &'static str,
    pub(super) ident: String,
    pub(super) members: Vec<Member>,
}

/// A field or a variant; or, without an ident, what is said about one that is left out.
#[derive(Debug, Clone, Default)]
pub(super) struct Member {
    pub(super) notes: Vec<String>,
    pub(super) doc: Option<String>,
    pub(super) attributes: Vec<String>,
    /// `pub due: Option<DateRange>`, or `Done`.
    pub(super) declaration: Option<String>,
}

impl Display for Item {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        doc(f, "", self.doc.as_deref())?;
        writeln!(f, "#[derive({})]", self.derives)?;
        attributes(f, "", &self.attributes)?;
        writeln!(f, "pub {} {} {{", self.keyword, self.ident)?;
        for member in &self.members {
            for note in &member.notes {
                writeln!(f, "    // {note}")?;
            }
            doc(f, "    ", member.doc.as_deref())?;
            attributes(f, "    ", &member.attributes)?;
            if let Some(declaration) = &member.declaration {
                writeln!(f, "    {declaration},")?;
            }
        }
        writeln!(f, "}}")
    }
}

/// A text in quotes: raw, where that is easier to read.
pub(super) fn literal(text: &str) -> String {
    if !text.contains(['"', '\\']) || text.contains(is_hidden) {
        let escaped = |c: char| match c {
            '"' | '\\' => format!("\\{c}"),
            c if is_hidden(c) => c.escape_debug().to_string(),
            c => c.to_string(),
        };
        return format!("\"{}\"", text.chars().map(escaped).collect::<String>());
    }
    let mut hashes = "#".to_owned();
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    format!("r{hashes}\"{text}\"{hashes}")
}

/// A text for a comment, on one line.
pub(super) fn comment(text: &str) -> String {
    text.replace(is_hidden, " ")
}

/// Whether a character must not stand in Rust as it is: a line would end, or, as rustc warns, text would
/// be shown in another order than it has.
fn is_hidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A description as a doc comment, or, where the derive would read another from that, as an attribute.
pub(super) fn description(text: &str) -> (Option<String>, Option<String>) {
    if text.is_empty() {
        return (None, None);
    }
    let line = || text.split_whitespace().collect::<Vec<_>>().join(" ");
    // The derive shortens what is longer than Notion takes; an attribute it would refuse.
    if text.chars().count() > MAX_DESCRIPTION_CHARACTERS {
        return (Some(comment(&line())), None);
    }
    let plain = !text.contains(['`', '*', '[', ']']) && !text.contains(is_hidden);
    if plain && line() == text {
        return (Some(text.to_owned()), None);
    }
    (None, Some(format!("description = {}", literal(text))))
}

fn doc(f: &mut Formatter<'_>, indent: &str, text: Option<&str>) -> fmt::Result {
    match text {
        Some(text) => writeln!(f, "{indent}/// {text}"),
        None => Ok(()),
    }
}

/// All in one `#[notion(..)]`, or where that is too long for a line, each in its own.
fn attributes(f: &mut Formatter<'_>, indent: &str, attributes: &[String]) -> fmt::Result {
    if attributes.is_empty() {
        return Ok(());
    }
    let joined = attributes.join(", ");
    let length = indent.len() + joined.chars().count() + "#[notion()]".len();
    if length <= WIDTH {
        return writeln!(f, "{indent}#[notion({joined})]");
    }
    attributes
        .iter()
        .try_for_each(|attribute| writeln!(f, "{indent}#[notion({attribute})]"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_raw_where_that_reads_better() {
        assert_eq!(literal("a"), r#""a""#);
        assert_eq!(literal(r#"say "a""#), r##"r#"say "a""#"##);
        assert_eq!(literal("\"#"), "r##\"\"#\"##");
        assert_eq!(literal("\"\n"), r#""\"\n""#);
        assert_eq!(literal("\u{202e}é👩‍🚀"), r#""\u{202e}é👩‍🚀""#);
    }

    #[test]
    fn descriptions_that_a_comment_would_change_are_attributes() {
        assert_eq!(description(""), (None, None));
        assert_eq!(description("In days."), (Some("In days.".into()), None));
        for text in ["in *days*", "two\nlines", " spaces", "a  b"] {
            assert!(matches!(description(text), (None, Some(_))), "{text}");
        }
        assert!(matches!(description(&"long ".repeat(100)), (Some(_), None)));
    }
}
