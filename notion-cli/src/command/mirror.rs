//! `notion mirror`: a copy of Notion in SQLite or PostgreSQL.

use std::process::ExitCode;
use std::time::Duration;

use clap::Subcommand;
use comfy_table::{CellAlignment, Table, presets};
use notion_mirror::{Error, Mirror, Report};
use notion_session::Session;
use serde_json::{Value, json};

use crate::connect::Connection;
use crate::failure::{DIFFERENCES, Failure, Result};
use crate::names;
use crate::output::{Format, Layout, Printer};
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
    Watch(Watch),
    Status(Status),
    Verify(Verify),
    Search(Search),
    Sql(Sql),
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

/// Bring the mirror up to date again and again, until it is interrupted.
#[derive(clap::Args)]
struct Watch {
    #[command(flatten)]
    scope: Scope,
    #[command(flatten)]
    place: Place,
    /// Seconds from the end of a sync to the next.
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    every: u64,
    #[command(flatten)]
    connection: Connection,
}

/// Show the tables, how many rows they have, and how far they are.
#[derive(clap::Args)]
struct Status {
    #[command(flatten)]
    place: Place,
    #[arg(long)]
    /// As JSON.
    json: bool,
}

/// Compare the mirror with Notion, and write nothing. Exit code 3 if they differ.
#[derive(clap::Args)]
struct Verify {
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
struct Search {
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
struct Sql {
    /// The statement.
    statement: String,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    layout: Layout,
    #[command(flatten)]
    place: Place,
}

pub(crate) async fn run(arguments: Arguments) -> Result<ExitCode> {
    match arguments.command {
        Command::Init(init) => {
            init.place.open().await?.close().await?;
            print("The mirror is ready.\n")?;
        }
        Command::Sync(sync) => return sync_once(sync).await,
        Command::Watch(watch) => watch_for_ever(watch).await?,
        Command::Status(status) => show_status(status).await?,
        Command::Verify(verify) => return compare(verify).await,
        Command::Search(search) => find(search).await?,
        Command::Sql(sql) => query(sql).await?,
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

async fn watch_for_ever(watch: Watch) -> Result<()> {
    let session = watch.connection.open()?;
    let mirror = watch.place.open().await?;
    loop {
        tokio::select! {
            done = one_run(&mirror, &session, &watch.scope) => match done {
                Ok(done) => print(&format!("{done}\n"))?,
                // The next sync may succeed: Notion may be out of reach for a while.
                Err(failure) => report(&format!("the sync failed and is tried again: {failure}")),
            },
            _ = tokio::signal::ctrl_c() => return Ok(()),
        }
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(watch.every)) => {}
            _ = tokio::signal::ctrl_c() => return Ok(()),
        }
    }
}

async fn show_status(status: Status) -> Result<()> {
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

async fn compare(verify: Verify) -> Result<ExitCode> {
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

async fn find(search: Search) -> Result<()> {
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

async fn query(sql: Sql) -> Result<()> {
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
