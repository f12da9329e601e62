//! Mentions inside rich text, and references by id.

use serde_json::Number;

use crate::icon::custom_emoji::CustomEmoji;
use crate::id::{DatabaseId, PageId};
use crate::json::{object, tagged};
use crate::time::DateValue;
use crate::user::User;

object! {
    /// A mention inside rich text.
    pub struct Mention {
        /// What is mentioned.
        tagged kind: MentionKind,
    }
}

tagged! {
    /// What a [`Mention`] mentions.
    pub enum MentionKind {
        /// A user.
        User(User) = "user",
        /// A date or a range of dates.
        Date(DateValue) = "date",
        /// A page.
        Page(PageReference) = "page",
        /// A database. Data sources cannot be mentioned.
        Database(DatabaseReference) = "database",
        /// The preview of a link to another service.
        LinkPreview(LinkPreview) = "link_preview",
        /// A link shown by its title and icon.
        LinkMention(LinkMention) = "link_mention",
        /// In a template: what a page made from it is to mention.
        TemplateMention(TemplateMention) = "template_mention",
        /// An emoji that the workspace added.
        CustomEmoji(CustomEmoji) = "custom_emoji",
    }
}

object! {
    /// A page, by its id: in a mention, or in a relation.
    pub struct PageReference (
        /// The page's id.
        id: PageId,
    ) {}
}

object! {
    /// A database, by its id.
    pub struct DatabaseReference (
        /// The database's id.
        id: DatabaseId,
    ) {}
}

object! {
    /// The preview of a link, in a mention or as a block.
    pub struct LinkPreview {
        /// Where the link leads to.
        written url: String,
    }
}

object! {
    /// A link shown by what its page says of itself.
    pub struct LinkMention {
        /// Where the link leads to.
        written href: String,
        /// The title of that page.
        absent title: Option<String>,
        /// Its description.
        absent description: Option<String>,
        /// Who wrote it.
        absent link_author: Option<String>,
        /// The name of the service.
        absent link_provider: Option<String>,
        /// A picture.
        absent thumbnail_url: Option<String>,
        /// An icon.
        absent icon_url: Option<String>,
        /// What can be shown in a frame.
        absent iframe_url: Option<String>,
        /// The height of that frame.
        absent height: Option<Number>,
        /// The space around it.
        absent padding: Option<Number>,
        /// The space above it.
        absent padding_top: Option<Number>,
    }
}

object! {
    /// In a template: what a page made from it is to mention.
    pub struct TemplateMention {
        /// A date or a user.
        tagged kind: TemplateMentionKind,
    }
}

tagged! {
    /// What a [`TemplateMention`] becomes.
    pub enum TemplateMentionKind {
        /// `today` or `now`.
        Date(String) = "template_mention_date",
        /// `me`: who makes the page.
        User(String) = "template_mention_user",
    }
}

impl Mention {
    /// The title of the page that a link leads to, if the link is shown by it.
    pub(crate) fn title(&self) -> Option<&str> {
        let MentionKind::LinkMention(link) = &self.kind else {
            return None;
        };
        let title = link.title.as_deref()?;
        (!title.trim().is_empty()).then_some(title)
    }

    /// What can be said of the mention without asking Notion.
    pub(crate) fn plain_text(&self) -> &str {
        match &self.kind {
            MentionKind::User(user) => user.name.as_deref().unwrap_or_default(),
            MentionKind::Date(date) => date.start.as_str(),
            MentionKind::LinkPreview(link) => &link.url,
            MentionKind::LinkMention(link) => self.title().unwrap_or(&link.href),
            MentionKind::CustomEmoji(emoji) => &emoji.name,
            MentionKind::Page(_)
            | MentionKind::Database(_)
            | MentionKind::TemplateMention(_)
            | MentionKind::Untyped
            | MentionKind::Unknown(_) => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::known;

    #[test]
    fn every_mention_is_known() {
        let id = "00000000-0000-4000-8000-0000000000fa";
        for (mention, text) in [
            (format!(r#"{{"type": "user", "user": {{"object": "user", "id": "{id}", "name": "Ada"}}}}"#), "Ada"),
            (r#"{"type": "date", "date": {"start": "2026-06-27", "end": "2026-06-28", "time_zone": null}}"#.to_owned(), "2026-06-27"),
            (format!(r#"{{"type": "page", "page": {{"id": "{id}"}}}}"#), ""),
            (format!(r#"{{"type": "database", "database": {{"id": "{id}"}}}}"#), ""),
            (r#"{"type": "link_preview", "link_preview": {"url": "https://example.com"}}"#.to_owned(), "https://example.com"),
            (
                r#"{"type": "link_mention", "link_mention": {"href": "https://example.com", "title": "Example", "description": "d",
                    "link_author": "a", "link_provider": "p", "thumbnail_url": "t", "icon_url": "i", "iframe_url": "f",
                    "height": 100, "padding": 1.5, "padding_top": 0}}"#
                    .to_owned(),
                "Example",
            ),
            (r#"{"type": "template_mention", "template_mention": {"type": "template_mention_date", "template_mention_date": "today"}}"#.to_owned(), ""),
            (r#"{"template_mention": {"template_mention_user": "me"}}"#.to_owned(), ""),
            (format!(r#"{{"type": "custom_emoji", "custom_emoji": {{"id": "{id}", "name": "party", "url": "u"}}}}"#), "party"),
            (format!(r#"{{"custom_emoji": {{"id": "{id}"}}}}"#), ""),
        ] {
            assert_eq!(known::<Mention>(&mention).plain_text(), text);
        }
    }
}
