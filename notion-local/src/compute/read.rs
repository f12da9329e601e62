//! A property's value as filters, sorts, rollups and formulas read it.

use std::borrow::Cow;

use uuid::Uuid;

use super::Aggregate;
use crate::state::DateValue;

/// What a property of a row reads as.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Read<'a> {
    /// Buttons, and what cannot be computed.
    Nothing,
    Text(Cow<'a, str>),
    Number(Option<f64>),
    Checkbox(bool),
    /// The names of options.
    Options(Vec<&'a str>),
    Date(Option<Cow<'a, DateValue>>),
    /// People or pages.
    Ids(Vec<Uuid>),
    /// How many there are, of what cannot be compared.
    Count(usize),
    /// The values of a rollup that shows them all.
    Array(Vec<Read<'a>>),
}

impl From<Aggregate> for Read<'_> {
    fn from(aggregate: Aggregate) -> Self {
        match aggregate {
            Aggregate::Number(number) => Self::Number(number),
            Aggregate::Date(date) => Self::Date(date.map(Cow::Owned)),
        }
    }
}

impl Read<'_> {
    /// Returns true if there is no value. A checkbox always has a value here; rollups count an unchecked one as empty.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Nothing => true,
            Self::Text(text) => text.is_empty(),
            Self::Number(number) => number.is_none(),
            Self::Checkbox(_) => false,
            Self::Options(names) => names.is_empty(),
            Self::Date(date) => date.is_none(),
            Self::Ids(ids) => ids.is_empty(),
            Self::Count(count) => *count == 0,
            Self::Array(values) => values.is_empty(),
        }
    }

    /// How many values there are.
    pub(crate) fn count(&self) -> usize {
        match self {
            Self::Options(names) => names.len(),
            Self::Ids(ids) => ids.len(),
            Self::Count(count) => *count,
            Self::Array(values) => values.len(),
            other => usize::from(!other.is_empty()),
        }
    }
}
