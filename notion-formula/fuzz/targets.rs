//! What the two targets do with a text. The crate's own tests run both over the kept corpus, without libFuzzer.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    reason = "each target uses one of the two; a panic is how it tells of a mistake"
)]

use std::collections::BTreeMap;

use notion_formula::{
    Answer, Budget, Error, ErrorKind, Formula, Host, Reference, Result, Schema, Span, Syntax, Type,
    Value,
};

/// Reads, prints and reads again.
pub(crate) fn parse(text: &str) {
    for placeholders in [false, true] {
        let syntax = Syntax::new().placeholders(placeholders);
        match syntax.parse(text) {
            Ok(formula) => {
                let printed = formula.to_string();
                let again = syntax
                    .parse(&printed)
                    .unwrap_or_else(|error| panic!("{}", error.report(&printed)));
                assert!(again == formula, "{printed}");
                assert!(again.to_string() == printed, "{printed}");
                let normal = formula.normal();
                assert!(normal.normal() == normal, "{printed}");
                for mention in formula.mentions() {
                    assert!(!mention.span.of(text).is_empty(), "{printed}");
                }
            }
            Err(error) => {
                let span = error.span();
                assert!(text.get(span.start..span.end).is_some(), "{error:?}");
                assert!(error.report(text).contains(error.message()));
            }
        }
    }
}

/// Checks and computes. libFuzzer stops what takes too long: a budget of steps is a promise about time.
pub(crate) fn evaluate(text: &str) {
    let Ok(formula) = Formula::parse(text) else {
        return;
    };
    let page = Page::new();
    let checked = formula.check(&page.types());
    let found = formula.evaluate_within(&page, &(), &mut Budget::new(50_000));
    let expected = checked.unwrap_or(Type::Any);
    if let Ok(value) = &found {
        assert!(is_of(value, &expected), "{expected}, but {value:?}");
    }
    let answer = Answer::of(&found, &expected, &page);
    if let Answer::Number(Some(number)) = answer {
        assert!(number.is_finite());
    }
}

/// A page with a property of each type, one letter each.
struct Page(BTreeMap<&'static str, (Type, Value<()>)>);

impl Page {
    fn new() -> Self {
        let date = |text: &str| {
            let formula = Formula::parse(text).unwrap();
            formula.evaluate(&(), &()).unwrap()
        };
        Self(BTreeMap::from([
            ("T", (Type::Text, Value::text("Täsk 12 🦊"))),
            ("N", (Type::Number, Value::Number(-2.5))),
            ("E", (Type::Number, Value::Empty)),
            ("B", (Type::Boolean, Value::Boolean(true))),
            ("D", (Type::Date, date(r#"parseDate("2024-02-29")"#))),
            (
                "R",
                (
                    Type::Date,
                    date(
                        r#"dateRange(parseDate("2024-02-29T10:30Z"), parseDate("9999-12-31T23:59Z"))"#,
                    ),
                ),
            ),
            (
                "L",
                (
                    Type::list(Type::Text),
                    Value::list([Value::text("b"), Value::text("a")]),
                ),
            ),
            (
                "P",
                (Type::list(Type::Page(None)), Value::list([Value::Page(())])),
            ),
        ]))
    }

    fn types(&self) -> Types<'_> {
        Types(self)
    }
}

struct Types<'a>(&'a Page);

impl Schema for Types<'_> {
    fn property(&self, _: Option<notion_formula::PageKind>, property: &Reference) -> Option<Type> {
        let Reference::Name(name) = property else {
            return None;
        };
        let (known, _) = self.0.0.get(name.as_str())?;
        Some(known.clone())
    }
}

impl Host for Page {
    type Page = ();

    fn property(&self, (): &(), property: &Reference, _: &mut Budget) -> Result<Value<()>> {
        match property {
            Reference::Name(name) if self.0.contains_key(name.as_str()) => {
                Ok(self.0[name.as_str()].1.clone())
            }
            _ => Err(Error::new(
                ErrorKind::UnknownProperty,
                Span::default(),
                "no such property",
            )),
        }
    }

    fn now(&self) -> jiff::Timestamp {
        jiff::Timestamp::MAX
    }

    fn time_zone(&self) -> jiff::tz::TimeZone {
        jiff::tz::TimeZone::fixed(jiff::tz::offset(-11))
    }
}

fn is_of(value: &Value<()>, expected: &Type) -> bool {
    expected
        .members()
        .iter()
        .any(|member| match (value, member) {
            (Value::Empty, _) | (_, Type::Any) => true,
            // A gap that the README names: an empty text beside a number counts as 0.
            (Value::Number(number), Type::Number | Type::Text) => number.is_finite(),
            (Value::List(items), Type::List(inner)) => items.iter().all(|item| is_of(item, inner)),
            (Value::Boolean(_), Type::Boolean)
            | (Value::Text(_), Type::Text)
            | (Value::Date(_), Type::Date)
            | (Value::Person(_), Type::Person)
            | (Value::Page(()), Type::Page(_)) => true,
            _ => false,
        })
}
