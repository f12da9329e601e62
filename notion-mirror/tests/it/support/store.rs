//! Stores: a SQLite file in a temporary folder, or a database of its own in PostgreSQL.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use notion_mirror::Mirror;
use sqlx::{Connection as _, Row as _, ValueRef as _};

static NEXT: AtomicU64 = AtomicU64::new(0);

/// A place for a mirror, which is empty at first.
pub(crate) enum Place {
    File { folder: PathBuf },
    Server { dsn: String },
}

/// Runs a test on each store that there is.
pub(crate) async fn on_each_store<F: Future<Output = ()>>(test: impl Fn(Place) -> F) {
    test(Place::file()).await;
    match Place::server().await {
        Some(place) => test(place).await,
        None => println!("not run on PostgreSQL: NOTION_MIRROR_TEST_PG is not set"),
    }
}

impl Place {
    pub(crate) fn file() -> Self {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("notion-mirror-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        Self::File { folder }
    }

    /// A new database on the server of the environment.
    pub(crate) async fn server() -> Option<Self> {
        let dsn = std::env::var("NOTION_MIRROR_TEST_PG").ok()?;
        let name = format!(
            "mirror_{}_{}",
            std::process::id(),
            NEXT.fetch_add(1, Ordering::Relaxed)
        );
        let mut connection = sqlx::PgConnection::connect(&dsn).await.unwrap();
        sqlx::raw_sql(&format!("DROP DATABASE IF EXISTS {name}"))
            .execute(&mut connection)
            .await
            .unwrap();
        sqlx::raw_sql(&format!("CREATE DATABASE {name}"))
            .execute(&mut connection)
            .await
            .unwrap();
        let (server, _) = dsn.rsplit_once('/').unwrap();
        Some(Self::Server {
            dsn: format!("{server}/{name}"),
        })
    }

    /// The address, as a user writes it.
    pub(crate) fn address(&self) -> String {
        match self {
            Self::File { folder } => folder.join("notion.db").display().to_string(),
            Self::Server { dsn } => dsn.clone(),
        }
    }

    /// The folder of a file.
    pub(crate) fn folder(&self) -> &Path {
        match self {
            Self::File { folder } => folder,
            Self::Server { .. } => panic!("a server has no folder"),
        }
    }

    pub(crate) fn is_server(&self) -> bool {
        matches!(self, Self::Server { .. })
    }

    pub(crate) async fn mirror(&self) -> Mirror {
        Mirror::connect(&self.address()).await.unwrap()
    }

    /// The name of a meta table.
    pub(crate) fn meta(&self, name: &str) -> String {
        if self.is_server() {
            format!("_notion.{name}")
        } else {
            format!("_notion_{name}")
        }
    }

    /// Reads rows, with all values as text, by a connection of its own.
    pub(crate) async fn rows(&self, sql: &str) -> Vec<Vec<Option<String>>> {
        match self {
            Self::File { .. } => {
                let mut connection = sqlx::SqliteConnection::connect(&self.address())
                    .await
                    .unwrap();
                let rows = sqlx::query(sql).fetch_all(&mut connection).await.unwrap();
                let text = |row: &sqlx::sqlite::SqliteRow, index: usize| {
                    if row.try_get_raw(index).unwrap().is_null() {
                        return None;
                    }
                    let number = || {
                        row.try_get::<f64, _>(index)
                            .map(|number| number.to_string())
                    };
                    let integer = row
                        .try_get::<i64, _>(index)
                        .map(|number| number.to_string());
                    let text = integer
                        .or_else(|_| row.try_get::<String, _>(index))
                        .or_else(|_| number());
                    Some(text.unwrap())
                };
                rows.iter()
                    .map(|row| (0..row.len()).map(|index| text(row, index)).collect())
                    .collect()
            }
            Self::Server { dsn } => {
                let mut connection = sqlx::PgConnection::connect(dsn).await.unwrap();
                let rows = sqlx::raw_sql(sql).fetch_all(&mut connection).await.unwrap();
                let text = |row: &sqlx::postgres::PgRow, index: usize| {
                    let raw = row.try_get_raw(index).unwrap();
                    (!raw.is_null()).then(|| raw.as_str().unwrap().to_owned())
                };
                rows.iter()
                    .map(|row| (0..row.len()).map(|index| text(row, index)).collect())
                    .collect()
            }
        }
    }

    /// Executes a statement, by a connection of its own.
    pub(crate) async fn run(&self, sql: &str) {
        match self {
            Self::File { .. } => {
                let mut connection = sqlx::SqliteConnection::connect(&self.address())
                    .await
                    .unwrap();
                sqlx::query(sql).execute(&mut connection).await.unwrap();
            }
            Self::Server { dsn } => {
                let mut connection = sqlx::PgConnection::connect(dsn).await.unwrap();
                sqlx::query(sql).execute(&mut connection).await.unwrap();
            }
        }
    }

    /// The one value of a query, as text.
    pub(crate) async fn one(&self, sql: &str) -> String {
        let rows = self.rows(sql).await;
        assert_eq!(rows.len(), 1, "{sql}: {rows:?}");
        rows[0][0].clone().unwrap_or_default()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Self::File { folder } = self {
            let _gone = std::fs::remove_dir_all(folder);
        }
    }
}
