//! Icons and covers within Notion's rules.

use notion_content::{IntoFile, cover_request, icon_request};
use notion_model::{File, Icon};

use crate::error::{Error, Result};
use crate::session::IntoIcon;

/// An icon as a request has it.
///
/// # Errors
///
/// [`Error::Refused`], with `place` for where it was to be set.
pub(crate) fn icon(icon: impl IntoIcon, place: &str) -> Result<Icon> {
    icon_request(&icon.into_icon())
        .map_err(|reason| Error::refused("icon", place, reason.to_string()))
}

/// A cover as a request has it.
///
/// # Errors
///
/// [`Error::Refused`], with `place` for where it was to be set.
pub(crate) fn cover(cover: impl IntoFile, place: &str) -> Result<File> {
    cover_request(&cover.into_file())
        .map_err(|reason| Error::refused("cover", place, reason.to_string()))
}
