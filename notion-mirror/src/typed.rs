//! Rows of the mirror as structs, without Notion.

use notion_session::model::DataSource;
use notion_session::row::read_rows;
use notion_session::{NotionSchema, Row};

use crate::error::{Error, Result};
use crate::mirror::Mirror;
use crate::store::{Store, Value};

impl Mirror {
    /// Reads the live rows of the data source that has the title of the schema, from the JSON that Notion sent. No request.
    ///
    /// Properties are found by their IDs where the data source was renamed in part. A relation of more than 25 pages is whole.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let folder = std::env::temp_dir().join(format!("notion-mirror-typed-{}", std::process::id()));
    /// # std::fs::create_dir_all(&folder)?;
    /// # let path = folder.join("notion.db");
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema, Debug, Default)]
    /// # #[notion(title = "Tasks")]
    /// # struct Task { #[notion(title)] task: String }
    /// # let session = Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// # let tasks = session.create_db::<Task>(&home).await?;
    /// # tasks.insert(Task { task: "Write".into() }).await?;
    /// # let mirror = notion_mirror::Mirror::open(&path).await?;
    /// # mirror.sync(&session).database(&tasks).await?;
    /// let tasks = mirror.rows::<Task>().await?;
    /// assert_eq!(tasks[0].task, "Write");
    /// # std::fs::remove_dir_all(&folder)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Missing`] if no data source of the mirror has the title, or several do; [`Error::Notion`] if a row does not fit
    /// the struct.
    pub async fn rows<S: NotionSchema>(&self) -> Result<Vec<Row<S>>> {
        let title = S::SCHEMA.title;
        let mut store = self.store().await;
        let select = "SELECT CAST(s.id AS text), t.name, CAST(s.raw AS text) FROM {sources} s
            JOIN {tables} t ON t.source_id = s.id WHERE s.title = ? AND s.state = 'live'";
        let found = store.fetch(select, vec![title.into()]).await?;
        let [source] = &found[..] else {
            return Err(Error::Missing(format!(
                "{} data sources of the mirror have the title {title:?}; exactly one is needed",
                found.len()
            )));
        };
        let text = |index: usize| source.get(index).and_then(Value::text).unwrap_or_default();
        let schema: Option<DataSource> = serde_json::from_str(text(2)).ok();
        read(&mut store, text(1), schema.as_ref()).await
    }
}

/// Reads the rows of a table, 500 at a time.
async fn read<S: NotionSchema>(
    store: &mut Store,
    table: &str,
    schema: Option<&DataSource>,
) -> Result<Vec<Row<S>>> {
    let table = crate::columns::name::quote(table);
    let mut rows = Vec::new();
    let mut after = uuid::Uuid::nil().to_string();
    loop {
        let sql = store.dialect().write(&format!(
            "SELECT CAST(\"id\" AS text), CAST(\"_raw\" AS text) FROM {table}
            WHERE \"_state\" = 'live' AND \"id\" > ?u ORDER BY \"id\" LIMIT 500"
        ));
        let (_, part) = store.fetch_sql(&sql, vec![after.as_str().into()]).await?;
        let Some(last) = part.last().and_then(|row| row[0].text()) else {
            return Ok(rows);
        };
        last.clone_into(&mut after);
        let pages: Vec<&str> = part.iter().filter_map(|row| row[1].text()).collect();
        let list = format!(
            "{{\"object\":\"list\",\"results\":[{}],\"next_cursor\":null,\"has_more\":false}}",
            pages.join(",")
        );
        for row in read_rows::<S>(list.as_bytes(), schema)? {
            rows.push(row?);
        }
    }
}
