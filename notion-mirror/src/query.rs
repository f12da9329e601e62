//! Statements that people write, on a connection that cannot change anything.

use serde::Serialize;

use crate::error::Result;
use crate::mirror::Mirror;
use crate::store::Value;

/// The result of a statement.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Rows {
    /// The names of the columns; none without rows.
    pub columns: Vec<String>,
    /// The rows. In PostgreSQL every value is a string, as its own programs show it.
    pub rows: Vec<Vec<serde_json::Value>>,
}

impl Mirror {
    /// Executes an SQL statement on a connection that is read-only. No request to Notion.
    ///
    /// # Errors
    ///
    /// [`Error::Store`](crate::Error::Store) if the statement is not valid, or would change something.
    pub async fn query(&self, sql: &str) -> Result<Rows> {
        let mut store = self.read_only().await?;
        let (columns, rows) = store.fetch_foreign(sql).await?;
        store.close().await?;
        let json = |value: Value| match value {
            Value::Null => serde_json::Value::Null,
            Value::Integer(number) => number.into(),
            Value::Real(number) => number.into(),
            Value::Boolean(flag) => flag.into(),
            Value::Text(text) | Value::Json(text) => text.into(),
            Value::Texts(texts) => texts.into(),
        };
        let rows = rows
            .into_iter()
            .map(|row| row.into_iter().map(json).collect())
            .collect();
        Ok(Rows { columns, rows })
    }
}
