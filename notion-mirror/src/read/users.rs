//! The users of the workspace.

use notion_session::Session;
use serde_json::Value as Json;

use super::answer::{get_part, is_refusal, request, send};
use crate::columns::layout::ColumnType;
use crate::error::Result;
use crate::mirror::Mirror;
use crate::store::Value;
use crate::store::rows::upsert;

/// Reads all users. One request for each 100. Returns why they cannot be read, if the integration may not.
pub(crate) async fn users(
    mirror: &Mirror,
    session: &Session,
    seen_at: &str,
) -> Result<Option<String>> {
    let mut cursor: Option<String> = None;
    loop {
        let list = request(&session.api().users().list())?;
        let answer = match send(session, get_part(list, cursor.as_deref())).await {
            Ok(answer) => answer,
            Err(error) if is_refusal(&error) => {
                return Ok(Some(format!("users cannot be read: {error}")));
            }
            Err(error) => return Err(error),
        };
        let part = answer.part()?;
        let mut rows = Vec::new();
        for raw in &part.results {
            let Ok(user) = serde_json::from_str::<Json>(raw.get()) else {
                continue;
            };
            let Some(id) = user["id"].as_str() else {
                continue;
            };
            let text = |value: &Json| value.as_str().map(str::to_owned);
            rows.push(vec![
                id.into(),
                text(&user["name"]).into(),
                text(&user["type"]).into(),
                text(&user["person"]["email"]).into(),
                Value::Json(raw.get().to_owned()),
                seen_at.into(),
            ]);
        }
        let mut store = mirror.store().await;
        let table = store.dialect().meta("users");
        let names = ["id", "name", "type", "email", "raw", "seen_at"].map(str::to_owned);
        let types = [
            ColumnType::Id,
            ColumnType::Text,
            ColumnType::Text,
            ColumnType::Text,
            ColumnType::Json,
            ColumnType::Time,
        ];
        upsert(&mut store, &table, &names, &types, "id", rows).await?;
        drop(store);
        let next = part.next();
        if next.is_none() || next == cursor {
            return Ok(None);
        }
        cursor = next;
    }
}
