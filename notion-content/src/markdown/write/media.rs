//! Files and links as Markdown.

use notion_model::{File, FileKind, RichText as Run, plain_text};

use super::super::escape::address;
use super::super::write_text::{NUL, Place, write as write_text};
use super::Writer;
use crate::{Block, RichText};

impl Writer {
    pub(super) fn image(&mut self, file: &File) -> String {
        let Some(url) = file.url() else {
            return self.nothing("a file that was uploaded and has no address yet");
        };
        if let FileKind::Hosted(_) = file.kind {
            self.lose("the address of a file that Notion holds is good for an hour");
        }
        if url.contains('\0') {
            self.lose(NUL);
        }
        let caption = write_text(&file.caption, Place::Caption);
        let mut target = String::new();
        address(&mut target, url);
        format!("![{caption}]({target})")
    }

    pub(super) fn file(&mut self, file: &File, what: &'static str) -> String {
        let Some(url) = file.url() else {
            return self.nothing("a file that was uploaded and has no address yet");
        };
        let name = file.name.as_deref().map(RichText::from).unwrap_or_default();
        let caption = if file.caption.is_empty() {
            name.into_runs()
        } else {
            file.caption.clone()
        };
        self.link(&caption, url, what)
    }

    pub(super) fn child(&mut self, block: &Block, title: &str, what: &'static str) -> String {
        match block.id {
            Some(id) => {
                let title = RichText::from(title);
                self.link(&title, &page_url(id.uuid()), what)
            }
            None => self.nothing("a page or a database that has no address"),
        }
    }

    pub(super) fn link(&mut self, caption: &[Run], url: &str, what: &'static str) -> String {
        self.lose(what);
        let caption = match plain_text(caption) {
            text if text.trim().is_empty() => url.to_owned(),
            text => text,
        };
        write_text(&RichText::from(caption).link(url), Place::Paragraph)
    }
}

/// Where a page or a database is.
pub(super) fn page_url(id: impl std::fmt::Display) -> String {
    format!(
        "https://app.notion.com/p/{}",
        id.to_string().replace('-', "")
    )
}
