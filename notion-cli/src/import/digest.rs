//! What makes two values of a property the same, whether they were read from a file or from Notion.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use notion_session::model::{
    DateValue, Moment, PropertyValue, RichText, RichTextKind, UserOrGroup, ValueKind,
};
use serde_json::json;

/// A number that is the same for values that are the same. Formatting of text does not count, because files do not have it.
pub(crate) fn digest(value: &ValueKind) -> u64 {
    let mut hasher = DefaultHasher::new();
    text(value).hash(&mut hasher);
    hasher.finish()
}

/// A value as text in which everything counts that a file can have of it.
fn text(value: &ValueKind) -> String {
    match value {
        ValueKind::Title(runs) | ValueKind::RichText(runs) => plain(runs),
        ValueKind::Number(number) => number.as_ref().map_or_else(String::new, |number| {
            // 1 and 1.0 are one number.
            number
                .as_f64()
                .map_or_else(|| number.to_string(), |number| number.to_string())
        }),
        ValueKind::Select(option) | ValueKind::Status(option) => option
            .as_ref()
            .map(|option| option.name.clone())
            .unwrap_or_default(),
        ValueKind::MultiSelect(options) => list(options.iter().map(|option| option.name.clone())),
        ValueKind::Date(date) => date.as_ref().map(date_text).unwrap_or_default(),
        ValueKind::People(people) => list(people.iter().map(|one| match one {
            UserOrGroup::User(user) => user.id.to_string(),
            other => json!(other)["id"].to_string(),
        })),
        ValueKind::Files(files) => list(files.iter().map(|file| {
            // The link to a file at Notion has a new signature each time.
            let url = file.url().unwrap_or_default();
            let url = url.split('?').next().unwrap_or_default();
            format!("{} {url}", file.name.as_deref().unwrap_or_default())
        })),
        ValueKind::Relation(pages) => list(pages.iter().map(|page| page.id.to_string())),
        ValueKind::Checkbox(checked) => checked.to_string(),
        ValueKind::Url(text) | ValueKind::Email(text) | ValueKind::PhoneNumber(text) => {
            text.clone().unwrap_or_default()
        }
        ValueKind::Place(Some(place)) => json!([
            place.lat.as_ref().and_then(serde_json::Number::as_f64),
            place.lon.as_ref().and_then(serde_json::Number::as_f64),
            place.name,
            place.address
        ])
        .to_string(),
        ValueKind::Place(None) => String::new(),
        other => json!(PropertyValue::from(other.clone())).to_string(),
    }
}

fn list(elements: impl Iterator<Item = String>) -> String {
    json!(elements.collect::<Vec<_>>()).to_string()
}

fn plain(runs: &[RichText]) -> String {
    let run = |run: &RichText| match (&run.plain_text, &run.kind) {
        (text, _) if !text.is_empty() => text.clone(),
        (_, RichTextKind::Text(text)) => text.content.clone(),
        _ => String::new(),
    };
    runs.iter().map(run).collect()
}

fn date_text(date: &DateValue) -> String {
    let moment = |moment: &Moment| match moment.to_timestamp() {
        Ok(instant) => instant.to_string(),
        Err(_) => moment.as_str().to_owned(),
    };
    match &date.end {
        Some(end) => format!("{}/{}", moment(&date.start), moment(end)),
        None => moment(&date.start),
    }
}

#[cfg(test)]
mod tests {
    use notion_session::model::{File, SelectOption};

    use super::*;

    #[test]
    fn one_value_in_two_forms_is_the_same() {
        let number = |text: &str| ValueKind::Number(text.parse().ok());
        let date = |text: &str| ValueKind::Date(Some(text.into()));
        for (left, right) in [
            (number("1"), number("1.0")),
            (
                date("2026-01-01T10:00:00+01:00"),
                date("2026-01-01T09:00:00.000Z"),
            ),
            (
                ValueKind::Title(vec![RichText::text("ab")]),
                ValueKind::Title(vec![RichText::text("a"), RichText::text("b")]),
            ),
            (
                ValueKind::Files(vec![File::external("https://a.b/c?x=1").named("c")]),
                ValueKind::Files(vec![File::external("https://a.b/c?x=2").named("c")]),
            ),
        ] {
            assert_eq!(digest(&left), digest(&right), "{left:?}");
        }
        let options = |names: &[&str]| {
            ValueKind::MultiSelect(
                names
                    .iter()
                    .map(|name| SelectOption::named(*name))
                    .collect(),
            )
        };
        assert_ne!(digest(&options(&["a", "b"])), digest(&options(&["a, b"])));
        assert_ne!(digest(&number("1")), digest(&number("2")));
    }
}
