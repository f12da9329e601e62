//! How rows and lists of objects are printed: as a table, as plain lines, as CSV, JSON lines or Markdown.

mod fit;

use std::path::Path;

use comfy_table::{ContentArrangement, Table, presets};
use notion_session::table::csv_line;
use serde_json::Value;

use crate::failure::Result;
use crate::files::Unfinished;
use crate::show::{self, print, print_shown, printed, report};
use crate::value::text;
use fit::fit;

/// The format of what is printed.
#[derive(clap::Args, Clone, Copy, Debug)]
#[command(next_help_heading = "Output")]
pub(crate) struct Format {
    /// CSV with a header, as RFC 4180 has it.
    #[arg(long, conflicts_with_all = ["json", "md"])]
    csv: bool,
    /// One JSON object a line.
    #[arg(long, conflicts_with = "md")]
    json: bool,
    /// A Markdown table.
    #[arg(long)]
    md: bool,
}

impl Format {
    /// This format, or the one that the name of a file tells if none was chosen.
    pub(crate) fn or_of(self, path: &Path) -> Format {
        let extension = path.extension().and_then(|extension| extension.to_str());
        let is = |names: &[&str]| extension.is_some_and(|extension| names.contains(&extension));
        match self.is_plain() {
            true => Format {
                csv: is(&["csv"]),
                json: is(&["jsonl", "ndjson", "json"]),
                md: is(&["md"]),
            },
            false => self,
        }
    }

    /// Whether it is for people: neither CSV nor JSON nor Markdown.
    pub(crate) fn is_plain(self) -> bool {
        !self.csv && !self.json && !self.md
    }
}

/// How a table fits on the terminal.
#[derive(clap::Args, Clone, Copy, Debug, Default)]
#[command(next_help_heading = "Output")]
pub(crate) struct Layout {
    /// All columns with their whole texts, however wide the table becomes.
    #[arg(long, conflicts_with = "long")]
    wide: bool,
    /// Each record by itself: a line for each value.
    #[arg(long)]
    long: bool,
}

/// Prints records as they come.
pub(crate) struct Printer {
    format: Format,
    layout: Layout,
    header: Vec<String>,
    /// What a table needs before the first line can be printed: the texts of all cells.
    table: Vec<Vec<String>>,
    is_begun: bool,
    /// Where it goes in place of the standard output.
    file: Option<Unfinished>,
}

impl Printer {
    pub(crate) fn new(format: Format, layout: Layout, header: Vec<String>) -> Printer {
        Printer {
            format,
            layout,
            header,
            table: Vec::new(),
            is_begun: false,
            file: None,
        }
    }

    /// Writes to a file in place of the standard output.
    pub(crate) fn write_to(&mut self, file: Unfinished) {
        self.file = Some(file);
    }

    fn emit(&mut self, text: &str) -> Result<()> {
        match &mut self.file {
            Some(file) => file.write(text.as_bytes()),
            None => print(text),
        }
    }

    /// Whether what is printed is a table for a person at the terminal.
    fn is_for_terminal(&self) -> bool {
        self.file.is_none() && show::is_terminal()
    }

    /// Prints a record, or keeps it for a table. `json` makes what it is as an object.
    pub(crate) fn record(
        &mut self,
        values: &[Value],
        json: impl FnOnce(&[Value]) -> Value,
    ) -> Result<()> {
        self.record_as(values, || values.iter().map(text).collect(), json)
    }

    /// Prints a record whose values people read as these texts. As CSV and JSON they can be read back.
    pub(crate) fn record_as(
        &mut self,
        values: &[Value],
        texts: impl FnOnce() -> Vec<String>,
        json: impl FnOnce(&[Value]) -> Value,
    ) -> Result<()> {
        if self.format.json {
            self.is_begun = true;
            return self.emit(&format!("{}\n", json(values)));
        }
        let texts: Vec<String> = match self.format.csv {
            true => values.iter().map(crate::value::cell).collect(),
            false => texts(),
        };
        let mut out = String::new();
        let header = &self.header;
        let begins = !std::mem::replace(&mut self.is_begun, true);
        if self.format.csv {
            if begins {
                out += &csv_line(header);
            }
            out += &csv_line(&texts);
        } else if self.format.md {
            if begins {
                out += &markdown_header(header);
            }
            out += &markdown_line(&texts);
        } else if self.layout.long {
            if !begins {
                out.push('\n');
            }
            let width = header.iter().map(|name| fit::width(name)).max();
            for (name, text) in header.iter().zip(&texts) {
                let pad = width.unwrap_or_default() - fit::width(name);
                out += &format!("{name}{}  {}\n", " ".repeat(pad), on_one_line(text));
            }
        } else if self.is_for_terminal() {
            self.table.push(texts);
            return Ok(());
        } else {
            if begins {
                out += &plain_line(header);
            }
            out += &plain_line(&texts);
        }
        self.emit(&out)
    }

    /// Whether there was a record.
    pub(crate) fn is_begun(&self) -> bool {
        self.is_begun
    }

    /// Prints what is left: the table, or the header if there were no records. A file gets its name.
    pub(crate) fn end(mut self) -> Result<()> {
        let has_header = !self.format.json && !self.layout.long;
        if has_header && self.format.is_plain() && self.is_for_terminal() {
            print_table(self.layout, &self.header, &self.table)?;
        } else if has_header && !self.is_begun {
            let header = match (self.format.csv, self.format.md) {
                (true, _) => csv_line(&self.header),
                (_, true) => markdown_header(&self.header),
                _ => plain_line(&self.header),
            };
            self.emit(&header)?;
        }
        self.file.map_or(Ok(()), Unfinished::finish)
    }
}

/// Prints objects as they come: a line for each, which a person reads and which has the whole id to copy, or records of CSV,
/// JSON or Markdown.
pub(crate) struct Listing {
    format: Format,
    names: Vec<String>,
    printer: Printer,
}

impl Listing {
    /// A list whose objects have these values.
    pub(crate) fn new(format: Format, names: &[&str]) -> Listing {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        Listing {
            format,
            printer: Printer::new(format, Layout::default(), names.clone()),
            names,
        }
    }

    /// Prints an object: as this line, or with these values.
    pub(crate) fn object(&mut self, line: &str, values: &[Value]) -> Result<()> {
        if self.format.is_plain() {
            return print(&format!("{}\n", on_one_line(line)));
        }
        let names = &self.names;
        self.printer.record(values, |values| {
            names.iter().cloned().zip(values.iter().cloned()).collect()
        })
    }

    /// Prints the header if there were no objects: CSV and Markdown without one would be nothing.
    pub(crate) fn end(self) -> Result<()> {
        match self.format.is_plain() {
            true => Ok(()),
            false => self.printer.end(),
        }
    }
}

/// Prints a table that fits the terminal, and names the columns that it has no room for.
fn print_table(layout: Layout, header: &[String], lines: &[Vec<String>]) -> Result<()> {
    // Here, and not when the table is printed, because columns are as wide as what is shown.
    let shown = |text: &String| printed(&on_one_line(text)).into_owned();
    let header: Vec<String> = header.iter().map(shown).collect();
    let lines: Vec<Vec<String>> = lines
        .iter()
        .map(|line| line.iter().map(shown).collect())
        .collect();
    let room = match layout.wide {
        true => None,
        false => Some(show::terminal_width()),
    };
    let columns = fit(&header, &lines, room);
    let cut = |line: &[String]| -> Vec<String> {
        columns
            .iter()
            .map(|column| fit::shorten(&line[column.index], column.width))
            .collect()
    };
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_FULL_CONDENSED)
        .set_content_arrangement(ContentArrangement::Disabled)
        .set_header(cut(&header));
    for line in &lines {
        table.add_row(cut(line));
    }
    let table = table.to_string();
    let mut out = String::new();
    for (number, line) in table.lines().enumerate() {
        match number {
            1 => out += &show::bold(line),
            _ => out += line,
        }
        out.push('\n');
    }
    print_shown(&out)?;
    let left_out: Vec<&str> = (0..header.len())
        .filter(|index| !columns.iter().any(|column| column.index == *index))
        .map(|index| header[index].as_str())
        .collect();
    if !left_out.is_empty() {
        report(&format!(
            "{} columns do not fit: {}; show them with --wide, --long or --columns",
            left_out.len(),
            left_out.join(", ")
        ));
    }
    Ok(())
}

/// Text on one line.
pub(crate) fn on_one_line(text: &str) -> String {
    text.replace("\r\n", " ")
        .replace(['\n', '\r', '\t', '\u{b}', '\u{c}', '\u{85}'], " ")
}

fn plain_line<T: AsRef<str>>(texts: &[T]) -> String {
    let texts: Vec<_> = texts
        .iter()
        .map(|text| on_one_line(text.as_ref()))
        .collect();
    texts.join("\t") + "\n"
}

fn markdown_header(header: &[String]) -> String {
    format!(
        "{}|{}\n",
        markdown_line(header),
        "---|".repeat(header.len())
    )
}

fn markdown_line(texts: &[String]) -> String {
    let mut line = "|".to_owned();
    for text in texts {
        let text = text.replace('\\', "\\\\").replace('|', "\\|");
        let text = text.replace("\r\n", "<br>").replace(['\n', '\r'], "<br>");
        line += &format!(" {text} |");
    }
    line + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_in_markdown_is_one_line_of_a_table() {
        let texts = ["a|b".to_owned(), "two\nlines\\".to_owned()];
        assert_eq!(
            markdown_header(&texts) + &markdown_line(&texts),
            "| a\\|b | two<br>lines\\\\ |\n|---|---|\n| a\\|b | two<br>lines\\\\ |\n"
        );
    }

    #[test]
    fn a_plain_line_has_a_tab_between_values_and_nowhere_else() {
        assert_eq!(plain_line(&["a\tb", "c\r\nd", ""]), "a b\tc d\t\n");
    }
}
