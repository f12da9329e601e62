//! Decides conditions as Notion does, by the values in a page.
//!
//! It is needed for filters that Notion refuses. Recorded: text is searched
//! without regard to case; negations hold for empty values, and other comparisons do not; dates are compared by the minute,
//! or by the day if the operand is a day (of a time, the day at its own offset); spans of time include the days at both
//! ends, around today in UTC. Choices, since no recording shows it (the local server makes the same): equality of text is
//! sensitive to case, and weeks begin on Sunday.
//!
//! Notion truncates some values in a page: 25 references, 25 values of a rollup. A condition whose result could change with
//! the missing elements is not decided here, and neither is one on "me": the result then names the condition that only Notion can
//! decide.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashMap;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use notion_vocabulary::PropertyType;
use serde::Deserialize;
use serde::de::Error as _;
use serde_json::value::RawValue;
use serde_json::{Error, Value};
use uuid::Uuid;

use super::expression::{Condition, Connective, Expression, On};
use super::filter::Filter;
use super::split::Rest;
use crate::codec::{PropertyIds, id_of, read_instant};
use crate::schema::{DateOrTime, DateRange, DateTime, Property};

/// The values of a page that decide conditions.
#[derive(Deserialize)]
pub struct PageValues<'a> {
    #[serde(deserialize_with = "read_instant")]
    created_time: Timestamp,
    #[serde(deserialize_with = "read_instant")]
    last_edited_time: Timestamp,
    #[serde(borrow)]
    properties: HashMap<Cow<'a, str>, &'a RawValue>,
}

/// The result of deciding a filter for a page.
pub enum Decision<S> {
    /// The filter holds, or does not.
    Settled(bool),
    /// It depends on this condition, which only Notion can decide.
    Open(Filter<S>),
}

impl<S> Rest<S> {
    /// Decides about a page, `now` being the time at which it was read. `answered` knows of conditions, in Notion's
    /// form, that Notion has decided about this page.
    ///
    /// # Errors
    ///
    /// If a value is missing or does not fit its type.
    pub fn decide(
        &self,
        page: &PageValues<'_>,
        ids: &PropertyIds,
        now: Timestamp,
        answered: &dyn Fn(&Value) -> Option<bool>,
    ) -> Result<Decision<S>, Error> {
        let deciding = Deciding {
            page,
            ids,
            now,
            answered,
        };
        Ok(match deciding.expression(&self.expression)? {
            Ok(holds) => Decision::Settled(holds),
            Err(open) => Decision::Open(Filter::of(open.clone())),
        })
    }
}

struct Deciding<'a> {
    page: &'a PageValues<'a>,
    ids: &'a PropertyIds,
    now: Timestamp,
    answered: &'a dyn Fn(&Value) -> Option<bool>,
}

impl Deciding<'_> {
    /// Returns true if an expression holds, or else the first condition that it depends on.
    fn expression<'e>(
        &self,
        expression: &'e Expression,
    ) -> Result<Result<bool, &'e Condition>, Error> {
        let (connective, parts) = match expression {
            Expression::Condition(condition) => {
                return Ok(self.condition(condition)?.ok_or(condition));
            }
            Expression::Group(connective, parts) => (*connective, parts),
            // Such a filter is refused before anything is sent.
            Expression::TooLarge => return Ok(Ok(false)),
        };
        // What settles the group, whatever the other parts are.
        let settles = connective == Connective::Or;
        let mut open = None;
        for part in parts {
            match self.expression(part)? {
                Ok(holds) if holds == settles => return Ok(Ok(settles)),
                Ok(_) => {}
                Err(condition) => open = open.or(Some(condition)),
            }
        }
        Ok(open.map_or(Ok(!settles), Err))
    }

    fn condition(&self, condition: &Condition) -> Result<Option<bool>, Error> {
        let value = match &condition.on {
            On::Timestamp(name) if *name == "created_time" => time(self.page.created_time),
            On::Timestamp(_) => time(self.page.last_edited_time),
            On::Property(name) => self.value(name)?,
            On::Named(property) => self.named_value(&property.name, &property.key)?,
        };
        let decided = condition.decide(&value, self.now);
        Ok(decided.or_else(|| (self.answered)(&condition.to_json(self.ids))))
    }

    /// The value of a property, which is found by its id if that is known.
    fn value(&self, name: &str) -> Result<Read, Error> {
        let found = match self.ids.id(name) {
            Some(id) => self.value_by_id(id.as_str()),
            None => self.page.properties.get(name),
        };
        self.read(name, found)
    }

    /// The value of a property that Notion has named: by its ID, or by its name where a request calls it by that.
    fn named_value(&self, name: &str, key: &str) -> Result<Read, Error> {
        let by_name = || self.page.properties.get(name);
        self.read(name, self.value_by_id(key).or_else(by_name))
    }

    fn value_by_id(&self, id: &str) -> Option<&&RawValue> {
        let mut values = self.page.properties.values();
        values.find(|value| id_of(value.get()).as_deref() == Some(id))
    }

    fn read(&self, name: &str, found: Option<&&RawValue>) -> Result<Read, Error> {
        let missing = || {
            Error::custom(format!(
                "the property `{name}` of the filter is missing in it"
            ))
        };
        let value: Value = serde_json::from_str(found.ok_or_else(missing)?.get())?;
        let read = Read::of(&value, self.now);
        read.map_err(|error| Error::custom(format!("the property `{name}`: {error}")))
    }
}

/// What a value is compared as.
#[derive(Debug, Clone, PartialEq)]
enum Read {
    /// An empty result of a formula, or what Notion does not compute: an empty value of any type.
    Nothing,
    Text(String),
    Number(Option<f64>),
    Checkbox(bool),
    Options(Vec<String>),
    Date(Option<DateOrTime>),
    /// People or pages; whether these are all.
    Ids(Vec<Uuid>, bool),
    /// What can only be counted.
    Count(usize),
    /// The values that a rollup shows; whether these are all.
    List(Vec<Read>, bool),
}

fn time(at: Timestamp) -> Read {
    Read::Date(Some(DateTime::utc(at).into()))
}

impl Read {
    /// Reads `{"type": "number", "number": ..}`.
    fn of(value: &Value, now: Timestamp) -> Result<Read, Error> {
        let kind = value["type"].as_str().unwrap_or_default();
        let content = &value[kind];
        Ok(match kind {
            "title" | "rich_text" => {
                let runs = list(content)?.iter();
                Read::Text(runs.filter_map(|run| run["plain_text"].as_str()).collect())
            }
            "url" | "email" | "phone_number" => {
                Read::Text(Option::<String>::deserialize(content)?.unwrap_or_default())
            }
            "number" => Read::Number(Option::deserialize(content)?),
            "unique_id" => Read::Number(Option::deserialize(&content["number"])?),
            "checkbox" => Read::Checkbox(bool::deserialize(content)?),
            "select" | "status" if content.is_null() => Read::Options(Vec::new()),
            "select" | "status" => Read::Options(vec![String::deserialize(&content["name"])?]),
            "multi_select" => {
                let names = list(content)?.iter();
                let names = names.map(|option| String::deserialize(&option["name"]));
                Read::Options(names.collect::<Result<_, _>>()?)
            }
            "date" => Read::Date(start(content)?),
            "created_time" | "last_edited_time" => {
                let text = String::deserialize(content)?;
                Read::Date(Some(text.parse().map_err(Error::custom)?))
            }
            "created_by" | "last_edited_by" => Read::Ids(vec![id(content)?], true),
            "people" | "relation" => {
                let property = match kind {
                    "people" => PropertyType::People,
                    _ => PropertyType::Relation,
                };
                let ids: Vec<Uuid> = list(content)?.iter().map(id).collect::<Result<_, _>>()?;
                let has_more = value["has_more"].as_bool();
                let all = !property.truncation().may_omit(ids.len(), has_more);
                Read::Ids(ids, all)
            }
            "files" => Read::Count(list(content)?.len()),
            "verification" => {
                let state = String::deserialize(&content["state"])?;
                let until = Option::<DateRange>::decode(content["date"].clone())?;
                let until = until.and_then(|range| range.end);
                let is_over = until.is_some_and(|end| instant(end) < now);
                let is_expired = state == "verified" && is_over;
                Read::Options(vec![if is_expired {
                    "expired".to_owned()
                } else {
                    state
                }])
            }
            "formula" => match content["type"].as_str().unwrap_or_default() {
                kind if content[kind].is_null() => Read::Nothing,
                "string" => Read::Text(String::deserialize(&content["string"])?),
                "boolean" => Read::Checkbox(bool::deserialize(&content["boolean"])?),
                "number" | "date" => Read::of(content, now)?,
                _ => Read::Nothing,
            },
            "rollup" => match content["type"].as_str().unwrap_or_default() {
                "array" => {
                    let values = list(&content["array"])?.iter();
                    let values: Vec<Read> = values
                        .map(|value| Read::of(value, now))
                        .collect::<Result<_, _>>()?;
                    let all = !PropertyType::Rollup
                        .truncation()
                        .may_omit(values.len(), None);
                    Read::List(values, all)
                }
                "number" | "date" => Read::of(content, now)?,
                _ => Read::Nothing,
            },
            _ => Read::Nothing,
        })
    }

    fn is_empty(&self) -> bool {
        match self {
            Read::Nothing => true,
            Read::Text(text) => text.is_empty(),
            Read::Number(number) => number.is_none(),
            Read::Checkbox(_) => false,
            Read::Options(names) => names.is_empty(),
            Read::Date(date) => date.is_none(),
            Read::Ids(ids, _) => ids.is_empty(),
            Read::Count(count) => *count == 0,
            Read::List(values, _) => values.is_empty(),
        }
    }

    /// An empty result of a formula is an empty value of the type that is asked for.
    fn as_type(self: &Read, kind: &str) -> Cow<'_, Read> {
        match (self, kind) {
            (Read::Nothing, "string") => Cow::Owned(Read::Text(String::new())),
            (Read::Nothing, "number") => Cow::Owned(Read::Number(None)),
            (Read::Nothing, "date") => Cow::Owned(Read::Date(None)),
            (Read::Nothing, "checkbox") => Cow::Owned(Read::Checkbox(false)),
            (other, _) => Cow::Borrowed(other),
        }
    }
}

fn list(content: &Value) -> Result<&[Value], Error> {
    let list = content.as_array().map(Vec::as_slice);
    list.ok_or_else(|| Error::custom(format!("expected a list, got {content}")))
}

fn id(object: &Value) -> Result<Uuid, Error> {
    Uuid::deserialize(&object["id"])
}

/// The start of a date property, in its time zone if it has one.
fn start(content: &Value) -> Result<Option<DateOrTime>, Error> {
    let range = Option::<DateRange>::decode(content.clone())?;
    Ok(range.map(|range| range.start))
}

impl Condition {
    /// Whether the value fulfils the condition; `None` if that is not known here.
    fn decide(&self, value: &Read, now: Timestamp) -> Option<bool> {
        match &self.path[..] {
            ["formula", kind] => self.holds(kind, &value.as_type(kind), now),
            ["rollup", quantifier @ ("any" | "every" | "none"), kind] => {
                // A rollup that does not show values has none.
                let (values, all) = match value {
                    Read::List(values, all) => (values.as_slice(), *all),
                    _ => (&[][..], true),
                };
                // `every` is false of no values, and `none` is true.
                let (settles, otherwise) = match *quantifier {
                    "any" => ((true, true), false),
                    "every" => ((false, false), !values.is_empty()),
                    _ => ((true, false), true),
                };
                let mut known = all;
                for value in values {
                    match self.holds(kind, value, now) {
                        Some(holds) if holds == settles.0 => return Some(settles.1),
                        Some(_) => {}
                        None => known = false,
                    }
                }
                known.then_some(otherwise)
            }
            [.., kind] => self.holds(kind, value, now),
            [] => None,
        }
    }

    /// The same for a value whose type has these operators.
    fn holds(&self, kind: &str, value: &Read, now: Timestamp) -> Option<bool> {
        match self.operator {
            "is_empty" => return Some(value.is_empty()),
            "is_not_empty" => return Some(!value.is_empty()),
            _ => {}
        }
        let is_negated = self.operator.starts_with("does_not");
        Some(match (kind, value) {
            (
                "title" | "rich_text" | "url" | "email" | "phone_number" | "string",
                Read::Text(text),
            ) => text_holds(self.operator, self.operand.value.as_str()?, text),
            ("number" | "unique_id", Read::Number(number)) => match number {
                Some(number) => compares(
                    self.operator,
                    number.partial_cmp(&self.operand.value.as_f64()?),
                ),
                None => is_negated,
            },
            ("checkbox", Read::Checkbox(checked)) => {
                (*checked == self.operand.value.as_bool()?) != is_negated
            }
            ("select" | "status" | "multi_select", Read::Options(chosen)) => {
                let is_chosen = |name: &Value| chosen.iter().any(|chosen| name == chosen.as_str());
                let holds = match &self.operand.value {
                    Value::Array(names) => names.iter().any(is_chosen),
                    name => is_chosen(name),
                };
                holds != is_negated
            }
            ("verification", Read::Options(state)) => {
                let asked = match self.operand.value.as_str()? {
                    "none" => "unverified",
                    other => other,
                };
                state.iter().any(|state| state == asked) != is_negated
            }
            ("date" | "created_time" | "last_edited_time", Read::Date(date)) => match date {
                Some(date) => date_holds(self.operator, &self.operand.value, *date, now)?,
                None => false,
            },
            ("people" | "created_by" | "last_edited_by" | "relation", Read::Ids(ids, all)) => {
                // "me" is not an id.
                let id = Uuid::try_parse(self.operand.value.as_str()?).ok()?;
                let holds = ids.contains(&id);
                if !holds && !all {
                    return None;
                }
                holds != is_negated
            }
            // A result of another type than is asked for.
            _ => false,
        })
    }
}

fn text_holds(operator: &str, operand: &str, text: &str) -> bool {
    let (lower, sought) = (text.to_lowercase(), operand.to_lowercase());
    match operator {
        "equals" => text == operand,
        "does_not_equal" => text != operand,
        "contains" => lower.contains(&sought),
        "does_not_contain" => !lower.contains(&sought),
        "starts_with" => lower.starts_with(&sought),
        _ => lower.ends_with(&sought),
    }
}

fn compares(operator: &str, ordering: Option<Ordering>) -> bool {
    ordering.is_some_and(|ordering| match operator {
        "does_not_equal" => ordering.is_ne(),
        "less_than" | "before" => ordering.is_lt(),
        "less_than_or_equal_to" | "on_or_before" => ordering.is_le(),
        "greater_than" | "after" => ordering.is_gt(),
        "greater_than_or_equal_to" | "on_or_after" => ordering.is_ge(),
        _ => ordering.is_eq(),
    })
}

/// `None` if a day of the condition lies outside of the calendar.
fn date_holds(operator: &str, operand: &Value, date: DateOrTime, now: Timestamp) -> Option<bool> {
    let today = jiff::tz::Offset::UTC.to_datetime(now).date();
    let Some(word) = operand.as_str() else {
        let (first, last) = span(operator, today)?;
        return Some((first..=last).contains(&day(date)));
    };
    let ordering = match relative(word, today) {
        Some(sought) => day(date).cmp(&sought?),
        None => match word.parse().ok()? {
            DateOrTime::Date(sought) => day(date).cmp(&sought.to_jiff()),
            at @ DateOrTime::DateTime(_) => minute(date).cmp(&minute(at)),
        },
    };
    Some(compares(operator, Some(ordering)))
}

/// The day that a word names, if it names one.
fn relative(word: &str, today: Date) -> Option<Option<Date>> {
    let span = match word {
        "today" => 0.days(),
        "tomorrow" => 1.day(),
        "yesterday" => -1.days(),
        "one_week_ago" => -1.weeks(),
        "one_week_from_now" => 1.week(),
        "one_month_ago" => -1.months(),
        "one_month_from_now" => 1.month(),
        _ => return None,
    };
    Some(today.checked_add(span).ok())
}

/// The first and the last day of a span of time around today.
fn span(operator: &str, today: Date) -> Option<(Date, Date)> {
    let at = |span: jiff::Span| today.checked_add(span).ok();
    Some(match operator {
        "this_week" => {
            let since_sunday = i64::from(today.weekday().to_sunday_zero_offset());
            (at(-since_sunday.days())?, at((6 - since_sunday).days())?)
        }
        "past_week" => (at(-1.weeks())?, today),
        "past_month" => (at(-1.months())?, today),
        "past_year" => (at(-1.years())?, today),
        "next_week" => (today, at(1.week())?),
        "next_month" => (today, at(1.month())?),
        "next_year" => (today, at(1.year())?),
        _ => return None,
    })
}

fn day(date: DateOrTime) -> Date {
    match date {
        DateOrTime::Date(day) => day.to_jiff(),
        DateOrTime::DateTime(time) => time.to_jiff().date(),
    }
}

/// A day begins at midnight in UTC.
fn instant(date: DateOrTime) -> Timestamp {
    match date {
        DateOrTime::DateTime(time) => time.timestamp(),
        DateOrTime::Date(day) => {
            let midnight = day.to_jiff().to_datetime(jiff::civil::Time::midnight());
            let midnight = jiff::tz::Offset::UTC.to_timestamp(midnight);
            midnight.unwrap_or(Timestamp::UNIX_EPOCH)
        }
    }
}

fn minute(date: DateOrTime) -> i128 {
    instant(date).as_nanosecond().div_euclid(60_000_000_000)
}
