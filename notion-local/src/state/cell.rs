//! The value of one property of one row, as it is kept. A cell that is not there is empty.

use std::sync::Arc;

use indexmap::IndexSet;
use serde_json::Number;
use uuid::Uuid;

use super::{DateValue, NamedFile, Run};

/// An option's id.
pub(crate) type OptionId = Arc<str>;

/// A property's id, not encoded.
pub(crate) type PropertyId = Arc<str>;

/// A value that was written. What is computed has no cell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    /// Titles and rich text.
    Text(Vec<Run>),
    Number(Number),
    Checkbox(bool),
    /// URL, e-mail address, phone number.
    Plain(String),
    /// Select and status.
    Option(OptionId),
    MultiSelect(Vec<OptionId>),
    Date(DateValue),
    People(Vec<Uuid>),
    Files(Vec<NamedFile>),
    Relation(IndexSet<Uuid>),
    Place(Place),
    Verification(Verification),
}

/// A place on earth.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Place {
    pub(crate) lat: Number,
    pub(crate) lon: Number,
    pub(crate) name: Option<String>,
    pub(crate) address: Option<String>,
    pub(crate) aws_place_id: Option<String>,
    pub(crate) google_place_id: Option<String>,
}

/// That a page of a wiki was verified.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Verification {
    pub(crate) by: Option<Uuid>,
    pub(crate) date: Option<DateValue>,
}
