//! Rows as a table: printed with aligned columns, or as CSV, Markdown or JSON lines.

#[cfg(feature = "table")]
mod show;

use std::borrow::Cow;
use std::collections::HashSet;

use serde::Serialize;

use crate::error::{Error, Result};
use crate::handle::page::text_of;
use crate::row::Row;
use crate::schema::{Field, NotionSchema, Visit};
use crate::session::Page;

/// Rows as text: a line for each row and a column for each property.
///
/// With the feature `table`, `Display` prints it with aligned columns, numbers to the right; wide characters count as they
/// are shown in a terminal.
///
/// ```
/// # use notion_session::prelude::*;
/// # #[derive(NotionSchema, Debug, Default)]
/// # struct Task { #[notion(title)] task: String, estimate: Option<f64>, done: bool }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> notion_session::Result<()> {
/// # let session = Session::local();
/// # let home = session.search_page("Home").await?.item()?;
/// # let tasks = session.create_db::<Task>(&home).await?;
/// use notion_session::table::Table;
///
/// tasks.insert(Task { task: "Write".into(), estimate: Some(2.5), done: true }).await?;
/// tasks.insert(Task { task: "Read on".into(), estimate: Some(10.0), done: false }).await?;
/// let rows = tasks.query().sort(Task::COL.task.asc()).all().await?;
/// let t = Task::COL;
/// let table = Table::of(&rows).columns(&[t.task.name(), t.estimate.name()])?;
/// assert_eq!(
///     table.to_string(),
///     "\
/// ┌─────────┬──────────┐
/// │ Task    ┆ Estimate │
/// ╞═════════╪══════════╡
/// │ Read on ┆       10 │
/// │ Write   ┆      2.5 │
/// └─────────┴──────────┘"
/// );
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Table {
    header: Vec<Cow<'static, str>>,
    lines: Vec<Vec<String>>,
    max_width: usize,
}

/// The default maximum width of a column.
const WIDTH: usize = 40;

impl Table {
    /// Creates a table of rows, with all their properties.
    pub fn of<'a, S: NotionSchema>(rows: impl IntoIterator<Item = &'a Row<S>>) -> Table {
        let properties = S::SCHEMA.properties;
        Table {
            header: properties
                .iter()
                .map(|property| property.name.into())
                .collect(),
            lines: rows.into_iter().map(|row| texts(&**row)).collect(),
            max_width: WIDTH,
        }
    }

    /// Creates a table of pages, which are rows of a database without a struct. The title comes first, then all other
    /// properties in Notion's order. A property that a page does not have is empty.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema, Debug, Default)]
    /// # struct Task { #[notion(title)] task: String, estimate: Option<f64>, due: Option<Date> }
    /// # let session = Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// # let tasks = session.create_db::<Task>(&home).await?;
    /// # tasks.insert(Task { task: "Write".into(), estimate: Some(2.5), due: None }).await?;
    /// use notion_session::table::Table;
    ///
    /// let pages = tasks.query_untyped().filter("Estimate > 2")?.all().await?;
    /// let table = Table::of_pages(&pages).columns(&["Task", "Estimate"])?;
    /// assert_eq!(table.to_csv(), "Task,Estimate\r\nWrite,2.5\r\n");
    /// # Ok(())
    /// # }
    /// ```
    pub fn of_pages<'a>(pages: impl IntoIterator<Item = &'a Page>) -> Table {
        let pages: Vec<&Page> = pages.into_iter().collect();
        let mut header: Vec<Cow<'static, str>> = Vec::new();
        let titles = pages.iter().filter_map(|page| page.title_property());
        let names = pages.iter().flat_map(|page| page.data().properties.keys());
        let mut known = HashSet::new();
        for name in titles.chain(names.map(String::as_str)) {
            if known.insert(name) {
                header.push(name.to_owned().into());
            }
        }
        let cell = |page: &Page, name: &str| {
            let value = page.data().properties.get(name);
            value.map(|value| text_of(&value.kind)).unwrap_or_default()
        };
        let line = |page: &&Page| header.iter().map(|name| cell(page, name)).collect();
        Table {
            lines: pages.iter().map(line).collect(),
            header,
            max_width: WIDTH,
        }
    }

    /// Selects columns, by the names of the properties and in this order.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # use notion_session::table::Table;
    /// # #[derive(NotionSchema)]
    /// # struct Task { #[notion(title)] task: String, estimate: Option<f64> }
    /// # let rows: Vec<Row<Task>> = Vec::new();
    /// let error = Table::of(&rows).columns(&["Estimat"]).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "`Estimat` is not a column of the table; did you mean `Estimate`? It has: `Task`, `Estimate`"
    /// );
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::UnknownColumn`] if the table does not have a column of a name.
    pub fn columns(self, names: &[&str]) -> Result<Table> {
        let place = |name: &&str| {
            let place = self.header.iter().position(|column| column == name);
            place.ok_or_else(|| Error::unknown_column(name, &self.header))
        };
        let places: Vec<_> = names.iter().map(place).collect::<Result<_>>()?;
        let chosen = |line: &Vec<String>| places.iter().map(|place| line[*place].clone()).collect();
        Ok(Table {
            header: places
                .iter()
                .map(|place| self.header[*place].clone())
                .collect(),
            lines: self.lines.iter().map(chosen).collect(),
            max_width: self.max_width,
        })
    }

    /// Sets the maximum width of a printed column (default: 40). Longer text is cut and ends with `…`.
    #[must_use]
    pub fn max_width(mut self, width: usize) -> Table {
        self.max_width = width.max(1);
        self
    }

    /// Returns the rows as CSV with a header, as defined in RFC 4180: cells with commas, quotation marks or line breaks are
    /// quoted.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema, Debug, Default)]
    /// # struct Task { #[notion(title)] task: String, estimate: Option<f64> }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// # let tasks = session.create_db::<Task>(&home).await?;
    /// # use notion_session::table::Table;
    /// tasks.insert(Task { task: "Read, write".into(), estimate: Some(2.5) }).await?;
    /// let rows = tasks.query().all().await?;
    /// assert_eq!(Table::of(&rows).to_csv(), "Task,Estimate\r\n\"Read, write\",2.5\r\n");
    /// # Ok(())
    /// # }
    /// ```
    pub fn to_csv(&self) -> String {
        let lines = self.lines.iter();
        let lines = lines.map(|line| line.iter().map(|text| text.as_str().into()).collect());
        csv_lines(std::iter::once(self.header.clone()).chain(lines))
    }

    /// Returns the rows as a Markdown table.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema, Debug, Default)]
    /// # struct Task { #[notion(title)] task: String, estimate: Option<f64> }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// # let tasks = session.create_db::<Task>(&home).await?;
    /// # use notion_session::table::Table;
    /// tasks.insert(Task { task: "Read|write".into(), estimate: Some(2.5) }).await?;
    /// let rows = tasks.query().all().await?;
    /// assert_eq!(
    ///     Table::of(&rows).to_markdown(),
    ///     "| Task | Estimate |\n|---|---:|\n| Read\\|write | 2.5 |\n"
    /// );
    /// # Ok(())
    /// # }
    /// ```
    pub fn to_markdown(&self) -> String {
        let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let mut markdown = row(self.header.iter().map(|name| escaped(name)).collect());
        let rules: Vec<_> = (0..self.header.len())
            .map(|column| {
                if self.is_numeric(column) {
                    "---:"
                } else {
                    "---"
                }
            })
            .collect();
        markdown.push_str(&format!("|{}|\n", rules.join("|")));
        for line in &self.lines {
            markdown.push_str(&row(line.iter().map(|text| escaped(text)).collect()));
        }
        markdown
    }

    /// Returns true if a column has numbers only, including computed ones.
    fn is_numeric(&self, column: usize) -> bool {
        let mut filled = self
            .lines
            .iter()
            .filter_map(|line| line.get(column))
            .filter(|text| !text.is_empty());
        let numeric = |text: &String| text.parse::<f64>().is_ok();
        filled.next().is_some_and(numeric) && filled.all(numeric)
    }
}

/// Returns the rows as JSON lines, in the format of the struct's `Serialize`.
///
/// ```
/// # use notion_session::prelude::*;
/// #[derive(NotionSchema, serde::Serialize, Debug, Default)]
/// struct Task {
///     #[notion(title)]
///     task: String,
///     due: Option<Date>,
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let session = Session::local();
/// # let home = session.search_page("Home").await?.item()?;
/// # let tasks = session.create_db::<Task>(&home).await?;
///
/// tasks.insert(Task { task: "Write".into(), due: "2026-11-30".parse().ok() }).await?;
/// let rows = tasks.query().all().await?;
/// let lines = notion_session::table::json_lines(&rows)?;
/// assert_eq!(lines, "{\"task\":\"Write\",\"due\":\"2026-11-30\"}\n");
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// If the struct's own `Serialize` fails.
pub fn json_lines<'a, S: NotionSchema + Serialize>(
    rows: impl IntoIterator<Item = &'a Row<S>>,
) -> std::result::Result<String, serde_json::Error> {
    let mut lines = String::new();
    for row in rows {
        lines.push_str(&serde_json::to_string(row)?);
        lines.push('\n');
    }
    Ok(lines)
}

/// Returns one line of CSV with its line end, as defined in RFC 4180, for rows without a struct.
///
/// ```
/// assert_eq!(notion_session::table::csv_line(["Read, write", "2.5"]), "\"Read, write\",2.5\r\n");
/// ```
pub fn csv_line<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> String {
    csv_lines([texts])
}

/// Returns lines of CSV, each with any number of cells.
fn csv_lines<T: AsRef<str>>(
    lines: impl IntoIterator<Item = impl IntoIterator<Item = T>>,
) -> String {
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for line in lines {
        let cells = line
            .into_iter()
            .try_for_each(|text| writer.write_field(text.as_ref()));
        // Writing to memory with any number of cells cannot fail.
        let _written = cells.and_then(|()| writer.write_record(None::<&[u8]>));
    }
    let csv = writer.into_inner().unwrap_or_default();
    String::from_utf8(csv).unwrap_or_default()
}

/// Escapes a cell of a Markdown table.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('|', "\\|")
        .replace("\r\n", "<br>")
        .replace(['\n', '\r'], "<br>")
}

/// Returns the values of a row as a person would read them, in the order of the fields.
fn texts<S: NotionSchema>(row: &S) -> Vec<String> {
    struct Texts(Vec<String>);
    impl Visit for Texts {
        fn field<T>(&mut self, field: &Field<T>, value: &T) {
            self.0.push((field.text)(value));
        }
    }
    let mut texts = Texts(Vec::new());
    row.visit(&mut texts);
    texts.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn table(lines: &[[&str; 2]]) -> Table {
        let line = |line: &[&str; 2]| line.iter().map(|text| (*text).to_owned()).collect();
        Table {
            header: vec!["A".into(), "B".into()],
            lines: lines.iter().map(line).collect(),
            max_width: WIDTH,
        }
    }

    #[test]
    fn csv_quotes_what_needs_it() {
        let csv = table(&[["plain", "say \"hi\""], ["two\nlines", "1,5"]]).to_csv();
        assert_eq!(
            csv,
            "A,B\r\nplain,\"say \"\"hi\"\"\"\r\n\"two\nlines\",\"1,5\"\r\n"
        );
    }

    #[test]
    fn an_empty_cell_alone_is_a_line_all_the_same() {
        assert_eq!(csv_line([""]), "\"\"\r\n");
        assert_eq!(csv_line(["", ""]), ",\r\n");
    }

    /// Reads CSV, as programs do that expect as many cells in each line.
    fn read_csv(csv: &str) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(csv.as_bytes());
        reader.deserialize().map(Result::unwrap).collect()
    }

    proptest! {
        #[test]
        fn csv_comes_back_as_it_was(cells in prop::collection::vec(["[a\",\r\n é]{0,6}", "\\PC{0,6}"], 0..6)) {
            let mut table = table(&[]);
            table.lines = cells.iter().map(|[a, b]| vec![a.clone(), b.clone()]).collect();
            let mut expected = vec![vec!["A".to_owned(), "B".to_owned()]];
            expected.extend(table.lines.clone());
            prop_assert_eq!(read_csv(&table.to_csv()), expected);
        }

        #[test]
        fn a_row_in_markdown_is_one_line_with_as_many_cells(cells in prop::collection::vec(["[a|\\\\\r\n é]{0,6}", "\\PC{0,6}"], 0..6)) {
            let mut table = table(&[]);
            table.lines = cells.iter().map(|[a, b]| vec![a.clone(), b.clone()]).collect();
            let markdown = table.to_markdown();
            prop_assert_eq!(markdown.split('\n').count(), cells.len() + 3);
            for line in markdown.lines() {
                // A bar behind an odd number of backslashes is text.
                let mut escaped = false;
                let bars = line.chars().filter(|character| {
                    let bar = *character == '|' && !escaped;
                    escaped = *character == '\\' && !escaped;
                    bar
                });
                prop_assert_eq!(bars.count(), 3, "{}", line);
            }
        }
    }

    #[test]
    fn markdown_keeps_a_row_on_one_line() {
        let markdown = table(&[["a|b", "1"], ["two\nlines\\", ""]]).to_markdown();
        assert_eq!(
            markdown,
            "| A | B |\n|---|---:|\n| a\\|b | 1 |\n| two<br>lines\\\\ |  |\n"
        );
    }
}
