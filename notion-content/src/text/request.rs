//! Rich text in requests: what Notion takes.

use notion_model::{
    Annotations, CustomEmoji, DatabaseReference, DateValue, Link, Mention, MentionKind,
    PageReference, RichText as Run, RichTextKind, TemplateMentionKind, User,
};

use super::RichText;
use super::date::check_date;
use super::slice::with_content;
use crate::address;
use crate::limit::{MAX_EQUATION_CHARACTERS, MAX_TEXT_CHARACTERS, MAX_TEXT_RUNS};
use crate::own::color;
use crate::refusal::Reason;

impl RichText {
    /// Returns the runs of a request: as few as can be, none longer than 2,000 UTF-16 units, without what Notion computes. They are
    /// cut between characters, and what is read back is the same text.
    ///
    /// ```
    /// use notion_content::text;
    ///
    /// let runs = text("x".repeat(4_001)).to_request()?;
    /// assert_eq!(runs.len(), 3);
    /// assert!(text("x".repeat(200_001)).to_request().is_err());
    /// # Ok::<(), notion_content::Reason>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the text takes more than 100 runs, has an equation of more than 1,000 characters or a link to an address that Notion
    /// does not accept, has a color or a date that Notion does not accept, or mentions what a request cannot mention, as
    /// previews of links.
    pub fn to_request(&self) -> Result<Vec<Run>, Reason> {
        let mut runs = Vec::new();
        for run in self.merged().iter() {
            push(run, &mut runs)?;
        }
        if runs.len() > MAX_TEXT_RUNS {
            let characters = |run: &Run| run.to_plain_text().encode_utf16().count();
            return Err(Reason::TooManyRuns {
                runs: runs.len(),
                characters: runs.iter().map(characters).sum(),
            });
        }
        Ok(runs)
    }
}

fn push(run: &Run, runs: &mut Vec<Run>) -> Result<(), Reason> {
    let looks = written_looks(run.annotations.as_ref())?;
    let kind = match &run.kind {
        RichTextKind::Text(text) => {
            let link = text.link.as_ref().filter(|link| !link.url.is_empty());
            if let Some(link) = link {
                address::link(&link.url)?;
            }
            let link = link.map(|link| Link {
                url: address::absolute(&link.url).into_owned(),
                ..Link::default()
            });
            for part in split(&text.content) {
                let mut run = with_content(run, part);
                run.annotations = looks.clone();
                if let RichTextKind::Text(text) = &mut run.kind {
                    text.link.clone_from(&link);
                }
                runs.push(run);
            }
            return Ok(());
        }
        RichTextKind::Equation(equation) => {
            fits(
                "characters in an equation",
                MAX_EQUATION_CHARACTERS,
                &equation.expression,
            )?;
            run.kind.clone()
        }
        RichTextKind::Mention(mention) => RichTextKind::Mention(Box::new(reference(mention)?)),
        kind @ (RichTextKind::Untyped | RichTextKind::Unknown(_)) => {
            return Err(Reason::UnknownRun {
                kind: kind.type_name().to_owned(),
            });
        }
    };
    runs.push(Run {
        kind,
        annotations: looks,
        ..Run::default()
    });
    Ok(())
}

/// Looks that are those of plain text are left out.
fn written_looks(looks: Option<&Annotations>) -> Result<Option<Annotations>, Reason> {
    let looks = looks.filter(|looks| **looks != Annotations::default());
    color(looks.map(|looks| &looks.color))?;
    Ok(looks.cloned())
}

/// The mention by its id alone: what else an answer says of it is Notion's to say.
pub(crate) fn reference(mention: &Mention) -> Result<Mention, Reason> {
    let kind = match &mention.kind {
        MentionKind::User(user) => MentionKind::User(User::new(user.id)),
        MentionKind::CustomEmoji(emoji) => MentionKind::CustomEmoji(CustomEmoji::new(emoji.id)),
        MentionKind::Page(page) => MentionKind::Page(PageReference::new(page.id)),
        MentionKind::Database(database) => {
            MentionKind::Database(DatabaseReference::new(database.id))
        }
        MentionKind::Date(date) => {
            check_date(date)?;
            MentionKind::Date(DateValue {
                start: date.start.clone(),
                end: date.end.clone(),
                time_zone: date.time_zone.clone(),
                ..DateValue::default()
            })
        }
        kind @ MentionKind::TemplateMention(template) if is_template(&template.kind) => {
            kind.clone()
        }
        kind => {
            return Err(Reason::Mention {
                kind: kind.type_name().to_owned(),
            });
        }
    };
    Ok(Mention {
        kind,
        ..Mention::default()
    })
}

/// The keywords that the SDK's types have.
fn is_template(kind: &TemplateMentionKind) -> bool {
    match kind {
        TemplateMentionKind::Date(keyword) => matches!(keyword.as_str(), "today" | "now"),
        TemplateMentionKind::User(keyword) => keyword == "me",
        _ => false,
    }
}

/// That a text is not longer than Notion takes, which counts in UTF-16.
pub(crate) fn fits(what: &'static str, limit: usize, text: &str) -> Result<(), Reason> {
    // Most texts are short, and no text has more units than bytes.
    if text.len() <= limit {
        return Ok(());
    }
    let length = text.encode_utf16().count();
    if length <= limit {
        return Ok(());
    }
    Err(Reason::TooLong {
        what,
        limit,
        length,
    })
}

/// A plain text in pieces of at most what Notion takes in one run, cut between characters and as late as can be.
///
/// ```
/// let text = "a".repeat(1_999) + "🕐b";
/// let lengths: Vec<_> = notion_content::split(&text).map(str::len).collect();
/// // The clock takes two units of UTF-16, and so does not fit behind 1,999 others.
/// assert_eq!(lengths, [1_999, 5]);
/// ```
pub fn split(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let mut units = 0;
        let end = rest
            .char_indices()
            .find(|(_, character)| {
                units += character.len_utf16();
                units > MAX_TEXT_CHARACTERS
            })
            .map_or(rest.len(), |(at, _)| at);
        let (run, after) = rest.split_at(end);
        rest = after;
        Some(run)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::{bold, inline_equation, link, mention, text};

    fn limit(text: &RichText) -> Option<(usize, usize)> {
        match text.to_request() {
            Ok(_) => None,
            Err(Reason::TooLong { limit, length, .. }) => Some((limit, length)),
            Err(Reason::TooManyRuns { runs, .. }) => Some((MAX_TEXT_RUNS, runs)),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn each_limit_holds_on_either_side() {
        let runs = |count| (0..count).map(|n| if n % 2 == 0 { bold("x") } else { text("x") });
        for (below, above, expected) in [
            (
                "x".repeat(200_000).into(),
                "x".repeat(200_001).into(),
                (100, 101),
            ),
            (runs(100).collect(), runs(101).collect(), (100, 101)),
            (
                inline_equation("x".repeat(1_000)),
                inline_equation("x".repeat(1_001)),
                (1_000, 1_001),
            ),
            (
                link("x", format!("https://{}", "u".repeat(1_992))),
                link("x", format!("https://{}", "u".repeat(1_993))),
                (2_000, 2_001),
            ),
        ] as [(RichText, RichText, _); 4]
        {
            assert_eq!(limit(&below), None);
            assert_eq!(limit(&above), Some(expected));
        }
        assert_eq!(text("x".repeat(2_000)).to_request().unwrap().len(), 1);
        assert_eq!(text("x".repeat(2_001)).to_request().unwrap().len(), 2);
        // Many runs that Notion would merge are few.
        assert_eq!(
            (0..500)
                .map(|_| "x")
                .collect::<RichText>()
                .to_request()
                .unwrap()
                .len(),
            1
        );
    }

    #[test]
    fn what_notion_computes_is_not_sent() {
        let answered: Vec<Run> = serde_json::from_value(json!([
            {"type": "text", "text": {"content": "a", "link": {"url": "https://u"}}, "plain_text": "a", "href": "https://u",
             "annotations": {"bold": false, "italic": false, "strikethrough": false, "underline": false, "code": false,
                "color": "default"}},
            {"type": "mention", "mention": {"type": "user", "user": {"object": "user", "name": "Ada",
                "id": "00000000-0000-4000-8000-0000000000fa"}}, "plain_text": "@Ada", "href": null},
        ]))
        .unwrap();
        assert_eq!(
            serde_json::to_value(RichText::from(answered).to_request().unwrap()).unwrap(),
            json!([
                {"type": "text", "text": {"content": "a", "link": {"url": "https://u"}}},
                {"type": "mention", "mention": {"type": "user", "user": {"object": "user",
                    "id": "00000000-0000-4000-8000-0000000000fa"}}},
            ])
        );
    }

    #[test]
    fn what_cannot_be_mentioned_is_refused() {
        let preview = MentionKind::LinkPreview(notion_model::LinkPreview {
            url: "https://example.com".into(),
            ..notion_model::LinkPreview::default()
        });
        assert!(matches!(
            mention(preview).to_request(),
            Err(Reason::Mention { kind }) if kind == "link_preview"
        ));
        let unknown = RichTextKind::Unknown(notion_model::Unknown::new("poem", 1));
        let run = Run {
            kind: unknown,
            ..Run::default()
        };
        assert!(matches!(
            RichText::from(run).to_request(),
            Err(Reason::UnknownRun { kind }) if kind == "poem"
        ));
    }

    proptest! {
        /// Whatever the text: nothing is lost, no run is too long, and none is shorter than it has to be.
        #[test]
        fn runs_are_the_text_cut_as_late_as_can_be(unit in "[a-zé😀\\n]{1,40}", times in 1_usize..300) {
            let whole = unit.repeat(times);
            let runs: Vec<_> = split(&whole).collect();
            prop_assert_eq!(runs.concat(), whole.as_str());
            let length = |run: &&str| run.encode_utf16().count();
            prop_assert!(runs.iter().all(|run| length(run) <= MAX_TEXT_CHARACTERS));
            prop_assert!(runs.iter().rev().skip(1).all(|run| length(run) >= MAX_TEXT_CHARACTERS - 1));
            prop_assert_eq!(RichText::from(bold(whole.as_str()).to_request().unwrap()), bold(whole.as_str()));
        }
    }
}
