//! Rows as JSON lines.

use notion_model::ValueKind;
use serde::Serialize;
use serde_json::{Map, Value};

use super::Table;
use crate::handle::page::text_of;
use crate::row::Row;
use crate::schema::{Cell, DateRange, NotionSchema};

impl Table {
    /// Returns the rows as JSON lines: objects with the properties by their names in Notion. Numbers, checkboxes and lists are
    /// written as such, and an empty value is null.
    ///
    /// [`json_lines`] writes the rows of a struct by the names of its fields.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema, Debug, Default)]
    /// # struct Task { #[notion(title)] task: String, estimate: Option<f64>, done: bool, due: Option<Date> }
    /// # let session = Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// # let tasks = session.create_db::<Task>(&home).await?;
    /// # tasks.insert(Task { task: "Write".into(), estimate: Some(2.5), ..Task::default() }).await?;
    /// use notion_session::table::Table;
    ///
    /// let pages = tasks.query_untyped().all().await?;
    /// let table = Table::of_pages(&pages).columns(&["Task", "Estimate", "Done", "Due"])?;
    /// let expected = r#"{"Task":"Write","Estimate":2.5,"Done":false,"Due":null}"#;
    /// assert_eq!(table.to_json_lines(), format!("{expected}\n"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn to_json_lines(&self) -> String {
        let mut lines = String::new();
        for line in &self.lines {
            let entries = self.columns.iter().zip(line);
            let object: Map<String, Value> = entries
                .map(|(column, entry)| (column.name.clone().into_owned(), entry.json.clone()))
                .collect();
            lines.push_str(&Value::Object(object).to_string());
            lines.push('\n');
        }
        lines
    }
}

/// Returns the rows as JSON lines, in the format of the struct's `Serialize`. [`from_json_lines`] reads them back.
///
/// [`from_json_lines`]: super::from_json_lines
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

/// A typed value as JSON. A range is read from its text, which tells days from instants.
pub(super) fn json_of_cell(cell: Cell, text: &str) -> Value {
    match cell {
        Cell::Number(number) => number_as_json(number),
        Cell::Checkbox(on) => on.into(),
        Cell::Day(day) => day.to_string().into(),
        Cell::Instant(time) => time.to_string().into(),
        Cell::Range(..) => match text.parse::<DateRange>() {
            Ok(range) => serde_json::to_value(range).unwrap_or_default(),
            Err(_) => text.into(),
        },
        Cell::List(cells) => {
            let values = cells.into_iter().map(|cell| {
                let text = match &cell {
                    Cell::Text(text) => text.clone(),
                    Cell::Range(start, Some(end)) => format!("{start}/{end}"),
                    Cell::Range(start, None) => start.to_string(),
                    _ => String::new(),
                };
                json_of_cell(cell, &text)
            });
            values.collect()
        }
        Cell::Text(text) => text.into(),
        _ => Value::Null,
    }
}

/// Whole numbers without a fraction, as Notion shows them.
fn number_as_json(number: f64) -> Value {
    const EXACT: f64 = 9_007_199_254_740_992.0;

    if number.fract() == 0.0 && number.abs() < EXACT {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "it is whole and small enough"
        )]
        return Value::from(number as i64);
    }
    Value::from(number)
}

/// A value of a page as JSON.
pub(super) fn json_of(kind: &ValueKind) -> Value {
    let list = |texts: Vec<String>| texts.into_iter().map(Value::from).collect();
    match kind {
        ValueKind::Number(number) => number.clone().map_or(Value::Null, Value::Number),
        ValueKind::Checkbox(on) => (*on).into(),
        ValueKind::MultiSelect(options) => {
            list(options.iter().map(|option| option.name.clone()).collect())
        }
        ValueKind::People(_) | ValueKind::Relation(_) => {
            let text = text_of(kind);
            let ids = text.split(", ").filter(|id| !id.is_empty());
            list(ids.map(str::to_owned).collect())
        }
        ValueKind::Formula(_) | ValueKind::Rollup(_) => {
            let text = text_of(kind);
            match serde_json::from_str(&text) {
                Ok(value @ (Value::Number(_) | Value::Bool(_))) => value,
                _ if text.is_empty() => Value::Null,
                _ => text.into(),
            }
        }
        other => match text_of(other) {
            text if text.is_empty() => Value::Null,
            text => text.into(),
        },
    }
}
