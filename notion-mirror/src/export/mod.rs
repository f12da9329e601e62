//! An export of a mirror as Parquet files, for engines that read files: Spark, Trino, DuckDB, DataFusion, ClickHouse.
//!
//! A version is a folder of files, one a table, that never change. `manifest.json` names the versions, and is replaced last, so
//! that a reader sees a whole version or the one before it.

mod arrays;
#[cfg(feature = "s3")]
mod bucket;
mod manifest;
mod place;
mod tables;

use std::fmt;
use std::future::IntoFuture;
use std::num::NonZeroU32;
use std::pin::Pin;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde::Serialize;

use crate::error::Result;
use crate::mirror::Mirror;
use manifest::Version;
use place::Place;

/// How many versions are kept, unless [`Export::keep`] says otherwise.
const KEEP: NonZeroU32 = NonZeroU32::new(3).unwrap();

/// An export of a mirror. It writes nothing until it is awaited. Made by [`Mirror::export`].
#[must_use = "nothing is exported until it is awaited"]
pub struct Export<'a> {
    mirror: &'a Mirror,
    to: String,
    keep: NonZeroU32,
}

/// What an export wrote.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ExportReport {
    /// The number of the version; the first one is 1.
    pub version: u64,
    /// Each file of the version.
    pub tables: Vec<ExportedTable>,
    /// Files of earlier versions that were deleted.
    pub deleted: u64,
    /// How long the export took.
    #[serde(rename = "seconds", serialize_with = "crate::sync::report::seconds")]
    pub elapsed: Duration,
}

/// A table as it was exported.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
#[non_exhaustive]
pub struct ExportedTable {
    /// The name of the table.
    pub table: String,
    /// The title of the data source; `None` of the mirror's own tables.
    pub title: Option<String>,
    /// The id of the data source.
    pub source: Option<String>,
    /// The file, relative to the manifest.
    pub file: String,
    /// Rows in the file, tombstones included.
    pub rows: u64,
    /// Bytes of the file.
    pub bytes: u64,
}

impl Mirror {
    /// Exports the mirror as Parquet files to a folder, or with the feature `s3` to a bucket (`s3://bucket/prefix`). No request to
    /// Notion. Nothing is written until it is awaited.
    ///
    /// All tables are of one moment: they are read in one transaction, while runs may write. Each export writes a version of its
    /// own, `versions/<number>-<random>/<table>.parquet`, and then replaces `manifest.json`, which lists the versions with their
    /// files, the newest first. In a bucket the manifest is replaced on condition that it has not changed; in a folder it is
    /// replaced by a rename, under a lock on `export.lock`.
    ///
    /// Columns have the types of the mirror: strings, lists of strings (multi-select, relations, people), doubles,
    /// booleans, timestamps with microseconds in UTC. JSON is a string. Of the mirror's own tables, users, pages, blocks and comments
    /// are exported.
    ///
    /// A bucket's credentials and endpoint are read from the environment: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`,
    /// `AWS_REGION`, `AWS_ENDPOINT_URL`; `AWS_ALLOW_HTTP=true` for an endpoint without TLS.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let folder = std::env::temp_dir().join(format!("notion-mirror-export-{}", std::process::id()));
    /// # std::fs::create_dir_all(&folder)?;
    /// # let path = folder.join("notion.db");
    /// # let to = folder.join("export").display().to_string();
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
    /// let report = mirror.export(&to).keep(2).await?;
    /// assert_eq!(report.version, 1);
    /// assert!(report.tables.iter().any(|table| table.table == "tasks" && table.rows == 1));
    /// # std::fs::remove_dir_all(&folder)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Address`](crate::Error::Address) if the place is neither; [`Error::Held`](crate::Error::Held) while another export
    /// writes to the folder; [`Error::Export`](crate::Error::Export) if a file cannot be written, or another export replaced the
    /// manifest in the meantime; [`Error::Store`](crate::Error::Store). What was current stays current.
    pub fn export(&self, to: impl Into<String>) -> Export<'_> {
        Export {
            mirror: self,
            to: to.into(),
            keep: KEEP,
        }
    }
}

impl<'a> Export<'a> {
    /// Sets how many versions are kept, the new one included (default: 3; at least 1). Files of older versions are deleted after
    /// the manifest has been replaced: a reader that has read the manifest before has time to read its files.
    pub fn keep(mut self, versions: u32) -> Self {
        self.keep = NonZeroU32::new(versions).unwrap_or(NonZeroU32::MIN);
        self
    }

    async fn run(self) -> Result<ExportReport> {
        let started = Instant::now();
        let place = Place::open(&self.to)?;
        let found = place.manifest().await?;
        let number = found.manifest.current() + 1;
        let folder = format!("{number:08}-{:08x}", random());
        let written = self.write(&place, &folder).await;
        let tables = match written {
            Ok(tables) => tables,
            Err(error) => {
                // What cannot be deleted now is deleted by the next export.
                let _later = place.delete(&folder).await;
                return Err(error);
            }
        };
        let version = Version {
            version: number,
            created_at: Timestamp::now().to_string(),
            folder: folder.clone(),
            tables: tables.clone(),
        };
        let next = found.manifest.with(version, self.keep);
        if let Err(error) = place.replace(&next, &found).await {
            let _later = place.delete(&folder).await;
            return Err(error);
        }
        let deleted = place.delete_what_is_not_in(&next).await?;
        Ok(ExportReport {
            version: number,
            tables,
            deleted,
            elapsed: started.elapsed(),
        })
    }

    /// Writes all tables, as they are at one moment.
    async fn write(&self, place: &Place, folder: &str) -> Result<Vec<ExportedTable>> {
        let mut store = self.mirror.read_only().await?;
        store.begin_snapshot().await?;
        let mut written = Vec::new();
        for table in tables::all(&mut store).await? {
            written.push(table.write(&mut store, place, folder).await?);
        }
        store.close().await?;
        Ok(written)
    }
}

/// So that two exports never write the same file.
fn random() -> u32 {
    uuid::Uuid::new_v4().as_fields().0
}

impl<'a> IntoFuture for Export<'a> {
    type Output = Result<ExportReport>;
    type IntoFuture = Pin<Box<dyn Future<Output = Result<ExportReport>> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl fmt::Debug for Export<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Export")
            .field("to", &self.to)
            .field("keep", &self.keep)
            .finish_non_exhaustive()
    }
}

/// One line.
impl fmt::Display for ExportReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows: u64 = self.tables.iter().map(|table| table.rows).sum();
        let bytes: u64 = self.tables.iter().map(|table| table.bytes).sum();
        write!(
            f,
            "version {}: {} tables, {rows} rows, {bytes} bytes, {} old files deleted, {:.1} s",
            self.version,
            self.tables.len(),
            self.deleted,
            self.elapsed.as_secs_f64()
        )
    }
}
