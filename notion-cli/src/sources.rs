//! Schemas from Notion or from files, which are interchangeable.

use std::fs;
use std::path::Path;

use notion_session::model::{DataSource, DataSourceId, Database, SchemaKind};
use notion_session::session::DatabaseRef;
use notion_session::{IntoId, Session};
use serde_json::{Value, json};

use crate::connect::Connection;
use crate::failure::{Failure, Result};
use crate::names;
use crate::show::report;

/// The version of the files.
const VERSION: u64 = 1;

/// The data sources that the words name: ids, URLs and titles of databases or data sources, and files that
/// `notion pull --json` wrote.
///
/// Two requests for each database, and one more for each further data source; a session is opened only
/// where something is asked of Notion.
pub(crate) async fn read(
    words: &[String],
    with_related: bool,
    connection: &Connection,
) -> Result<Vec<DataSource>> {
    let mut session = None;
    let mut found: Vec<DataSource> = Vec::new();
    for word in words {
        let more = if is_file(word) {
            file(word)?
        } else {
            let session = match &mut session {
                Some(session) => session,
                none => none.insert(connection.open()?),
            };
            let id = match names::is_id(word) {
                true => IntoId::<DatabaseRef>::into_id(word.as_str())?,
                false => names::database(session, word).await?.id().into_id()?,
            };
            live(session, id).await?
        };
        for source in more {
            add(&mut found, source);
        }
    }
    if let Some(session) = session.filter(|_| with_related) {
        follow(&session, &mut found).await?;
    }
    Ok(found)
}

/// Data sources as the text of a file: what their schemas are, and nothing of when and by whom.
pub(crate) fn to_json(sources: &[DataSource]) -> Result<String> {
    let schema = |source: &DataSource| {
        let mut kept = DataSource::new(source.id);
        kept.title.clone_from(&source.title);
        kept.description.clone_from(&source.description);
        kept.icon.clone_from(&source.icon);
        kept.cover.clone_from(&source.cover);
        kept.is_inline = source.is_inline;
        kept.properties.clone_from(&source.properties);
        kept
    };
    let kept: Vec<_> = sources.iter().map(schema).collect();
    let file = json!({ "notion_schemas": VERSION, "data_sources": kept });
    let text = serde_json::to_string_pretty(&file);
    text.map(|text| text + "\n")
        .map_err(|error| Failure::about("the schemas cannot be written", error))
}

fn is_file(word: &str) -> bool {
    let path = Path::new(word);
    path.extension()
        .is_some_and(|it| it.eq_ignore_ascii_case("json"))
        || path.is_file()
}

/// The data sources of a file.
fn file(path: &str) -> Result<Vec<DataSource>> {
    let text = fs::read_to_string(path).map_err(|error| Failure::about(path, error))?;
    let none = |why: String| {
        Failure::new(format!(
            "{path}: this is not a file of schemas, as `notion pull --json` writes it: {why}"
        ))
    };
    let mut value: Value = serde_json::from_str(&text).map_err(|error| none(error.to_string()))?;
    match value.get("notion_schemas").and_then(Value::as_u64) {
        Some(VERSION) => {}
        Some(version) => {
            return Err(none(format!(
                "it is of version {version}, and this program reads version {VERSION}"
            )));
        }
        None => return Err(none("the key \"notion_schemas\" is missing".to_owned())),
    }
    let sources = value
        .get_mut("data_sources")
        .map(Value::take)
        .unwrap_or_default();
    let sources: Vec<DataSource> =
        serde_json::from_value(sources).map_err(|error| none(error.to_string()))?;
    // Every data source in Notion has one, and so has every struct.
    let untitled = sources.iter().find(|source| {
        let mut properties = source.properties.values();
        !properties.any(|property| matches!(property.kind, SchemaKind::Title(_)))
    });
    match untitled {
        Some(source) => Err(none(format!(
            "the data source {} has no title property",
            source.id
        ))),
        None => Ok(sources),
    }
}

/// The data sources of a database, or the one whose id it is.
async fn live(session: &Session, id: DatabaseRef) -> Result<Vec<DataSource>> {
    let either = match id {
        DatabaseRef::Database(id) => id,
        DatabaseRef::DataSource(id) => return Ok(vec![source(session, id).await?]),
        DatabaseRef::Either(id) => id.into(),
    };
    match session.api().databases().retrieve(either).await {
        Ok(database) => of(session, &database).await,
        Err(error) if error.is_not_found() || error.is_validation() => {
            // It says, too, what the id is of, if it is that of something else.
            let table = session.get_db(either.uuid()).fresh().await?;
            Ok(vec![source(session, table.data_source_id().cast()).await?])
        }
        Err(error) => Err(error.into()),
    }
}

async fn of(session: &Session, database: &Database) -> Result<Vec<DataSource>> {
    if database.data_sources.is_empty() {
        return Err(Failure::new(format!(
            "the database {} has no data sources: it is a linked view of another one, whose link is needed",
            database.id
        )));
    }
    let mut sources = Vec::new();
    for reference in &database.data_sources {
        sources.push(source(session, reference.id).await?);
    }
    Ok(sources)
}

async fn source(session: &Session, id: DataSourceId) -> notion_session::Result<DataSource> {
    Ok(session.api().data_sources().retrieve(id).await?)
}

/// Adds what relations lead to, and what their relations lead to, as far as it is shared.
async fn follow(session: &Session, found: &mut Vec<DataSource>) -> Result<()> {
    let mut next = 0;
    let mut missing: Vec<DataSourceId> = Vec::new();
    while let Some(from) = found.get(next) {
        next += 1;
        let targets: Vec<_> = from
            .properties
            .values()
            .filter_map(|property| match &property.kind {
                SchemaKind::Relation(relation) => relation.data_source_id,
                _ => None,
            })
            .collect();
        for target in targets {
            if missing.contains(&target) || found.iter().any(|it| it.id == target) {
                continue;
            }
            match source(session, target).await {
                Ok(source) => add(found, source),
                Err(error) if error.is_not_found() => {
                    report(&format!(
                        "warning: the data source {target} is not shared with the integration"
                    ));
                    missing.push(target);
                }
                Err(error) => return Err(error.into()),
            }
        }
    }
    Ok(())
}

fn add(found: &mut Vec<DataSource>, source: DataSource) {
    if !found.iter().any(|it| it.id == source.id) {
        found.push(source);
    }
}
