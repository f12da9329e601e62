//! Schemas, and what they are bound to.

use std::fmt;

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

/// A relation to a schema that several databases of this session are bound to.
#[derive(Clone, Debug, thiserror::Error)]
#[error(
    "the relation `{property}` of `{schema}` points to `{target}`, which {} databases of this session are bound to \
     ({}): say which one is meant",
    candidates.len(),
    candidates.join(", ")
)]
#[non_exhaustive]
pub struct AmbiguousTarget {
    /// The schema with the relation.
    pub schema: String,
    /// The relation.
    pub property: String,
    /// The schema that it points to.
    pub target: String,
    /// The data sources that it could mean.
    pub candidates: Vec<String>,
}

/// A database that does not fit its schema.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SchemaMismatch {
    /// The schema.
    pub schema: String,
    /// The database.
    pub database: String,
    /// What does not fit, a sentence each.
    pub differences: Vec<String>,
}

impl fmt::Display for SchemaMismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the database `{}` does not fit the schema `{}`:",
            self.database, self.schema
        )?;
        self.differences
            .iter()
            .try_for_each(|difference| write!(f, "\n- {difference}"))
    }
}

impl std::error::Error for SchemaMismatch {}

/// Properties that need each other to be created.
#[derive(Clone, Debug, thiserror::Error)]
#[error("these properties need each other, so none can be created first: {}", path.join(" → "))]
#[non_exhaustive]
pub struct PropertyCycle {
    /// The properties in the order in which each needs the next; the last is the first again.
    pub path: Vec<String>,
}

/// A filter with more conditions than Notion takes.
#[derive(Clone, Debug, thiserror::Error)]
#[error(
    "the filter has {conditions} conditions in a group when it is written in Notion's two levels, and Notion takes \
     {limit}: split it into several queries"
)]
#[non_exhaustive]
pub struct FilterTooLarge {
    /// The conditions in the largest group.
    pub conditions: usize,
    /// What Notion takes.
    pub limit: usize,
}

/// A set of databases of which some were created before a request failed.
#[derive(Debug, thiserror::Error)]
#[error(
    "{source}; what was created before is there: {}. `get_or_create_dbs` completes it",
    created.join(", ")
)]
#[non_exhaustive]
pub struct Interrupted {
    /// The databases that are there, each with its title and address.
    pub created: Vec<String>,
    /// What went wrong.
    pub source: super::Error,
}
