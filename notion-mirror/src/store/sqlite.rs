//! A connection to a SQLite file.

use std::path::Path;
use std::time::Duration;

use sqlx::query::Query;
use sqlx::sqlite::{
    SqliteArguments, SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteRow,
    SqliteSynchronous,
};
use sqlx::{Column, ConnectOptions, Row, Sqlite, TypeInfo, ValueRef};

use super::value::Value;
use crate::error::Result;

/// How long a statement waits for another program that writes to the file, such as a shell.
const BUSY_TIMEOUT: Duration = Duration::from_secs(30);

/// Opens a file, and creates it unless it is there.
pub(super) async fn open(path: &Path, read_only: bool) -> Result<SqliteConnection> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(!read_only)
        .read_only(read_only)
        .busy_timeout(BUSY_TIMEOUT)
        // The file is whole after a crash of the program; after a power failure the last transactions may be missing, and the
        // next run reads them again.
        .synchronous(SqliteSynchronous::Normal)
        .disable_statement_logging();
    let options = if read_only {
        options
    } else {
        options.journal_mode(SqliteJournalMode::Wal)
    };
    Ok(options.connect().await?)
}

pub(super) async fn execute(
    connection: &mut SqliteConnection,
    sql: &str,
    values: Vec<Value>,
) -> Result<u64> {
    let done = bound(sql, values).execute(connection).await?;
    Ok(done.rows_affected())
}

pub(super) async fn fetch(
    connection: &mut SqliteConnection,
    sql: &str,
    values: Vec<Value>,
) -> Result<(Vec<String>, Vec<Vec<Value>>)> {
    let rows = bound(sql, values).fetch_all(connection).await?;
    let names = rows.first().map(|row| {
        row.columns()
            .iter()
            .map(|column| column.name().to_owned())
            .collect()
    });
    let rows: Result<_> = rows.iter().map(read).collect();
    Ok((names.unwrap_or_default(), rows?))
}

fn bound(sql: &str, values: Vec<Value>) -> Query<'_, Sqlite, SqliteArguments<'_>> {
    let mut query = sqlx::query(sql);
    for value in values {
        query = match value {
            Value::Null => query.bind(None::<String>),
            Value::Integer(number) => query.bind(number),
            Value::Real(number) => query.bind(number),
            Value::Boolean(flag) => query.bind(flag),
            Value::Text(text) | Value::Json(text) => query.bind(text),
            Value::Texts(texts) => query.bind(serde_json::Value::from(texts).to_string()),
        };
    }
    query
}

fn read(row: &SqliteRow) -> Result<Vec<Value>> {
    let value = |index: usize| {
        let raw = row.try_get_raw(index)?;
        if raw.is_null() {
            return Ok(Value::Null);
        }
        let name = raw.type_info().name().to_owned();
        Ok(match name.as_str() {
            "INTEGER" | "BOOLEAN" => Value::Integer(row.try_get_unchecked(index)?),
            "REAL" => Value::Real(row.try_get_unchecked(index)?),
            "BLOB" => {
                let bytes: Vec<u8> = row.try_get_unchecked(index)?;
                Value::Text(String::from_utf8_lossy(&bytes).into_owned())
            }
            _ => Value::Text(row.try_get_unchecked(index)?),
        })
    };
    (0..row.len()).map(value).collect()
}
