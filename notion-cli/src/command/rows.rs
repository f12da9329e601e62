//! `notion rows`.

use std::path::PathBuf;
use std::process::ExitCode;

use notion_session::Database;
use notion_session::model::{DataSource, SchemaKind};
use serde_json::{Map, Value, json};

use crate::connect::Connection;
use crate::failure::{Failure, Result};
use crate::files::Unfinished;
use crate::names;
use crate::output::{Format, Layout, Printer};
use crate::progress::Progress;
use crate::query::{self, Question};
use crate::value::{plain, shown};

/// Print the rows of a database, newest first.
///
/// On a terminal they are a table that fits it, elsewhere lines with tabs between the values. CSV and JSON are read back by
/// `notion import`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The id, the URL or the title of a database; of a database with several data sources, the id of one of them, which
    /// `notion ls` prints.
    database: String,
    /// Which rows: `Status = Done and (Due < today or Estimate > 5) and Owner = me`; `notion where` describes it.
    #[arg(long = "where", value_name = "EXPR")]
    filter: Option<String>,
    /// By which properties to sort, with `-` for descending: `-Due,Name`.
    #[arg(long, value_name = "PROPERTIES", allow_hyphen_values = true)]
    sort: Option<String>,
    /// Which properties to print, in this order: `Name,Due`. By default the title comes first, then all others by name.
    #[arg(long, value_name = "PROPERTIES")]
    columns: Option<String>,
    /// How many rows at most.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Write to this file instead of printing: as CSV, JSON lines or Markdown if its name ends with .csv, .jsonl or .md and no
    /// format is given.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    out: Option<PathBuf>,
    /// Overwrite the file of --out if it exists already.
    #[arg(long, requires = "out", help_heading = "Output")]
    force: bool,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    layout: Layout,
    #[command(flatten)]
    connection: Connection,
}

pub(crate) async fn run(arguments: Arguments) -> Result<ExitCode> {
    let file = match &arguments.out {
        Some(path) => Some(Unfinished::create(path, arguments.force)?),
        None => None,
    };
    let format = match &arguments.out {
        Some(path) => arguments.format.or_of(path),
        None => arguments.format,
    };
    let session = arguments.connection.open()?;
    let database: Database = names::database(&session, &arguments.database).await?;
    let source = database.data_source().await?;
    let columns = columns(&source, arguments.columns.as_deref())?;
    let question = Question {
        filter: arguments.filter.as_deref(),
        sort: arguments.sort.as_deref(),
        limit: arguments.limit,
    };
    let mut printer = Printer::new(format, arguments.layout, columns.clone());
    if let Some(file) = file {
        printer.write_to(file);
    }
    // Rows that are printed are progress enough.
    let progress = match arguments.out {
        Some(_) => Progress::of_unknown_length("reading"),
        None => Progress::hidden(),
    };
    let mut count = 0;
    let read = query::read(&database, question, async |page| {
        let found = query::values(&session, page.data()).await?;
        let of_name = |name: &String| {
            let found = found.iter().find(|(other, _)| other == name);
            found.map(|(_, value)| value)
        };
        let value = |name| of_name(name).map_or(Value::Null, plain);
        let values: Vec<Value> = columns.iter().map(value).collect();
        let text = |name| of_name(name).map(shown).unwrap_or_default();
        let texts = || columns.iter().map(text).collect();
        count += 1;
        progress.at(count, arguments.limit.map(|limit| limit as u64));
        printer.record_as(&values, texts, |values| {
            let named = columns.iter().cloned().zip(values.iter().cloned());
            let properties: Map<_, _> = named.collect();
            json!({ "id": page.id(), "url": page.url(), "properties": properties })
        })
    });
    let read = read.await;
    progress.end();
    // What was printed before a failure is finished; a header alone would look like an empty database. A file is not kept.
    if read.is_ok() || printer.is_begun() && arguments.out.is_none() {
        printer.end()?;
    }
    read?;
    Ok(ExitCode::SUCCESS)
}

/// The properties to print: those that are named, or all, the title first and then by name, as the order that Notion's API
/// gives has no meaning.
fn columns(source: &DataSource, named: Option<&str>) -> Result<Vec<String>> {
    let Some(named) = named else {
        let mut names: Vec<&String> = source.properties.keys().collect();
        names.sort_by_key(|name| {
            let is_title = matches!(source.properties[*name].kind, SchemaKind::Title(_));
            (!is_title, *name)
        });
        return Ok(names.into_iter().cloned().collect());
    };
    let names = split(source, named).into_iter();
    names.map(|name| property(source, &name)).collect()
}

/// Names with commas between; a property's name may have commas itself.
fn split(source: &DataSource, names: &str) -> Vec<String> {
    if source.properties.contains_key(names) {
        return vec![names.to_owned()];
    }
    let names = names.split(',').map(str::trim);
    names
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The property of this name, in capital or small letters.
pub(crate) fn property(source: &DataSource, name: &str) -> Result<String> {
    if source.properties.contains_key(name) {
        return Ok(name.to_owned());
    }
    let lower = name.to_lowercase();
    let mut any_case = source
        .properties
        .keys()
        .filter(|other| other.to_lowercase() == lower);
    if let (Some(found), None) = (any_case.next(), any_case.next()) {
        return Ok(found.clone());
    }
    let known: Vec<&str> = source.properties.keys().map(String::as_str).collect();
    let near = notion_formula::suggest(name, known.iter().copied());
    let near = near.map(|near| format!("; did you mean {near:?}?"));
    Err(Failure::new(format!(
        "{name:?} is not a property of {:?}{} It has: {}",
        notion_session::model::plain_text(&source.title),
        near.unwrap_or_else(|| ".".to_owned()),
        known.join(", ")
    )))
}
