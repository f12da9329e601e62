//! From a property's value to the cells of its columns.
//!
//! A value is read into borrowed parts in one pass; nothing is built of what no column shows. What a column cannot hold is
//! empty there and has a note, and the row's raw JSON has all of it.

use std::borrow::Cow;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use super::layout::Kind;

/// Elements of which Notion may send the beginning only: 25 in a value of a page.
pub(crate) const MAX_INLINE: usize = 25;

/// What is in one column of one row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    Null,
    Text(String),
    Real(f64),
    Integer(i64),
    Boolean(bool),
    /// As Notion writes it.
    Time(String),
    Json(String),
    Texts(Vec<String>),
    Ids(Vec<String>),
}

/// A value, read for its columns.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Cells {
    /// One for each part of the kind.
    pub(crate) cells: Vec<Cell>,
    /// The targets of a relation, or the people.
    pub(crate) links: Vec<String>,
    /// Why a column does not show the value.
    pub(crate) note: Option<String>,
}

/// The parts of a value that columns show.
#[derive(Deserialize)]
pub(crate) struct ValueView<'a> {
    #[serde(borrow)]
    pub(crate) id: Cow<'a, str>,
    #[serde(borrow, rename = "type")]
    pub(crate) wire: Cow<'a, str>,
    #[serde(borrow, default)]
    title: Vec<Run<'a>>,
    #[serde(borrow, default)]
    rich_text: Vec<Run<'a>>,
    #[serde(borrow, default)]
    url: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    email: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    phone_number: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    select: Option<Named<'a>>,
    #[serde(borrow, default)]
    status: Option<Named<'a>>,
    #[serde(borrow, default)]
    multi_select: Vec<Named<'a>>,
    #[serde(borrow, default)]
    number: Option<&'a RawValue>,
    #[serde(default)]
    checkbox: Option<bool>,
    #[serde(borrow, default)]
    date: Option<DateView<'a>>,
    #[serde(borrow, default)]
    relation: Vec<IdView<'a>>,
    #[serde(borrow, default)]
    people: Vec<IdView<'a>>,
    #[serde(default)]
    has_more: bool,
    #[serde(borrow, default)]
    created_time: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    last_edited_time: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    created_by: Option<IdView<'a>>,
    #[serde(borrow, default)]
    last_edited_by: Option<IdView<'a>>,
    #[serde(borrow, default)]
    unique_id: Option<UniqueIdView<'a>>,
    #[serde(borrow, default)]
    formula: Option<ComputedView<'a>>,
    #[serde(borrow, default)]
    rollup: Option<ComputedView<'a>>,
}

#[derive(Deserialize)]
struct Run<'a> {
    #[serde(borrow, default)]
    plain_text: Cow<'a, str>,
    #[serde(default)]
    mention: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Named<'a> {
    #[serde(borrow, default)]
    name: Cow<'a, str>,
}

#[derive(Deserialize)]
pub(crate) struct IdView<'a> {
    #[serde(borrow)]
    pub(crate) id: Cow<'a, str>,
}

#[derive(Deserialize)]
struct DateView<'a> {
    #[serde(borrow)]
    start: Cow<'a, str>,
    #[serde(borrow, default)]
    end: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct UniqueIdView<'a> {
    #[serde(borrow, default)]
    prefix: Option<Cow<'a, str>>,
    #[serde(default)]
    number: Option<i64>,
}

#[derive(Deserialize)]
struct ComputedView<'a> {
    #[serde(borrow, rename = "type")]
    result: Cow<'a, str>,
    #[serde(borrow, default)]
    string: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    number: Option<&'a RawValue>,
    #[serde(default)]
    boolean: Option<bool>,
    #[serde(borrow, default)]
    date: Option<DateView<'a>>,
    #[serde(borrow, default)]
    array: Option<&'a RawValue>,
}

impl<'a> ValueView<'a> {
    /// Reads a value.
    pub(crate) fn read(raw: &'a RawValue) -> Result<Self, serde_json::Error> {
        serde_json::from_str(raw.get())
    }

    /// Whether Notion may have sent the beginning of the value only. Relations say so; of people and of mentions in text
    /// Notion sends 25 and no mark.
    pub(crate) fn may_be_truncated(&self) -> bool {
        let mentions = |runs: &[Run<'_>]| {
            runs.iter().filter(|run| run.mention.is_some()).count() >= MAX_INLINE
        };
        match &*self.wire {
            "relation" => self.has_more,
            "people" => self.people.len() >= MAX_INLINE,
            "title" => mentions(&self.title),
            "rich_text" => mentions(&self.rich_text),
            _ => false,
        }
    }

    /// The type of the result of a formula or rollup, where the value is not empty.
    pub(crate) fn result(&self) -> Option<&str> {
        let computed = self.formula.as_ref().or(self.rollup.as_ref())?;
        let is_known = match &*computed.result {
            "string" => computed
                .string
                .as_deref()
                .is_some_and(|text| !text.is_empty()),
            "number" => is_number(computed.number),
            "boolean" => computed.boolean.is_some(),
            "date" => computed.date.is_some(),
            "array" => computed.array.is_some_and(|array| array.get() != "[]"),
            _ => false,
        };
        is_known.then_some(&*computed.result)
    }

    /// The text of a title.
    pub(crate) fn title(&self) -> String {
        text(&self.title)
    }

    /// The cells of the columns that the property has.
    pub(crate) fn cells(&self, kind: &Kind, raw: &RawValue) -> Cells {
        if *self.wire != *kind.wire() {
            return empty(kind, Some(format!("the value is of type {}", self.wire)));
        }
        let optional = |text: &Option<Cow<'_, str>>| match text {
            Some(text) => Cell::Text(text.clone().into_owned()),
            None => Cell::Null,
        };
        let named = |option: &Option<Named<'_>>| match option {
            Some(option) => Cell::Text(option.name.clone().into_owned()),
            None => Cell::Null,
        };
        let time = |text: &Option<Cow<'_, str>>| match text {
            Some(text) => Cell::Time(text.clone().into_owned()),
            None => Cell::Null,
        };
        let id = |user: &Option<IdView<'_>>| match user {
            Some(user) => Cell::Text(user.id.clone().into_owned()),
            None => Cell::Null,
        };
        match &*self.wire {
            "title" => one(Cell::Text(text(&self.title))),
            "rich_text" => one(Cell::Text(text(&self.rich_text))),
            "url" => one(optional(&self.url)),
            "email" => one(optional(&self.email)),
            "phone_number" => one(optional(&self.phone_number)),
            "select" => one(named(&self.select)),
            "status" => one(named(&self.status)),
            "multi_select" => {
                let names = self.multi_select.iter();
                one(Cell::Texts(
                    names
                        .map(|option| option.name.clone().into_owned())
                        .collect(),
                ))
            }
            "number" => number(self.number),
            "checkbox" => one(self.checkbox.map_or(Cell::Null, Cell::Boolean)),
            "date" => Cells {
                cells: date(self.date.as_ref()),
                ..Cells::default()
            },
            "relation" => linked(&self.relation),
            "people" => linked(&self.people),
            "created_time" => one(time(&self.created_time)),
            "last_edited_time" => one(time(&self.last_edited_time)),
            "created_by" => one(id(&self.created_by)),
            "last_edited_by" => one(id(&self.last_edited_by)),
            "unique_id" => unique_id(self.unique_id.as_ref()),
            "formula" => computed(self.formula.as_ref(), kind),
            "rollup" => computed(self.rollup.as_ref(), kind),
            wire => one(json(raw, wire)),
        }
    }
}

/// The cells of a property that has no value.
pub(crate) fn empty(kind: &Kind, note: Option<String>) -> Cells {
    Cells {
        cells: vec![Cell::Null; kind.parts().len()],
        links: Vec::new(),
        note,
    }
}

fn one(cell: Cell) -> Cells {
    Cells {
        cells: vec![cell],
        ..Cells::default()
    }
}

fn text(runs: &[Run<'_>]) -> String {
    runs.iter().map(|run| &*run.plain_text).collect()
}

fn linked(targets: &[IdView<'_>]) -> Cells {
    let links: Vec<String> = targets
        .iter()
        .map(|target| target.id.clone().into_owned())
        .collect();
    Cells {
        cells: vec![Cell::Ids(links.clone())],
        links,
        note: None,
    }
}

fn is_number(raw: Option<&RawValue>) -> bool {
    raw.is_some_and(|raw| raw.get() != "null")
}

/// A number is a double, as it is for Notion itself. One beyond the range of doubles is not stored in the column.
fn number(raw: Option<&RawValue>) -> Cells {
    let Some(raw) = raw.filter(|raw| is_number(Some(raw))) else {
        return one(Cell::Null);
    };
    match raw.get().parse::<f64>() {
        Ok(number) if number.is_finite() => one(Cell::Real(number)),
        _ => Cells {
            note: Some(format!("{} is not in the range of numbers", raw.get())),
            ..one(Cell::Null)
        },
    }
}

fn date(date: Option<&DateView<'_>>) -> Vec<Cell> {
    let Some(date) = date else {
        return vec![Cell::Null; 3];
    };
    let end = date.end.as_ref();
    vec![
        Cell::Time(date.start.clone().into_owned()),
        end.map_or(Cell::Null, |end| Cell::Time(end.clone().into_owned())),
        Cell::Boolean(!date.start.contains('T')),
    ]
}

fn unique_id(value: Option<&UniqueIdView<'_>>) -> Cells {
    let Some((value, number)) = value.and_then(|value| Some((value, value.number?))) else {
        return Cells {
            cells: vec![Cell::Null; 2],
            ..Cells::default()
        };
    };
    let shown = match value.prefix.as_deref() {
        Some(prefix) if !prefix.is_empty() => format!("{prefix}-{number}"),
        _ => number.to_string(),
    };
    Cells {
        cells: vec![Cell::Text(shown), Cell::Integer(number)],
        ..Cells::default()
    }
}

/// The result of a formula or rollup. Its type may differ from row to row; a column has one.
fn computed(value: Option<&ComputedView<'_>>, kind: &Kind) -> Cells {
    let Some(value) = value else {
        return empty(kind, None);
    };
    let result = kind.result();
    match &*value.result {
        "string" if result == Some("string") => one(match &value.string {
            Some(text) => Cell::Text(text.clone().into_owned()),
            None => Cell::Null,
        }),
        "number" if result == Some("number") => number(value.number),
        "boolean" if result == Some("boolean") => {
            one(value.boolean.map_or(Cell::Null, Cell::Boolean))
        }
        "date" if result == Some("date") => Cells {
            cells: date(value.date.as_ref()),
            ..Cells::default()
        },
        "array" if result == Some("array") => one(match value.array {
            Some(array) => Cell::Json(array.get().to_owned()),
            None => Cell::Null,
        }),
        // Numbers, checkboxes and dates can be read as text; nothing else fits into a column of another type.
        other => {
            let shown = match other {
                "number" => value
                    .number
                    .filter(|raw| is_number(Some(raw)))
                    .map(|raw| raw.get().to_owned()),
                "boolean" => value.boolean.map(|boolean| boolean.to_string()),
                "date" => value
                    .date
                    .as_ref()
                    .map(|date| date.start.clone().into_owned()),
                "string" => value
                    .string
                    .clone()
                    .filter(|text| !text.is_empty())
                    .map(Cow::into_owned),
                "array" => value
                    .array
                    .map(|array| array.get().to_owned())
                    .filter(|array| array != "[]"),
                "unsupported" => Some("unsupported".to_owned()),
                _ => None,
            };
            match (shown, result) {
                (None, _) => empty(kind, None),
                (Some(shown), Some("string")) if other != "unsupported" => one(Cell::Text(shown)),
                (Some(_), _) => empty(kind, Some(format!("the result is of type {other}"))),
            }
        }
    }
}

/// The part of a value below its type, as Notion sent it.
fn json(raw: &RawValue, wire: &str) -> Cell {
    #[derive(Deserialize)]
    struct Parts<'a>(#[serde(borrow)] std::collections::BTreeMap<Cow<'a, str>, &'a RawValue>);
    let parts: Option<Parts<'_>> = serde_json::from_str(raw.get()).ok();
    let value = parts.and_then(|Parts(parts)| parts.get(wire).copied().map(RawValue::get));
    match value {
        None | Some("null") => Cell::Null,
        Some(value) => Cell::Json(value.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn cells_of(kind: &Kind, value: &Value) -> Cells {
        let raw = RawValue::from_string(value.to_string()).unwrap();
        ValueView::read(&raw).unwrap().cells(kind, &raw)
    }

    fn cells(wire: &str, value: impl Into<Value>) -> Vec<Cell> {
        let value: Value = value.into();
        cells_of(
            &Kind::new(wire),
            &json!({ "id": "a", "type": wire, wire: value }),
        )
        .cells
    }

    fn texts(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn each_type_has_its_cells() {
        let runs = json!([{ "plain_text": "Write " }, { "plain_text": "it" }]);
        assert_eq!(
            cells("title", runs.clone()),
            [Cell::Text("Write it".into())]
        );
        assert_eq!(cells("rich_text", json!([])), [Cell::Text(String::new())]);
        assert_eq!(cells("number", json!(2.5)), [Cell::Real(2.5)]);
        assert_eq!(cells("number", Value::Null), [Cell::Null]);
        assert_eq!(cells("checkbox", json!(true)), [Cell::Boolean(true)]);
        assert_eq!(
            cells("select", json!({ "name": "A" })),
            [Cell::Text("A".into())]
        );
        assert_eq!(cells("status", Value::Null), [Cell::Null]);
        assert_eq!(
            cells("multi_select", json!([{ "name": "A" }, { "name": "B" }])),
            [Cell::Texts(texts(&["A", "B"]))]
        );
        assert_eq!(
            cells(
                "date",
                json!({ "start": "1899-12-31", "end": "1900-01-02T10:00:00Z" })
            ),
            [
                Cell::Time("1899-12-31".into()),
                Cell::Time("1900-01-02T10:00:00Z".into()),
                Cell::Boolean(true)
            ]
        );
        assert_eq!(
            cells("unique_id", json!({ "prefix": "T", "number": 7 })),
            [Cell::Text("T-7".into()), Cell::Integer(7)]
        );
        assert_eq!(cells("place", Value::Null), [Cell::Null]);
        assert_eq!(cells("files", json!([])), [Cell::Json("[]".into())]);
        assert_eq!(
            cells("of_the_future", json!({ "x": 1 })),
            [Cell::Json(r#"{"x":1}"#.into())]
        );
    }

    #[test]
    fn a_relation_has_links_and_says_whether_there_are_more() {
        let value =
            json!({ "id": "r", "type": "relation", "relation": [{ "id": "1" }], "has_more": true });
        let raw = RawValue::from_string(value.to_string()).unwrap();
        let view = ValueView::read(&raw).unwrap();
        assert!(view.may_be_truncated());
        assert_eq!(view.cells(&Kind::new("relation"), &raw).links, ["1"]);
    }

    #[test]
    fn twenty_five_people_or_mentions_may_be_more() {
        let people = |count: usize| json!({ "id": "p", "type": "people", "people": vec![json!({ "id": "1" }); count] });
        let mentions = |count: usize| {
            let run = json!({ "plain_text": "@", "mention": { "type": "user" } });
            json!({ "id": "p", "type": "rich_text", "rich_text": vec![run; count] })
        };
        for (value, expected) in [
            (people(24), false),
            (people(25), true),
            (mentions(24), false),
            (mentions(25), true),
        ] {
            let raw = RawValue::from_string(value.to_string()).unwrap();
            assert_eq!(ValueView::read(&raw).unwrap().may_be_truncated(), expected);
        }
    }

    #[test]
    fn a_number_beyond_doubles_is_noted_and_one_beyond_2_53_is_rounded() {
        assert_eq!(
            cells("number", json!(9_007_199_254_740_993_u64)),
            [Cell::Real(9_007_199_254_740_992.0)]
        );
        let raw =
            RawValue::from_string(r#"{"id":"n","type":"number","number":1e999}"#.into()).unwrap();
        let read = ValueView::read(&raw)
            .unwrap()
            .cells(&Kind::new("number"), &raw);
        assert_eq!(read.cells, [Cell::Null]);
        assert!(read.note.unwrap().contains("1e999"));
    }

    #[test]
    fn results_of_formulas_fit_or_are_noted() {
        let formula = |value: Value| json!({ "id": "f", "type": "formula", "formula": value });
        let number = Kind::computed("formula", "number");
        let string = Kind::computed("formula", "string");
        let three = formula(json!({ "type": "number", "number": 3 }));
        assert_eq!(cells_of(&number, &three).cells, [Cell::Real(3.0)]);
        assert_eq!(cells_of(&string, &three).cells, [Cell::Text("3".into())]);
        let word = cells_of(
            &number,
            &formula(json!({ "type": "string", "string": "x" })),
        );
        assert_eq!((word.cells, word.note.is_some()), (vec![Cell::Null], true));
        let nothing = cells_of(
            &number,
            &formula(json!({ "type": "string", "string": null })),
        );
        assert_eq!((nothing.cells, nothing.note), (vec![Cell::Null], None));
    }

    #[test]
    fn a_result_is_known_where_it_is_not_empty() {
        let result = |value: Value| {
            let raw = RawValue::from_string(
                json!({ "id": "r", "type": "rollup", "rollup": value }).to_string(),
            )
            .unwrap();
            ValueView::read(&raw).unwrap().result().map(str::to_owned)
        };
        assert_eq!(result(json!({ "type": "number", "number": null })), None);
        assert_eq!(
            result(json!({ "type": "number", "number": 0 })).as_deref(),
            Some("number")
        );
        assert_eq!(result(json!({ "type": "array", "array": [] })), None);
        assert_eq!(
            result(json!({ "type": "array", "array": [{}] })).as_deref(),
            Some("array")
        );
        assert_eq!(
            result(json!({ "type": "incomplete", "incomplete": {} })),
            None
        );
    }
}
