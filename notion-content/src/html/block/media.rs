//! Files and links as HTML.

use notion_model::{File, RichText as Run, plain_text};

use super::super::text::{attribute, escape, link, safe};
use super::Writer;

impl Writer<'_> {
    pub(super) fn image(&mut self, file: &File) {
        let Some(url) = file.url().and_then(safe) else {
            return self.missing("an image");
        };
        self.out.push_str("<figure>\n<img");
        attribute(&mut self.out, "src", &url);
        attribute(&mut self.out, "alt", &plain_text(&file.caption));
        self.out.push_str(">\n");
        self.caption(&file.caption);
        self.out.push_str("</figure>\n");
    }

    pub(super) fn player(&mut self, tag: &str, file: &File) {
        let Some(url) = file.url().and_then(safe) else {
            return self.missing(tag);
        };
        self.out
            .push_str(&format!("<figure>\n<{tag} controls preload=\"none\""));
        attribute(&mut self.out, "src", &url);
        self.out.push('>');
        let mut name = String::new();
        escape(&mut name, &url);
        link(&mut self.out, &url, "", &name);
        self.out.push_str(&format!("</{tag}>\n"));
        self.caption(&file.caption);
        self.out.push_str("</figure>\n");
    }

    pub(super) fn file(&mut self, file: &File) {
        let Some(url) = file.url() else {
            return self.missing("a file");
        };
        let segment = url
            .split(['?', '#'])
            .next()
            .and_then(|path| path.rsplit('/').next());
        let name = file
            .name
            .as_deref()
            .or(segment)
            .filter(|name| !name.is_empty());
        self.out.push_str("<figure>\n");
        let mut text = String::new();
        escape(&mut text, name.unwrap_or("A file"));
        link(&mut self.out, url, "card", &text);
        self.out.push('\n');
        self.caption(&file.caption);
        self.out.push_str("</figure>\n");
    }

    pub(super) fn card(&mut self, url: &str, caption: &[Run]) {
        self.out.push_str("<figure>\n");
        let mut text = String::new();
        escape(&mut text, url);
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
        self.out
            .push_str("<p class=\"missing\">Not given by Notion: ");
        escape(&mut self.out, what);
        self.out.push_str("</p>\n");
    }
}
