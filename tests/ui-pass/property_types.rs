//! Property types written by hand, as fields, in an `Option`, and under a rollup and a formula.

use notion_session::prelude::*;
use notion_session::schema::{Property, PropertyAs, flag, kind};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An amount of money in cents, kept in Notion as a number.
#[derive(Clone, Debug, Default, PartialEq)]
struct Cents(i64);

impl Property for Cents {
    type Kind = kind::Number;

    fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error> {
        let amount = f64::deserialize(content)?;
        Ok(Cents((amount * 100.0).round() as i64))
    }

    fn encode<Z: Serializer>(&self, content: Z) -> Result<Z::Ok, Z::Error> {
        (self.0 as f64 / 100.0).serialize(content)
    }
}

/// The same for `number = euro`.
impl PropertyAs<flag::Number> for Cents {
    type Codec = Cents;
}

#[derive(NotionSchema, Default)]
struct Invoice {
    name: Title,
    gross: Cents,
    net: Option<Cents>,
    #[notion(number = euro)]
    tip: Option<Cents>,
    parts: Relation<Invoice>,
    #[notion(rollup = sum(parts.gross))]
    total: Rollup<f64>,
    #[notion(rollup = show_original(parts.gross))]
    amounts: Rollup<Vec<Cents>>,
}

#[test]
fn a_type_of_ones_own_is_a_property() {
    let kinds: Vec<_> = Invoice::schema()
        .properties
        .iter()
        .map(|p| p.config.wire())
        .collect();
    assert_eq!(
        kinds,
        [
            "title", "number", "number", "number", "relation", "rollup", "rollup"
        ]
    );
    let i = Invoice::COL;
    assert_eq!(
        i.net.ge(2).to_json().unwrap(),
        serde_json::json!({"property": "Net", "number": {"greater_than_or_equal_to": 2}})
    );
    assert_eq!(format!("{:?}", i.gross.set(Cents(250))), "Gross = 2.5");
}

/// Types that are called as others are, and are something else.
mod namesakes {
    use super::*;

    /// A number of days, whatever it is called.
    #[derive(Clone, Debug, Default, PartialEq)]
    struct Date(f64);

    impl Property for Date {
        type Kind = kind::Number;

        fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error> {
            f64::deserialize(content).map(Date)
        }

        fn encode<Z: Serializer>(&self, content: Z) -> Result<Z::Ok, Z::Error> {
            self.0.serialize(content)
        }
    }

    type Title = Option<f64>;

    #[derive(NotionSchema, Default)]
    struct Loan {
        #[notion(title)]
        name: String,
        since: Date,
        amount: Title,
        // As texts and dates these would be refused.
        #[notion(formula = "round({since} * {amount})")]
        cost: Formula<f64>,
    }

    #[test]
    fn a_formula_goes_by_what_types_are_and_not_by_what_they_are_called() {
        let kinds = Loan::schema().properties.iter().map(|p| p.config.wire());
        let kinds: Vec<_> = kinds.collect();
        assert_eq!(kinds, ["title", "number", "number", "formula"]);
    }
}
