//! Blocks, comments, uploads and views of a snapshot.

use base64::Engine as _;
use bytes::Bytes;
use serde_json::Value;

use super::value::{
    Result, checked, counter, fail, flag, history, id_of, optional_text, parent, runs, text, time,
    uuid,
};
use crate::block;
use crate::exchange::fetch;
use crate::parse;
use crate::state::{
    Block, Comment, FieldValue, Parent, ShownAs, Upload, UploadContent, View, Workspace,
};

/// The largest upload that may come without its bytes: 64 MiB.
const MAX_ZEROS: usize = 64 * 1024 * 1024;

pub(super) fn block(workspace: &mut Workspace, value: &Value, place: &str) -> Result<()> {
    let id = id_of(value, place)?;
    let parent = parent(value.get("parent"));
    let type_name = text(value, "type");
    match parent {
        Parent::Page(above) | Parent::Block(above) => {
            workspace.children.entry(above).or_default().push(id);
        }
        // Notion shows pages and databases of the workspace as blocks, too.
        Parent::Workspace if matches!(type_name.as_str(), "child_page" | "child_database") => {}
        Parent::Workspace => return fail(place, "its parent should be a page or a block"),
    }
    let payload = value.get(&type_name).cloned().unwrap_or(Value::Null);
    let (kind, fields) = if matches!(type_name.as_str(), "child_page" | "child_database") {
        return Ok(());
    } else if let Some(kind) = block::foreign(&type_name) {
        (kind, vec![("", FieldValue::Raw(payload))])
    } else {
        let one = Value::Array(vec![Value::Object(
            [(type_name.clone(), payload)].into_iter().collect(),
        )]);
        let drafts = checked(block::drafts(Some(&one), workspace, true), place)?;
        let Some(draft) = drafts.into_iter().next() else {
            return fail(place, "unknown block type");
        };
        (draft.kind, draft.fields)
    };
    let block = Block {
        id,
        parent,
        history: history(workspace, value, place)?,
        in_trash: flag(value, "in_trash"),
        kind,
        fields,
    };
    workspace.blocks.insert(id, block);
    Ok(())
}

pub(super) fn comment(workspace: &mut Workspace, value: &Value, place: &str) -> Result<()> {
    let id = id_of(value, place)?;
    let shown_as = match value.pointer("/display_name/type").and_then(Value::as_str) {
        Some("custom") => ShownAs::Custom(
            optional_text(value.get("display_name"), "resolved_name").unwrap_or_default(),
        ),
        _ => ShownAs::Author,
    };
    let attachments = value
        .get("attachments")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|file| parse::shown_upload(file.pointer("/file/url")?.as_str()?, workspace))
        .collect();
    let comment = Comment {
        id,
        parent: parent(value.get("parent")),
        discussion: uuid(value.get("discussion_id")).unwrap_or_default(),
        history: history(workspace, value, place)?,
        text: runs(workspace, value.get("rich_text"), place)?,
        shown_as,
        attachments,
    };
    workspace.comments.insert(id, comment);
    Ok(())
}

/// Where an upload comes without its bytes, as many zeros stand for them.
pub(super) fn upload(workspace: &mut Workspace, value: &Value, place: &str) -> Result<()> {
    let id = id_of(value, place)?;
    let length = counter(value.get("content_length"), "content_length", place)?
        .map(|length| usize::try_from(length).unwrap_or(usize::MAX));
    let imported = value.pointer("/file_import_result/imported_time");
    let imported = time(imported, "file_import_result.imported_time", place)?;
    let bytes = value.get("content").and_then(Value::as_str);
    let parts = value.get("parts").and_then(Value::as_array);
    // An import that nobody has looked at yet is under way: it has no time, but an address.
    let is_import = imported.is_some() || value.get("url").is_some();
    let content = match (bytes, is_import, length) {
        _ if flag(value, "is_gone") => UploadContent::Gone { length },
        _ if parts.is_some() => {
            let parts = parts.into_iter().flatten();
            let sent: Vec<Option<Bytes>> = parts
                .map(|part| part.as_str().map(|part| decoded(part, place)).transpose())
                .collect::<Result<_>>()?;
            UploadContent::Parts {
                total: sent.len(),
                sent,
            }
        }
        (Some(bytes), _, _) => UploadContent::Here(decoded(bytes, place)?),
        (None, true, length) => UploadContent::Elsewhere {
            // Recordings do not tell where a file came from.
            url: match text(value, "url") {
                empty if empty.is_empty() => empty,
                url => match fetch::normalized(&url) {
                    Some(url) => url,
                    None => {
                        return fail(
                            format!("{place}.url"),
                            format!(
                                "it should be an http or https address, instead was {}",
                                Value::from(url)
                            ),
                        );
                    }
                },
            },
            imported,
            length,
        },
        (None, false, Some(length)) if length > MAX_ZEROS => {
            return fail(
                format!("{place}.content_length"),
                format!(
                    "without `content` it should be at most {MAX_ZEROS} bytes, instead was {length}"
                ),
            );
        }
        (None, false, Some(length)) => UploadContent::Here(vec![0; length].into()),
        (None, false, None) => UploadContent::Announced,
    };
    let history = history(workspace, value, place)?;
    let at = |key: &str| time(value.get(key), key, place);
    // A snapshot of our own tells these two; Notion's object tells them by its expiry.
    // A snapshot that was written by hand and has neither holds a file that stays.
    let unlimited = value.get("expiry_time").is_none_or(Value::is_null)
        && value.get("expires").is_none_or(Value::is_null);
    let expired = value.get("status") == Some(&"expired".into());
    let upload = Upload {
        id,
        filename: optional_text(Some(value), "filename"),
        content_type: optional_text(Some(value), "content_type"),
        expires: at("expires")?
            .or(at("expiry_time")?)
            .unwrap_or(history.created),
        attached: value
            .get("attached")
            .and_then(Value::as_bool)
            .unwrap_or(unlimited && !expired),
        history,
        content,
    };
    workspace.add_upload(upload);
    Ok(())
}

fn decoded(text: &str, place: &str) -> Result<Bytes> {
    match base64::engine::general_purpose::STANDARD.decode(text) {
        Ok(bytes) => Ok(bytes.into()),
        Err(error) => fail(place, format!("its content is not valid base64: {error}")),
    }
}

/// A view. Those that every new database has are not made here: a snapshot has them.
pub(super) fn view(workspace: &mut Workspace, value: &Value, place: &str) -> Result<()> {
    let id = id_of(value, place)?;
    let part = |key: &str| value.get(key).cloned().unwrap_or(Value::Null);
    let view = View {
        id,
        database: uuid(value.pointer("/parent/database_id")).unwrap_or_default(),
        data_source: uuid(value.get("data_source_id")).unwrap_or_default(),
        history: history(workspace, value, place)?,
        name: text(value, "name"),
        kind: text(value, "type"),
        filter: part("filter"),
        sorts: part("sorts"),
        quick_filters: part("quick_filters"),
        configuration: part("configuration"),
    };
    workspace.views.insert(id, view);
    Ok(())
}
