//! The content of pages, and comments on them.

use super::rows::{insert, upsert};
use super::{Store, Value};
use crate::columns::layout::ColumnType;
use crate::error::Result;

/// A block as it is written.
#[derive(Debug)]
pub(crate) struct Block {
    pub(crate) id: String,
    pub(crate) parent: String,
    pub(crate) kind: String,
    pub(crate) text: String,
    pub(crate) raw: String,
}

/// A comment as it is written.
#[derive(Debug)]
pub(crate) struct Comment {
    pub(crate) id: String,
    pub(crate) parent: String,
    pub(crate) discussion: Option<String>,
    pub(crate) created: Option<String>,
    pub(crate) author: Option<String>,
    pub(crate) text: String,
    pub(crate) raw: String,
}

/// Pages of a data source after an id, with their edit times: those whose content is not of that edit, or all. Up to 50.
pub(crate) async fn pages(
    store: &mut Store,
    source: &str,
    is_content: bool,
    after: Option<&str>,
) -> Result<Vec<(String, String)>> {
    let condition = if is_content {
        " AND (content_edited IS NULL OR content_edited <> last_edited_time)"
    } else {
        ""
    };
    let template = format!(
        "SELECT CAST(id AS text), last_edited_time FROM {{pages}}
        WHERE source_id = ?u AND state = 'live' AND id > ?u{condition} ORDER BY id LIMIT 50"
    );
    let after = after.unwrap_or("00000000-0000-0000-0000-000000000000");
    let rows = store
        .fetch(&template, vec![source.into(), after.into()])
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let mut texts = row.into_iter().map(Value::into_text);
            Some((texts.next()??, texts.next()??))
        })
        .collect())
}

/// Replaces the blocks of a page. `edited` is the edit time that they are of, if it is final.
pub(crate) async fn write_blocks(
    store: &mut Store,
    page: &str,
    blocks: &[Block],
    edited: Option<&str>,
    incomplete: Option<&str>,
) -> Result<()> {
    store.begin().await?;
    match replace_blocks(store, page, blocks, edited, incomplete).await {
        Ok(()) => store.commit().await,
        Err(error) => {
            store.rollback().await;
            Err(error)
        }
    }
}

async fn replace_blocks(
    store: &mut Store,
    page: &str,
    blocks: &[Block],
    edited: Option<&str>,
    incomplete: Option<&str>,
) -> Result<()> {
    store
        .execute("DELETE FROM {blocks} WHERE page_id = ?u", vec![page.into()])
        .await?;
    let names = [
        "id",
        "page_id",
        "parent_id",
        "position",
        "type",
        "text",
        "raw",
    ]
    .map(str::to_owned);
    let types = [
        ColumnType::Id,
        ColumnType::Id,
        ColumnType::Id,
        ColumnType::Integer,
        ColumnType::Text,
        ColumnType::Text,
        ColumnType::Json,
    ];
    let values = (0_i64..).zip(blocks).map(|(position, block)| {
        vec![
            block.id.as_str().into(),
            page.into(),
            block.parent.as_str().into(),
            position.into(),
            block.kind.as_str().into(),
            block.text.as_str().into(),
            Value::Json(block.raw.clone()),
        ]
    });
    let table = store.dialect().meta("blocks");
    // A block that was moved here from another page is still there in the mirror.
    upsert(store, &table, &names, &types, "id", values.collect()).await?;
    let update = "UPDATE {pages} SET content_edited = ?, content_incomplete = ?j WHERE id = ?u";
    let reason = incomplete.map(|reason| serde_json::json!({ "content": reason }).to_string());
    store
        .execute(update, vec![edited.into(), reason.into(), page.into()])
        .await?;
    let texts: Vec<&str> = blocks
        .iter()
        .map(|block| block.text.as_str())
        .filter(|text| !text.is_empty())
        .collect();
    crate::search::index_content(store, page, &texts.join("\n")).await
}

/// Replaces the comments on a page.
pub(crate) async fn write_comments(
    store: &mut Store,
    page: &str,
    comments: &[Comment],
) -> Result<()> {
    store.begin().await?;
    match replace_comments(store, page, comments).await {
        Ok(()) => store.commit().await,
        Err(error) => {
            store.rollback().await;
            Err(error)
        }
    }
}

async fn replace_comments(store: &mut Store, page: &str, comments: &[Comment]) -> Result<()> {
    store
        .execute(
            "DELETE FROM {comments} WHERE page_id = ?u",
            vec![page.into()],
        )
        .await?;
    let names = [
        "id",
        "page_id",
        "parent_id",
        "discussion_id",
        "created_time",
        "created_by",
        "text",
        "raw",
    ]
    .map(str::to_owned);
    let types = [
        ColumnType::Id,
        ColumnType::Id,
        ColumnType::Id,
        ColumnType::Id,
        ColumnType::Time,
        ColumnType::Id,
        ColumnType::Text,
        ColumnType::Json,
    ];
    let values = comments.iter().map(|comment| {
        vec![
            comment.id.as_str().into(),
            page.into(),
            comment.parent.as_str().into(),
            comment.discussion.clone().into(),
            comment.created.clone().into(),
            comment.author.clone().into(),
            comment.text.as_str().into(),
            Value::Json(comment.raw.clone()),
        ]
    });
    let table = store.dialect().meta("comments");
    insert(store, &table, &names, &types, "", values.collect()).await
}
