//! Icons and covers within Notion's rules.

use notion_content::{IntoFile, cover_request, icon_request};
use notion_model::{File, Icon};

use crate::error::{Error, Result};
use crate::session::IntoIcon;

/// Converts an icon for a request.
///
/// # Errors
///
/// [`Error::Refused`], with `place` in the message.
pub(crate) fn icon(icon: impl IntoIcon, place: &str) -> Result<Icon> {
    icon_request(&icon.into_icon())
        .map_err(|reason| Error::refused("icon", place, reason.to_string()))
}

/// Converts a cover for a request.
///
/// # Errors
///
/// [`Error::Refused`], with `place` in the message.
pub(crate) fn cover(cover: impl IntoFile, place: &str) -> Result<File> {
    cover_request(&cover.into_file())
        .map_err(|reason| Error::refused("cover", place, reason.to_string()))
}
