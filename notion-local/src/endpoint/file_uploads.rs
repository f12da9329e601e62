//! `/file_uploads`, `/file_uploads/{id}`, `/file_uploads/{id}/send` and `/complete`.

use base64::Engine as _;
use bytes::Bytes;
use jiff::ToSpan as _;
use notion_vocabulary::limits::{
    MAX_FILE_NAME_BYTES, MAX_UPLOAD_PART_BYTES, MAX_UPLOAD_PARTS, MAX_URL_CHARACTERS,
    MIN_UPLOAD_PART_BYTES,
};
use percent_encoding::percent_decode_str;
use uuid::Uuid;

use crate::error::{ApiError, Result};
use crate::exchange::Incoming;
use crate::exchange::Reply;
use crate::exchange::fetch;
use crate::exchange::form::Part;
use crate::render;
use crate::state::id::IdKind;
use crate::state::{Upload, UploadContent, Workspace};
use crate::validate::{Cursor, Limited, Number, body, one_of, paging_of_query};

/// The same limits as sizes in memory.
const MAX_PART: usize = MAX_UPLOAD_PART_BYTES as usize;
const MIN_PART: usize = MIN_UPLOAD_PART_BYTES as usize;

body! {
    /// The body of `POST /file_uploads`.
    struct CreateUpload<'a> {
        mode: Option<Mode>,
        filename: Option<&'a str>,
        content_type: Option<&'a str>,
        number_of_parts: Option<Number<1, { MAX_UPLOAD_PARTS as i64 }>>,
        external_url: Option<Limited<'a, MAX_URL_CHARACTERS>>,
    }
}

one_of! {
    enum Mode {
        SinglePart = "single_part",
        MultiPart = "multi_part",
        ExternalUrl = "external_url",
    }
}

/// Announces an upload.
pub(crate) fn create(workspace: &mut Workspace, request: &Incoming<'_>) -> Result<Reply> {
    let body: CreateUpload<'_> = request.body()?;
    let filename = body.filename;
    if let Some(name) = filename
        && name.len() > MAX_FILE_NAME_BYTES
    {
        return Err(ApiError::body(format!(
            "body.filename.length should be ≤ `{MAX_FILE_NAME_BYTES}`, instead was `{}`.",
            name.len()
        )));
    }
    let guessed = || mime_guess::from_path(filename?).first_raw();
    let mut content_type = body.content_type.or_else(guessed).map(str::to_owned);
    if let (Some(name), Some(declared)) = (filename, &content_type) {
        check_extension(name, declared)?;
    }
    let content = match body.mode {
        Some(Mode::MultiPart) => {
            let total = body.number_of_parts.and_then(|number| number.integer);
            let total = total.ok_or_else(|| ApiError::undefined("number_of_parts"))?;
            if filename.is_none() {
                return Err(ApiError::undefined("filename"));
            }
            UploadContent::Parts {
                total,
                sent: vec![None; total],
            }
        }
        Some(Mode::ExternalUrl) => {
            let url = body.external_url.map(|url| url.0);
            let url = url.ok_or_else(|| ApiError::undefined("external_url"))?;
            if filename.is_none() {
                return Err(ApiError::undefined("filename"));
            }
            if fetch::normalized(url).is_none() && !url.starts_with("data:") {
                return Err(ApiError::external_url(url));
            }
            match request.fetched() {
                None => external(url)?,
                Some(Ok(file)) => {
                    content_type = content_type.or_else(|| file.content_type.clone());
                    UploadContent::Here(file.bytes.clone())
                }
                Some(Err(reason)) => return Err(ApiError::not_imported(url, reason)),
            }
        }
        Some(Mode::SinglePart) | None => UploadContent::Announced,
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
        filename: filename.map(str::to_owned),
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
    if file.data.len() > MAX_PART {
        return Err(ApiError::too_large(file.data.len(), MAX_PART));
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
        if part.len() < MIN_PART {
            return Err(ApiError::small_part(at + 1, part.len(), MIN_PART));
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
