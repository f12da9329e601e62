//! Files and links as HTML.

use notion_model::{File, RichText as Run, plain_text};

use super::super::address::{self, shown};
use super::super::text::{attribute, escape, link};
use super::Writer;

impl Writer<'_> {
    pub(super) fn image(&mut self, file: &File) {
        self.out.push_str("<figure>\n");
        match file.url().and_then(address::picture) {
            Some(url) => {
                self.out.push_str("<img");
                attribute(&mut self.out, "src", &url);
                attribute(&mut self.out, "alt", &plain_text(&file.caption));
                self.out.push_str(">\n");
            }
            None => self.not_loaded("an image", file),
        }
        self.caption(&file.caption);
        self.out.push_str("</figure>\n");
    }

    pub(super) fn player(&mut self, tag: &str, file: &File) {
        self.out.push_str("<figure>\n");
        match file.url().and_then(address::media) {
            Some(url) => {
                self.out
                    .push_str(&format!("<{tag} controls preload=\"none\""));
                attribute(&mut self.out, "src", &url);
                self.out.push('>');
                let mut name = String::new();
                escape(&mut name, &url);
                link(&mut self.out, &url, "", &name);
                self.out.push_str(&format!("</{tag}>\n"));
            }
            None => self.not_loaded(tag, file),
        }
        self.caption(&file.caption);
        self.out.push_str("</figure>\n");
    }

    /// A note in the place of a file that a browser may not load, with its address if there is one.
    fn not_loaded(&mut self, what: &str, file: &File) {
        match file.url() {
            Some(url) if !url.is_empty() => {
                self.out
                    .push_str(&format!("<p class=\"missing\">Not shown: {what}, "));
                escape(&mut self.out, &shown(url));
                self.out.push_str("</p>\n");
            }
            _ => self.missing(what),
        }
    }

    pub(super) fn file(&mut self, file: &File) {
        let url = file.url().unwrap_or_default();
        let path = url.split(['?', '#']).next().unwrap_or_default();
        // Of an address that leads nowhere, the last part is not a name: of `data:` addresses it is content.
        let segment = address::link(url).and(path.rsplit('/').next());
        let name = file.name.as_deref().filter(|name| !name.is_empty());
        let name = name.or(segment).filter(|name| !name.is_empty());
        self.out.push_str("<figure>\n");
        match (name, url) {
            (None, "") => self.missing("a file"),
            (name, url) => {
                let mut text = String::new();
                escape(&mut text, name.unwrap_or("A file"));
                link(&mut self.out, url, "card", &text);
                self.out.push('\n');
            }
        }
        self.caption(&file.caption);
        self.out.push_str("</figure>\n");
    }

    pub(super) fn card(&mut self, url: &str, caption: &[Run]) {
        self.out.push_str("<figure>\n");
        let mut text = String::new();
        escape(&mut text, &shown(url));
        link(&mut self.out, url, "card", &text);
        self.out.push('\n');
        self.caption(caption);
        self.out.push_str("</figure>\n");
    }

    pub(super) fn card_named(&mut self, url: &str, name: &str) {
        let mut text = String::new();
        escape(&mut text, name);
        self.out.push_str("<p>");
        link(&mut self.out, url, "card", &text);
        self.out.push_str("</p>\n");
    }

    pub(super) fn missing(&mut self, what: &str) {
        self.note("Not given by Notion: ", what);
    }

    /// A note about the document, which is not a text of it.
    pub(super) fn note(&mut self, note: &str, what: &str) {
        self.out.push_str("<p class=\"missing\">");
        self.out.push_str(note);
        escape(&mut self.out, what);
        self.out.push_str("</p>\n");
    }
}
