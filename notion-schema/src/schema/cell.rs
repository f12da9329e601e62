//! Values as a table with typed columns has them.

use jiff::{Timestamp, civil};
use serde_json::Value;

use super::types::date::DateOrTime;

/// What the values of a property are in a table with typed columns. It follows from the property's kind, and of dates from
/// the field's type, so that it is known if there are no rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum CellType {
    /// A text; of an option its name, of a person or page its id.
    Text,
    /// A number.
    Number,
    /// Yes or no.
    Checkbox,
    /// A day.
    Day,
    /// An instant.
    Instant,
    /// Two instants, of which the second may be missing.
    Range,
    /// Any number of these.
    List(&'static CellType),
}

/// A value of one of these types.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Cell {
    /// There is none.
    Nothing,
    /// [`CellType::Text`].
    Text(String),
    /// [`CellType::Number`].
    Number(f64),
    /// [`CellType::Checkbox`].
    Checkbox(bool),
    /// [`CellType::Day`].
    Day(civil::Date),
    /// [`CellType::Instant`].
    Instant(Timestamp),
    /// [`CellType::Range`].
    Range(Timestamp, Option<Timestamp>),
    /// [`CellType::List`].
    List(Vec<Cell>),
}

impl Cell {
    /// Of a value that is shown as that text, and sent as that content.
    pub(super) fn of(
        cell_type: CellType,
        is_empty: bool,
        text: impl FnOnce() -> String,
        content: impl FnOnce() -> Result<Value, serde_json::Error>,
    ) -> Cell {
        if cell_type == CellType::Text {
            return Cell::text(text());
        }
        match content() {
            Ok(content) if !is_empty => Cell::of_content(cell_type, &content),
            _ => Cell::nothing(cell_type),
        }
    }

    /// Of no value.
    pub(super) const fn nothing(cell_type: CellType) -> Cell {
        match cell_type {
            CellType::List(_) => Cell::List(Vec::new()),
            _ => Cell::Nothing,
        }
    }

    /// A text, which is nothing where it is empty.
    fn text(text: String) -> Cell {
        if text.is_empty() {
            Cell::Nothing
        } else {
            Cell::Text(text)
        }
    }

    fn of_content(cell_type: CellType, content: &Value) -> Cell {
        let cell = match cell_type {
            CellType::Text => Some(Cell::text(text_of_content(content))),
            CellType::Number => content.as_f64().map(Cell::Number),
            CellType::Checkbox => content.as_bool().map(Cell::Checkbox),
            CellType::Day => match date(&content["start"]) {
                Some(DateOrTime::Date(day)) => Some(Cell::Day(day.to_jiff())),
                _ => None,
            },
            CellType::Instant => instant(&content["start"]).map(Cell::Instant),
            CellType::Range => {
                instant(&content["start"]).map(|start| Cell::Range(start, instant(&content["end"])))
            }
            CellType::List(element) => {
                let items = content.as_array().into_iter().flatten();
                let items = items.map(|item| Cell::of_content(*element, item));
                Some(Cell::List(items.collect()))
            }
        };
        cell.unwrap_or(Cell::Nothing)
    }
}

/// Returns a property's content as a person would read it; empty if there is none.
pub fn text_of_content(content: &Value) -> String {
    match content {
        Value::String(text) => text.clone(),
        Value::Bool(on) => on.to_string(),
        Value::Null => String::new(),
        Value::Number(number) => number
            .as_f64()
            .filter(|number| number.fract() == 0.0 && number.abs() < 1e15)
            .map_or_else(|| number.to_string(), |number| format!("{number:.0}")),
        Value::Array(items) => {
            // The runs of a text follow each other; the items of a list are apart.
            let text = items.iter().any(|item| item.get("text").is_some());
            let items: Vec<_> = items.iter().map(text_of_content).collect();
            items.join(if text { "" } else { ", " })
        }
        // A range of dates, as `DateRange` prints it.
        Value::Object(map)
            if map.contains_key("start") && map.get("end").is_some_and(Value::is_string) =>
        {
            let text = |key: &str| map.get(key).map(text_of_content).unwrap_or_default();
            format!("{} → {}", text("start"), text("end"))
        }
        Value::Object(map) => ["plain_text", "text", "content", "name", "start", "id"]
            .iter()
            .find_map(|key| map.get(*key))
            .map(text_of_content)
            .unwrap_or_default(),
    }
}

fn date(text: &Value) -> Option<DateOrTime> {
    text.as_str()?.parse().ok()
}

/// A day stands for its beginning in UTC.
fn instant(text: &Value) -> Option<Timestamp> {
    match date(text)? {
        DateOrTime::DateTime(time) => Some(time.timestamp()),
        DateOrTime::Date(day) => {
            let start = day.to_jiff().to_zoned(jiff::tz::TimeZone::UTC);
            start.ok().map(|start| start.timestamp())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{
        As, Codec, Date, DateRange, DateTime, Formula, NotionOptions, Property, RichText, Rollup,
        Title, Verification, flag,
    };
    use serde_json::json;

    #[expect(
        clippy::needless_pass_by_value,
        reason = "values are written out where it is called"
    )]
    fn cell<V: Codec>(value: V::Value) -> Cell {
        V::cell(&value)
    }

    #[derive(crate::NotionOptions, Clone, Debug, PartialEq)]
    enum Stage {
        Idea,
    }

    #[test]
    fn each_type_of_value_has_its_cell() {
        let text = |text: &str| Cell::Text(text.to_owned());
        assert_eq!(cell::<Title>("A".into()), text("A"));
        assert_eq!(cell::<RichText>("A".into()), text("A"));
        assert_eq!(
            cell::<Option<Stage>>(Some(Stage::Idea)),
            text(Stage::Idea.name())
        );
        assert_eq!(cell::<As<flag::Status, Stage>>(Stage::Idea), text("Idea"));
        assert_eq!(
            cell::<As<flag::Url, String>>("https://a.b".into()),
            text("https://a.b")
        );
        assert_eq!(cell::<i64>(5), Cell::Number(5.0));
        assert_eq!(cell::<bool>(false), Cell::Checkbox(false));
        assert_eq!(
            cell::<Vec<Stage>>(vec![Stage::Idea]),
            Cell::List(vec![text("Idea")])
        );
        assert_eq!(
            cell::<Verification>(Verification::verified(None)),
            text("verified")
        );
        let day: Date = "2026-11-22".parse().unwrap();
        let time: DateTime = "2026-11-22T09:30:00+01:00".parse().unwrap();
        let midnight: Timestamp = "2026-11-22T00:00:00Z".parse().unwrap();
        assert_eq!(cell::<Date>(day), Cell::Day(day.to_jiff()));
        assert_eq!(cell::<DateTime>(time), Cell::Instant(time.timestamp()));
        assert_eq!(cell::<DateRange>(day.into()), Cell::Range(midnight, None));
    }

    #[test]
    fn what_is_computed_has_the_cell_of_its_result() {
        let formula = <Formula<Date> as Property>::decode(
            json!({ "type": "date", "date": { "start": "2026-11-22" } }),
        );
        let day: Date = "2026-11-22".parse().unwrap();
        assert_eq!(formula.unwrap().cell(), Cell::Day(day.to_jiff()));
        assert_eq!(<Formula<Date> as Property>::CELL, CellType::Day);
        let array = json!({ "type": "array", "array": [{ "type": "number", "number": 1.5 }, { "type": "number", "number": null }] });
        let rollup = <Rollup<Vec<Option<f64>>> as Property>::decode(array).unwrap();
        assert_eq!(
            rollup.cell(),
            Cell::List(vec![Cell::Number(1.5), Cell::Nothing])
        );
        assert_eq!(
            <Rollup<Vec<Option<f64>>> as Property>::CELL,
            CellType::List(&CellType::Number)
        );
    }

    #[test]
    fn nothing_is_nothing_and_of_a_list_an_empty_one() {
        assert_eq!(cell::<Option<f64>>(None), Cell::Nothing);
        assert_eq!(cell::<String>(String::new()), Cell::Nothing);
        assert_eq!(cell::<Option<Date>>(None), Cell::Nothing);
        assert_eq!(cell::<Vec<Stage>>(Vec::new()), Cell::List(Vec::new()));
        assert_eq!(Formula::<bool>::default().cell(), Cell::Nothing);
        assert_eq!(cell::<Verification>(Verification::default()), Cell::Nothing);
    }
}
