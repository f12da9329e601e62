//! Values: phrases read as what a property holds.

use notion_formula::suggest;
use notion_model::{DataSourceId, PageId, SelectOption, UserId};
use serde_json::{Number, Value};

use super::check::Check;
use super::error::TextQueryError;
use super::formula::Result as FormulaResult;
use super::grammar::{Condition, Test};
use super::lookup::Lookup;
use super::token::Phrase;
use crate::column::operand::{Operand, OperandValue, When};
use crate::schema::DateOrTime;

/// The days that Notion knows by a word.
const DAYS: [&str; 7] = [
    "today",
    "tomorrow",
    "yesterday",
    "one_week_ago",
    "one_week_from_now",
    "one_month_ago",
    "one_month_from_now",
];

/// The spans of time around today.
const SPANS: [&str; 7] = [
    "this_week",
    "past_week",
    "past_month",
    "past_year",
    "next_week",
    "next_month",
    "next_year",
];

/// The states of verifications that filters ask for.
const STATES: [&str; 3] = ["verified", "expired", "none"];

/// The most names that an error lists.
const MAX_SHOWN: usize = 12;

/// What to use in place of an unknown name: one that is similar, or all.
pub(super) fn suggestion<'a>(
    name: &str,
    known: impl Iterator<Item = &'a str> + Clone,
    introduction: &str,
) -> String {
    if let Some(similar) = suggest(name, known.clone()) {
        return format!("; did you mean `{similar}`?");
    }
    let shown: Vec<_> = known
        .clone()
        .take(MAX_SHOWN)
        .map(|it| format!("`{it}`"))
        .collect();
    let more = if known.count() > MAX_SHOWN {
        ", …"
    } else {
        ""
    };
    match shown.as_slice() {
        [] => String::new(),
        shown => format!("; {introduction} {}{more}", shown.join(", ")),
    }
}

type Checked<T> = std::result::Result<T, TextQueryError>;

impl Check<'_> {
    pub(super) fn text(&self, value: &Phrase) -> OperandValue {
        value.text(self.source).into()
    }

    /// A number; of a unique ID also with its prefix.
    pub(super) fn number(&self, value: &Phrase, prefix: Option<&str>) -> Checked<OperandValue> {
        let text = value.text(self.source);
        let digits = match prefix {
            Some(prefix) => text
                .strip_prefix(prefix)
                .and_then(|rest| rest.strip_prefix('-'))
                .unwrap_or(text),
            None => text,
        };
        match number(digits) {
            Some(number) => Ok(Value::Number(number).into()),
            None => Err(self.error(
                value.span.clone(),
                format!("`{text}` is not a number; write digits, as in `12` or `-0.5`"),
            )),
        }
    }

    pub(super) fn checkbox(&self, value: &Phrase) -> Checked<bool> {
        match value.text(self.source) {
            "true" => Ok(true),
            "false" => Ok(false),
            text => Err(self.error(
                value.span.clone(),
                format!("`{text}` is not a value of a checkbox; write `true` or `false`"),
            )),
        }
    }

    /// One of the options of a property.
    pub(super) fn option(
        &self,
        value: &Phrase,
        property: &str,
        options: &[SelectOption],
    ) -> Checked<OperandValue> {
        let text = value.text(self.source);
        let names = options.iter().map(|option| option.name.as_str());
        if names.clone().any(|name| name == text) {
            return Ok(text.into());
        }
        let hint = suggestion(text, names, "the options are");
        let message = format!("`{text}` is not an option of `{property}`{hint}");
        Err(self.error(value.span.clone(), message))
    }

    /// A day, a time, or a word for a day.
    pub(super) fn date(&self, value: &Phrase) -> Checked<OperandValue> {
        let text = value.text(self.source);
        if let Some(day) = word(text, &DAYS) {
            return Ok(day.into());
        }
        let Ok(date) = text.parse::<DateOrTime>() else {
            let hint = suggest(text, DAYS)
                .map_or_else(String::new, |day| format!(", or did you mean `{day}`?"));
            let message = format!(
                "`{text}` is not a date; write a day such as `2026-12-31`, a time such as `2026-12-31T18:00+01:00`, or \
                 `today`{hint}"
            );
            return Err(self.error(value.span.clone(), message));
        };
        let operand = Operand::<When>::into_operand(date);
        match &operand.refusal {
            Some(refusal) => Err(self.error(value.span.clone(), refusal.0.as_str())),
            None => Ok(operand),
        }
    }

    /// A span of time around today.
    pub(super) fn span_of_time(&self, value: &Phrase) -> Checked<&'static str> {
        let text = value.text(self.source);
        word(text, &SPANS).ok_or_else(|| {
            let hint = suggestion(text, SPANS.into_iter(), "Notion has");
            let message = format!("`{text}` is not a span of time{hint}");
            self.error(value.span.clone(), message)
        })
    }

    pub(super) fn state(&self, value: &Phrase) -> Checked<OperandValue> {
        let text = value.text(self.source);
        match word(text, &STATES) {
            Some(state) => Ok(state.into()),
            None => {
                let message = format!(
                    "`{text}` is not a state of a verification; write `verified`, `expired` or `none`"
                );
                Err(self.error(value.span.clone(), message))
            }
        }
    }

    /// A user: `me`, an ID, or what has to be looked up, a name or an e-mail address.
    pub(super) fn user(&mut self, value: &Phrase) -> Checked<OperandValue> {
        let text = value.text(self.source);
        if text == "me" && !value.is_quoted() {
            return Ok("me".into());
        }
        if let Ok(id) = text.parse::<UserId>() {
            return Ok(id.to_string().into());
        }
        let message = match self.known.users(text) {
            Some([user]) => return Ok(user.to_string().into()),
            None => {
                self.look_up(Lookup::Users(text.to_owned()));
                return Ok(Value::Null.into());
            }
            Some([]) => format!(
                "`{text}` is not the name or e-mail address of a user that the integration can see; write `me`, or the \
                 ID of the user"
            ),
            Some(several) => {
                let ids: Vec<_> = several.iter().map(ToString::to_string).collect();
                let ids = ids.join(", ");
                format!(
                    "{} users are called `{text}`; write an ID: {ids}",
                    several.len()
                )
            }
        };
        Err(self.error(value.span.clone(), message))
    }

    /// A page that a relation leads to: an ID, a URL, or what has to be looked up, a title.
    pub(super) fn page(
        &mut self,
        value: &Phrase,
        property: &str,
        data_source: Option<DataSourceId>,
    ) -> Checked<OperandValue> {
        let text = value.text(self.source);
        if let Ok(id) = text.parse::<PageId>() {
            return Ok(id.to_string().into());
        }
        let Some(data_source) = data_source else {
            let message = format!(
                "the data source of the relation `{property}` is not known, so `{text}` must be the ID or the URL of a page"
            );
            return Err(self.error(value.span.clone(), message));
        };
        let message = match self.known.pages(data_source, text) {
            Some([page]) => return Ok(page.to_string().into()),
            None => {
                let title = text.to_owned();
                self.look_up(Lookup::Pages { data_source, title });
                return Ok(Value::Null.into());
            }
            Some([]) => {
                format!("`{property}` points to pages, none of which has the title `{text}`")
            }
            Some(several) => {
                let ids: Vec<_> = several.iter().map(ToString::to_string).collect();
                let ids = ids.join(", ");
                format!(
                    "{} pages have the title `{text}`; write an ID: {ids}",
                    several.len()
                )
            }
        };
        Err(self.error(value.span.clone(), message))
    }

    /// The type of a formula's result that a condition is made for, by its operator and its first value. Used where
    /// neither Notion nor the formula says it.
    pub(super) fn guess(&self, condition: &Condition) -> FormulaResult {
        let mut test = &condition.test;
        while let Test::Not(inner) = test {
            test = inner;
        }
        let value = match test {
            Test::Checked => return FormulaResult::Checkbox,
            Test::Within(_) => return FormulaResult::Date,
            Test::Contains(_) | Test::StartsWith(_) | Test::EndsWith(_) | Test::Empty => {
                return FormulaResult::Text;
            }
            Test::Compare(_, value) | Test::Between(value, _) => Some(value),
            Test::OneOf(values) => values.first(),
            Test::Not(_) => None,
        };
        let Some(value) = value.filter(|value| !value.is_quoted()) else {
            return FormulaResult::Text;
        };
        let text = value.text(self.source);
        if matches!(text, "true" | "false") {
            FormulaResult::Checkbox
        } else if number(text).is_some() {
            FormulaResult::Number
        } else if word(text, &DAYS).is_some() || text.parse::<DateOrTime>().is_ok() {
            FormulaResult::Date
        } else {
            FormulaResult::Text
        }
    }
}

/// A finite number, as exact as JSON has it.
fn number(text: &str) -> Option<Number> {
    if let Ok(whole) = text.parse::<i64>() {
        return Some(whole.into());
    }
    if let Ok(whole) = text.parse::<u64>() {
        return Some(whole.into());
    }
    // `inf` and `nan` are floats for Rust, and words here.
    if !text.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    text.parse().ok().and_then(Number::from_f64)
}

/// The word that a text is, with blanks for underscores too, in any letter case.
fn word(text: &str, words: &[&'static str]) -> Option<&'static str> {
    let parts = || text.split_whitespace().flat_map(|part| part.split('_'));
    let is_same = |word: &&&str| {
        let mut expected = word.split('_');
        let mut found = parts();
        loop {
            match (expected.next(), found.next()) {
                (None, None) => return true,
                (Some(a), Some(b)) if a.eq_ignore_ascii_case(b) => {}
                _ => return false,
            }
        }
    };
    words.iter().find(is_same).copied()
}
