//! What a run did.

use std::fmt;
use std::time::Duration;

use serde::Serialize;

use crate::read::rows::Counts;

/// How far a run is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The table that is written.
    pub table: String,
    /// The rows of it that were read.
    pub rows: u64,
}

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// Rows that were read.
    pub read: u64,
    /// Rows that were not in the mirror.
    pub new: u64,
    /// Rows that were in the mirror and differ.
    pub changed: u64,
    /// Rows that got a tombstone: trashed, moved or unreachable.
    pub gone: u64,
    /// Rows and data sources of which something could not be read.
    pub incomplete: u64,
    /// Requests to Notion, retries included. Other requests of the same session in the meantime count too.
    pub requests: u64,
    /// How long the run took.
    #[serde(rename = "seconds", serialize_with = "seconds")]
    pub elapsed: Duration,
    /// Each data source.
    pub sources: Vec<SourceReport>,
    /// What could not be read besides rows.
    pub notes: Vec<String>,
}

/// What a run did with one data source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SourceReport {
    /// The id of the data source.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its table; empty if it has none, because it could not be read.
    pub table: String,
    /// Rows that were read.
    pub read: u64,
    /// Rows that were not in the mirror.
    pub new: u64,
    /// Rows that were in the mirror and differ.
    pub changed: u64,
    /// Rows that got a tombstone.
    pub gone: u64,
    /// Rows of which a value could not be read.
    pub incomplete: u64,
    /// Pages whose content was read.
    pub contents: u64,
    /// Why the data source is not complete, if it is not.
    pub reasons: Vec<String>,
}

impl SourceReport {
    pub(crate) fn new(id: String) -> Self {
        Self {
            id,
            ..Self::default()
        }
    }

    pub(crate) fn add(&mut self, counts: Counts) {
        self.read += counts.read;
        self.new += counts.new;
        self.changed += counts.changed;
        self.gone += counts.gone;
        self.incomplete += counts.incomplete;
    }

    pub(crate) fn incomplete_because(&mut self, reason: impl Into<String>) {
        self.reasons.push(reason.into());
    }
}

impl Report {
    pub(crate) fn add(&mut self, source: SourceReport) {
        self.read += source.read;
        self.new += source.new;
        self.changed += source.changed;
        self.gone += source.gone;
        self.incomplete +=
            source.incomplete + u64::try_from(source.reasons.len()).unwrap_or_default();
        self.sources.push(source);
    }

    /// Whether everything could be read.
    pub fn is_complete(&self) -> bool {
        self.incomplete == 0 && self.notes.is_empty()
    }
}

/// One line.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} rows read, {} new, {} changed, {} gone, {} incomplete, {} requests, {:.1} s",
            self.read,
            self.new,
            self.changed,
            self.gone,
            self.incomplete,
            self.requests,
            self.elapsed.as_secs_f64()
        )
    }
}

/// Writes a time as a number of seconds.
pub(crate) fn seconds<S: serde::Serializer>(
    time: &Duration,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(time.as_secs_f64())
}
