//! `notion ls`.

use std::collections::HashMap;
use std::process::ExitCode;

use notion_session::model::{BlockKind, Database as DatabaseData, DatabaseId, plain_text};
use notion_session::{Database, Session};

use crate::connect::Connection;
use crate::failure::Result;
use crate::names;
use crate::show::print;

/// List databases: all that are shared with the integration, or those in a page.
///
/// Each line has an id that the other commands take, and a title. A database with several data sources has a line for each
/// of them, with the id of the data source and both titles.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The id, the URL or the title of a page.
    page: Option<String>,
    #[command(flatten)]
    connection: Connection,
}

pub(crate) async fn run(arguments: Arguments) -> Result<ExitCode> {
    let session = arguments.connection.open()?;
    let lines = match arguments.page {
        None => all(&session).await?,
        Some(word) => in_page(&session, &word).await?,
    };
    print(&lines)?;
    Ok(ExitCode::SUCCESS)
}

/// All databases. One request for each 100 data sources, and one for each database with several of them.
async fn all(session: &Session) -> Result<String> {
    let found: Vec<Database> = session.all_dbs().await?.into_vec();
    let mut sources: HashMap<DatabaseId, usize> = HashMap::new();
    for database in &found {
        *sources.entry(database.id()).or_default() += 1;
    }
    let mut lines = String::new();
    let mut listed = Vec::new();
    for database in &found {
        let id = database.id();
        if sources.get(&id).is_none_or(|count| *count < 2) {
            lines += &line(id, &database.title());
        } else if !listed.contains(&id) {
            listed.push(id);
            lines += &of(&session.api().databases().retrieve(id).await?);
        }
    }
    Ok(lines)
}

/// The databases in a page; linked views are passed over. One request for the page, one for each 100 of its blocks, and one
/// for each database.
async fn in_page(session: &Session, page: &str) -> Result<String> {
    let page = names::page(session, page).await?;
    let mut lines = String::new();
    for block in session.api().blocks().children(page.id()).all().await? {
        if !matches!(block.kind, BlockKind::ChildDatabase(_)) {
            continue;
        }
        let id = DatabaseId::from(block.id.uuid());
        match session.api().databases().retrieve(id).await {
            // A linked view of a database elsewhere is a child of the page too, and has no data sources.
            Ok(database) if database.data_sources.is_empty() => {}
            Ok(database) => lines += &of(&database),
            // The original of a linked view may not be shared.
            Err(error) if error.is_not_found() || error.is_validation() => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(lines)
}

/// The line of a database, or those of its data sources.
fn of(database: &DatabaseData) -> String {
    let title = plain_text(&database.title);
    match &database.data_sources[..] {
        [] | [_] => line(database.id, &title),
        several => several
            .iter()
            .map(|source| line(source.id, &format!("{title} / {}", source.name)))
            .collect(),
    }
}

/// An id and a title on one line.
fn line(id: impl std::fmt::Display, title: &str) -> String {
    let title = title.replace(['\n', '\r', '\t', '\u{b}', '\u{c}', '\u{85}'], " ");
    format!("{id}  {title}\n")
}
