//! What is in a mirror, and how far it is.

use serde::Serialize;

use crate::error::Result;
use crate::mirror::Mirror;
use crate::store::Value;

/// What is in a mirror, and how far it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Status {
    /// Each data source.
    pub tables: Vec<TableStatus>,
    /// When the last run began; `None` before the first.
    pub last_run: Option<String>,
    /// When it ended; `None` while it runs, or if it was killed.
    pub last_run_ended: Option<String>,
    /// Why it failed, if it did.
    pub last_error: Option<String>,
}

/// How far a data source is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TableStatus {
    /// The table.
    pub table: String,
    /// The title of the data source.
    pub title: String,
    /// The data source.
    pub source: String,
    /// `live`, `trashed` or `unreachable`.
    pub state: String,
    /// Rows that are not gone.
    pub live: i64,
    /// Rows with a tombstone.
    pub gone: i64,
    /// Rows of which a value could not be read.
    pub incomplete: i64,
    /// The minute before which all edits are in the mirror; `None` while the first listing has not ended.
    pub edited_from: Option<String>,
    /// When a complete listing last proved which rows there are.
    pub reconciled_at: Option<String>,
}

impl Mirror {
    /// Returns what is in the mirror, and how far it is. No request.
    ///
    /// # Errors
    ///
    /// [`Error::Store`](crate::Error::Store).
    pub async fn status(&self) -> Result<Status> {
        let mut store = self.store().await;
        let select =
            "SELECT t.name, s.title, CAST(s.id AS text), s.state, w.edited_from, w.reconciled_at,
                COALESCE(p.live, 0), COALESCE(p.gone, 0), COALESCE(p.incomplete, 0)
            FROM {sources} s JOIN {tables} t ON t.source_id = s.id
            LEFT JOIN {watermarks} w ON w.source_id = CAST(s.id AS text)
            LEFT JOIN (SELECT source_id, COUNT(CASE WHEN state = 'live' THEN 1 END) AS live,
                COUNT(CASE WHEN state <> 'live' THEN 1 END) AS gone,
                COUNT(CASE WHEN state = 'live' AND fingerprint = 0 THEN 1 END) AS incomplete
                FROM {pages} GROUP BY source_id) p ON p.source_id = s.id
            ORDER BY t.name";
        let rows = store.fetch(select, vec![]).await?;
        let tables = rows.into_iter().map(|row| {
            let mut values = row.into_iter();
            let mut next = || values.next().unwrap_or(Value::Null);
            TableStatus {
                table: next().into_text().unwrap_or_default(),
                title: next().into_text().unwrap_or_default(),
                source: next().into_text().unwrap_or_default(),
                state: next().into_text().unwrap_or_default(),
                edited_from: next().into_text(),
                reconciled_at: next().into_text(),
                live: next().integer().unwrap_or_default(),
                gone: next().integer().unwrap_or_default(),
                incomplete: next().integer().unwrap_or_default(),
            }
        });
        let mut status = Status {
            tables: tables.collect(),
            ..Status::default()
        };
        let last = "SELECT CAST(started_at AS text), CAST(ended_at AS text), error FROM {runs} ORDER BY id DESC LIMIT 1";
        if let Some(run) = store.fetch(last, vec![]).await?.into_iter().next() {
            let mut texts = run.into_iter().map(Value::into_text);
            status.last_run = texts.next().flatten();
            status.last_run_ended = texts.next().flatten();
            status.last_error = texts.next().flatten();
        }
        Ok(status)
    }
}
