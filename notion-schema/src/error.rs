//! The error type of the crate.
//!
//! An [`Error`] says what is wrong, where, and what to do about it. It is small: its contents are boxed.
//!
//! Errors repeat values of the program's as they are. `notion_session::Error`, which every error of this crate converts
//! into, conceals what looks like a secret in them.

use std::fmt;

use notion_model::PageId;

use crate::text_query::error::TextQueryError;

/// A result with the crate's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Everything that can go wrong without a request.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Notion would reject the value, or the definition of a property.
    #[error(transparent)]
    Refused(Box<RefusedValue>),
    /// The filter has more conditions than Notion takes.
    #[error(transparent)]
    FilterTooLarge(Box<FilterTooLarge>),
    /// The JSON is not what it was read as, or a value in it does not fit its field.
    #[error(transparent)]
    Decode(Box<DecodeError>),
    /// A relation leads to a schema whose data source is not known.
    #[error(transparent)]
    UnboundTarget(Box<UnboundTarget>),
    /// Properties need each other to be created.
    #[error(transparent)]
    PropertyCycle(Box<PropertyCycle>),
    /// A filter or a sort that is written as text cannot be used.
    #[error(transparent)]
    TextQuery(Box<TextQueryError>),
    /// The JSON is not a plan, or one of another version.
    #[error("{0}")]
    InvalidPlan(Box<str>),
}

/// A value that Notion would not take; nothing was sent.
#[derive(Clone, Debug, thiserror::Error)]
#[error("`{property}` ({place}): {reason}; nothing was sent")]
#[non_exhaustive]
pub struct RefusedValue {
    /// The property.
    pub property: String,
    /// Where: which row, which part of the value.
    pub place: String,
    /// What is wrong with the value.
    pub reason: String,
}

impl RefusedValue {
    #[doc(hidden)]
    pub fn new(
        property: impl Into<String>,
        place: impl Into<String>,
        reason: impl Into<String>,
    ) -> Self {
        Self {
            property: property.into(),
            place: place.into(),
            reason: reason.into(),
        }
    }
}

/// A filter with more conditions than Notion takes.
#[derive(Clone, Debug, thiserror::Error)]
#[error(
    "{conditions} conditions of the filter do not fit: Notion takes two levels of groups, and at most {limit} conditions \
     in each group; split the filter into several queries"
)]
#[non_exhaustive]
pub struct FilterTooLarge {
    /// The conditions in the largest group, or of the whole filter where its groups are nested too deep.
    pub conditions: usize,
    /// What Notion takes.
    pub limit: usize,
}

/// JSON that does not fit what it was read as.
#[derive(Debug)]
#[non_exhaustive]
pub struct DecodeError {
    /// What was read: the answer to a request, or a struct.
    pub schema: String,
    /// The property whose value does not fit, and the page that the value is from.
    pub property: Option<(String, PageId)>,
    /// What is wrong.
    pub source: serde_json::Error,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot read {}", self.schema)?;
        if let Some((property, page)) = &self.property {
            write!(f, ", property `{property}`, page {page}")?;
        }
        write!(f, ": {}", self.source)
    }
}

impl std::error::Error for DecodeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

/// A relation to a schema that no database of this session is bound to.
#[derive(Clone, Debug, thiserror::Error)]
#[error(
    "the relation `{property}` of `{schema}` points to `{target}`, which no database of this session is bound to: create \
     it first, create both together with `create_dbs`, or `bind` one that exists"
)]
#[non_exhaustive]
pub struct UnboundTarget {
    /// The schema with the relation.
    pub schema: String,
    /// The relation.
    pub property: String,
    /// The schema that it points to.
    pub target: String,
}

impl UnboundTarget {
    #[doc(hidden)]
    pub fn new(
        schema: impl Into<String>,
        property: impl Into<String>,
        target: impl Into<String>,
    ) -> Self {
        Self {
            schema: schema.into(),
            property: property.into(),
            target: target.into(),
        }
    }
}

/// Properties that need each other to be created.
#[derive(Clone, Debug, thiserror::Error)]
#[error("these properties need each other, so none can be created first: {}", path.join(" → "))]
#[non_exhaustive]
pub struct PropertyCycle {
    /// The properties in the order in which each needs the next; the last is the first again.
    pub path: Vec<String>,
}

impl PropertyCycle {
    pub(crate) fn new(path: Vec<String>) -> Self {
        Self { path }
    }
}

/// Constructors: one for each variant that is made in several places.
impl Error {
    pub(crate) fn refused(
        property: impl Into<String>,
        place: impl Into<String>,
        reason: impl Into<String>,
    ) -> Self {
        RefusedValue::new(property, place, reason).into()
    }

    pub(crate) fn filter_too_large(conditions: usize, limit: usize) -> Self {
        FilterTooLarge { conditions, limit }.into()
    }

    pub(crate) fn invalid_plan(what: impl Into<Box<str>>) -> Self {
        Self::InvalidPlan(what.into())
    }
}

macro_rules! boxed {
    ($($inner:ident => $variant:ident,)*) => {$(
        impl From<$inner> for Error {
            fn from(inner: $inner) -> Self {
                Self::$variant(Box::new(inner))
            }
        }
    )*};
}

boxed! {
    RefusedValue => Refused,
    FilterTooLarge => FilterTooLarge,
    DecodeError => Decode,
    UnboundTarget => UnboundTarget,
    PropertyCycle => PropertyCycle,
    TextQueryError => TextQuery,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_small_and_can_cross_threads() {
        const { assert!(size_of::<Error>() < 64) };
        fn assert_bounds<T: Send + Sync + 'static>() {}
        assert_bounds::<Error>();
    }
}
