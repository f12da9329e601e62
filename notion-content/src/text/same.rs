//! When two texts are the same: as Notion merges them.

use std::borrow::Cow;

use notion_model::{
    Annotations, DateValue, Mention, MentionKind, Moment, RichText as Run, RichTextKind, Text,
};

use super::RichText;
use crate::address::absolute;

impl RichText {
    /// The text with as few runs as can be, as Notion keeps it: neighbouring runs of text that look the same and lead to the
    /// same place are one, and runs of text without text are none.
    #[must_use]
    pub fn merged(&self) -> Self {
        let mut merged: Vec<Run> = Vec::with_capacity(self.len());
        for run in self.iter() {
            let RichTextKind::Text(text) = &run.kind else {
                merged.push(run.clone());
                continue;
            };
            if text.content.is_empty() {
                continue;
            }
            match merged.last_mut() {
                Some(before) if look_alike(before, run) => {
                    if !(before.plain_text.is_empty() || run.plain_text.is_empty()) {
                        before.plain_text.push_str(&run.plain_text);
                    } else {
                        before.plain_text.clear();
                    }
                    if let RichTextKind::Text(before) = &mut before.kind {
                        before.content.push_str(&text.content);
                    }
                }
                _ => merged.push(run.clone()),
            }
        }
        Self {
            runs: merged,
            part: self.part,
        }
    }
}

/// As Notion shows them: how they are cut into runs does not count, nor what Notion computes.
impl PartialEq for RichText {
    fn eq(&self, other: &Self) -> bool {
        let (one, other) = (self.merged(), other.merged());
        one.len() == other.len()
            && one
                .iter()
                .zip(other.iter())
                .all(|(one, other)| looks(one) == looks(other) && same_kind(&one.kind, &other.kind))
    }
}

/// Returns true if Notion would make one run of the two, which are both text.
fn look_alike(one: &Run, other: &Run) -> bool {
    matches!(one.kind, RichTextKind::Text(_))
        && address(one) == address(other)
        && looks(one) == looks(other)
}

/// The looks, where none are written those of plain text.
pub(super) fn looks(run: &Run) -> Annotations {
    run.annotations.clone().unwrap_or_default()
}

/// The address that a run of text links to. An empty address is not a link.
fn address(run: &Run) -> Option<Cow<'_, str>> {
    match &run.kind {
        RichTextKind::Text(text) => address_of(text),
        _ => None,
    }
}

fn address_of(text: &Text) -> Option<Cow<'_, str>> {
    let url = text.link.as_ref().map(|link| link.url.as_str());
    url.filter(|url| !url.is_empty()).map(absolute)
}

fn same_kind(one: &RichTextKind, other: &RichTextKind) -> bool {
    match (one, other) {
        (RichTextKind::Text(one), RichTextKind::Text(other)) => {
            one.content == other.content && address_of(one) == address_of(other)
        }
        (RichTextKind::Equation(one), RichTextKind::Equation(other)) => {
            one.expression == other.expression
        }
        (RichTextKind::Mention(one), RichTextKind::Mention(other)) => same_mention(one, other),
        (one, other) => one == other,
    }
}

/// By what is mentioned: what Notion says of it beyond its id does not count.
fn same_mention(one: &Mention, other: &Mention) -> bool {
    match (&one.kind, &other.kind) {
        (MentionKind::User(one), MentionKind::User(other)) => one.id == other.id,
        (MentionKind::Page(one), MentionKind::Page(other)) => one.id == other.id,
        (MentionKind::Database(one), MentionKind::Database(other)) => one.id == other.id,
        (MentionKind::CustomEmoji(one), MentionKind::CustomEmoji(other)) => one.id == other.id,
        (MentionKind::Date(one), MentionKind::Date(other)) => same_date(one, other),
        (one, other) => one == other,
    }
}

fn same_date(one: &DateValue, other: &DateValue) -> bool {
    one.time_zone == other.time_zone
        && same_moment(&one.start, &other.start)
        && match (&one.end, &other.end) {
            (Some(one), Some(other)) => same_moment(one, other),
            (one, other) => one == other,
        }
}

/// Notion writes times of a day to the minute, with an offset.
fn same_moment(one: &Moment, other: &Moment) -> bool {
    let minute = |moment: &Moment| {
        let instant = moment.to_timestamp().or_else(|error| {
            if moment.is_date_only() {
                return Err(error);
            }
            // Without an offset Notion takes it as UTC.
            let time = moment.to_datetime()?;
            Ok(time
                .to_zoned(notion_model::jiff::tz::TimeZone::UTC)?
                .timestamp())
        });
        instant
            .map(|instant| instant.as_second().div_euclid(60))
            .ok()
    };
    one == other || (minute(one).is_some() && minute(one) == minute(other))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{bold, inline_equation, link, mention, mention_date, text};

    fn read(runs: serde_json::Value) -> RichText {
        RichText::from(serde_json::from_value::<Vec<Run>>(runs).unwrap())
    }

    #[test]
    fn neighbours_that_look_the_same_are_one_run() {
        let cut = "a" + text("b") + "" + bold("c") + bold("d") + link("e", "u") + link("f", "u");
        assert_eq!(cut, "ab" + bold("cd") + link("ef", "u"));
        assert_eq!(cut.merged().len(), 3);
        assert_ne!(link("ef", "u"), link("e", "u") + link("f", "v"));
        assert_ne!(text("ab"), text("a") + bold("b"));
        assert_eq!(link("a", ""), text("a"));
        assert_eq!(text(""), RichText::new());
        // Equations and mentions are never merged.
        assert_ne!(
            inline_equation("x") + inline_equation("y"),
            inline_equation("xy")
        );
    }

    #[test]
    fn what_notion_computes_does_not_count() {
        let id = "00000000-0000-4000-8000-0000000000fa";
        let answered = read(json!([
            {"type": "text", "text": {"content": "a", "link": {"url": "u"}}, "plain_text": "a", "href": "u",
             "annotations": {"bold": false, "italic": false, "strikethrough": false, "underline": false, "code": false,
                "color": "default"}},
            {"type": "mention", "mention": {"type": "user", "user": {"object": "user", "id": id, "name": "Ada"}},
             "plain_text": "@Ada", "href": null},
        ]));
        let user: notion_model::UserId = id.parse().unwrap();
        let made = link("a", "u") + mention(user);
        assert_eq!(answered, made);
        assert_eq!(answered.slice(1..), mention(user));
        assert_ne!(
            made,
            link("a", "u") + mention(notion_model::PageId::<()>::from(user.uuid()))
        );
    }

    #[test]
    fn dates_are_the_same_to_the_minute() {
        let date = |start: &str| mention_date(start);
        assert_eq!(
            date("2026-06-27T18:01:15Z"),
            date("2026-06-27T19:01:00.000+01:00")
        );
        assert_eq!(
            date("2026-06-27T18:01:15"),
            date("2026-06-27T18:01:00.000+00:00")
        );
        assert_ne!(date("2026-06-27T18:01:15Z"), date("2026-06-27T18:02:00Z"));
        assert_ne!(date("2026-06-27"), date("2026-06-27T00:00:00Z"));
        assert_ne!(date("2026-06-27"), date("2026-06-28"));
    }
}
