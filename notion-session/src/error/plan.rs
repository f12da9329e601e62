//! Plans that are not applied, or only in part.

use std::fmt;

use notion_schema::internal::lines;

use crate::plan::Change;

/// The data source was changed since the plan was made. Nothing was applied.
#[derive(Clone, Debug, thiserror::Error)]
#[error(
    "the database \"{database}\"{} was changed since the plan was made{}: plan again; nothing was changed",
    if data_source.is_empty() { String::new() } else { format!(" (data source {data_source})") },
    what_changed(changed, editor.as_deref())
)]
#[non_exhaustive]
pub struct PlanStale {
    /// The title of the database.
    pub database: String,
    /// The data source; empty if the plan is to create it.
    pub data_source: String,
    /// What was changed, as clauses, as far as the plan tells: that of a set does.
    pub changed: Vec<String>,
    /// Who changed the data source last, by name or ID, and when, as far as Notion reports it.
    pub editor: Option<String>,
}

fn what_changed(changed: &[String], editor: Option<&str>) -> String {
    let editor = editor.map(|editor| format!("last edited by {editor}"));
    let clauses: Vec<_> = changed.iter().cloned().chain(editor).collect();
    match &clauses[..] {
        [] => String::new(),
        clauses => format!(" ({})", clauses.join("; ")),
    }
}

/// A plan contains changes that the policy does not allow, or that Notion's API cannot make. Nothing was applied.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PlanRefused {
    /// The title of the database.
    pub database: String,
    /// These changes.
    pub changes: Vec<Change>,
    /// The same for the other databases, if the plan is one for a set.
    pub others: Vec<PlanRefused>,
}

impl fmt::Display for PlanRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the plan for \"{}\" contains changes that are not allowed or not possible, so nothing was changed:",
            self.database
        )?;
        lines(f, &self.changes)?;
        for other in &self.others {
            write!(f, "\nand for \"{}\":", other.database)?;
            lines(f, &other.changes)?;
        }
        Ok(())
    }
}

impl std::error::Error for PlanRefused {}

/// A part of a plan was applied before a request failed.
#[derive(Debug, thiserror::Error)]
#[error(
    "{source}; {done} of {of} requests for \"{database}\" succeeded before: plan again, and apply the rest"
)]
#[non_exhaustive]
pub struct PlanInterrupted {
    /// The title of the database.
    pub database: String,
    /// The number of requests that succeeded.
    pub done: usize,
    /// The number of requests in all, as far as it is known in advance.
    pub of: usize,
    /// The error of the request that failed.
    pub source: super::Error,
}
