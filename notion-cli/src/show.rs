//! What is shown of text from Notion: on a terminal nothing that a terminal obeys, elsewhere every character.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, ErrorKind, IsTerminal as _, Write as _};
use std::sync::atomic::{AtomicU8, Ordering};

use anstyle::{AnsiColor, Style};

use crate::failure::{Failure, Result};

/// When colors are used.
#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    Always,
    Never,
}

/// What `--color` says; one for the process, as there is one terminal.
static COLOR: AtomicU8 = AtomicU8::new(Color::Auto as u8);

/// Sets when colors are used.
pub(crate) fn set_color(color: Color) {
    COLOR.store(color as u8, Ordering::Relaxed);
}

fn has_color(is_terminal: bool) -> bool {
    match COLOR.load(Ordering::Relaxed) {
        choice if choice == Color::Always as u8 => true,
        choice if choice == Color::Never as u8 => false,
        _ => {
            let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
            let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
            is_terminal && !is_dumb && !is_set("NO_COLOR")
        }
    }
}

/// Text in bold, if the standard output has colors.
pub(crate) fn bold(text: &str) -> String {
    styled(text, Style::new().bold(), has_color(is_terminal()))
}

fn styled(text: &str, style: Style, has_color: bool) -> String {
    match has_color {
        true => format!("{style}{text}{style:#}"),
        false => text.to_owned(),
    }
}

/// Whether a person looks at the standard output.
pub(crate) fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// The width of the terminal in characters: 80 if it is not known, and never less than 20.
pub(crate) fn terminal_width() -> usize {
    let size = terminal_size::terminal_size_of(io::stdout());
    let width = size.map(|(width, _)| usize::from(width.0));
    width.filter(|width| *width > 0).unwrap_or(80).max(20)
}

/// Prints text to the standard output.
///
/// A reader that closes the pipe has read enough: the failure ends the command, without a word and with the exit code 0.
pub(crate) fn print(text: &str) -> Result<()> {
    print_shown(&printed(text))
}

/// Prints text that is safe to show: parts of it are ours, as escape sequences of colors are.
pub(crate) fn print_shown(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Err(Failure::closed_pipe()),
        Err(error) => Err(Failure::about(
            "the standard output cannot be written",
            error,
        )),
    }
}

/// Writes an error to the standard error.
pub(crate) fn report_error(text: &str) {
    let is_terminal = io::stderr().is_terminal();
    let shown = match is_terminal {
        true => harmless(text),
        false => text.into(),
    };
    let style = AnsiColor::Red.on_default().bold();
    let word = styled("error:", style, has_color(is_terminal));
    let _unheard = writeln!(io::stderr().lock(), "{word} {shown}");
}

/// Text as the standard output shows it.
pub(crate) fn printed(text: &str) -> Cow<'_, str> {
    if io::stdout().is_terminal() {
        harmless(text)
    } else {
        text.into()
    }
}

/// Writes a line to the standard error.
pub(crate) fn report(text: &str) {
    let mut err = io::stderr().lock();
    let text = if err.is_terminal() {
        harmless(text)
    } else {
        text.into()
    };
    let _unheard = writeln!(err, "{text}");
}

/// Writes a question to the standard error, where it is seen although the standard output is a pipe.
pub(crate) fn prompt(text: &str) {
    let mut err = io::stderr().lock();
    let _unheard = err
        .write_all(harmless(text).as_bytes())
        .and_then(|()| err.flush());
}

/// Text without control characters and without marks that change the direction of text: escape sequences move the
/// cursor and repaint what was printed, and direction marks let text read as another. Each is written as Rust writes it in
/// a string, `\u{202e}`. Line breaks and tabs stay.
fn harmless(text: &str) -> Cow<'_, str> {
    let text = if text.contains("\r\n") {
        Cow::Owned(text.replace("\r\n", "\n"))
    } else {
        Cow::Borrowed(text)
    };
    if !text.contains(is_harmful) {
        return text;
    }
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if is_harmful(character) {
            let _infallible = write!(shown, "\\u{{{:x}}}", u32::from(character));
        } else {
            shown.push(character);
        }
    }
    shown.into()
}

const fn is_harmful(character: char) -> bool {
    match character {
        '\n' | '\t' => false,
        // Control characters: C0, DEL and C1.
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => true,
        // Marks, embeddings, overrides and isolates of Unicode's bidirectional algorithm, and its line separators.
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            true
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_obeys_is_written_out() {
        for (text, shown) in [
            ("plain äöü 漢字 👩‍💻 עברית", "plain äöü 漢字 👩‍💻 עברית"),
            ("two\nlines\tand a tab\r\n", "two\nlines\tand a tab\n"),
            (
                "\u{1b}[2J\u{1b}]0;title\u{7}",
                "\\u{1b}[2J\\u{1b}]0;title\\u{7}",
            ),
            ("over\rwritten\u{8}", "over\\u{d}written\\u{8}"),
            ("\u{9b}31m\u{90}\u{7f}\0", "\\u{9b}31m\\u{90}\\u{7f}\\u{0}"),
            (
                "invoice\u{202e}fdp.exe\u{202c}",
                "invoice\\u{202e}fdp.exe\\u{202c}",
            ),
            (
                "\u{2066}a\u{2069}\u{200f}\u{61c}\u{2028}",
                "\\u{2066}a\\u{2069}\\u{200f}\\u{61c}\\u{2028}",
            ),
        ] {
            assert_eq!(harmless(text), shown);
        }
    }

    #[test]
    fn nothing_that_a_terminal_obeys_is_left() {
        for character in '\0'..=char::MAX {
            let text = String::from(character);
            let shown = harmless(&text);
            let obeyed = shown
                .chars()
                .any(|one| one.is_control() && !matches!(one, '\n' | '\t'));
            assert!(!obeyed, "{character:?}");
            assert!(harmless(&shown) == shown, "{character:?}");
        }
    }
}
