//! Full-text search over titles, text properties and content: FTS5 of SQLite, `tsvector` of PostgreSQL.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use crate::columns::layout::ColumnType;
use crate::error::Result;
use crate::mirror::Mirror;
use crate::store::dialect::Dialect;
use crate::store::rows::{insert, known};
use crate::store::{Store, Value};

/// A page that a search found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Hit {
    /// The id of the page.
    pub id: String,
    /// The table that it is a row of.
    pub table: Option<String>,
    /// Its title.
    pub title: String,
    /// Its address.
    pub url: Option<String>,
    /// The words that were found, with those around them.
    pub snippet: String,
}

impl Mirror {
    /// Finds pages that have all these words in their titles, text properties and content, the best first. No request.
    ///
    /// Content is found if it was synced. Words are compared without letter case, in SQLite also without accents.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let folder = std::env::temp_dir().join(format!("notion-mirror-search-{}", std::process::id()));
    /// # std::fs::create_dir_all(&folder)?;
    /// # let path = folder.join("notion.db");
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema, Debug, Default)]
    /// # #[notion(title = "Tasks")]
    /// # struct Task { #[notion(title)] task: String }
    /// # let session = Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// # let tasks = session.create_db::<Task>(&home).await?;
    /// # tasks.insert(Task { task: "Write the docs".into() }).await?;
    /// # let mirror = notion_mirror::Mirror::open(&path).await?;
    /// # mirror.sync(&session).database(&tasks).await?;
    /// let hits = mirror.search("docs write", 10).await?;
    /// assert_eq!(hits[0].title, "Write the docs");
    /// # std::fs::remove_dir_all(&folder)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Store`](crate::Error::Store).
    pub async fn search(&self, words: &str, limit: u32) -> Result<Vec<Hit>> {
        let mut store = self.store().await;
        let (template, query) = match store.dialect() {
            Dialect::Sqlite => (
                "SELECT p.id, t.name, p.title, p.url, snippet({search}, -1, '', '', '…', 12)
                FROM {search} s JOIN {pages} p ON p.n = s.rowid LEFT JOIN {tables} t ON t.source_id = p.source_id
                WHERE {search} MATCH ? ORDER BY bm25({search}, 10.0, 2.0, 1.0), p.id LIMIT ?n",
                phrase(words),
            ),
            Dialect::Postgres => (
                "SELECT CAST(p.id AS text), t.name, p.title, p.url,
                    ts_headline('simple', left(s.title || ' ' || s.body || ' ' || s.content, 10000), q,
                        'StartSel=\"\", StopSel=\"\", MaxWords=12, MinWords=4')
                FROM plainto_tsquery('simple', ?) q, {search} s JOIN {pages} p ON p.n = s.n
                LEFT JOIN {tables} t ON t.source_id = p.source_id
                WHERE s.words @@ q ORDER BY ts_rank(s.words, q) DESC, p.id LIMIT ?n",
                words.to_owned(),
            ),
        };
        if query.trim().is_empty() {
            return Ok(Vec::new());
        }
        let rows = store
            .fetch(template, vec![query.into(), i64::from(limit).into()])
            .await?;
        let hit = |row: Vec<Value>| {
            let mut texts = row.into_iter().map(Value::into_text);
            let mut next = || texts.next().flatten();
            Hit {
                id: next().unwrap_or_default(),
                table: next(),
                title: next().unwrap_or_default(),
                url: next(),
                snippet: next().unwrap_or_default(),
            }
        };
        Ok(rows.into_iter().map(hit).collect())
    }
}

/// Words as FTS5 takes them: each in quotes, so that none is an operator.
fn phrase(words: &str) -> String {
    let words = words.replace('\0', " ");
    let quoted: Vec<_> = words
        .split_whitespace()
        .map(|word| format!("\"{}\"", word.replace('"', "\"\"")))
        .collect();
    quoted.join(" ")
}

/// Writes what is found of pages: ids, titles, and the texts of their properties. Their content stays. Within the caller's
/// transaction.
pub(crate) async fn index(store: &mut Store, words: Vec<(String, String, String)>) -> Result<()> {
    let ids: Vec<&str> = words.iter().map(|(id, ..)| id.as_str()).collect();
    let known = known(store, &ids).await?;
    let numbers: HashMap<&str, i64> = known
        .iter()
        .map(|(id, known)| (id.as_str(), known.n))
        .collect();
    let mut numbered: Vec<(i64, &str, &str)> = words
        .iter()
        .filter_map(|(id, title, body)| {
            Some((*numbers.get(id.as_str())?, title.as_str(), body.as_str()))
        })
        .collect();
    numbered.sort_by_key(|(n, ..)| *n);
    let key = key(store.dialect());
    let existing = existing(
        store,
        key,
        &numbered.iter().map(|(n, ..)| *n).collect::<Vec<_>>(),
    )
    .await?;
    let mut new = Vec::new();
    for (n, title, body) in numbered {
        if existing.contains(&n) {
            let template = format!("UPDATE {{search}} SET title = ?, body = ? WHERE {key} = ?n");
            store
                .execute(&template, vec![title.into(), body.into(), n.into()])
                .await?;
        } else {
            new.push(vec![n.into(), title.into(), body.into(), "".into()]);
        }
    }
    let names = [key, "title", "body", "content"].map(str::to_owned);
    let types = [
        ColumnType::Integer,
        ColumnType::Text,
        ColumnType::Text,
        ColumnType::Text,
    ];
    let table = store.dialect().meta("search");
    insert(store, &table, &names, &types, "", new).await
}

/// Writes what is found of the content of a page. Within the caller's transaction.
pub(crate) async fn index_content(store: &mut Store, page: &str, content: &str) -> Result<()> {
    let key = key(store.dialect());
    let template = format!(
        "UPDATE {{search}} SET content = ? WHERE {key} = (SELECT n FROM {{pages}} WHERE id = ?u)"
    );
    store
        .execute(&template, vec![content.into(), page.into()])
        .await?;
    Ok(())
}

/// Removes pages that are gone from what is found. Within the caller's transaction.
pub(crate) async fn forget(store: &mut Store, ids: &[String]) -> Result<()> {
    let key = key(store.dialect());
    for ids in ids.chunks(1_000) {
        let list = Dialect::rows(&[ColumnType::Id], ids.len());
        let template = format!(
            "DELETE FROM {{search}} WHERE {key} IN (SELECT n FROM {{pages}} WHERE id IN ({list}))"
        );
        store
            .execute(
                &template,
                ids.iter().map(|id| Value::from(id.as_str())).collect(),
            )
            .await?;
    }
    Ok(())
}

async fn existing(store: &mut Store, key: &str, numbers: &[i64]) -> Result<HashSet<i64>> {
    let mut found = HashSet::new();
    for numbers in numbers.chunks(1_000) {
        let list = Dialect::rows(&[ColumnType::Integer], numbers.len());
        let template = format!("SELECT {key} FROM {{search}} WHERE {key} IN ({list})");
        let rows = store
            .fetch(
                &template,
                numbers.iter().map(|n| Value::Integer(*n)).collect(),
            )
            .await?;
        found.extend(rows.iter().filter_map(|row| row[0].integer()));
    }
    Ok(found)
}

/// The column that has the number of the page.
fn key(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => "rowid",
        Dialect::Postgres => "n",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_is_an_operator() {
        assert_eq!(phrase("a OR b\"c"), r#""a" "OR" "b""c""#);
        assert_eq!(phrase("  "), "");
    }
}
