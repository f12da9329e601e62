//! One data source: its schema, the listing that is due, and the proof of what is gone.

use jiff::Timestamp;
use notion_session::Session;
use notion_session::model::DataSourceId;
use serde_json::{Map, Value};

use super::answer::{id, is_gone, request, send};
use super::list::Again;
use super::rows::Target;
use crate::columns::layout::properties;
use crate::columns::migrate::follow;
use crate::error::Result;
use crate::mirror::Mirror;
use crate::plan::fingerprint;
use crate::plan::listing::{Listing, choose};
use crate::store::state;
use crate::store::{Store, Value as Stored, tables};
use crate::sync::Context;
use crate::sync::report::SourceReport;

/// What a run does with one data source.
pub(crate) struct SourceRun<'a> {
    pub(crate) mirror: &'a Mirror,
    pub(crate) session: &'a Session,
    pub(crate) context: &'a Context<'a>,
    pub(crate) source: String,
    pub(crate) report: SourceReport,
}

/// A data source's schema as the store follows it.
struct Schema {
    title: String,
    changed: bool,
}

impl SourceRun<'_> {
    /// Syncs the schema and the rows. `Ok(false)` if only changes were listed, so that rows in the trash have not shown.
    ///
    /// Two requests where nothing has changed.
    pub(crate) async fn run(&mut self) -> Result<bool> {
        let schema = self
            .session
            .api()
            .data_sources()
            .retrieve(id::<DataSourceId>(&self.source)?);
        let object = match send(self.session, request(&schema)?).await {
            Ok(answer) => answer.object()?,
            Err(error) if is_gone(&error) => {
                self.lose("unreachable").await?;
                self.report.incomplete_because(
                    "the data source is not shared with the integration, or was deleted",
                );
                return Ok(true);
            }
            Err(error) => return Err(error),
        };
        if object.get("in_trash") == Some(&Value::Bool(true)) {
            self.lose("trashed").await?;
            return Ok(true);
        }
        let schema = self.follow_schema(&object).await?;
        self.report.title = schema.title;
        self.mend().await?;
        let mut listing = self.choose(schema.changed).await?;
        let mut is_full = false;
        loop {
            is_full |= matches!(listing, Listing::Full { .. });
            listing = match self.list(listing).await? {
                Again::No => return Ok(is_full),
                Again::List(listing) => listing,
            };
        }
    }

    /// The table, its columns and the schema, after the schema was followed.
    async fn follow_schema(&mut self, object: &Map<String, Value>) -> Result<Schema> {
        let empty = Map::new();
        let schema = object
            .get("properties")
            .and_then(Value::as_object)
            .unwrap_or(&empty);
        let title = plain(object.get("title"));
        let properties_json = Value::Object(schema.clone()).to_string();
        let fingerprint = fingerprint::of(&properties_json);
        let mut store = self.mirror.store().await;
        let before = state::source(&mut store, &self.source).await?;
        let changed = before.as_ref().is_none_or(|before| {
            before.schema_fingerprint != fingerprint || before.state != "live"
        });
        store.begin().await?;
        match self
            .write_schema(&mut store, object, schema, &title, fingerprint, changed)
            .await
        {
            Ok(()) => store.commit().await?,
            Err(error) => {
                store.rollback().await;
                return Err(error);
            }
        }
        Ok(Schema { title, changed })
    }

    async fn write_schema(
        &self,
        store: &mut Store,
        object: &Map<String, Value>,
        schema: &Map<String, Value>,
        title: &str,
        fingerprint: i64,
        changed: bool,
    ) -> Result<()> {
        let (table, columns) = match tables::find(store, &self.source).await? {
            Some(found) => found,
            None => (
                tables::create(store, &self.source, title).await?,
                Vec::new(),
            ),
        };
        let migration = follow(&table, &columns, &properties(schema));
        tables::migrate(
            store,
            &self.source,
            &table,
            &migration.steps,
            &migration.columns,
        )
        .await?;
        let database = object
            .get("parent")
            .and_then(|parent| parent["database_id"].as_str());
        let upsert = "INSERT INTO {sources} (id, database_id, title, state, raw, schema_fingerprint, seen_at)
            VALUES (?u, ?u, ?, 'live', ?j, ?n, ?t)
            ON CONFLICT (id) DO UPDATE SET database_id = excluded.database_id, title = excluded.title, state = 'live',
            raw = excluded.raw, schema_fingerprint = excluded.schema_fingerprint, seen_at = excluded.seen_at";
        let values = vec![
            self.source.as_str().into(),
            database.into(),
            title.into(),
            Stored::Json(Value::Object(object.clone()).to_string()),
            fingerprint.into(),
            self.context.started_at.as_str().into(),
        ];
        store.execute(upsert, values).await?;
        if changed {
            // The rows are read again: a listing that is under way has read them with the old schema.
            let mut watermark = state::watermark(store, &self.source).await?;
            watermark.position = None;
            watermark.edited_from = None;
            state::set_watermark(store, &self.source, &watermark).await?;
        }
        Ok(())
    }

    pub(super) async fn target(&self, store: &mut Store) -> Result<Target> {
        let (table, columns) = tables::find(store, &self.source).await?.unwrap_or_default();
        Ok(Target {
            source: self.source.clone(),
            table,
            columns,
        })
    }

    async fn choose(&mut self, schema_changed: bool) -> Result<Listing> {
        let mut store = self.mirror.store().await;
        let watermark = state::watermark(&mut store, &self.source).await?;
        let live = state::live_rows(&mut store, &self.source).await?;
        let target = self.target(&mut store).await?;
        self.report.table.clone_from(&target.table);
        let has_computed = target
            .columns
            .iter()
            .any(|bound| bound.is_live() && bound.kind.is_computed());
        let wishes = self.context.wishes;
        Ok(choose(
            &watermark,
            schema_changed,
            live,
            has_computed,
            wishes,
            Timestamp::now(),
        ))
    }

    /// Reads rows again of which an earlier run could not read every value.
    async fn mend(&mut self) -> Result<()> {
        let ids = {
            let mut store = self.mirror.store().await;
            let select = "SELECT CAST(id AS text) FROM {pages}
                WHERE source_id = ?u AND state = 'live' AND fingerprint = 0 ORDER BY id";
            let rows = store
                .fetch(select, vec![self.source.as_str().into()])
                .await?;
            rows.into_iter()
                .filter_map(|row| row.into_iter().next()?.into_text())
                .collect::<Vec<_>>()
        };
        for row in ids {
            self.look_up(&row, None).await?;
        }
        Ok(())
    }
}

/// The text of a title.
pub(crate) fn plain(runs: Option<&Value>) -> String {
    let runs = runs.and_then(Value::as_array);
    runs.into_iter()
        .flatten()
        .filter_map(|run| run["plain_text"].as_str())
        .collect()
}
