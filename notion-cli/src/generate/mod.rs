//! The schemas of data sources as Rust: [`rust`]. Nothing here reads or sends anything.
//!
//! | file | what it holds |
//! |---|---|
//! | `names` | names in Notion as Rust's identifiers |
//! | `settle` | each property as a field, or the reason why it is none |
//! | `field` | such a field, before it is written |
//! | `relate` | relations and rollups, which need another data source |
//! | `formula` | formulas and what they give |
//! | `options` | the options of a property as an enum |
//! | `write` | the text |

mod field;
mod formula;
mod names;
mod options;
mod relate;
mod settle;
mod write;

use notion_session::model::DataSource;

use settle::Settling;

/// What to write besides what the schemas need.
#[derive(Debug, Clone, Copy, Default)]
pub struct Style {
    /// The ids of the properties, by which a database is bound whatever its properties are called. Structs
    /// that say ids are not created.
    pub ids: bool,
}

/// The schemas of these data sources as Rust: a struct for each, with `#[derive(NotionSchema)]`, and an
/// enum for the options of each of its selects, with `#[derive(NotionOptions)]`.
///
/// The text depends on nothing but the arguments, compiles beside `notion-session`, and describes the
/// schemas that it was made of:
///
/// * Relations between these data sources are `Relation<..>`, two-way where both sides are there. Rollups
///   go through them, and formulas name properties by their fields, `{due}`.
/// * The title comes first, then the other properties by their names: the order that Notion's API gives has no meaning.
/// * Names that the derive would not make of the fields are written in attributes; descriptions are doc
///   comments, or attributes where a comment would change them.
/// * Each enum ends with a variant for options that are added later.
/// * What the derive cannot say is left out, with a comment that tells the reason. A rollup or a formula
///   of which only the definition cannot be said is read without it: such a struct binds, and cannot
///   create its database. Properties that a struct does not have are no obstacle to binding it.
///
/// ```
/// use notion_cli::generate::{Style, rust};
///
/// let tasks = serde_json::from_value(serde_json::json!({
///     "object": "data_source", "id": "38c9ce7b-60a4-8100-8000-000000000001",
///     "title": [{ "type": "text", "text": { "content": "Tasks" }, "plain_text": "Tasks" }],
///     "properties": {
///         "Task": { "id": "title", "name": "Task", "type": "title", "title": {} },
///         "Due by": { "id": "a", "name": "Due by", "type": "date", "date": {} },
///     },
/// }))?;
/// let text = rust(&[tasks], Style::default());
/// assert!(text.ends_with(
///     r#"#[derive(NotionSchema, Clone, Debug, Default)]
/// pub struct Tasks {
///     #[notion(title)]
///     pub task: String,
///     #[notion(name = "Due by")]
///     pub due_by: Option<DateRange>,
/// }
/// "#
/// ));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[must_use]
pub fn rust(sources: &[DataSource], style: Style) -> String {
    let settling = Settling::new(sources, style);
    let mut text = String::from(
        "// Made by `notion pull` from databases in Notion.\n\nuse notion_session::prelude::*;\n",
    );
    for at in 0..sources.len() {
        for item in settling.items(at) {
            text.push('\n');
            text.push_str(&item.to_string());
        }
    }
    text
}
