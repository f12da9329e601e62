//! Shapes of filters and sorts.

use notion_vocabulary::limits::MAX_ARRAY_ELEMENTS;
use serde_json::Value;

use crate::validate::common::tagged;
use crate::validate::{Body, Shape, optional, required};

/// The filter of a request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FilterBody<'a>(pub(crate) &'a Value);

impl<'a> Body<'a> for FilterBody<'a> {
    fn shape() -> Shape {
        filter_shape()
    }

    fn read(value: &'a Value) -> Option<Self> {
        Some(Self(value))
    }
}

/// The sorts of a request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SortsBody<'a>(pub(crate) &'a Value);

impl<'a> Body<'a> for SortsBody<'a> {
    fn shape() -> Shape {
        sorts_shape()
    }

    fn read(value: &'a Value) -> Option<Self> {
        Some(Self(value))
    }
}

/// Two levels of `and` and `or`, and single conditions.
fn filter_shape() -> Shape {
    let mut arms = groups(|| {
        let mut inner = conditions();
        inner.extend(groups(|| Shape::Union(conditions())));
        Shape::Union(inner)
    });
    arms.extend(conditions());
    Shape::Union(arms)
}

fn groups(of: impl Fn() -> Shape) -> Vec<Shape> {
    let group = |key| {
        Shape::Object(vec![required(
            key,
            Shape::list_up_to(MAX_ARRAY_ELEMENTS, of()),
        )])
    };
    vec![group("or"), group("and")]
}

/// The sorts of a query.
fn sorts_shape() -> Shape {
    let direction = || required("direction", Shape::OneOf(&["ascending", "descending"]));
    Shape::list_up_to(
        MAX_ARRAY_ELEMENTS,
        Shape::Union(vec![
            Shape::Object(vec![required("property", Shape::TEXT), direction()]),
            Shape::Object(vec![
                required(
                    "timestamp",
                    Shape::OneOf(&["created_time", "last_edited_time"]),
                ),
                direction(),
            ]),
        ]),
    )
}

fn conditions() -> Vec<Shape> {
    let mut arms = vec![];
    let on_property = tagged(
        vec![
            ("title", text()),
            ("rich_text", text()),
            ("number", number()),
            ("checkbox", checkbox()),
            ("select", select()),
            ("multi_select", multi_select()),
            ("status", select()),
            ("date", date()),
            ("people", people()),
            ("files", existence()),
            ("url", text()),
            ("email", text()),
            ("phone_number", text()),
            ("relation", relation()),
            ("created_by", people()),
            ("created_time", date()),
            ("last_edited_by", people()),
            ("last_edited_time", date()),
            ("formula", formula()),
            ("unique_id", number()),
            ("rollup", rollup()),
            ("verification", verification()),
        ],
        || vec![required("property", Shape::TEXT)],
    );
    if let Shape::Union(found) = on_property {
        arms.extend(found);
    }
    for key in ["created_time", "last_edited_time"] {
        arms.push(Shape::Object(vec![
            required("timestamp", crate::validate::common::type_name(key)),
            required(key, date()),
            optional("type", crate::validate::common::type_name(key)),
        ]));
    }
    arms
}

/// One operator with its operand.
fn operators(all: Vec<(&'static str, Shape)>) -> Shape {
    Shape::Union(
        all.into_iter()
            .map(|(key, operand)| Shape::Object(vec![required(key, operand)]))
            .collect(),
    )
}

fn with_existence(mut all: Vec<(&'static str, Shape)>) -> Shape {
    all.push(("is_empty", Shape::True));
    all.push(("is_not_empty", Shape::True));
    operators(all)
}

fn existence() -> Shape {
    with_existence(Vec::new())
}

fn text() -> Shape {
    let names = [
        "equals",
        "does_not_equal",
        "contains",
        "does_not_contain",
        "starts_with",
        "ends_with",
    ];
    with_existence(names.map(|name| (name, Shape::TEXT)).into())
}

fn number() -> Shape {
    let names = [
        "equals",
        "does_not_equal",
        "greater_than",
        "less_than",
        "greater_than_or_equal_to",
        "less_than_or_equal_to",
    ];
    with_existence(names.map(|name| (name, Shape::NUMBER)).into())
}

fn checkbox() -> Shape {
    operators(vec![
        ("equals", Shape::Bool),
        ("does_not_equal", Shape::Bool),
    ])
}

fn names() -> Shape {
    Shape::Union(vec![
        Shape::TEXT,
        Shape::list_up_to(MAX_ARRAY_ELEMENTS, Shape::TEXT),
    ])
}

fn select() -> Shape {
    with_existence(vec![("equals", names()), ("does_not_equal", names())])
}

fn multi_select() -> Shape {
    with_existence(vec![("contains", names()), ("does_not_contain", names())])
}

/// The words that stand for days.
pub(super) const RELATIVE: &[&str] = &[
    "today",
    "tomorrow",
    "yesterday",
    "one_week_ago",
    "one_week_from_now",
    "one_month_ago",
    "one_month_from_now",
];

/// The operators that need no operand.
pub(super) const SPANS: &[&str] = &[
    "this_week",
    "past_week",
    "past_month",
    "past_year",
    "next_week",
    "next_month",
    "next_year",
];

fn date() -> Shape {
    let operand = || Shape::Union(vec![Shape::Date, Shape::OneOf(RELATIVE)]);
    let names = ["equals", "before", "after", "on_or_before", "on_or_after"];
    let mut all: Vec<(&'static str, Shape)> = names.map(|name| (name, operand())).into();
    all.extend(SPANS.iter().map(|name| (*name, Shape::empty())));
    with_existence(all)
}

fn people() -> Shape {
    let operand = || Shape::Union(vec![Shape::Uuid, Shape::OneOf(&["me"])]);
    with_existence(vec![
        ("contains", operand()),
        ("does_not_contain", operand()),
    ])
}

fn relation() -> Shape {
    with_existence(vec![
        ("contains", Shape::Uuid),
        ("does_not_contain", Shape::Uuid),
    ])
}

fn formula() -> Shape {
    operators(vec![
        ("string", text()),
        ("checkbox", checkbox()),
        ("number", number()),
        ("date", date()),
    ])
}

fn rollup() -> Shape {
    let inner = || {
        operators(vec![
            ("rich_text", text()),
            ("number", number()),
            ("checkbox", checkbox()),
            ("select", select()),
            ("multi_select", multi_select()),
            ("relation", relation()),
            ("date", date()),
            ("people", people()),
            ("files", existence()),
            ("status", select()),
        ])
    };
    operators(vec![
        ("any", inner()),
        ("none", inner()),
        ("every", inner()),
        ("date", date()),
        ("number", number()),
    ])
}

fn verification() -> Shape {
    let states = || Shape::OneOf(&["verified", "expired", "none"]);
    operators(vec![("status", states()), ("does_not_equal", states())])
}
