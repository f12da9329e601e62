//! Rollups: what Notion computes over the pages of a relation.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, SeqAccess, Visitor};
use serde::ser::Serializer;

use super::computed::{Computed, computed, numbers_and_dates};
use super::{Date, DateRange, DateTime};
use crate::schema::numbers::Numbers;
use crate::schema::value::PropertyValue;
use crate::schema::{Cell, CellType, Kind, Property, PropertyAs, flag, kind};

/// The result of a rollup, of type `T`: a number, a date, or a `Vec` of what the related pages
/// show.
///
/// A type of whole numbers does not compile where the function gives fractions: `average`, `median`
/// and `percent_*` always do; `sum`, `min`, `max` and `range` do over a property of type `f64` or
/// `f32`. A `Rollup<u32>` holds what `count` and its kin give, and a `sum` over whole numbers:
///
/// ```
/// # use notion_session::prelude::*;
/// #[derive(NotionSchema)]
/// struct Task {
///     name: Title,
///     estimate: Option<f64>,
///     points: Option<u32>,
/// }
///
/// #[derive(NotionSchema)]
/// struct Project {
///     name: Title,
///     tasks: Relation<Task>,
///     #[notion(rollup = sum(tasks.estimate))]
///     effort: Rollup<f64>,
///     #[notion(rollup = sum(tasks.points))]
///     points: Rollup<u32>,
///     #[notion(rollup = average(tasks.points))]
///     mean: Rollup<f64>,
/// }
/// ```
///
/// A type of your own that implements [`RollupResult`] is not checked.
///
/// Notion computes it. It has no constructor but `Default`, which is "not read yet", and is never
/// sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Rollup<T>(pub(super) Option<T>);

/// A type that a rollup's result can be read as.
#[diagnostic::on_unimplemented(
    message = "a rollup in Notion does not give a `{Self}`",
    label = "not the result of a rollup",
    note = "a rollup gives a number, a `Date`, `DateTime` or `DateRange`, or a `Vec` of the values \
            of a property"
)]
pub trait RollupResult: Sized {
    /// The kind whose operators filter by the result.
    type Kind: Kind;

    /// What Notion calls the type of the result.
    const RESULT: &'static str;

    /// Reads the result. It is never null.
    ///
    /// # Errors
    ///
    /// If the result does not fit the type.
    fn decode_result<'de, D: Deserializer<'de>>(result: D) -> Result<Self, D::Error>;

    /// The result as a person would read it.
    fn result_text(&self) -> String;

    /// See [`Property::CELL`].
    #[doc(hidden)]
    const CELL: CellType = CellType::Text;

    /// See [`Property::NUMBERS`].
    #[doc(hidden)]
    const NUMBERS: Numbers = Numbers::Unknown;

    /// See [`Property::cell`].
    #[doc(hidden)]
    fn result_cell(&self) -> Cell {
        Cell::Text(self.result_text())
    }
}

numbers_and_dates!(RollupResult);

/// The values of a property of the related pages.
impl<V: Property> RollupResult for Vec<V> {
    type Kind = kind::ListOf<V::Kind>;
    const RESULT: &'static str = "array";

    fn decode_result<'de, D: Deserializer<'de>>(result: D) -> Result<Self, D::Error> {
        result.deserialize_seq(Values(PhantomData))
    }
    fn result_text(&self) -> String {
        let texts = self.iter().map(V::to_text);
        let texts: Vec<_> = texts.filter(|text| !text.is_empty()).collect();
        texts.join(", ")
    }
    const CELL: CellType = CellType::List(&V::CELL);
    const NUMBERS: Numbers = V::NUMBERS;
    fn result_cell(&self) -> Cell {
        Cell::List(self.iter().map(V::cell).collect())
    }
}

computed!(
    Rollup,
    RollupResult,
    "rollup",
    &["unsupported", "incomplete"]
);

/// A list of property values without ids, `{"type": "title", "title": [..]}`.
struct Values<V>(PhantomData<V>);

impl<'de, V: Property> Visitor<'de> for Values<V> {
    type Value = Vec<V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of property values")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Vec<V>, A::Error> {
        let mut list = Vec::with_capacity(values.size_hint().unwrap_or(0));
        while let Some(value) = values.next_element_seed(PropertyValue::<V>(PhantomData))? {
            list.push(value);
        }
        Ok(list)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Title;

    fn read<T: RollupResult>(json: &str) -> Result<Rollup<T>, String> {
        <Rollup<T> as Property>::decode(&mut serde_json::Deserializer::from_str(json))
            .map_err(|error| error.to_string())
    }

    #[test]
    fn numbers_dates_and_lists_are_read() {
        let sum = read::<f64>(r#"{"type":"number","number":4.5,"function":"sum"}"#).unwrap();
        assert_eq!(sum.get(), Some(&4.5));
        let none = read::<Date>(r#"{"type":"date","date":null,"function":"earliest_date"}"#);
        assert_eq!(none.unwrap().get(), None);
        let names = read::<Vec<Title>>(
            r#"{"type":"array","array":[{"type":"title","title":[{"type":"text","text":{"content":"A"},"plain_text":"A"}]}],"function":"show_original"}"#,
        );
        assert_eq!(names.unwrap().get(), Some(&vec![Title::from("A")]));
    }

    #[test]
    fn another_type_of_result_is_named() {
        let error = read::<f64>(r#"{"type":"array","array":[],"function":"show_original"}"#);
        let error = error.unwrap_err();
        assert!(
            error.contains("is of type `array`") && error.contains("reads one of type `number`"),
            "{error}"
        );
    }
}
