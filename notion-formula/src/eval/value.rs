//! The values that formulas compute with.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use super::moment::Date;
use crate::print::number_to_text;

/// A value. `P` is how the host holds a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value<P> {
    /// Nothing: an empty property, `empty()`, what a search did not find.
    #[default]
    Empty,
    /// A number; finite.
    Number(f64),
    /// Yes or no.
    Boolean(bool),
    /// Text.
    Text(Arc<str>),
    /// A date, or a range.
    Date(Date),
    /// A person.
    Person(Arc<Person>),
    /// A page.
    Page(P),
    /// A list.
    List(List<P>),
}

/// A list of values. It is shared, so that copying it costs nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct List<P> {
    items: Arc<[Value<P>]>,
    depth: usize,
}

impl<P> List<P> {
    /// How deep lists are nested in it: 1 for a list without lists.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.depth
    }
}

impl<P> From<Vec<Value<P>>> for List<P> {
    fn from(items: Vec<Value<P>>) -> Self {
        let inner = items.iter().map(|item| match item {
            Value::List(list) => list.depth,
            _ => 0,
        });
        let depth = 1 + inner.max().unwrap_or_default();
        let items = items.into();
        Self { items, depth }
    }
}

impl<P> FromIterator<Value<P>> for List<P> {
    fn from_iter<I: IntoIterator<Item = Value<P>>>(items: I) -> Self {
        items.into_iter().collect::<Vec<_>>().into()
    }
}

impl<P> Deref for List<P> {
    type Target = [Value<P>];

    fn deref(&self) -> &[Value<P>] {
        &self.items
    }
}

/// A person of the workspace.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Person {
    /// What tells this person from others.
    pub id: String,
    /// The name, where it is known.
    pub name: Option<String>,
    /// The e-mail address, where it is known.
    pub email: Option<String>,
}

impl<P> Value<P> {
    /// A number; [`Value::Empty`] for what is none or not finite, as the result of a division by zero.
    #[must_use]
    pub fn number(number: f64) -> Self {
        if number.is_finite() {
            // Without the sign of a negative zero.
            Self::Number(number + 0.0)
        } else {
            Self::Empty
        }
    }

    /// Text.
    #[must_use]
    pub fn text(text: impl Into<Arc<str>>) -> Self {
        Self::Text(text.into())
    }

    /// A list.
    #[must_use]
    pub fn list(items: impl IntoIterator<Item = Self>) -> Self {
        Self::List(items.into_iter().collect())
    }

    /// What it is called in an error.
    pub(crate) fn type_name(&self) -> &'static str {
        match self {
            Self::Empty => "nothing",
            Self::Number(_) => "a number",
            Self::Boolean(_) => "a boolean",
            Self::Text(_) => "text",
            Self::Date(_) => "a date",
            Self::Person(_) => "a person",
            Self::Page(_) => "a page",
            Self::List(_) => "a list",
        }
    }

    /// Returns true if a condition holds with it, and whether `empty()` says no: neither nothing, nor `false`, 0, an empty text
    /// or list.
    #[must_use]
    pub fn is_truthy(&self) -> bool {
        match self {
            Self::Empty => false,
            Self::Number(number) => *number != 0.0,
            Self::Boolean(value) => *value,
            Self::Text(text) => !text.is_empty(),
            Self::List(items) => !items.is_empty(),
            Self::Date(_) | Self::Person(_) | Self::Page(_) => true,
        }
    }
}

impl<P> From<bool> for Value<P> {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl<P> From<Option<f64>> for Value<P> {
    fn from(number: Option<f64>) -> Self {
        number.map_or(Self::Empty, Self::number)
    }
}

impl<P> From<Option<Date>> for Value<P> {
    fn from(date: Option<Date>) -> Self {
        date.map_or(Self::Empty, Self::Date)
    }
}

impl<P> From<String> for Value<P> {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

/// The value as a test or a person at a terminal reads it: `"text"`, `42`, `[1, empty]`, `2024-01-31`, `@Ada`.
impl<P: fmt::Display> fmt::Display for Value<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("empty"),
            Self::Number(number) => f.write_str(&number_to_text(*number)),
            Self::Boolean(value) => value.fmt(f),
            Self::Text(text) => write!(f, "{text:?}"),
            Self::Date(date) => date.fmt(f),
            Self::Person(person) => write!(f, "@{}", person.name.as_deref().unwrap_or(&person.id)),
            Self::Page(page) => write!(f, "<{page}>"),
            Self::List(items) => {
                f.write_str("[")?;
                for (index, item) in items.iter().enumerate() {
                    let separator = if index == 0 { "" } else { ", " };
                    write!(f, "{separator}{item}")?;
                }
                f.write_str("]")
            }
        }
    }
}
