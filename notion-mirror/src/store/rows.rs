//! Rows of data sources, written as a whole.

use std::collections::HashMap;

use super::dialect::Dialect;
use super::tables::OWN;
use super::{Store, Value};
use crate::columns::layout::{Bound, ColumnType};
use crate::columns::name::quote;
use crate::columns::value::Cell;
use crate::error::Result;

/// Parameters of one statement: SQLite takes 32,766, PostgreSQL 65,535.
const MAX_PARAMETERS: usize = 30_000;

/// What the store knows of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) n: i64,
    pub(crate) source: Option<String>,
    pub(crate) fingerprint: i64,
    pub(crate) state: String,
    pub(crate) edited: String,
}

/// A row as it is written.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) id: String,
    /// The cells of the live columns, in their order.
    pub(crate) cells: Vec<Cell>,
    /// The cells of [`OWN`].
    pub(crate) own: Vec<Cell>,
    /// For each link table its targets.
    pub(crate) links: Vec<(String, Vec<String>)>,
    pub(crate) page: Page,
}

/// What the table of pages has of a page.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) source: Option<String>,
    pub(crate) parent_type: String,
    pub(crate) parent_id: Option<String>,
    pub(crate) title: String,
    pub(crate) url: Option<String>,
    pub(crate) edited: String,
    pub(crate) state: &'static str,
    pub(crate) fingerprint: i64,
    /// The JSON, of a page that is not a row.
    pub(crate) raw: Option<String>,
    /// What full-text search finds beside the title, without the content.
    pub(crate) words: String,
}

/// What is known of these pages.
pub(crate) async fn known(store: &mut Store, ids: &[&str]) -> Result<HashMap<String, Known>> {
    let mut known = HashMap::new();
    for ids in ids.chunks(1_000) {
        let list = Dialect::rows(&[ColumnType::Id], ids.len());
        let template = format!(
            "SELECT CAST(id AS text), n, CAST(source_id AS text), fingerprint, state, last_edited_time
            FROM {{pages}} WHERE id IN ({list})"
        );
        let rows = store
            .fetch(&template, ids.iter().map(|id| Value::from(*id)).collect())
            .await?;
        for row in rows {
            let mut values = row.into_iter();
            let mut next = || values.next().unwrap_or(Value::Null);
            let Some(id) = next().into_text() else {
                continue;
            };
            let one = Known {
                n: next().integer().unwrap_or_default(),
                source: next().into_text(),
                fingerprint: next().integer().unwrap_or_default(),
                state: next().into_text().unwrap_or_default(),
                edited: next().into_text().unwrap_or_default(),
            };
            known.insert(id, one);
        }
    }
    Ok(known)
}

/// Writes rows, their links, and what the table of pages has of them. Within the caller's transaction.
pub(crate) async fn write(
    store: &mut Store,
    table: &str,
    columns: &[Bound],
    rows: Vec<Row>,
    listing: i64,
) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let dialect = store.dialect();
    let mut names = vec!["id".to_owned()];
    let mut types = vec![ColumnType::Id];
    for bound in columns.iter().filter(|bound| bound.is_live()) {
        for (name, _, column_type) in bound.columns() {
            names.push(name);
            types.push(column_type);
        }
    }
    for (name, column_type) in OWN {
        names.push((*name).to_owned());
        types.push(*column_type);
    }
    let mut links: HashMap<String, Vec<(String, Vec<String>)>> = HashMap::new();
    let mut pages = Vec::with_capacity(rows.len());
    let mut values = Vec::with_capacity(rows.len());
    for row in rows {
        let mut one = vec![Value::Text(row.id.clone())];
        one.extend(
            row.cells
                .into_iter()
                .chain(row.own)
                .map(|cell| dialect.bind(cell)),
        );
        values.push(one);
        for (table, targets) in row.links {
            links
                .entry(table)
                .or_default()
                .push((row.id.clone(), targets));
        }
        pages.push((row.id, row.page));
    }
    let into = quote(table);
    upsert(store, &into, &names, &types, "id", values).await?;
    for (table, rows) in links {
        write_links(store, &table, rows).await?;
    }
    write_pages(store, pages, listing).await
}

/// Replaces the links of rows.
async fn write_links(
    store: &mut Store,
    table: &str,
    rows: Vec<(String, Vec<String>)>,
) -> Result<()> {
    let table = quote(table);
    for chunk in rows.chunks(1_000) {
        let list = Dialect::rows(&[ColumnType::Id], chunk.len());
        let sql = store
            .dialect()
            .write(&format!("DELETE FROM {table} WHERE row_id IN ({list})"));
        store
            .execute_sql(
                &sql,
                chunk
                    .iter()
                    .map(|(id, _)| Value::from(id.as_str()))
                    .collect(),
            )
            .await?;
    }
    let mut values = Vec::new();
    for (id, targets) in rows {
        let targets = targets
            .into_iter()
            .filter(|target| uuid::Uuid::try_parse(target).is_ok());
        for (position, target) in (0_i64..).zip(targets) {
            values.push(vec![id.clone().into(), position.into(), target.into()]);
        }
    }
    let names = ["row_id", "position", "target_id"].map(str::to_owned);
    let types = [ColumnType::Id, ColumnType::Integer, ColumnType::Id];
    insert(store, &table, &names, &types, "", values).await
}

/// Writes what the table of pages has of pages, and the words that search finds.
pub(crate) async fn write_pages(
    store: &mut Store,
    pages: Vec<(String, Page)>,
    listing: i64,
) -> Result<()> {
    let names = [
        "id",
        "source_id",
        "parent_type",
        "parent_id",
        "title",
        "url",
        "last_edited_time",
        "state",
        "fingerprint",
        "listing",
        "raw",
    ];
    let types = [
        ColumnType::Id,
        ColumnType::Id,
        ColumnType::Text,
        ColumnType::Id,
        ColumnType::Text,
        ColumnType::Text,
        ColumnType::Text,
        ColumnType::Text,
        ColumnType::Integer,
        ColumnType::Integer,
        ColumnType::Json,
    ];
    let mut values = Vec::with_capacity(pages.len());
    let mut words = Vec::with_capacity(pages.len());
    for (id, page) in pages {
        words.push((id.clone(), page.title.clone(), page.words));
        values.push(vec![
            id.into(),
            page.source.into(),
            page.parent_type.into(),
            page.parent_id.into(),
            page.title.into(),
            page.url.into(),
            page.edited.into(),
            page.state.into(),
            page.fingerprint.into(),
            listing.into(),
            page.raw.into(),
        ]);
    }
    let into = store.dialect().meta("pages");
    upsert(
        store,
        &into,
        &names.map(str::to_owned),
        &types,
        "id",
        values,
    )
    .await?;
    crate::search::index(store, words).await
}

/// Marks pages as seen in a listing.
pub(crate) async fn mark_seen(store: &mut Store, ids: &[String], listing: i64) -> Result<()> {
    for ids in ids.chunks(1_000) {
        let list = Dialect::rows(&[ColumnType::Id], ids.len());
        let template = format!("UPDATE {{pages}} SET listing = ?n WHERE id IN ({list})");
        let mut values = vec![Value::Integer(listing)];
        values.extend(ids.iter().map(|id| Value::from(id.as_str())));
        store.execute(&template, values).await?;
    }
    Ok(())
}

/// Marks rows of a table as gone, with the time.
pub(crate) async fn bury(
    store: &mut Store,
    table: &str,
    ids: &[String],
    state: &str,
    at: &str,
) -> Result<()> {
    for ids in ids.chunks(1_000) {
        let list = Dialect::rows(&[ColumnType::Id], ids.len());
        let sql = store.dialect().write(&format!(
            "UPDATE {} SET \"_state\" = ?, \"_seen_at\" = ?t, \"_in_trash\" = {} WHERE \"id\" IN ({list})",
            quote(table),
            match (state, store.dialect()) {
                ("trashed", Dialect::Sqlite) => "1",
                ("trashed", Dialect::Postgres) => "true",
                _ => "\"_in_trash\"",
            },
        ));
        let mut values = vec![Value::from(state), Value::from(at)];
        values.extend(ids.iter().map(|id| Value::from(id.as_str())));
        store.execute_sql(&sql, values).await?;
    }
    Ok(())
}

/// Inserts rows, and replaces those that are there by the key.
pub(crate) async fn upsert(
    store: &mut Store,
    table: &str,
    names: &[String],
    types: &[ColumnType],
    key: &str,
    values: Vec<Vec<Value>>,
) -> Result<()> {
    let assignments: Vec<_> = names
        .iter()
        .filter(|name| *name != key)
        .map(|name| {
            let name = quote(name);
            format!("{name} = excluded.{name}")
        })
        .collect();
    let conflict = format!(
        " ON CONFLICT ({}) DO UPDATE SET {}",
        quote(key),
        assignments.join(", ")
    );
    insert(store, table, names, types, &conflict, values).await
}

/// Inserts rows, as many in one statement as it may have parameters for.
pub(crate) async fn insert(
    store: &mut Store,
    table: &str,
    names: &[String],
    types: &[ColumnType],
    end: &str,
    values: Vec<Vec<Value>>,
) -> Result<()> {
    let most = (MAX_PARAMETERS / names.len().max(1)).max(1);
    let quoted: Vec<_> = names.iter().map(|name| quote(name)).collect();
    let quoted = quoted.join(", ");
    let mut values = values.into_iter().peekable();
    while values.peek().is_some() {
        let chunk: Vec<_> = values.by_ref().take(most).collect();
        let rows = store.dialect().write(&Dialect::rows(types, chunk.len()));
        let sql = format!("INSERT INTO {table} ({quoted}) VALUES {rows}{end}");
        store
            .execute_sql(&sql, chunk.into_iter().flatten().collect())
            .await?;
    }
    Ok(())
}
