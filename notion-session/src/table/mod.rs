//! Rows as a table: printed with aligned columns, or as CSV, Markdown or JSON lines.

mod json;
mod names;
mod read;
#[cfg(feature = "table")]
mod show;
mod text;

use std::borrow::Cow;
use std::collections::HashSet;

use serde_json::Value;

pub use json::json_lines;
pub use read::{from_csv, from_json_lines};
pub use text::text;

use json::{json_of, json_of_cell};

use crate::error::{Error, Result};
use crate::handle::page::text_of;
use crate::query::Columns;
use crate::row::Row;
use crate::schema::{Field, NotionSchema, PropertyDefinition, Visit};
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
    columns: Vec<ColumnHead>,
    lines: Vec<Vec<Entry>>,
    /// The pages of the lines.
    pages: Vec<PageOfLine>,
    max_width: usize,
}

/// What is known of a column.
#[derive(Debug, Clone)]
struct ColumnHead {
    name: Cow<'static, str>,
    /// Whether its entries are IDs of people or pages.
    has_ids: bool,
}

/// A value as a person reads it, and as JSON.
#[derive(Debug, Clone)]
struct Entry {
    text: String,
    json: Value,
}

#[derive(Debug, Clone)]
struct PageOfLine {
    id: String,
    url: String,
}

/// The default maximum width of a column.
const WIDTH: usize = 40;

impl Table {
    /// Creates a table of rows, with all their properties.
    pub fn of<'a, S: NotionSchema>(rows: impl IntoIterator<Item = &'a Row<S>>) -> Table {
        let (lines, pages) = rows.into_iter().map(line).unzip();
        Table {
            columns: S::SCHEMA.properties.iter().map(head).collect(),
            lines,
            pages,
            max_width: WIDTH,
        }
    }

    /// Creates a table of rows with some of their properties: a column, or a tuple of up to twelve.
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
    /// let rows = tasks.query().all().await?;
    /// let table = Table::select(&rows, |t| (t.done, t.task));
    /// assert_eq!(table.to_csv(), "Done,Task\r\ntrue,Write\r\n");
    /// # Ok(())
    /// # }
    /// ```
    pub fn select<'a, S: NotionSchema, K: Columns<S>>(
        rows: impl IntoIterator<Item = &'a Row<S>>,
        columns: impl FnOnce(S::Columns) -> K,
    ) -> Table {
        let names = columns(S::COLUMNS).names();
        let place = |name: &&'static str| {
            let mut properties = S::SCHEMA.properties.iter();
            properties.position(|property| property.name == *name)
        };
        let places: Vec<_> = names.iter().filter_map(place).collect();
        Table::of(rows).at(&places)
    }

    /// Creates a table of pages, which are rows of a database without a struct. The title comes first, then all other
    /// properties in Notion's order. A property that a page does not have is empty. People are shown by the names that Notion
    /// sent with the pages.
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
        let mut columns: Vec<ColumnHead> = Vec::new();
        let titles = pages.iter().filter_map(|page| page.title_property());
        let names = pages.iter().flat_map(|page| page.data().properties.keys());
        let mut known = HashSet::new();
        for name in titles.chain(names.map(String::as_str)) {
            if known.insert(name) {
                let mut values = pages
                    .iter()
                    .filter_map(|page| page.data().properties.get(name));
                let has_ids = values
                    .next()
                    .is_some_and(|value| HAVE_IDS.contains(&value.kind.type_name()));
                columns.push(ColumnHead {
                    name: name.to_owned().into(),
                    has_ids,
                });
            }
        }
        let entry = |page: &Page, name: &str| match page.data().properties.get(name) {
            Some(value) => Entry {
                text: text_of(&value.kind),
                json: json_of(&value.kind),
            },
            None => Entry::empty(),
        };
        let line = |page: &&Page| {
            let entries = columns.iter().map(|column| entry(page, &column.name));
            entries.collect()
        };
        let page = |page: &&Page| PageOfLine {
            id: page.id().to_string(),
            url: page.url().unwrap_or_default().to_owned(),
        };
        Table {
            lines: pages.iter().map(line).collect(),
            pages: pages.iter().map(page).collect(),
            columns,
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
            let mut columns = self.columns.iter();
            let place = columns.position(|column| column.name == *name);
            place.ok_or_else(|| Error::unknown_column(name, &self.header()))
        };
        let places: Vec<_> = names.iter().map(place).collect::<Result<_>>()?;
        Ok(self.at(&places))
    }

    /// The columns at these places.
    fn at(self, places: &[usize]) -> Table {
        let columns = places.iter().map(|place| self.columns[*place].clone());
        let chosen = |line: &Vec<Entry>| places.iter().map(|place| line[*place].clone()).collect();
        Table {
            columns: columns.collect(),
            lines: self.lines.iter().map(chosen).collect(),
            pages: self.pages,
            max_width: self.max_width,
        }
    }

    /// Adds a column `Page ID` with the IDs of the pages, before the others.
    #[must_use]
    pub fn with_ids(self) -> Table {
        self.with_page("Page ID", |page| &page.id)
    }

    /// Adds a column `Page URL` with the addresses of the pages, before the others.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema, Debug, Default)]
    /// # struct Task { #[notion(title)] task: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// # let tasks = session.create_db::<Task>(&home).await?;
    /// # use notion_session::table::Table;
    /// let row = tasks.insert(Task { task: "Write".into() }).await?;
    /// let csv = Table::of([&row]).with_urls().with_ids().to_csv();
    /// let expected = format!("Page ID,Page URL,Task\r\n{},{},Write\r\n", row.id(), row.url());
    /// assert_eq!(csv, expected);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn with_urls(self) -> Table {
        self.with_page("Page URL", |page| &page.url)
    }

    fn with_page(mut self, name: &'static str, text: fn(&PageOfLine) -> &String) -> Table {
        let head = ColumnHead {
            name: name.into(),
            has_ids: false,
        };
        self.columns.insert(0, head);
        for (line, page) in self.lines.iter_mut().zip(&self.pages) {
            line.insert(0, Entry::of_text(text(page).clone()));
        }
        self
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
        let lines = lines.map(|line| {
            line.iter()
                .map(|entry| entry.text.as_str().into())
                .collect()
        });
        csv_lines(std::iter::once(self.header()).chain(lines))
    }

    /// The names of the columns.
    fn header(&self) -> Vec<Cow<'static, str>> {
        let columns = self.columns.iter();
        columns.map(|column| column.name.clone()).collect()
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
        let mut markdown = row(self.header().iter().map(|name| escaped(name)).collect());
        let rules: Vec<_> = (0..self.columns.len())
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
            markdown.push_str(&row(line
                .iter()
                .map(|entry| escaped(&entry.text))
                .collect()));
        }
        markdown
    }

    /// Returns true if a column has numbers only, including computed ones.
    fn is_numeric(&self, column: usize) -> bool {
        let mut filled = self
            .lines
            .iter()
            .filter_map(|line| line.get(column))
            .map(|entry| &entry.text)
            .filter(|text| !text.is_empty());
        let numeric = |text: &String| text.parse::<f64>().is_ok();
        filled.next().is_some_and(numeric) && filled.all(numeric)
    }
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

/// The types of properties whose values are IDs.
const HAVE_IDS: [&str; 5] = [
    "people",
    "relation",
    "created_by",
    "last_edited_by",
    "rollup",
];

fn head(property: &PropertyDefinition) -> ColumnHead {
    ColumnHead {
        name: property.name.into(),
        has_ids: HAVE_IDS.contains(&property.config.wire()),
    }
}

/// Returns the values of a row in the order of the fields, and its page.
fn line<S: NotionSchema>(row: &Row<S>) -> (Vec<Entry>, PageOfLine) {
    struct Entries(Vec<Entry>);
    impl Visit for Entries {
        fn field<T>(&mut self, field: &Field<T>, value: &T) {
            let text = (field.text)(value);
            let json = json_of_cell((field.cell)(value), &text);
            self.0.push(Entry { text, json });
        }
    }
    let mut entries = Entries(Vec::new());
    row.visit(&mut entries);
    let page = PageOfLine {
        id: row.id().to_string(),
        url: row.url().to_owned(),
    };
    (entries.0, page)
}

impl Entry {
    fn of_text(text: String) -> Entry {
        let json = text.as_str().into();
        Entry { text, json }
    }

    const fn empty() -> Entry {
        Entry {
            text: String::new(),
            json: Value::Null,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    pub(super) fn line(texts: &[&str]) -> Vec<Entry> {
        let texts = texts.iter().map(|text| (*text).to_owned());
        texts.map(Entry::of_text).collect()
    }

    pub(super) fn named(names: [&'static str; 2], lines: Vec<Vec<Entry>>) -> Table {
        let columns = names.map(|name| ColumnHead {
            name: name.into(),
            has_ids: false,
        });
        Table {
            columns: columns.into(),
            lines,
            pages: Vec::new(),
            max_width: WIDTH,
        }
    }

    fn table(lines: &[[&str; 2]]) -> Table {
        named(["A", "B"], lines.iter().map(|texts| line(texts)).collect())
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
            let table = named(["A", "B"], cells.iter().map(|[a, b]| line(&[a, b])).collect());
            let mut expected = vec![vec!["A".to_owned(), "B".to_owned()]];
            expected.extend(cells.iter().map(|cells| cells.to_vec()));
            prop_assert_eq!(read_csv(&table.to_csv()), expected);
        }

        #[test]
        fn a_row_in_markdown_is_one_line_with_as_many_cells(cells in prop::collection::vec(["[a|\\\\\r\n é]{0,6}", "\\PC{0,6}"], 0..6)) {
            let table = named(["A", "B"], cells.iter().map(|[a, b]| line(&[a, b])).collect());
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
