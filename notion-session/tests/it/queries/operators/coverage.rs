//! Every operator of every kind is tested.

use super::computed::*;
use super::values::*;
use super::*;

const TEXT: &str =
    "equals does_not_equal contains does_not_contain starts_with ends_with is_empty is_not_empty";
const NUMBER: &str = "equals does_not_equal greater_than greater_than_or_equal_to less_than less_than_or_equal_to is_empty \
                      is_not_empty";
const DATE: &str = "equals before after on_or_before on_or_after this_week past_week past_month past_year next_week \
                    next_month next_year is_empty is_not_empty";
const OPTION: &str = "equals does_not_equal is_empty is_not_empty";
const SEVERAL: &str = "contains does_not_contain is_empty is_not_empty";

/// The operators that Notion has for each kind of property, and for each result and element of the computed ones.
const OPERATORS: &[(&str, &str)] = &[
    ("title", TEXT),
    ("rich_text", TEXT),
    ("url", TEXT),
    ("email", TEXT),
    ("phone_number", TEXT),
    ("number", NUMBER),
    ("unique_id", NUMBER),
    ("checkbox", "equals does_not_equal"),
    ("select", OPTION),
    ("status", OPTION),
    ("multi_select", SEVERAL),
    ("date", DATE),
    ("created_time", DATE),
    ("last_edited_time", DATE),
    ("timestamp created_time", DATE),
    ("timestamp last_edited_time", DATE),
    ("people", SEVERAL),
    ("created_by", SEVERAL),
    ("last_edited_by", SEVERAL),
    ("files", "is_empty is_not_empty"),
    ("relation", SEVERAL),
    ("verification", "status does_not_equal"),
    ("formula string", TEXT),
    ("formula number", NUMBER),
    ("formula checkbox", "equals does_not_equal"),
    ("formula date", DATE),
    ("rollup number", NUMBER),
    ("rollup date", DATE),
    ("rollup of rich_text", TEXT),
    ("rollup of number", NUMBER),
    ("rollup of checkbox", "equals does_not_equal"),
    ("rollup of select", OPTION),
    ("rollup of multi_select", SEVERAL),
    ("rollup of date", DATE),
    ("rollup of people", SEVERAL),
    ("rollup of files", "is_empty is_not_empty"),
    ("rollup of relation", SEVERAL),
];

/// What Notion fills in everywhere: that it is empty finds nothing, and that it is not finds everything.
const ALWAYS_THERE: &[&str] = &[
    "unique_id",
    // A status that nobody has set is the first option.
    "status",
    "created_time",
    "last_edited_time",
    "timestamp created_time",
    "timestamp last_edited_time",
    "created_by",
    "last_edited_by",
];

/// The cases above leave nothing out: of each kind each operator is there, with rows that it finds and rows that it does not.
#[test]
fn every_operator_of_every_kind_is_among_the_cases() {
    let who = Who {
        user: UserId::from(uuid::Uuid::from_u128(1)),
        bot: UserId::from(uuid::Uuid::from_u128(2)),
        ab: uuid::Uuid::from_u128(3).into(),
    };
    // By kind and operator: whether a case finds something, and whether one misses something.
    let mut tried: BTreeMap<(String, String), (bool, bool)> = BTreeMap::new();
    let mut quantified = BTreeSet::new();
    let mut note = |json: Value, schema: &Schema, found: usize, all: usize| {
        let (kind, operator, quantifier) = taken_apart(&json, schema);
        quantified.extend(quantifier.map(|word| (kind.clone(), word)));
        let seen = tried.entry((kind, operator)).or_default();
        seen.0 |= found > 0;
        seen.1 |= found < all;
    };
    let groups = [texts, numbers, options, dates, times, people, formulas];
    for (filter, found) in groups.iter().flat_map(|cases| cases(who)) {
        note(filter.to_json().unwrap(), Thing::schema(), found.len(), 5);
    }
    for (filter, found) in rollups(who).into_iter().chain(elements(who)) {
        note(filter.to_json().unwrap(), Group::schema(), found.len(), 4);
    }

    for (kind, operators) in OPERATORS {
        for operator in operators.split_ascii_whitespace() {
            let seen = tried.remove(&((*kind).to_owned(), operator.to_owned()));
            let (finds, misses) = seen.unwrap_or_else(|| panic!("{kind} {operator} is not tried"));
            let always = ALWAYS_THERE.contains(kind);
            assert!(
                finds || (always && operator == "is_empty"),
                "{kind} {operator} finds nothing"
            );
            let all = always && operator == "is_not_empty"
                || *kind == "rollup of relation" && operator == "is_empty";
            assert!(misses || all, "{kind} {operator} misses nothing");
        }
        if kind.starts_with("rollup of ") {
            for quantifier in ["any", "every", "none"] {
                let pair = ((*kind).to_owned(), quantifier.to_owned());
                assert!(
                    quantified.contains(&pair),
                    "{quantifier} {kind} is not tried"
                );
            }
        }
    }
    assert!(tried.is_empty(), "not in the table: {tried:?}");
}

/// The kind, the operator, and the quantifier of one condition in Notion's form.
fn taken_apart(condition: &Value, schema: &Schema) -> (String, String, Option<String>) {
    let only = |value: &Value| {
        let (key, value) = value.as_object().unwrap().iter().next().unwrap();
        (key.clone(), value.clone())
    };
    if let Some(time) = condition["timestamp"].as_str() {
        return (format!("timestamp {time}"), only(&condition[time]).0, None);
    }
    let property = schema
        .properties
        .iter()
        .find(|property| condition["property"] == property.name)
        .unwrap();
    let kind = property.config.wire();
    let mut rest = condition.clone();
    rest.as_object_mut().unwrap().shift_remove("property");
    let (_, content) = only(&rest);
    let (first, inner) = only(&content);
    match (kind, first.as_str()) {
        ("rollup", "any" | "every" | "none") => {
            let (element, inner) = only(&inner);
            (format!("rollup of {element}"), only(&inner).0, Some(first))
        }
        ("rollup" | "formula", _) => (format!("{kind} {first}"), only(&inner).0, None),
        _ => (kind.to_owned(), first, None),
    }
}
