//! Comparing the mirror with Notion, without writing.

use std::collections::HashSet;

use notion_session::Session;
use notion_session::model::DataSourceId;
use serde::Serialize;
use uuid::Uuid;

use super::answer::{id, is_gone, request, send};
use super::complete::complete;
use super::list::Queries;
use super::row::Parsed;
use crate::error::{Error, Result};
use crate::mirror::Mirror;
use crate::plan::fingerprint;
use crate::store::rows::known;
use crate::store::{state, tables};

/// A difference between the mirror and Notion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Difference {
    /// The table.
    pub table: String,
    /// The row, unless it is about the data source.
    pub row: Option<String>,
    /// What differs.
    pub kind: DifferenceKind,
}

/// What differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DifferenceKind {
    /// Notion has the row, and the mirror does not, or not as a live one.
    Missing,
    /// The mirror has another value.
    Differs,
    /// The mirror has the row as a live one, and Notion does not list it.
    Extra,
    /// The schema of the data source differs.
    Schema,
    /// The data source can no longer be read.
    Unreachable,
    /// Notion did not give all rows, so that those that are missing in its answer are not compared.
    Incomplete,
}

impl Mirror {
    /// Compares the mirror with Notion, and writes nothing. One request for each data source, one for each 100 rows, and one for
    /// each 100 elements of a truncated value.
    ///
    /// Rows are compared by everything that Notion sends of them; content and comments are not compared. What changed in Notion
    /// since the last run is a difference too. Keeps 16 bytes a row in memory.
    ///
    /// # Errors
    ///
    /// The first error of Notion or of the store.
    pub async fn verify(&self, session: &Session) -> Result<Vec<Difference>> {
        let sources = tables::all(&mut *self.store().await).await?;
        let mut differences = Vec::new();
        for (source, table) in sources {
            let known = state::source(&mut *self.store().await, &source).await?;
            if known.as_ref().is_none_or(|known| known.state != "live") {
                continue;
            }
            let mut add = |row: Option<String>, kind| {
                differences.push(Difference {
                    table: table.clone(),
                    row,
                    kind,
                });
            };
            let schema = session
                .api()
                .data_sources()
                .retrieve(id::<DataSourceId>(&source)?);
            let object = match send(session, request(&schema)?).await {
                Ok(answer) => answer.object()?,
                Err(error) if is_gone(&error) => {
                    add(None, DifferenceKind::Unreachable);
                    continue;
                }
                Err(error) => return Err(error),
            };
            let properties = object
                .get("properties")
                .map(ToString::to_string)
                .unwrap_or_default();
            if known.is_some_and(|known| known.schema_fingerprint != fingerprint::of(&properties)) {
                add(None, DifferenceKind::Schema);
            }
            self.verify_rows(session, &source, &mut add).await?;
        }
        Ok(differences)
    }

    async fn verify_rows(
        &self,
        session: &Session,
        source: &str,
        add: &mut (impl FnMut(Option<String>, DifferenceKind) + Send),
    ) -> Result<()> {
        let mut queries = Queries::new(session, source, "created_time", None)?;
        let mut seen: HashSet<Uuid> = HashSet::new();
        let mut reasons = Vec::new();
        let mut next = Some(queries.ask(None).await?);
        while let Some(answer) = next.take() {
            let part = answer.part()?;
            let raws = queries.pages(&part);
            for raw in raws {
                let parsed = Parsed::read(raw).map_err(|error| Error::answer("a row", error))?;
                let row = parsed.page.id.clone().into_owned();
                if let Ok(uuid) = Uuid::try_parse(&row)
                    && !seen.insert(uuid)
                {
                    continue;
                }
                let completed = complete(session, &parsed).await?;
                let json = completed
                    .as_ref()
                    .map_or(&*parsed.raw, |completed| completed.json.as_str());
                let known = known(&mut *self.store().await, &[&row]).await?;
                let known = known.get(&row).filter(|known| {
                    known.state == "live" && known.source.as_deref() == Some(source)
                });
                match known {
                    None => add(Some(row), DifferenceKind::Missing),
                    Some(known) if known.fingerprint != fingerprint::of(json) => {
                        add(Some(row), DifferenceKind::Differs);
                    }
                    Some(_) => {}
                }
            }
            let (cursor, is_limited) = (part.next(), part.is_limited());
            next = queries
                .ask_next(cursor.as_deref(), is_limited, &mut reasons)
                .await?;
        }
        if !queries.is_whole() {
            add(None, DifferenceKind::Incomplete);
            return Ok(());
        }
        let mut after = Uuid::nil().to_string();
        loop {
            let ids = state::live_after(&mut *self.store().await, source, &after).await?;
            let Some(last) = ids.last() else {
                return Ok(());
            };
            after.clone_from(last);
            for row in ids {
                if Uuid::try_parse(&row).is_ok_and(|uuid| !seen.contains(&uuid)) {
                    add(Some(row), DifferenceKind::Extra);
                }
            }
        }
    }
}
