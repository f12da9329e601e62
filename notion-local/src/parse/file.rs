//! Files, icons and covers.

use serde_json::Value;
use uuid::Uuid;

use crate::error::{ApiError, Result};
use crate::parse::is_web_address;
use crate::state::id;
use crate::state::{FileSource, Icon, UPLOADS, UploadContent, Workspace};

/// Where Notion's own icons are, as external files.
const NATIVE_ICONS: &str = "https://www.notion.so/icons/";

/// Reads `{external}`, `{file_upload}` or `{file}`, whose shape has been checked.
pub(crate) fn file(value: &Value, workspace: &Workspace) -> Result<FileSource> {
    let text = |path: &str| value.pointer(path).and_then(Value::as_str);
    if let Some(url) = text("/external/url") {
        return Ok(FileSource::External(url.to_owned()));
    }
    if let Some(id) = text("/file_upload/id") {
        let id = id::parse(id)
            .ok_or_else(|| ApiError::validation(format!("{id} should be a valid uuid.")))?;
        return uploaded(id, workspace).map(FileSource::Upload);
    }
    let url = text("/file/url").unwrap_or_default();
    // What was shown can be sent back: the signature is made anew whenever the file is shown.
    Ok(match shown_upload(url, workspace) {
        Some(id) => FileSource::Upload(id),
        None => FileSource::Hosted(url.split('?').next().unwrap_or_default().to_owned()),
    })
}

/// The upload that an address of ours shows, wherever the server listened then.
pub(crate) fn shown_upload(url: &str, workspace: &Workspace) -> Option<Uuid> {
    let (_, rest) = url.split_once(UPLOADS)?;
    let id = id::parse(rest.split(['/', '?']).next().unwrap_or_default())?;
    (workspace.importing || workspace.uploads.contains_key(&id)).then_some(id)
}

/// An upload that can be attached.
pub(crate) fn uploaded(id: Uuid, workspace: &Workspace) -> Result<Uuid> {
    let upload = workspace
        .uploads
        .get(&id)
        .ok_or_else(|| workspace.not_found("file_upload", id))?;
    match upload.status(workspace.clock.now()) {
        "uploaded" => Ok(id),
        // Choice: an import that nobody has looked at yet can be attached.
        "pending" if matches!(upload.content, UploadContent::Elsewhere { .. }) => Ok(id),
        status => Err(ApiError::upload_not_ready(id, status)),
    }
}

/// Reads a cover.
pub(crate) fn cover(value: &Value, workspace: &Workspace) -> Result<Option<FileSource>> {
    if value.is_null() {
        return Ok(None);
    }
    web_file(value, workspace, "cover").map(Some)
}

/// Reads a file whose address, if it is elsewhere, is one of the web.
pub(crate) fn web_file(value: &Value, workspace: &Workspace, of: &str) -> Result<FileSource> {
    let source = file(value, workspace)?;
    if let FileSource::External(url) = &source
        && !workspace.importing
        && !is_web_address(url)
    {
        return Err(ApiError::invalid_address(of));
    }
    Ok(source)
}

/// Reads an icon. External files that are Notion's own icons become native icons.
pub(crate) fn icon(value: &Value, workspace: &Workspace) -> Result<Option<Icon>> {
    if value.is_null() {
        return Ok(None);
    }
    let text = |path: &str| value.pointer(path).and_then(Value::as_str);
    if let Some(emoji) = text("/emoji") {
        return Ok(Some(Icon::Emoji(emoji.to_owned())));
    }
    if let Some(id) = text("/custom_emoji/id").and_then(id::parse) {
        return Ok(Some(Icon::CustomEmoji(id)));
    }
    if let Some(name) = text("/icon/name") {
        let color = text("/icon/color").unwrap_or("gray");
        return Ok(Some(Icon::Native {
            name: name.to_owned(),
            color: color.to_owned(),
        }));
    }
    let source = web_file(value, workspace, "icon")?;
    if let FileSource::External(url) = &source
        && let Some(native) = native_icon(url)
    {
        return Ok(Some(native));
    }
    Ok(Some(Icon::File(source)))
}

/// `…/icons/snake_purple.svg` is the icon "snake" in purple.
pub(crate) fn native_icon(url: &str) -> Option<Icon> {
    let (name, color) = url
        .strip_prefix(NATIVE_ICONS)?
        .strip_suffix(".svg")?
        .rsplit_once('_')?;
    Some(Icon::Native {
        name: name.to_owned(),
        color: color.to_owned(),
    })
}

/// The address of one of Notion's own icons.
pub(crate) fn native_icon_url(name: &str, color: &str) -> String {
    format!("{NATIVE_ICONS}{name}_{color}.svg")
}

/// The name of a file that was given none: the last part of its address.
pub(crate) fn file_name(source: &FileSource, workspace: &Workspace) -> String {
    let url = match source {
        FileSource::External(url) | FileSource::Hosted(url) => url.as_str(),
        FileSource::Upload(id) => {
            let name = workspace
                .uploads
                .get(id)
                .and_then(|upload| upload.filename.clone());
            return name.unwrap_or_else(|| id.to_string());
        }
    };
    let path = url.split(['?', '#']).next().unwrap_or_default();
    id::percent_decode(
        path.trim_end_matches('/')
            .rsplit('/')
            .next()
            .unwrap_or_default(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notions_own_icons_are_recognised_by_their_address() {
        assert_eq!(
            native_icon("https://www.notion.so/icons/snake_purple.svg"),
            Some(Icon::Native {
                name: "snake".into(),
                color: "purple".into()
            })
        );
        assert_eq!(
            native_icon("https://example.com/icons/snake_purple.svg"),
            None
        );
    }

    #[test]
    fn a_file_is_named_by_its_address() {
        let (workspace, _) = Workspace::fresh(0);
        let name = |url: &str| file_name(&FileSource::External(url.into()), &workspace);
        assert_eq!(name("https://www.google.de/robots.txt"), "robots.txt");
        assert_eq!(name("https://example.com/a%20b.pdf?x=1"), "a b.pdf");
    }
}
