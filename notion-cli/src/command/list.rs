//! `notion ls`.

use std::collections::HashMap;
use std::process::ExitCode;

use notion_session::model::{BlockKind, Database as DatabaseData, DatabaseId, plain_text};
use notion_session::{Database, Session};
use serde_json::json;

use crate::connect::Connection;
use crate::failure::Result;
use crate::names;
use crate::output::{Format, Listing};

/// List databases: all that are shared with the integration, or those in a page.
///
/// Each line has an id that the other commands take, and a title. A database with several data sources has a line for each
/// of them, with the id of the data source and both titles.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The id, the URL or the title of a page.
    page: Option<String>,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    connection: Connection,
}

pub(crate) async fn run(arguments: Arguments) -> Result<ExitCode> {
    let session = arguments.connection.open()?;
    let found = match arguments.page {
        None => all(&session).await?,
        Some(word) => in_page(&session, &word).await?,
    };
    let mut listing = Listing::new(arguments.format, &["id", "title", "url"]);
    for Line { id, title, url } in found {
        listing.object(
            &format!("{id}  {title}"),
            &[json!(id), json!(title), json!(url)],
        )?;
    }
    listing.end()?;
    Ok(ExitCode::SUCCESS)
}

/// A database or a data source.
struct Line {
    id: String,
    title: String,
    url: Option<String>,
}

/// All databases. One request for each 100 data sources, and one for each database with several of them.
async fn all(session: &Session) -> Result<Vec<Line>> {
    let found: Vec<Database> = session.all_dbs().await?.into_vec();
    let mut sources: HashMap<DatabaseId, usize> = HashMap::new();
    for database in &found {
        *sources.entry(database.id()).or_default() += 1;
    }
    let mut lines = Vec::new();
    let mut listed = Vec::new();
    for database in &found {
        let id = database.id();
        if sources.get(&id).is_none_or(|count| *count < 2) {
            lines.push(Line {
                id: id.to_string(),
                title: database.title(),
                url: database.url().map(str::to_owned),
            });
        } else if !listed.contains(&id) {
            listed.push(id);
            lines.extend(of(&session.api().databases().retrieve(id).await?));
        }
    }
    Ok(lines)
}

/// The databases in a page; linked views are passed over. One request for the page, one for each 100 of its blocks, and one
/// for each database.
async fn in_page(session: &Session, page: &str) -> Result<Vec<Line>> {
    let page = names::page(session, page).await?;
    let mut lines = Vec::new();
    for block in session.api().blocks().children(page.id()).all().await? {
        if !matches!(block.kind, BlockKind::ChildDatabase(_)) {
            continue;
        }
        let id = DatabaseId::from(block.id.uuid());
        match session.api().databases().retrieve(id).await {
            // A linked view of a database elsewhere is a child of the page too, and has no data sources.
            Ok(database) if database.data_sources.is_empty() => {}
            Ok(database) => lines.extend(of(&database)),
            // The original of a linked view may not be shared.
            Err(error) if error.is_not_found() || error.is_validation() => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(lines)
}

/// The line of a database, or those of its data sources.
fn of(database: &DatabaseData) -> Vec<Line> {
    let title = plain_text(&database.title);
    let line = |id: String, title: String| Line {
        id,
        title,
        url: database.url.clone(),
    };
    match &database.data_sources[..] {
        [] | [_] => vec![line(database.id.to_string(), title)],
        several => several
            .iter()
            .map(|source| line(source.id.to_string(), format!("{title} / {}", source.name)))
            .collect(),
    }
}
