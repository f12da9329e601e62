//! The mirror's own tables: in the schema `_notion` of PostgreSQL, with the prefix `_notion_` in SQLite.

use super::dialect::Dialect;
use super::{Store, Value};
use crate::error::{Error, Result};

/// The format of the tables below. A store of a later format is not opened.
pub(crate) const FORMAT: i64 = 1;

/// The tables. Types are written as PostgreSQL has them; `UUID`, `JSONB` and `TIMESTAMPTZ` are text in SQLite.
///
/// `pages.n` is the row of the full-text index. `pages.fingerprint` shows whether a page has changed, `pages.listing` in which
/// listing it was seen last, and `pages.content_edited` of which edit time its content is.
const TABLES: &[&str] = &[
    "CREATE TABLE IF NOT EXISTS {format} (version bigint NOT NULL)",
    "CREATE TABLE IF NOT EXISTS {sources} (
        id UUID PRIMARY KEY, database_id UUID, title text NOT NULL, state text NOT NULL, path text,
        incomplete JSONB, raw JSONB NOT NULL, schema_fingerprint bigint NOT NULL, seen_at TIMESTAMPTZ NOT NULL)",
    "CREATE TABLE IF NOT EXISTS {tables} (
        source_id UUID PRIMARY KEY, name text NOT NULL UNIQUE)",
    "CREATE TABLE IF NOT EXISTS {columns} (
        source_id UUID NOT NULL, property_id text NOT NULL, column_name text NOT NULL, property text NOT NULL,
        kind text NOT NULL, link_table text, gone text, is_computed BOOLEAN NOT NULL, position bigint NOT NULL,
        PRIMARY KEY (source_id, column_name))",
    "CREATE TABLE IF NOT EXISTS {users} (
        id UUID PRIMARY KEY, name text, type text, email text, raw JSONB NOT NULL, seen_at TIMESTAMPTZ NOT NULL)",
    "CREATE TABLE IF NOT EXISTS {pages} (
        n SERIAL_KEY, id UUID NOT NULL UNIQUE, source_id UUID, parent_type text, parent_id UUID, title text NOT NULL,
        url text, path text, last_edited_time text NOT NULL, state text NOT NULL, fingerprint bigint NOT NULL,
        listing bigint NOT NULL, content_edited text, content_incomplete JSONB, raw JSONB)",
    "CREATE INDEX IF NOT EXISTS {pages_of_source} ON {pages} (source_id, state, listing)",
    "CREATE TABLE IF NOT EXISTS {blocks} (
        id UUID PRIMARY KEY, page_id UUID NOT NULL, parent_id UUID NOT NULL, position bigint NOT NULL,
        type text NOT NULL, text text NOT NULL, raw JSONB NOT NULL)",
    "CREATE INDEX IF NOT EXISTS {blocks_of_page} ON {blocks} (page_id, position)",
    "CREATE TABLE IF NOT EXISTS {comments} (
        id UUID PRIMARY KEY, page_id UUID NOT NULL, parent_id UUID NOT NULL, discussion_id UUID, created_time TIMESTAMPTZ,
        created_by UUID, text text NOT NULL, raw JSONB NOT NULL)",
    "CREATE INDEX IF NOT EXISTS {comments_of_page} ON {comments} (page_id)",
    "CREATE TABLE IF NOT EXISTS {runs} (
        id SERIAL_KEY, started_at TIMESTAMPTZ NOT NULL, ended_at TIMESTAMPTZ, rows_read bigint NOT NULL,
        rows_new bigint NOT NULL, rows_changed bigint NOT NULL, rows_gone bigint NOT NULL, incomplete bigint NOT NULL,
        requests bigint NOT NULL, error text)",
    "CREATE TABLE IF NOT EXISTS {lease} (
        name text PRIMARY KEY, holder text NOT NULL, since TIMESTAMPTZ NOT NULL)",
    "CREATE TABLE IF NOT EXISTS {watermarks} (
        source_id text PRIMARY KEY, edited_from text, listing bigint NOT NULL, position text, next_from text,
        resumed BOOLEAN NOT NULL, reconciled_at text, computed_at text)",
];

/// The full-text index of SQLite.
const FTS: &str = "CREATE VIRTUAL TABLE IF NOT EXISTS {search} USING fts5(title, body, content, tokenize = 'unicode61 remove_diacritics 2')";

/// The full-text index of PostgreSQL.
const TSVECTOR: &[&str] = &[
    "CREATE TABLE IF NOT EXISTS {search} (
        n bigint PRIMARY KEY, title text NOT NULL, body text NOT NULL, content text NOT NULL,
        words tsvector GENERATED ALWAYS AS (
            setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', left(body, 100000)), 'B')
            || to_tsvector('simple', left(content, 200000))) STORED)",
    "CREATE INDEX IF NOT EXISTS search_words ON {search} USING gin (words)",
];

/// Creates the tables where the store has none, and checks that it is a mirror that this version can read.
pub(crate) async fn prepare(store: &mut Store) -> Result<()> {
    if !check(store).await? {
        store.begin().await?;
        let created = create(store).await;
        match created {
            Ok(()) => store.commit().await?,
            Err(error) => {
                store.rollback().await;
                return Err(error);
            }
        }
    }
    Ok(())
}

/// Whether the store has a mirror; an error if it has something else, or a mirror of a later version.
pub(crate) async fn check(store: &mut Store) -> Result<bool> {
    let (own, others) = match store.dialect() {
        Dialect::Sqlite => {
            let names = "SELECT name FROM sqlite_master WHERE type = 'table'";
            let rows = store.fetch_sql(names, vec![]).await?.1;
            let own = rows
                .iter()
                .any(|row| row[0].text() == Some("_notion_format"));
            (own, rows.len())
        }
        Dialect::Postgres => {
            let exists = "SELECT to_regclass('\"_notion\".\"format\"') IS NOT NULL";
            let rows = store.fetch_sql(exists, vec![]).await?.1;
            (rows.iter().any(|row| row[0] == Value::Boolean(true)), 0)
        }
    };
    if !own {
        // A database of PostgreSQL is shared, and the mirror's own tables have a schema of their own there.
        if others > 0 {
            return Err(Error::NotAMirror {
                address: store.address().to_string(),
                reason: "the database has tables of something else".to_owned(),
            });
        }
        return Ok(false);
    }
    let rows = store.fetch("SELECT version FROM {format}", vec![]).await?;
    match rows.first().and_then(|row| row[0].integer()) {
        Some(found) if found > FORMAT => Err(Error::Newer {
            found,
            supported: FORMAT,
        }),
        Some(_) => Ok(true),
        None => Ok(false),
    }
}

async fn create(store: &mut Store) -> Result<()> {
    let dialect = store.dialect();
    if dialect == Dialect::Postgres {
        store
            .execute_sql("CREATE SCHEMA IF NOT EXISTS \"_notion\"", vec![])
            .await?;
    }
    for template in TABLES {
        let sql = ddl(dialect, template);
        store.execute_sql(&sql, vec![]).await?;
    }
    match dialect {
        Dialect::Sqlite => {
            store.execute(FTS, vec![]).await?;
        }
        Dialect::Postgres => {
            for template in TSVECTOR {
                store.execute(template, vec![]).await?;
            }
        }
    }
    store
        .execute(
            "INSERT INTO {format} (version) VALUES (?n)",
            vec![FORMAT.into()],
        )
        .await?;
    Ok(())
}

/// A statement with the types of a store.
fn ddl(dialect: Dialect, template: &str) -> String {
    let types: &[(&str, &str)] = match dialect {
        Dialect::Sqlite => &[
            ("UUID", "TEXT"),
            ("JSONB", "TEXT"),
            ("TIMESTAMPTZ", "TEXT"),
            ("BOOLEAN", "INTEGER"),
            ("SERIAL_KEY", "INTEGER PRIMARY KEY"),
        ],
        Dialect::Postgres => &[(
            "SERIAL_KEY",
            "bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY",
        )],
    };
    let mut template = (*template).to_owned();
    for (name, own) in types {
        template = template.replace(name, own);
    }
    // The name of an index has no schema in PostgreSQL; it lives where its table does.
    for index in ["pages_of_source", "blocks_of_page", "comments_of_page"] {
        let name = format!("\"_notion_{index}\"");
        template = template.replace(&format!("{{{index}}}"), &name);
    }
    dialect.write(&template)
}
