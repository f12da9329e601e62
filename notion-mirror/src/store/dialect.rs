//! What differs between SQLite and PostgreSQL.
//!
//! Statements are written once, as templates: `{pages}` is a meta table, `?` a parameter, and a letter after it names a type that
//! PostgreSQL has to be told: `?u` a UUID, `?j` JSON, `?t` a time, `?a` an array of strings, `?i` an array of UUIDs, `?n` a
//! whole number, `?r` another number, `?b` a boolean. Without a letter it is a string.

use std::fmt::Write;

use super::value::Value;
use crate::columns::layout::ColumnType;
use crate::columns::value::Cell;
use crate::plan::time;

/// The language of a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    /// The statement of a template.
    pub(crate) fn write(self, template: &str) -> String {
        let mut sql = String::with_capacity(template.len() * 2);
        let mut number = 0_u32;
        let mut rest = template;
        while let Some(at) = rest.find(['?', '{']) {
            sql.push_str(&rest[..at]);
            let found = rest.as_bytes()[at];
            rest = &rest[at + 1..];
            if found == b'{' {
                let end = rest.find('}').unwrap_or(rest.len());
                sql.push_str(&self.meta(&rest[..end]));
                rest = rest.get(end + 1..).unwrap_or_default();
                continue;
            }
            number += 1;
            let column_type = rest.bytes().next().and_then(type_of);
            rest = &rest[usize::from(column_type.is_some())..];
            sql.push_str(&self.parameter(number, column_type));
        }
        sql.push_str(rest);
        sql
    }

    /// A parameter with its cast.
    fn parameter(self, number: u32, column_type: Option<ColumnType>) -> String {
        match (self, column_type) {
            // Without a number: SQLite looks a numbered parameter up in a list of all, which takes longer than writing the rows.
            (Self::Sqlite, _) => "?".to_owned(),
            (Self::Postgres, Some(column_type)) => {
                format!("${number}::{}", self.type_name(column_type))
            }
            (Self::Postgres, None) => format!("${number}"),
        }
    }

    /// The name of a meta table: in a schema of its own, where there are schemas.
    pub(crate) fn meta(self, name: &str) -> String {
        match self {
            Self::Sqlite => format!("\"_notion_{name}\""),
            Self::Postgres => format!("\"_notion\".\"{name}\""),
        }
    }

    /// The name of a type.
    pub(crate) fn type_name(self, column_type: ColumnType) -> &'static str {
        match (self, column_type) {
            (Self::Sqlite, ColumnType::Real) => "REAL",
            (Self::Sqlite, ColumnType::Integer | ColumnType::Boolean) => "INTEGER",
            (Self::Sqlite, _) => "TEXT",
            (Self::Postgres, ColumnType::Text) => "text",
            (Self::Postgres, ColumnType::Real) => "double precision",
            (Self::Postgres, ColumnType::Integer) => "bigint",
            (Self::Postgres, ColumnType::Boolean) => "boolean",
            (Self::Postgres, ColumnType::Time) => "timestamptz",
            (Self::Postgres, ColumnType::Json) => "jsonb",
            (Self::Postgres, ColumnType::TextList) => "text[]",
            (Self::Postgres, ColumnType::Id) => "uuid",
            (Self::Postgres, ColumnType::IdList) => "uuid[]",
        }
    }

    /// The parameters of rows of these columns: `(?, ?u), (?, ?u)`.
    pub(crate) fn rows(types: &[ColumnType], rows: usize) -> String {
        let letters: Vec<_> = types
            .iter()
            .map(|column_type| format!("?{}", letter(*column_type)))
            .collect();
        let row = format!("({})", letters.join(", "));
        let mut all = String::with_capacity((row.len() + 2) * rows);
        for index in 0..rows {
            let _infallible = write!(all, "{}{row}", if index == 0 { "" } else { ", " });
        }
        all
    }

    /// What is bound for a cell. PostgreSQL takes fewer strings, times and ids than Notion sends; what it does not take is
    /// missing in the column and stays in the raw JSON.
    pub(crate) fn bind(self, cell: Cell) -> Value {
        match (self, cell) {
            (_, Cell::Null) => Value::Null,
            (_, Cell::Real(number)) => Value::Real(number),
            (_, Cell::Integer(number)) => Value::Integer(number),
            (_, Cell::Boolean(flag)) => Value::Boolean(flag),
            (_, Cell::Texts(texts)) => Value::Texts(texts),
            (_, Cell::Text(text)) | (Self::Sqlite, Cell::Time(text)) => Value::Text(text),
            (_, Cell::Json(json)) => Value::Json(json),
            (Self::Sqlite, Cell::Ids(ids)) => Value::Texts(ids),
            (Self::Postgres, Cell::Time(text)) => instant(&text).into(),
            (Self::Postgres, Cell::Ids(mut ids)) => {
                ids.retain(|id| uuid::Uuid::try_parse(id).is_ok());
                Value::Texts(ids)
            }
        }
    }
}

fn type_of(letter: u8) -> Option<ColumnType> {
    Some(match letter {
        b'u' => ColumnType::Id,
        b'j' => ColumnType::Json,
        b't' => ColumnType::Time,
        b'a' => ColumnType::TextList,
        b'i' => ColumnType::IdList,
        b'n' => ColumnType::Integer,
        b'r' => ColumnType::Real,
        b'b' => ColumnType::Boolean,
        _ => return None,
    })
}

fn letter(column_type: ColumnType) -> &'static str {
    match column_type {
        ColumnType::Id => "u",
        ColumnType::Json => "j",
        ColumnType::Time => "t",
        ColumnType::TextList => "a",
        ColumnType::IdList => "i",
        ColumnType::Integer => "n",
        ColumnType::Real => "r",
        ColumnType::Boolean => "b",
        ColumnType::Text => "",
    }
}

/// A date or time of Notion as an instant, if PostgreSQL has it.
fn instant(text: &str) -> Option<String> {
    // The year 0 and what is before it are written differently there.
    let text = time::instant(text)?.to_string();
    (!text.starts_with('-') && !text.starts_with("0000")).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEMPLATE: &str = "UPDATE {pages} SET title = ?, raw = ?j WHERE id = ?u";

    #[test]
    fn a_template_is_written_in_both_languages() {
        assert_eq!(
            Dialect::Sqlite.write(TEMPLATE),
            r#"UPDATE "_notion_pages" SET title = ?, raw = ? WHERE id = ?"#
        );
        assert_eq!(
            Dialect::Postgres.write(TEMPLATE),
            r#"UPDATE "_notion"."pages" SET title = $1, raw = $2::jsonb WHERE id = $3::uuid"#
        );
    }

    #[test]
    fn times_are_instants_in_postgres() {
        for (text, expected) in [
            ("2026-01-02", Some("2026-01-02T00:00:00Z")),
            ("1899-12-31", Some("1899-12-31T00:00:00Z")),
            (
                "2026-01-02T03:04:00.000+05:30",
                Some("2026-01-01T21:34:00Z"),
            ),
            ("2026-01-02T03:04:00", Some("2026-01-02T03:04:00Z")),
            ("@now", None),
        ] {
            assert_eq!(instant(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn rows_of_parameters_name_their_types() {
        let types = [ColumnType::Id, ColumnType::Text];
        assert_eq!(Dialect::rows(&types, 2), "(?u, ?), (?u, ?)");
    }
}
