//! From checked JSON to state: what several endpoints read.

mod body;
mod file;
mod rich_text;

pub(crate) use body::{CoverBody, IconBody, TextBody};
pub(crate) use file::{
    cover, file, file_name, icon, native_icon, native_icon_url, shown_upload, uploaded, web_file,
};
pub(crate) use rich_text::{is_address, is_web_address, rich_text};
