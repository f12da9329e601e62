//! Tables of data sources: created, and changed by the steps of a migration.

use std::collections::HashSet;

use super::dialect::Dialect;
use super::{Store, Value};
use crate::columns::layout::{Bound, ColumnType, Kind};
use crate::columns::migrate::Step;
use crate::columns::name::{quote, snake, unique};
use crate::error::Result;

/// The mirror's own columns of each row, after those of the properties.
pub(crate) const OWN: &[(&str, ColumnType)] = &[
    ("_created_time", ColumnType::Time),
    ("_created_by", ColumnType::Id),
    ("_last_edited_time", ColumnType::Time),
    ("_last_edited_by", ColumnType::Id),
    ("_url", ColumnType::Text),
    ("_icon", ColumnType::Json),
    ("_cover", ColumnType::Json),
    ("_in_trash", ColumnType::Boolean),
    ("_state", ColumnType::Text),
    ("_seen_at", ColumnType::Time),
    ("_incomplete", ColumnType::Json),
    ("_raw", ColumnType::Json),
];

/// The table of a data source and its columns; `None` if the data source has none yet.
pub(crate) async fn find(store: &mut Store, source: &str) -> Result<Option<(String, Vec<Bound>)>> {
    let rows = store
        .fetch(
            "SELECT name FROM {tables} WHERE source_id = ?u",
            vec![source.into()],
        )
        .await?;
    let Some(name) = rows
        .into_iter()
        .next()
        .and_then(|row| row.into_iter().next()?.into_text())
    else {
        return Ok(None);
    };
    let select = "SELECT property_id, property, kind, column_name, link_table, gone FROM {columns}
        WHERE source_id = ?u ORDER BY position, column_name";
    let rows = store.fetch(select, vec![source.into()]).await?;
    let columns = rows.into_iter().map(|row| {
        let mut texts = row.into_iter().map(Value::into_text);
        let mut next = || texts.next().flatten();
        Bound {
            id: next().unwrap_or_default(),
            property: next().unwrap_or_default(),
            kind: Kind::new(next().unwrap_or_default()),
            column: next().unwrap_or_default(),
            links: next(),
            gone: next(),
        }
    });
    Ok(Some((name, columns.collect())))
}

/// All tables: the ids of data sources and names.
pub(crate) async fn all(store: &mut Store) -> Result<Vec<(String, String)>> {
    let select = "SELECT CAST(source_id AS text), name FROM {tables} ORDER BY name";
    let rows = store.fetch(select, vec![]).await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let mut texts = row.into_iter().map(Value::into_text);
            Some((texts.next()??, texts.next()??))
        })
        .collect())
}

/// Creates the table of a data source, without columns for properties. Its name is made of the title, and stays.
pub(crate) async fn create(store: &mut Store, source: &str, title: &str) -> Result<String> {
    let existing = match store.dialect() {
        Dialect::Sqlite => "SELECT name FROM sqlite_master",
        Dialect::Postgres => {
            "SELECT CAST(relname AS text) FROM pg_class WHERE relnamespace = current_schema()::regnamespace"
        }
    };
    let rows = store.fetch_sql(existing, vec![]).await?.1;
    let taken: HashSet<String> = rows
        .into_iter()
        .filter_map(|row| row.into_iter().next()?.into_text())
        .collect();
    let name = unique(&snake(title, "untitled"), &[""], &taken);
    let dialect = store.dialect();
    let own: Vec<_> = OWN
        .iter()
        .map(|(name, column_type)| {
            let default = if *name == "_state" {
                " NOT NULL DEFAULT 'live'"
            } else {
                ""
            };
            format!(
                "{} {}{default}",
                quote(name),
                dialect.type_name(*column_type)
            )
        })
        .collect();
    let id = dialect.type_name(ColumnType::Id);
    let sql = format!(
        "CREATE TABLE {} (\"id\" {id} PRIMARY KEY, {})",
        quote(&name),
        own.join(", ")
    );
    store.execute_sql(&sql, vec![]).await?;
    let insert = "INSERT INTO {tables} (source_id, name) VALUES (?u, ?)";
    store
        .execute(insert, vec![source.into(), name.clone().into()])
        .await?;
    Ok(name)
}

/// Executes the steps of a migration, within the caller's transaction, and keeps the columns that result.
pub(crate) async fn migrate(
    store: &mut Store,
    source: &str,
    table: &str,
    steps: &[Step],
    columns: &[Bound],
) -> Result<()> {
    for step in steps {
        for sql in statements(store.dialect(), table, step) {
            store.execute_sql(&sql, vec![]).await?;
        }
    }
    if !steps.is_empty() {
        store
            .execute(
                "DELETE FROM {columns} WHERE source_id = ?u",
                vec![source.into()],
            )
            .await?;
        for (position, bound) in (0_i64..).zip(columns) {
            let insert = "INSERT INTO {columns} (source_id, property_id, column_name, property, kind, link_table, gone,
                is_computed, position) VALUES (?u, ?, ?, ?, ?, ?, ?, ?b, ?n)";
            let values = vec![
                source.into(),
                bound.id.as_str().into(),
                bound.column.as_str().into(),
                bound.property.as_str().into(),
                bound.kind.as_str().into(),
                bound.links.clone().into(),
                bound.gone.clone().into(),
                bound.kind.is_computed().into(),
                position.into(),
            ];
            store.execute(insert, values).await?;
        }
    }
    Ok(())
}

/// The statements of a step.
fn statements(dialect: Dialect, table: &str, step: &Step) -> Vec<String> {
    let mut sql = Vec::new();
    match step {
        Step::Mark(_) => {}
        Step::Add(bound) => {
            sql.extend(add(dialect, table, bound));
            if let Some(links) = &bound.links {
                let id = dialect.type_name(ColumnType::Id);
                let integer = dialect.type_name(ColumnType::Integer);
                sql.push(format!(
                    "CREATE TABLE {} (\"row_id\" {id} NOT NULL, \"position\" {integer} NOT NULL, \"target_id\" {id} NOT NULL, \
                     PRIMARY KEY (\"row_id\", \"position\"))",
                    quote(links)
                ));
            }
        }
        Step::Rename { from, to } => {
            for ((old, ..), (new, ..)) in from.columns().zip(to.columns()) {
                sql.push(format!(
                    "ALTER TABLE {} RENAME COLUMN {} TO {}",
                    quote(table),
                    quote(&old),
                    quote(&new)
                ));
            }
            if let (Some(old), Some(new)) = (&from.links, &to.links)
                && old != new
            {
                sql.push(format!(
                    "ALTER TABLE {} RENAME TO {}",
                    quote(old),
                    quote(new)
                ));
            }
        }
        Step::Settle { from, to } => {
            for (name, ..) in from.columns() {
                sql.push(format!(
                    "ALTER TABLE {} DROP COLUMN {}",
                    quote(table),
                    quote(&name)
                ));
            }
            sql.extend(add(dialect, table, to));
        }
    }
    sql
}

fn add(dialect: Dialect, table: &str, bound: &Bound) -> Vec<String> {
    let add = |(name, _, column_type): (String, _, ColumnType)| {
        format!(
            "ALTER TABLE {} ADD COLUMN {} {}",
            quote(table),
            quote(&name),
            dialect.type_name(column_type)
        )
    };
    bound.columns().map(add).collect()
}
