//! `notion pull`.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use notion_cli::generate::{Style, rust};

use crate::connect::Connection;
use crate::failure::{DIFFERENCES, Failure, Result};
use crate::show::{print, report};
use crate::sources;

/// Print the schemas of databases as Rust.
///
/// A struct for each data source, with #[derive(NotionSchema)], and an enum for the options of each select. What cannot
/// be said in Rust is left out, with a comment.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Ids, URLs or titles of databases, or files that `--json` wrote.
    #[arg(required = true, value_name = "DATABASE")]
    databases: Vec<String>,
    /// Write to this file instead of printing.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Also the databases that relations of databases in Notion lead to, and so on.
    #[arg(long)]
    with_related: bool,
    /// Write the ids of the properties: the structs bind whatever is renamed in Notion, and create no databases.
    #[arg(long, conflicts_with = "json")]
    ids: bool,
    /// Print the schemas as a JSON file, which stands for the databases without asking Notion.
    #[arg(long)]
    json: bool,
    /// Write nothing, and compare with the file of `--out`: the exit code is 0 if it is the same, and 3 if not.
    #[arg(long, requires = "out")]
    check: bool,
    #[command(flatten)]
    connection: Connection,
}

pub(crate) async fn run(arguments: Arguments) -> Result<ExitCode> {
    let sources = sources::read(
        &arguments.databases,
        arguments.with_related,
        &arguments.connection,
    )
    .await?;
    let text = match arguments.json {
        true => sources::to_json(&sources)?,
        false => rust(&sources, Style { ids: arguments.ids }),
    };
    let Some(path) = arguments.out else {
        print(&text)?;
        return Ok(ExitCode::SUCCESS);
    };
    let about = |error| Failure::about(path.display(), error);
    if !arguments.check {
        fs::write(&path, text).map_err(about)?;
        return Ok(ExitCode::SUCCESS);
    }
    if fs::read_to_string(&path).map_err(about)? == text {
        return Ok(ExitCode::SUCCESS);
    }
    let path = path.display();
    report(&format!(
        "{path} is not what Notion has now: pull it again, and look at what has changed"
    ));
    Ok(ExitCode::from(DIFFERENCES))
}
