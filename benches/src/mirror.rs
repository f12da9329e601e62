//! The mirror, measured in a process of its own.

use std::error::Error;

use notion_mirror::Mirror;
use notion_session::Session;
use notion_session::http::Pace;
use notion_session::model::DataSourceId;

use crate::client::Done;
use crate::measure::Stopwatch;

/// Syncs all rows to a new SQLite file, and then once more, which costs three requests: the schema, the changes, and the pages in the
/// trash. The time is that of the first sync.
pub(crate) async fn first(origin: &str) -> Result<Done, Box<dyn Error>> {
    let session = Session::builder()
        .base_url(origin)
        .token("ntn_bench")
        .pace(Pace::unlimited())
        .build()?;
    let database = session
        .api()
        .data_sources()
        .retrieve(DataSourceId::<()>::from(uuid()))
        .await?;
    let folder = std::env::temp_dir().join(format!("notion-bench-mirror-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let mirror = Mirror::open(folder.join("notion.db")).await?;
    let watch = Stopwatch::start();
    let report = mirror.sync(&session).database(database.id).await?;
    let seconds = watch.seconds();
    let again = Stopwatch::start();
    let steady = mirror.sync(&session).database(database.id).await?;
    let bytes = std::fs::metadata(folder.join("notion.db"))?.len();
    print_error_line(&format!(
        "  first sync: {} requests, {} MiB of SQLite; second: {} requests, {:.1} ms of CPU",
        report.requests,
        bytes / (1 << 20),
        steady.requests,
        again.seconds() * 1e3
    ));
    mirror.close().await?;
    std::fs::remove_dir_all(&folder)?;
    Ok(Done {
        rows: usize::try_from(report.new)?,
        seconds,
    })
}

/// Returns an ID that the server answers as it answers any.
fn uuid() -> notion_session::model::uuid::Uuid {
    notion_session::model::uuid::Uuid::nil()
}

/// Prints to the standard error: the standard output is the report of the process.
fn print_error_line(line: &str) {
    use std::io::Write;
    let _unheard = writeln!(std::io::stderr(), "{line}");
}
