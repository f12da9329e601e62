//! `notion rows`.

mod read;
mod value;
mod whole;

use std::process::ExitCode;

use comfy_table::{ContentArrangement, Table, presets};
use notion_session::model::SchemaKind;
use notion_session::session::DatabaseRef;
use notion_session::table::csv_line;
use notion_session::{Error, IntoId};
use serde_json::{Map, Value, json};

use crate::connect::Connection;
use crate::failure::{Failure, Result};
use crate::show::{print, printed};
use read::read;
use value::{plain, text};

/// Print the rows of a database as a table, as CSV or as lines of JSON, newest first.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The id or URL of a database or data source; of a database with several data sources, the id of one of them, which
    /// `notion ls` prints.
    database: String,
    /// CSV with a header, as RFC 4180 has it.
    #[arg(long, conflicts_with = "json")]
    csv: bool,
    /// One JSON object a line: the row's id, its URL, and its properties as plain values.
    #[arg(long)]
    json: bool,
    /// How many rows at most.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    #[command(flatten)]
    connection: Connection,
}

pub(crate) async fn run(arguments: Arguments) -> Result<ExitCode> {
    // What is not an id is reported before a token is asked for.
    let word = arguments.database.as_str();
    IntoId::<DatabaseRef>::into_id(word)?;
    let session = arguments.connection.open()?;
    let database = match session.get_db(word).await {
        Err(Error::DataSourceCount(several)) if several.data_sources.len() > 1 => {
            return Err(Failure::new(format!(
                "{several}: print one with `notion rows ID`, where ID is one of these ids"
            )));
        }
        database => database?,
    };
    let source = database.data_source().await?;
    let limit = arguments.limit.unwrap_or(usize::MAX);
    let rows = read(&session, source.id, limit).await?;

    // The title first, then by name, as they are pulled: the order that Notion's API gives has no meaning.
    let mut names: Vec<&String> = source.properties.keys().collect();
    names.sort_by_key(|name| {
        let is_title = matches!(source.properties[*name].kind, SchemaKind::Title(_));
        (!is_title, *name)
    });
    let mut values: Vec<Vec<Value>> = Vec::with_capacity(rows.pages.len());
    for page in &rows.pages {
        let found = whole::values(&session, page).await?;
        let value = |name: &&String| {
            let found = found.iter().find(|(other, _)| other == *name);
            found.map_or(Value::Null, |(_, value)| plain(value))
        };
        values.push(names.iter().map(value).collect());
    }
    let mut out = String::new();
    if arguments.json {
        for (page, values) in rows.pages.iter().zip(values) {
            let named = names.iter().map(|name| (*name).clone());
            let properties: Map<_, _> = named.zip(values).collect();
            let line = json!({ "id": page.id, "url": page.url, "properties": properties });
            out.push_str(&format!("{line}\n"));
        }
    } else if arguments.csv {
        let header = names.iter().map(|name| (*name).clone()).collect::<Vec<_>>();
        out.push_str(&csv_line(&header));
        for values in values {
            let texts: Vec<_> = values.iter().map(text).collect();
            out.push_str(&csv_line(&texts));
        }
    } else {
        let mut table = Table::new();
        table
            .load_style(presets::UTF8_FULL_CONDENSED)
            .set_content_arrangement(ContentArrangement::Disabled)
            .set_header(names.iter().map(|name| fitted(name)));
        for values in values {
            table.add_row(values.iter().map(|value| fitted(&text(value))));
        }
        out = format!("{table}\n");
    }
    print(&out)?;
    match rows.failure {
        Some(failure) => Err(failure),
        None => Ok(ExitCode::SUCCESS),
    }
}

/// Text on one line, and no longer than 40 characters.
fn fitted(text: &str) -> String {
    let line = text.replace(['\n', '\r', '\t', '\u{b}', '\u{c}', '\u{85}'], " ");
    // Here, and not when the table is printed, because columns are as wide as what is shown.
    let line = printed(&line).into_owned();
    if line.chars().count() <= 40 {
        return line;
    }
    line.chars().take(39).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_with_marks_are_quoted() {
        let texts = ["a", "b,c", "d\"e", "f\ng"].map(str::to_owned);
        assert_eq!(csv_line(&texts), "a,\"b,c\",\"d\"\"e\",\"f\ng\"\r\n");
    }
}
