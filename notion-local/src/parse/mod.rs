//! From checked JSON to state: what several endpoints read.

mod emoji;
mod file;
mod rich_text;

pub(crate) use emoji::is_emoji;
pub(crate) use file::{
    cover, file, file_name, icon, native_icon, native_icon_url, shown_upload, uploaded, web_file,
};
pub(crate) use rich_text::{is_address, is_web_address, rich_text};
