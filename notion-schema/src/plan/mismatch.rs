//! In what a database differs from a schema, as errors report it.

/// What a struct asks for and a database does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Difference {
    /// Whether the property is missing or different.
    pub kind: DifferenceKind,
    /// The property, by its name in the struct's schema.
    pub property: String,
    /// What is missing, or how it differs.
    pub what: String,
}

impl Difference {
    #[doc(hidden)]
    pub fn new(kind: DifferenceKind, property: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            kind,
            property: property.into(),
            what: what.into(),
        }
    }
}

/// Whether a property is missing or different.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DifferenceKind {
    /// The database has no such property.
    Lacks,
    /// It has one with other settings.
    Differs,
    /// It has one that differs in what rows do not depend on.
    Noted,
}
