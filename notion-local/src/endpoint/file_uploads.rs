//! `/file_uploads`, `/file_uploads/{id}`, `/file_uploads/{id}/send` and `/complete`.

use std::sync::LazyLock;

use base64::Engine as _;
use bytes::Bytes;
use jiff::ToSpan as _;
use percent_encoding::percent_decode_str;
use serde_json::Value;
use uuid::Uuid;

use crate::error::{ApiError, Result};
use crate::exchange::Incoming;
use crate::exchange::Reply;
use crate::exchange::fetch;
use crate::exchange::form::Part;
use crate::render;
use crate::state::id::IdKind;
use crate::state::{Upload, UploadContent, Workspace};
use crate::validate::common::long_text;
use crate::validate::{Cursor, Shape, check_body, optional, paging_of_query};

/// The longest name of a file, in bytes.
const LONGEST_NAME: usize = 900;
/// The largest file that goes in one part, the smallest part that others follow, and the most parts.
const LARGEST_PART: usize = 20 * 1024 * 1024;
const SMALLEST_PART: usize = 5 * 1024 * 1024;
const MOST_PARTS: i64 = 10_000;

static CREATE: LazyLock<Shape> = LazyLock::new(|| {
    Shape::Object(vec![
        optional(
            "mode",
            Shape::OneOf(&["single_part", "multi_part", "external_url"]),
        ),
        optional("filename", Shape::TEXT),
        optional("content_type", Shape::TEXT),
        optional(
            "number_of_parts",
            Shape::Number {
                min: Some(1),
                max: Some(MOST_PARTS),
            },
        ),
        optional("external_url", long_text()),
    ])
});

/// Announces an upload.
pub(crate) fn create(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let body = request.json()?;
    check_body(&CREATE, body, request.version)?;
    let text = |key: &str| body.get(key).and_then(Value::as_str).map(str::to_owned);
    let filename = text("filename");
    if let Some(name) = &filename
        && name.len() > LONGEST_NAME
    {
        return Err(ApiError::body(format!(
            "body.filename.length should be ≤ `{LONGEST_NAME}`, instead was `{}`.",
            name.len()
        )));
    }
    let mut content_type = text("content_type");
    if content_type.is_none() {
        content_type = filename
            .as_deref()
            .and_then(|name| mime_guess::from_path(name).first_raw())
            .map(str::to_owned);
    }
    if let (Some(name), Some(declared)) = (&filename, &content_type) {
        check_extension(name, declared)?;
    }
    let content = match body.get("mode").and_then(Value::as_str) {
        Some("multi_part") => {
            let total = body
                .get("number_of_parts")
                .and_then(Value::as_u64)
                .and_then(|n| usize::try_from(n).ok());
            let total = total.ok_or_else(|| ApiError::undefined("number_of_parts"))?;
            if filename.is_none() {
                return Err(ApiError::undefined("filename"));
            }
            UploadContent::Parts {
                total,
                sent: vec![None; total],
            }
        }
        Some("external_url") => {
            let url = text("external_url").ok_or_else(|| ApiError::undefined("external_url"))?;
            if filename.is_none() {
                return Err(ApiError::undefined("filename"));
            }
            if fetch::normalized(&url).is_none() && !url.starts_with("data:") {
                return Err(ApiError::external_url(&url));
            }
            match request.fetched() {
                None => external(&url)?,
                Some(Ok(file)) => {
                    content_type = content_type.or_else(|| file.content_type.clone());
                    UploadContent::Here(file.bytes.clone())
                }
                Some(Err(reason)) => return Err(ApiError::not_imported(&url, reason)),
            }
        }
        _ => UploadContent::Announced,
    };

    let history = workspace.new_history();
    let id = workspace.ids.made(IdKind::FileUpload);
    let expires = history
        .created
        .checked_add(1.hour())
        .unwrap_or(history.created);
    let upload = Upload {
        id,
        history,
        filename,
        content_type,
        expires,
        attached: false,
        content,
    };
    workspace.add_upload(upload);
    reply(workspace, request, id)
}

/// Whether a content type is one of those that a file name's extension has. Choice: an extension that is not known has
/// any.
fn check_extension(filename: &str, content_type: &str) -> Result<()> {
    let guesses = mime_guess::from_path(filename);
    let declared = essence(content_type);
    let fits = guesses.iter().any(|guess| guess.essence_str() == declared);
    if guesses.is_empty() || fits {
        return Ok(());
    }
    Err(ApiError::other_extension(filename, content_type))
}

/// A content type without its parameters.
fn essence(content_type: &str) -> String {
    let essence = content_type.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

/// What an address holds: of a data address the data. What is on this machine has been fetched already; other addresses
/// are not fetched but referred to.
fn external(url: &str) -> Result<UploadContent> {
    if let Some(data) = url.strip_prefix("data:") {
        let (head, body) = data
            .split_once(',')
            .ok_or_else(|| ApiError::external_url(url))?;
        let bytes = if head.ends_with(";base64") {
            base64(body)
        } else {
            Some(percent_decode_str(body).collect())
        };
        return bytes
            .map(|bytes| UploadContent::Here(bytes.into()))
            .ok_or_else(|| ApiError::external_url(url));
    }
    if url.starts_with("http://") {
        return Err(ApiError::no_https(url));
    }
    Ok(UploadContent::Elsewhere {
        url: fetch::normalized(url).ok_or_else(|| ApiError::external_url(url))?,
        imported: None,
        length: None,
    })
}

fn base64(text: &str) -> Option<Vec<u8>> {
    base64::engine::general_purpose::STANDARD.decode(text).ok()
}

/// Takes the bytes of an upload, or of a part of it.
pub(crate) fn send(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let id = request.path_id("file_upload_id")?;
    let upload = find(workspace, id)?;
    if upload.status(workspace.clock.now()) != "pending" {
        return Err(ApiError::upload_not_pending(
            id,
            upload.status(workspace.clock.now()),
        ));
    }
    let parts = request.form().ok_or_else(ApiError::no_form)?;
    let named = |name: &str| parts.iter().find(|part| part.name == name);
    let file = named("file").ok_or_else(|| ApiError::undefined("file"))?;
    if file.data.len() > LARGEST_PART {
        return Err(ApiError::too_large(file.data.len(), LARGEST_PART));
    }
    if let (Some(declared), Some(sent)) = (&upload.content_type, &file.content_type)
        && essence(declared) != essence(sent)
    {
        return Err(ApiError::other_content_type(sent, declared));
    }
    let limit = usize::try_from(workspace.max_upload).unwrap_or(usize::MAX);
    let content = match &upload.content {
        UploadContent::Parts { total, sent } => {
            let mut sent = sent.clone();
            let number = named("part_number")
                .and_then(|part| std::str::from_utf8(&part.data).ok()?.parse::<usize>().ok());
            let slot = number.and_then(|number| sent.get_mut(number.checked_sub(1)?));
            *slot.ok_or_else(|| ApiError::part_number(*total))? = Some(file.data.clone());
            UploadContent::Parts {
                total: *total,
                sent,
            }
        }
        _ => UploadContent::Here(file.data.clone()),
    };
    let size = match &content {
        UploadContent::Parts { sent, .. } => sent.iter().flatten().map(Bytes::len).sum(),
        _ => file.data.len(),
    };
    if size > limit {
        return Err(ApiError::too_large(size, limit));
    }
    let (filename, content_type) = described(upload, file);
    if let Some(upload) = workspace.uploads.get_mut(&id) {
        upload.content = content;
        upload.filename = filename;
        upload.content_type = content_type;
    }
    reply(workspace, request, id)
}

/// What was announced counts; what was not comes from the part itself.
fn described(upload: &Upload, file: &Part) -> (Option<String>, Option<String>) {
    let filename = upload.filename.clone().or_else(|| file.filename.clone());
    (
        filename,
        upload
            .content_type
            .clone()
            .or_else(|| file.content_type.clone()),
    )
}

/// Puts the parts of an upload together.
pub(crate) fn complete(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let id = request.path_id("file_upload_id")?;
    let upload = find(workspace, id)?;
    let UploadContent::Parts { total, sent } = &upload.content else {
        return Err(ApiError::upload_not_pending(
            id,
            upload.status(workspace.clock.now()),
        ));
    };
    let parts: Vec<&Bytes> = sent.iter().flatten().collect();
    if parts.len() < *total {
        return Err(ApiError::parts_missing(parts.len(), *total));
    }
    let but_last = parts.len().saturating_sub(1);
    for (at, part) in parts.iter().take(but_last).enumerate() {
        if part.len() < SMALLEST_PART {
            return Err(ApiError::small_part(at + 1, part.len(), SMALLEST_PART));
        }
    }
    let all: Bytes = parts
        .into_iter()
        .flat_map(|part| part.iter().copied())
        .collect();
    if let Some(upload) = workspace.uploads.get_mut(&id) {
        upload.content = UploadContent::Here(all);
    }
    reply(workspace, request, id)
}

/// Lists uploads, the newest first.
pub(crate) fn list(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let paging = paging_of_query(request, Cursor::Opaque)?;
    let status = request.query("status");
    let now = workspace.clock.now();
    let wanted = |upload: &&Upload| {
        workspace.sees(upload.id) && status.is_none_or(|status| upload.status(now) == status)
    };
    let uploads: Vec<&Upload> = workspace.uploads.values().rev().filter(wanted).collect();
    let (shown, next) = paging.cut(&uploads, |upload| upload.id)?;
    let results = shown
        .iter()
        .map(|upload| render::upload(workspace, upload, request.version).into())
        .collect();
    Ok(Reply::ok(
        render::list("file_upload", results, next).into_map(),
    ))
}

/// Shows an upload. An import is under way until somebody looks at it.
pub(crate) fn retrieve(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let id = request.path_id("file_upload_id")?;
    let now = workspace.clock.stamp();
    if let Some(UploadContent::Elsewhere { imported, .. }) =
        workspace.uploads.get_mut(&id).map(|u| &mut u.content)
    {
        imported.get_or_insert(now);
    }
    reply(workspace, request, id)
}

fn find(workspace: &Workspace, id: Uuid) -> Result<&Upload> {
    workspace
        .uploads
        .get(&id)
        .ok_or_else(|| workspace.not_found("file_upload", id))
}

fn reply(workspace: &Workspace, request: &Incoming<'_>, id: Uuid) -> Result<Reply> {
    Ok(Reply::ok(
        render::upload(workspace, find(workspace, id)?, request.version).into_map(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_addresses_hold_their_bytes() {
        let bytes = |url: &str| match external(url) {
            Ok(UploadContent::Here(bytes)) => bytes,
            other => panic!("{other:?}"),
        };
        assert_eq!(bytes("data:text/plain;base64,SGVsbG8h"), "Hello!");
        assert_eq!(bytes("data:,Hello%2C%20you"), "Hello, you");
        assert_eq!(bytes("data:,%FF%00"), b"\xff\x00"[..]);
        assert!(external("ftp://example.com/x").is_err());
        assert!(external("data:;base64,***").is_err());
    }
}
