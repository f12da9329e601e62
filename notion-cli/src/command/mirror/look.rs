//! `notion mirror status`, `verify`, `search` and `sql`: what changes nothing.

use std::process::ExitCode;

use serde_json::{Value, json};

use super::{Place, table, to_json};
use crate::connect::Connection;
use crate::failure::{DIFFERENCES, Result};
use crate::output::{Format, Layout, Printer};
use crate::show::print;

/// Show the tables, how many rows they have, and how far they are.
#[derive(clap::Args)]
pub(super) struct Status {
    #[command(flatten)]
    place: Place,
    #[arg(long)]
    /// As JSON.
    json: bool,
}

/// Compare the mirror with Notion, and write nothing. Exit code 3 if they differ.
#[derive(clap::Args)]
pub(super) struct Verify {
    #[command(flatten)]
    place: Place,
    /// One JSON object for each difference.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    connection: Connection,
}

/// Find rows in the mirror by words of their titles, texts and content.
#[derive(clap::Args)]
pub(super) struct Search {
    /// The words; all of them are in each row that is found.
    #[arg(required = true)]
    words: Vec<String>,
    /// How many at most.
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: u32,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    place: Place,
}

/// Execute an SQL statement in the mirror, which is opened read-only.
#[derive(clap::Args)]
pub(super) struct Sql {
    /// The statement.
    statement: String,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    layout: Layout,
    #[command(flatten)]
    place: Place,
}

pub(super) async fn show_status(status: Status) -> Result<()> {
    let found = status.place.open().await?.status().await?;
    if status.json {
        return print(&format!("{}\n", to_json(&found)?));
    }
    let header = [
        "table",
        "title",
        "state",
        "live",
        "gone",
        "incomplete",
        "edits before",
    ];
    let rows = found.tables.iter().map(|table| {
        [
            table.table.clone(),
            table.title.clone(),
            table.state.clone(),
            table.live.to_string(),
            table.gone.to_string(),
            table.incomplete.to_string(),
            table
                .edited_from
                .clone()
                .unwrap_or_else(|| "not yet".to_owned()),
        ]
        .to_vec()
    });
    let mut shown = table(&header, rows, 3..6);
    if let Some(last) = found.last_run {
        let end = match (found.last_run_ended, found.last_error) {
            (_, Some(error)) => format!("failed: {error}"),
            (Some(end), None) => format!("ended {end}"),
            (None, None) => "has not ended".to_owned(),
        };
        shown += &format!("last run: {last}, {end}\n");
    }
    print(&shown)
}

pub(super) async fn compare(verify: Verify) -> Result<ExitCode> {
    let session = verify.connection.open()?;
    let mirror = verify.place.open().await?;
    let differences = mirror.verify(&session).await?;
    for difference in &differences {
        let line = to_json(difference)?;
        let shown = match verify.json {
            true => line,
            false => {
                let row = difference.row.as_deref().unwrap_or("-");
                let kind: Value = serde_json::from_str(&line).unwrap_or_default();
                format!(
                    "{}  {row}  {}",
                    difference.table,
                    kind["kind"].as_str().unwrap_or_default()
                )
            }
        };
        print(&format!("{shown}\n"))?;
    }
    if differences.is_empty() {
        if !verify.json {
            print("The mirror equals Notion.\n")?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    Ok(ExitCode::from(DIFFERENCES))
}

pub(super) async fn find(search: Search) -> Result<()> {
    let mirror = search.place.open().await?;
    let hits = mirror.search(&search.words.join(" "), search.limit).await?;
    let header = ["id", "table", "title", "snippet"];
    let rows = hits.into_iter().map(|hit| {
        vec![
            json!(hit.id),
            json!(hit.table),
            json!(hit.title),
            json!(hit.snippet),
        ]
    });
    records(
        search.format,
        Layout::default(),
        &header.map(str::to_owned),
        rows,
    )
}

pub(super) async fn query(sql: Sql) -> Result<()> {
    let mirror = sql.place.open().await?;
    let found = mirror.query(&sql.statement).await?;
    records(sql.format, sql.layout, &found.columns, found.rows)
}

/// Prints records in a format.
fn records(
    format: Format,
    layout: Layout,
    header: &[String],
    rows: impl IntoIterator<Item = Vec<Value>>,
) -> Result<()> {
    let mut printer = Printer::new(format, layout, header.to_vec());
    for row in rows {
        printer.record(&row, |values| {
            header.iter().cloned().zip(values.iter().cloned()).collect()
        })?;
    }
    printer.end()
}
