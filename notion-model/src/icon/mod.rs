//! Icons of pages, databases, data sources, callouts and tabs.

pub(crate) mod custom_emoji;

pub use custom_emoji::CustomEmoji;

use crate::color::IconColor;
use crate::file::{ExternalFile, FileUploadReference, HostedFile};
use crate::id::{CustomEmojiId, FileUploadId};
use crate::json::{object, tagged};

object! {
    /// An icon.
    pub struct Icon {
        /// What the icon is.
        tagged kind: IconKind,
    }
}

tagged! {
    /// What an [`Icon`] is.
    pub enum IconKind {
        /// An emoji.
        Emoji(String) = "emoji",
        /// An emoji that the workspace added.
        CustomEmoji(CustomEmoji) = "custom_emoji",
        /// A picture somewhere on the web.
        External(ExternalFile) = "external",
        /// A picture at Notion.
        Hosted(HostedFile) = "file",
        /// A picture that was uploaded through the API; in requests only.
        Upload(FileUploadReference) = "file_upload",
        /// One of Notion's own icons.
        Native(NativeIcon) = "icon",
    }
}

object! {
    /// One of Notion's own icons.
    pub struct NativeIcon {
        /// Its name, such as `snake`.
        written name: String,
        /// Its colour.
        absent color: Option<IconColor>,
    }
}

impl Icon {
    fn of(kind: IconKind) -> Self {
        Self {
            kind,
            ..Self::default()
        }
    }

    /// An emoji.
    pub fn emoji(emoji: impl Into<String>) -> Self {
        Self::of(IconKind::Emoji(emoji.into()))
    }

    /// An emoji that the workspace added.
    pub fn custom_emoji(id: CustomEmojiId) -> Self {
        Self::of(IconKind::CustomEmoji(CustomEmoji::new(id)))
    }

    /// A picture somewhere on the web.
    pub fn external(url: impl Into<String>) -> Self {
        Self::of(IconKind::External(ExternalFile {
            url: url.into(),
            ..ExternalFile::default()
        }))
    }

    /// A picture that was uploaded through the API.
    pub fn upload(id: FileUploadId) -> Self {
        Self::of(IconKind::Upload(FileUploadReference::new(id)))
    }

    /// Parses an icon: the URL of a picture, the name of one of Notion's own icons with or without its color
    /// (`snake:purple`), else an emoji. Whether it is an emoji is not checked here.
    ///
    /// ```
    /// use notion_model::{Icon, IconColor};
    ///
    /// assert_eq!(Icon::parse("snake:purple"), Icon::native("snake", Some(IconColor::Purple)));
    /// assert_eq!(Icon::parse("https://example.com/a.png"), Icon::external("https://example.com/a.png"));
    /// assert_eq!(Icon::parse("📐"), Icon::emoji("📐"));
    /// ```
    pub fn parse(text: &str) -> Self {
        if text.starts_with("https://") || text.starts_with("http://") {
            return Self::external(text);
        }
        let (name, color) = match text.split_once(':') {
            Some((name, color)) => (name, Some(color)),
            None => (text, None),
        };
        let fits =
            |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte);
        let is_name =
            name.starts_with(|first: char| first.is_ascii_lowercase()) && name.bytes().all(fits);
        if is_name {
            Self::native(name, color.map(IconColor::from))
        } else {
            Self::emoji(text)
        }
    }

    /// One of Notion's own icons.
    pub fn native(name: impl Into<String>, color: Option<IconColor>) -> Self {
        Self::of(IconKind::Native(NativeIcon {
            name: name.into(),
            color,
            ..NativeIcon::default()
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::known;

    #[test]
    fn every_icon_is_known() {
        for icon in [
            r#"{"type": "emoji", "emoji": "🐱"}"#,
            r#"{"type": "external", "external": {"url": "https://example.com"}}"#,
            r#"{"type": "file", "file": {"url": "https://example.com", "expiry_time": "2026-06-27T16:53:00.000Z"}}"#,
            r#"{"type": "custom_emoji", "custom_emoji": {"id": "00000000-0000-4000-8000-0000000000fa", "name": "party", "url": "u"}}"#,
            r#"{"type": "icon", "icon": {"name": "snake", "color": "lightgray"}}"#,
            r#"{"icon": {"name": "snake"}}"#,
            r#"{"file_upload": {"id": "00000000-0000-4000-8000-0000000000fa"}}"#,
        ] {
            known::<Icon>(icon);
        }
        assert_eq!(known::<Icon>(r#"{"emoji": "🐱"}"#), Icon::emoji("🐱"));
        assert_eq!(
            serde_json::to_string(&Icon::native("snake", Some(IconColor::Purple))).unwrap(),
            r#"{"type":"icon","icon":{"name":"snake","color":"purple"}}"#
        );
    }
}
