//! `notion check`.

use std::fmt::Write as _;
use std::process::ExitCode;

use notion_cli::generate::{Difference, differences};
use serde_json::json;

use super::print;
use crate::connect::Connection;
use crate::failure::Result;
use crate::sources;

/// Tell what the schemas of two databases do not have in common.
///
/// Data sources are compared by their titles, properties by their names. The exit code is 0 where nothing differs, 2
/// where something does, and 1 where that could not be told.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The id or URL of a database, or a file that `notion pull --json` wrote.
    first: String,
    /// What it is compared with: another one.
    second: String,
    /// Also the databases that relations of databases in Notion lead to, and so on.
    #[arg(long)]
    with_related: bool,
    /// Print the differences as a JSON array.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    connection: Connection,
}

pub(crate) async fn run(arguments: Arguments) -> Result<ExitCode> {
    let read = async |word: String| {
        sources::read(&[word], arguments.with_related, &arguments.connection).await
    };
    let first = read(arguments.first).await?;
    let second = read(arguments.second).await?;
    let found = differences(&first, &second);
    let text = match arguments.json {
        true => format!("{}\n", as_json(&found)),
        false => as_text(&found),
    };
    print(&text)?;
    Ok(match found.is_empty() {
        true => ExitCode::SUCCESS,
        false => ExitCode::from(2),
    })
}

fn as_json(found: &[Difference]) -> serde_json::Value {
    let object = |it: &Difference| json!({ "schema": it.schema, "property": it.property, "first": it.first, "second": it.second });
    found.iter().map(object).collect()
}

/// A line for each side: `-` what the first one has, `+` what the second one has.
fn as_text(found: &[Difference]) -> String {
    let mut text = String::new();
    let mut schema = None;
    for difference in found {
        if schema != Some(&difference.schema) {
            schema = Some(&difference.schema);
            let _infallible = writeln!(text, "{}", plain(&difference.schema));
        }
        let name = difference
            .property
            .as_deref()
            .map(|name| plain(name) + ": ");
        let name = name.unwrap_or_default();
        for (sign, side) in [("-", &difference.first), ("+", &difference.second)] {
            if let Some(side) = side {
                let _infallible = writeln!(text, "  {sign} {name}{side}");
            }
        }
    }
    text
}

/// A name without what would break a line or move a terminal's cursor.
fn plain(name: &str) -> String {
    name.replace(char::is_control, " ")
}
