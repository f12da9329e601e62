//! Rows as an aligned table. Feature `table`.

use std::fmt;

use comfy_table::{CellAlignment, ContentArrangement};

use crate::row::{Row, Visit};
use crate::schema::{Field, NotionSchema};

/// Rows as a table to print: one line a row, one column a property, numbers to the right.
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
/// let table = Table::of(&rows).columns(&[t.task.name(), t.estimate.name()]);
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
    header: Vec<&'static str>,
    lines: Vec<Vec<String>>,
}

impl Table {
    /// These rows, with all their properties.
    pub fn of<'a, S: NotionSchema>(rows: impl IntoIterator<Item = &'a Row<S>>) -> Table {
        let properties = S::SCHEMA.properties;
        Table {
            header: properties.iter().map(|property| property.name).collect(),
            lines: rows.into_iter().map(|row| texts(&**row)).collect(),
        }
    }

    /// Whether a column has numbers and nothing else, computed ones included.
    fn is_numeric(&self, column: usize) -> bool {
        let mut filled = self
            .lines
            .iter()
            .map(|line| &line[column])
            .filter(|text| !text.is_empty());
        let numeric = |text: &String| text.parse::<f64>().is_ok();
        filled.next().is_some_and(numeric) && filled.all(numeric)
    }

    /// With these properties alone, by their names and in this order. A name that the schema does
    /// not have is left out.
    #[must_use]
    pub fn columns(self, names: &[&str]) -> Table {
        let places: Vec<_> = names
            .iter()
            .filter_map(|name| self.header.iter().position(|had| had == name))
            .collect();
        Table {
            header: places.iter().map(|place| self.header[*place]).collect(),
            lines: self
                .lines
                .iter()
                .map(|line| places.iter().map(|place| line[*place].clone()).collect())
                .collect(),
        }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = comfy_table::Table::new();
        table
            .load_style(comfy_table::presets::UTF8_FULL_CONDENSED)
            .set_content_arrangement(ContentArrangement::Disabled)
            .set_header(&self.header)
            .add_rows(&self.lines);
        for (place, column) in table.column_iter_mut().enumerate() {
            if self.is_numeric(place) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        table.fmt(f)
    }
}

/// The values of a row as a person would read them, in the order of its fields.
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
