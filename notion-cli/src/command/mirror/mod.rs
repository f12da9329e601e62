//! `notion mirror`: a copy of Notion in SQLite or PostgreSQL.

#[cfg(feature = "parquet")]
mod export;
mod look;
mod watch;

use std::process::ExitCode;
use std::time::Duration;

use clap::Subcommand;
use comfy_table::{CellAlignment, Table, presets};
use notion_mirror::{Error, Mirror, Report};
use notion_session::Session;

use crate::connect::Connection;
use crate::failure::{Failure, Result};
use crate::names;
use crate::progress::Progress;
use crate::show::{print, report};

/// Keep a copy of Notion in SQLite or PostgreSQL: complete, incremental, ready for SQL.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Init(Init),
    Sync(Sync),
    Watch(watch::Watch),
    Status(look::Status),
    Verify(look::Verify),
    Search(look::Search),
    Sql(look::Sql),
    #[cfg(feature = "parquet")]
    Export(export::Export),
}

/// Where the mirror is.
#[derive(clap::Args)]
struct Place {
    /// A SQLite file, or the address of a database of PostgreSQL (postgres://…).
    #[arg(
        long,
        value_name = "STORE",
        env = "NOTION_MIRROR_DSN",
        hide_env_values = true,
        default_value = "notion.db"
    )]
    to: String,
}

impl Place {
    async fn open(&self) -> Result<Mirror> {
        Ok(Mirror::connect(&self.to).await?)
    }
}

/// Create the tables of a mirror that has nothing in it yet. `sync` does the same.
#[derive(clap::Args)]
struct Init {
    #[command(flatten)]
    place: Place,
}

/// What is synced.
#[derive(clap::Args)]
struct Scope {
    /// Databases by id, URL or title. Without any, everything that is shared with the integration.
    databases: Vec<String>,
    /// The content of rows too: one request for each row that has changed, and more for long ones.
    #[arg(long)]
    content: bool,
    /// Comments on rows too: one request for each row.
    #[arg(long)]
    comments: bool,
    /// Read formulas and rollups of all rows again, which change without an edit time.
    #[arg(long)]
    refresh_computed: bool,
    /// List all rows, to find those that were moved or are no longer shared. Without this option, a sync does so every 24 hours.
    #[arg(long)]
    reconcile: bool,
}

/// Bring the mirror up to date.
#[derive(clap::Args)]
struct Sync {
    #[command(flatten)]
    scope: Scope,
    #[command(flatten)]
    place: Place,
    /// The report as JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    connection: Connection,
}

pub(crate) async fn run(arguments: Arguments) -> Result<ExitCode> {
    match arguments.command {
        Command::Init(init) => {
            init.place.open().await?.close().await?;
            print("The mirror is ready.\n")?;
        }
        Command::Sync(sync) => return sync_once(sync).await,
        Command::Watch(watch) => watch::watch_for_ever(watch).await?,
        Command::Status(status) => look::show_status(status).await?,
        Command::Verify(verify) => return look::compare(verify).await,
        Command::Search(search) => look::find(search).await?,
        Command::Sql(sql) => look::query(sql).await?,
        #[cfg(feature = "parquet")]
        Command::Export(export) => export::export(export).await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn sync_once(sync: Sync) -> Result<ExitCode> {
    let session = sync.connection.open()?;
    let mirror = sync.place.open().await?;
    let done = one_run(&mirror, &session, &sync.scope).await?;
    if sync.json {
        print(&format!("{}\n", to_json(&done)?))?;
    } else {
        print(&summary(&done))?;
    }
    for reason in reasons(&done) {
        report(&format!("incomplete: {reason}"));
    }
    Ok(ExitCode::SUCCESS)
}

async fn one_run(mirror: &Mirror, session: &Session, scope: &Scope) -> Result<Report> {
    let bar = Progress::counted("rows");
    let mut run = mirror
        .sync(session)
        .content(scope.content)
        .comments(scope.comments);
    for word in &scope.databases {
        run = run.database(&names::database(session, word).await?);
    }
    if scope.databases.is_empty() {
        run = run.everything();
    }
    if scope.refresh_computed {
        run = run.refresh_computed(Duration::ZERO);
    }
    if scope.reconcile {
        run = run.reconcile(Duration::ZERO);
    }
    let done = run
        .on_progress(|progress| bar.at(progress.rows, None))
        .await;
    bar.end();
    Ok(done?)
}

/// The table at the end of a sync.
fn summary(report: &Report) -> String {
    let header = ["table", "read", "new", "changed", "gone", "incomplete"];
    let rows = report.sources.iter().map(|source| {
        let incomplete = source.incomplete + source.reasons.len() as u64;
        let counts = [
            source.read,
            source.new,
            source.changed,
            source.gone,
            incomplete,
        ];
        let name = if source.table.is_empty() {
            &source.id
        } else {
            &source.table
        };
        let mut row = vec![name.clone()];
        row.extend(counts.map(|count| count.to_string()));
        row
    });
    format!("{}{report}\n", table(&header, rows, 1..6))
}

/// A plain table, with columns of numbers on the right.
fn table(
    header: &[&str],
    rows: impl Iterator<Item = Vec<String>>,
    numbers: std::ops::Range<usize>,
) -> String {
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_header(header.to_vec());
    for row in rows {
        table.add_row(row);
    }
    for index in numbers {
        if let Some(column) = table.column_mut(index) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let lines = table.to_string();
    lines
        .lines()
        .map(|line| format!("{}\n", line.trim()))
        .collect()
}

fn reasons(report: &Report) -> impl Iterator<Item = String> + '_ {
    let of_sources = report.sources.iter().flat_map(|source| {
        let name = if source.table.is_empty() {
            &source.id
        } else {
            &source.table
        };
        source
            .reasons
            .iter()
            .map(move |reason| format!("{name}: {reason}"))
    });
    of_sources.chain(report.notes.iter().cloned())
}

fn to_json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value)
        .map_err(|error| Failure::about("the result cannot be written as JSON", error))
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        match error {
            Error::Notion(error) => error.into(),
            error => Failure::new(error.to_string()),
        }
    }
}
