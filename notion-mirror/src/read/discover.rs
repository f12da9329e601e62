//! What there is: data sources by search, and what was put into the trash since the last run.

use std::collections::HashSet;

use notion_session::Session;
use notion_session::api::SearchParams;
use notion_session::model::{DataSourceId, DatabaseId};
use notion_session::session::DatabaseRef;
use serde_json::{Value, json};

use super::answer::{is_gone, post_part, request, send};
use super::reconcile::tombstone;
use crate::error::Result;
use crate::mirror::Mirror;
use crate::plan::time;
use crate::store::rows::known;
use crate::store::state::{self, Watermark};

/// The watermark of the search for pages in the trash.
const TRASH: &str = "trash";

/// The data sources that a reference names. One request where it names a database, and none where the mirror has the data
/// source.
pub(crate) async fn resolve(
    mirror: &Mirror,
    session: &Session,
    database: DatabaseRef,
) -> Result<Vec<String>> {
    let id = match database {
        DatabaseRef::DataSource(id) => return Ok(vec![id.to_string()]),
        DatabaseRef::Database(id) => id,
        DatabaseRef::Either(id) => {
            let known = state::source(&mut *mirror.store().await, &id.to_string()).await?;
            if known.is_some() {
                return Ok(vec![id.to_string()]);
            }
            let source = session
                .api()
                .data_sources()
                .retrieve(DataSourceId::<()>::from(id));
            match send(session, request(&source)?).await {
                Ok(_) => return Ok(vec![id.to_string()]),
                Err(error) if is_gone(&error) => DatabaseId::from(id),
                Err(error) => return Err(error),
            }
        }
    };
    let database = session.api().databases().retrieve(id);
    let database = send(session, request(&database)?).await?.object()?;
    let sources = database.get("data_sources").and_then(Value::as_array);
    let ids = sources
        .into_iter()
        .flatten()
        .filter_map(|source| source["id"].as_str());
    Ok(ids.map(str::to_owned).collect())
}

/// All data sources that the integration sees, and those that the mirror has. One request for each 100.
pub(crate) async fn everything(mirror: &Mirror, session: &Session) -> Result<Vec<String>> {
    let body = json!({ "filter": { "property": "object", "value": "data_source" } });
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    let mut cursor: Option<String> = None;
    loop {
        let search = request(&session.api().search(&SearchParams::default()))?;
        let answer = send(session, post_part(search, body.clone(), cursor.as_deref())).await?;
        let part = answer.part()?;
        for raw in &part.results {
            let Ok(source) = serde_json::from_str::<Value>(raw.get()) else {
                continue;
            };
            // Those in the trash linger in the index.
            if source["in_trash"] != true
                && let Some(id) = source["id"].as_str()
                && seen.insert(id.to_owned())
            {
                found.push(id.to_owned());
            }
        }
        let next = part.next();
        if next.is_none() || next == cursor {
            break;
        }
        cursor = next;
    }
    let mut store = mirror.store().await;
    let known = state::sources(&mut store).await?;
    found.extend(known.into_iter().filter(|id| !seen.contains(id)));
    Ok(found)
}

/// Marks rows that were put into the trash since the last run. One request a run, where nothing was.
///
/// A listing of changed rows does not show them. Search gives pages in the trash, the latest first, and each says itself that it
/// is there.
pub(crate) async fn trash(
    mirror: &Mirror,
    session: &Session,
    seen_at: &str,
    is_due: bool,
) -> Result<u64> {
    let mut watermark = {
        let mut store = mirror.store().await;
        state::watermark(&mut store, TRASH).await?
    };
    let since = watermark.edited_from.clone();
    if since.is_some() && !is_due {
        return Ok(0);
    }
    let body = json!({
        "filter": { "property": "object", "value": "page", "in_trash": true },
        "sort": { "timestamp": "last_edited_time", "direction": "descending" },
    });
    let (mut cursor, mut count, mut first) = (None::<String>, 0, None);
    loop {
        let search = request(&session.api().search(&SearchParams::default()))?;
        let answer = send(session, post_part(search, body.clone(), cursor.as_deref())).await?;
        first = first.or_else(|| time::watermark(answer.answered));
        let part = answer.part()?;
        let pages: Vec<Value> = part
            .results
            .iter()
            .filter_map(|raw| serde_json::from_str(raw.get()).ok())
            .collect();
        // Before the first run there was no row that could be gone.
        let Some(since) = &since else { break };
        let is_new = |page: &Value| {
            page["last_edited_time"]
                .as_str()
                .is_some_and(|time| time >= since.as_str())
        };
        count += bury_rows(mirror, &pages, seen_at).await?;
        let next = part.next();
        if next.is_none() || next == cursor || !pages.last().is_some_and(is_new) {
            break;
        }
        cursor = next;
    }
    watermark = Watermark {
        edited_from: first.or(watermark.edited_from),
        ..watermark
    };
    let mut store = mirror.store().await;
    state::set_watermark(&mut store, TRASH, &watermark).await?;
    Ok(count)
}

async fn bury_rows(mirror: &Mirror, pages: &[Value], seen_at: &str) -> Result<u64> {
    let trashed = pages.iter().filter(|page| page["in_trash"] == true);
    let ids: Vec<&str> = trashed.filter_map(|page| page["id"].as_str()).collect();
    let mut store = mirror.store().await;
    let known = known(&mut store, &ids).await?;
    let mut count = 0;
    for id in ids {
        if let Some(page) = known.get(id).filter(|page| page.state == "live")
            && let Some(source) = &page.source
        {
            count += tombstone(&mut store, source, &[id.to_owned()], "trashed", seen_at).await?;
        }
    }
    Ok(count)
}
