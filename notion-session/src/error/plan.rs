//! Plans that are not carried out, or not to their end.

use std::fmt;

use notion_schema::internal::lines;

use crate::plan::Change;

/// A data source that is not any more as it was when a plan for it was made. Nothing was changed.
#[derive(Clone, Debug, thiserror::Error)]
#[error(
    "the database \"{database}\" (data source {data_source}) was changed since the plan was made: plan again; nothing was \
     changed"
)]
#[non_exhaustive]
pub struct PlanStale {
    /// The title of the database.
    pub database: String,
    /// The data source.
    pub data_source: String,
}

/// A plan with more than a policy allows. Nothing was changed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PlanRefused {
    /// The title of the database.
    pub database: String,
    /// What the policy does not allow, or Notion's API does not do.
    pub changes: Vec<Change>,
}

impl fmt::Display for PlanRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the plan for \"{}\" needs what is not allowed or not possible, so nothing was changed:",
            self.database
        )?;
        lines(f, &self.changes)
    }
}

impl std::error::Error for PlanRefused {}

/// A plan of which a part was carried out before a request failed.
#[derive(Debug, thiserror::Error)]
#[error(
    "{source}; {done} of {of} requests for \"{database}\" were carried out before: plan again, and apply what is left"
)]
#[non_exhaustive]
pub struct PlanInterrupted {
    /// The title of the database.
    pub database: String,
    /// How many requests were carried out.
    pub done: usize,
    /// How many there are, as far as that is known beforehand.
    pub of: usize,
    /// What went wrong.
    pub source: super::Error,
}
