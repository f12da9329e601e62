//! A connection to PostgreSQL.

use std::str::FromStr;

use sqlx::postgres::{PgArguments, PgConnectOptions, PgConnection, PgRow};
use sqlx::query::Query;
use sqlx::{Column, ConnectOptions, Postgres, Row, TypeInfo, ValueRef};

use super::value::Value;
use crate::error::{Error, Result};

/// Connects to a server. The address may have a password, which no error shows.
pub(super) async fn connect(dsn: &str) -> Result<PgConnection> {
    let options = PgConnectOptions::from_str(dsn).map_err(|_| Error::Address {
        address: super::without_password(dsn),
        reason: "an address has the form postgres://user:password@host:port/database".to_owned(),
    })?;
    let options = options
        .application_name("notion-mirror")
        // A role may have other settings; times are written with their offsets in any case.
        .options([("TimeZone", "UTC")])
        .disable_statement_logging();
    Ok(options.connect().await?)
}

pub(super) async fn execute(
    connection: &mut PgConnection,
    sql: &str,
    values: Vec<Value>,
) -> Result<u64> {
    let done = bound(sql, values).execute(connection).await?;
    Ok(done.rows_affected())
}

pub(super) async fn fetch(
    connection: &mut PgConnection,
    sql: &str,
    values: Vec<Value>,
) -> Result<(Vec<String>, Vec<Vec<Value>>)> {
    let rows = bound(sql, values).fetch_all(connection).await?;
    table(&rows)
}

/// Executes statements in the simple protocol, in which every value is text: for statements that people write.
pub(super) async fn fetch_text(
    connection: &mut PgConnection,
    sql: &str,
) -> Result<(Vec<String>, Vec<Vec<Value>>)> {
    let rows = sqlx::raw_sql(sql).fetch_all(connection).await?;
    let text = |row: &PgRow, index: usize| {
        let raw = row.try_get_raw(index)?;
        if raw.is_null() {
            return Ok(Value::Null);
        }
        let text = raw.as_str().map_err(sqlx::Error::Decode)?;
        Ok(Value::Text(text.to_owned()))
    };
    let read = |row: &PgRow| (0..row.len()).map(|index| text(row, index)).collect();
    let all: Result<_> = rows.iter().map(read).collect();
    Ok((names(&rows), all?))
}

fn table(rows: &[PgRow]) -> Result<(Vec<String>, Vec<Vec<Value>>)> {
    let all: Result<_> = rows.iter().map(read).collect();
    Ok((names(rows), all?))
}

fn names(rows: &[PgRow]) -> Vec<String> {
    let names = rows
        .first()
        .map(|row| row.columns().iter().map(|column| column.name().to_owned()));
    names.map(Iterator::collect).unwrap_or_default()
}

/// No string in PostgreSQL has a NUL.
fn without_nul(text: String) -> String {
    match text.contains('\0') {
        true => text.replace('\0', "\u{fffd}"),
        false => text,
    }
}

/// No `jsonb` has an escaped NUL.
fn without_escaped_nul(json: String) -> String {
    match json.contains("\\u0000") {
        true => replace_escaped_nul(&json),
        false => json,
    }
}

/// Replaces `\u0000` of JSON where the backslash is not itself escaped.
fn replace_escaped_nul(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        result.push_str(&rest[..at]);
        let escape = &rest[at..];
        if let Some(after) = escape.strip_prefix("\\u0000") {
            result.push_str("\\ufffd");
            rest = after;
            continue;
        }
        let next = escape.chars().nth(1).map_or(1, |next| 1 + next.len_utf8());
        result.push_str(&escape[..next]);
        rest = &escape[next..];
    }
    result.push_str(rest);
    result
}

/// Every parameter is sent as text, and cast by the statement: a prepared statement has the types of the values that it was first
/// used with, and a NULL has none.
fn bound(sql: &str, values: Vec<Value>) -> Query<'_, Postgres, PgArguments> {
    let mut query = sqlx::query(sql);
    for value in values {
        query = query.bind(match value {
            Value::Null => None,
            Value::Integer(number) => Some(number.to_string()),
            Value::Real(number) => Some(number.to_string()),
            Value::Boolean(flag) => Some(flag.to_string()),
            Value::Text(text) => Some(without_nul(text)),
            Value::Json(json) => Some(without_escaped_nul(json)),
            Value::Texts(texts) => Some(array(&texts)),
        });
    }
    query
}

/// The literal of an array of strings.
fn array(texts: &[String]) -> String {
    let quoted: Vec<_> = texts
        .iter()
        .map(|text| {
            let text = without_nul(text.clone());
            format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
        })
        .collect();
    format!("{{{}}}", quoted.join(","))
}

fn read(row: &PgRow) -> Result<Vec<Value>> {
    let value = |index: usize| {
        let raw = row.try_get_raw(index)?;
        if raw.is_null() {
            return Ok(Value::Null);
        }
        let name = raw.type_info().name().to_owned();
        Ok(match name.as_str() {
            "INT8" => Value::Integer(row.try_get(index)?),
            "INT4" => Value::Integer(row.try_get::<i32, _>(index)?.into()),
            "INT2" => Value::Integer(row.try_get::<i16, _>(index)?.into()),
            "FLOAT8" => Value::Real(row.try_get(index)?),
            "FLOAT4" => Value::Real(row.try_get::<f32, _>(index)?.into()),
            "BOOL" => Value::Boolean(row.try_get(index)?),
            _ => Value::Text(row.try_get_unchecked(index)?),
        })
    };
    (0..row.len()).map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nul_is_replaced_and_an_escaped_backslash_stays() {
        assert_eq!(
            without_escaped_nul(r#"{"a":"x\u0000y"}"#.into()),
            r#"{"a":"x\ufffdy"}"#
        );
        assert_eq!(
            without_escaped_nul(r#"{"a":"x\\u0000y"}"#.into()),
            r#"{"a":"x\\u0000y"}"#
        );
        assert_eq!(without_nul("a\0b".into()), "a\u{fffd}b");
    }

    #[test]
    fn elements_of_arrays_are_quoted() {
        let texts = ["a,b", "", r#"say "x\y""#].map(str::to_owned);
        assert_eq!(array(&texts), r#"{"a,b","","say \"x\\y\""}"#);
        assert_eq!(array(&[]), "{}");
    }
}
