//! Lines of Markdown: joined, quoted, indented, fenced.

use super::write_text::longest_row;

/// A text and what comes behind it, an empty line between.
pub(super) fn join(mut text: String, more: &str) -> String {
    if !text.is_empty() && !more.is_empty() {
        text.push_str("\n\n");
    }
    text.push_str(more);
    text
}

/// A line and what comes on the next ones.
pub(super) fn join_lines(text: String, more: &str) -> String {
    if more.is_empty() {
        text
    } else {
        format!("{text}\n{more}")
    }
}

/// All lines as those of a quotation.
pub(super) fn quoted(text: &str) -> String {
    let line = |line: &str| {
        if line.is_empty() {
            ">".to_owned()
        } else {
            format!("> {line}")
        }
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// All lines but the first one with something before them, unless they are empty.
pub(super) fn indented(text: &str, indent: &str) -> String {
    let mut lines = text.split('\n');
    let mut out = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        out.push('\n');
        if !line.is_empty() {
            out.push_str(indent);
            out.push_str(line);
        }
    }
    out
}

/// A text between fences that it does not hold.
pub(super) fn fenced(info: &str, text: &str) -> String {
    let fence = "`".repeat((longest_row(text, '`') + 1).max(3));
    let end = if text.is_empty() { "" } else { "\n" };
    format!("{fence}{info}\n{text}{end}{fence}")
}
