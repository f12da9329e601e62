//! Stores: SQLite and PostgreSQL.
//!
//! [`Store`] executes statements. `dialect` has all that differs between the two languages; the statements themselves, in the
//! other files, are written once.

pub(crate) mod contents;
pub(crate) mod dialect;
mod lease;
pub(crate) mod meta;
#[cfg(feature = "postgres")]
mod postgres;
pub(crate) mod rows;
mod sqlite;
pub(crate) mod state;
pub(crate) mod tables;
pub(crate) mod value;

use std::path::{Path, PathBuf};

use sqlx::Connection as _;
use sqlx::sqlite::SqliteConnection;

use crate::error::{Error, Result};
use dialect::Dialect;
pub(crate) use lease::Lease;
pub(crate) use value::Value;

/// A connection to a store.
pub(crate) struct Store {
    connection: Connection,
    dialect: Dialect,
    address: Address,
    /// Whether a transaction was begun. A run that is dropped leaves one open.
    in_transaction: bool,
    /// Whether the connection ended: what comes next needs another one.
    is_lost: bool,
}

enum Connection {
    Sqlite(SqliteConnection),
    #[cfg(feature = "postgres")]
    Postgres(Box<sqlx::postgres::PgConnection>),
}

/// Where a store is.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Address {
    File(PathBuf),
    #[cfg(feature = "postgres")]
    Server(String),
}

impl Address {
    /// The address in a string: a URL of PostgreSQL, or the path of a file.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let is_server = ["postgres://", "postgresql://"]
            .iter()
            .any(|scheme| text.starts_with(scheme));
        #[cfg(feature = "postgres")]
        if is_server {
            return Ok(Self::Server(text.to_owned()));
        }
        let reason = if is_server {
            "this program was built without the feature `postgres`"
        } else if text.is_empty() {
            "the path is empty; pass a file such as notion.db"
        } else if text.contains("://") {
            "pass the path of a file, or an address that begins with postgres://"
        } else {
            return Ok(Self::File(text.into()));
        };
        Err(Error::Address {
            address: without_password(text),
            reason: reason.to_owned(),
        })
    }
}

/// Without a password.
impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(f),
            #[cfg(feature = "postgres")]
            Self::Server(dsn) => f.write_str(&without_password(dsn)),
        }
    }
}

/// An address as errors may show it: neither the password, nor the query, which may have one.
pub(crate) fn without_password(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else {
        return address.to_owned();
    };
    let rest = rest.split('?').next().unwrap_or_default();
    let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    format!("{scheme}://{host}")
}

impl Store {
    /// Opens a store for reading and writing, without looking at what is in it.
    pub(crate) async fn open(address: &Address) -> Result<Self> {
        Self::connect(address, false).await
    }

    /// Opens a store that no statement can change.
    pub(crate) async fn open_read_only(address: &Address) -> Result<Self> {
        let mut store = Self::connect(address, true).await?;
        if store.dialect == Dialect::Postgres {
            store
                .execute(
                    "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
                    vec![],
                )
                .await?;
        }
        Ok(store)
    }

    async fn connect(address: &Address, read_only: bool) -> Result<Self> {
        let (connection, dialect) = match address {
            Address::File(path) => {
                check_file(path, read_only)?;
                let opened = sqlite::open(path, read_only).await;
                let connection = opened.map_err(|error| not_sqlite(error, path))?;
                (Connection::Sqlite(connection), Dialect::Sqlite)
            }
            #[cfg(feature = "postgres")]
            Address::Server(dsn) => {
                let connection = Box::new(postgres::connect(dsn).await?);
                (Connection::Postgres(connection), Dialect::Postgres)
            }
        };
        Ok(Self {
            connection,
            dialect,
            address: address.clone(),
            in_transaction: false,
            is_lost: false,
        })
    }

    pub(crate) fn dialect(&self) -> Dialect {
        self.dialect
    }

    pub(crate) fn address(&self) -> &Address {
        &self.address
    }

    /// Executes a template and returns how many rows it changed.
    pub(crate) async fn execute(&mut self, template: &str, values: Vec<Value>) -> Result<u64> {
        let sql = self.dialect.write(template);
        self.execute_sql(&sql, values).await
    }

    /// Executes a statement that is no template: it may have braces and question marks in names.
    pub(crate) async fn execute_sql(&mut self, sql: &str, values: Vec<Value>) -> Result<u64> {
        let done = match &mut self.connection {
            Connection::Sqlite(connection) => sqlite::execute(connection, sql, values).await,
            #[cfg(feature = "postgres")]
            Connection::Postgres(connection) => postgres::execute(connection, sql, values).await,
        };
        self.is_lost |= done.as_ref().is_err_and(is_loss);
        done
    }

    /// Executes a template and returns the rows.
    pub(crate) async fn fetch(
        &mut self,
        template: &str,
        values: Vec<Value>,
    ) -> Result<Vec<Vec<Value>>> {
        let sql = self.dialect.write(template);
        Ok(self.fetch_sql(&sql, values).await?.1)
    }

    /// Executes a statement and returns the names of the columns and the rows. Without rows there are no names.
    pub(crate) async fn fetch_sql(
        &mut self,
        sql: &str,
        values: Vec<Value>,
    ) -> Result<(Vec<String>, Vec<Vec<Value>>)> {
        let rows = match &mut self.connection {
            Connection::Sqlite(connection) => sqlite::fetch(connection, sql, values).await,
            #[cfg(feature = "postgres")]
            Connection::Postgres(connection) => postgres::fetch(connection, sql, values).await,
        };
        self.is_lost |= rows.as_ref().is_err_and(is_loss);
        rows
    }

    /// Executes a statement that a person wrote, and returns values as text where the store has types of its own.
    pub(crate) async fn fetch_foreign(
        &mut self,
        sql: &str,
    ) -> Result<(Vec<String>, Vec<Vec<Value>>)> {
        match &mut self.connection {
            Connection::Sqlite(connection) => sqlite::fetch(connection, sql, vec![]).await,
            #[cfg(feature = "postgres")]
            Connection::Postgres(connection) => postgres::fetch_text(connection, sql).await,
        }
    }

    /// Makes the store ready for what comes next: connects again if the connection ended, which also ended its transaction. If that
    /// fails, what comes next fails.
    pub(crate) async fn recover(&mut self) {
        if self.is_lost
            && let Ok(store) = Self::open(&self.address).await
        {
            *self = store;
        }
        self.roll_back_what_was_dropped().await;
    }

    /// Rolls back a transaction that was left open.
    async fn roll_back_what_was_dropped(&mut self) {
        if self.in_transaction {
            self.rollback().await;
        }
    }

    /// Begins a transaction.
    pub(crate) async fn begin(&mut self) -> Result<()> {
        let begin = match self.dialect {
            // So that two writers wait for each other instead of failing later.
            Dialect::Sqlite => "BEGIN IMMEDIATE",
            Dialect::Postgres => "BEGIN",
        };
        self.in_transaction = true;
        self.execute_sql(begin, vec![]).await?;
        Ok(())
    }

    /// Begins a transaction that reads what is committed now, whatever is written in the meantime.
    #[cfg(feature = "parquet")]
    pub(crate) async fn begin_snapshot(&mut self) -> Result<()> {
        let begin = match self.dialect {
            Dialect::Sqlite => "BEGIN",
            Dialect::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        };
        self.in_transaction = true;
        self.execute_sql(begin, vec![]).await?;
        Ok(())
    }

    /// Commits the transaction.
    pub(crate) async fn commit(&mut self) -> Result<()> {
        self.execute_sql("COMMIT", vec![]).await?;
        self.in_transaction = false;
        Ok(())
    }

    /// Rolls the transaction back. It may have ended by itself: a full disk does that.
    pub(crate) async fn rollback(&mut self) {
        let _ended = self.execute_sql("ROLLBACK", vec![]).await;
        self.in_transaction = false;
    }

    /// Closes the connection. What was committed is in the file.
    pub(crate) async fn close(self) -> Result<()> {
        match self.connection {
            Connection::Sqlite(connection) => connection.close().await?,
            #[cfg(feature = "postgres")]
            Connection::Postgres(connection) => connection.close().await?,
        }
        Ok(())
    }
}

/// Whether an error shows that the connection to a server ended.
fn is_loss(error: &Error) -> bool {
    let Error::Store { source, .. } = error else {
        return false;
    };
    match &**source {
        sqlx::Error::Io(_) | sqlx::Error::Protocol(_) | sqlx::Error::Tls(_) => true,
        // 08: connection exceptions; 57P01 to 57P03: the server stops, or ended the connection.
        sqlx::Error::Database(error) => error
            .code()
            .is_some_and(|code| code.starts_with("08") || code.starts_with("57P0")),
        _ => false,
    }
}

/// Looks at the first bytes of a file, so that something else is not opened as a database: a new file may be empty.
fn check_file(path: &Path, read_only: bool) -> Result<()> {
    use std::io::Read;
    let failed = |source| Error::File {
        path: path.display().to_string(),
        source,
    };
    let mut file = match std::fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && !read_only => return Ok(()),
        Err(error) => return Err(failed(error)),
    };
    let mut head = Vec::new();
    file.by_ref()
        .take(16)
        .read_to_end(&mut head)
        .map_err(failed)?;
    if head.is_empty() || head == b"SQLite format 3\0" {
        return Ok(());
    }
    Err(Error::NotAMirror {
        address: path.display().to_string(),
        reason: "the file is not a SQLite database".to_owned(),
    })
}

fn not_sqlite(error: Error, path: &Path) -> Error {
    match error {
        Error::Store { source, .. } if source.to_string().contains("not a database") => {
            Error::NotAMirror {
                address: path.display().to_string(),
                reason: "the file is not a SQLite database".to_owned(),
            }
        }
        error => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_address_shows_a_password() {
        for address in [
            "postgres://me:secret@host:5432/notion",
            "postgres://host/db?password=secret",
            "postgres://me:se@cret@host/db",
        ] {
            assert!(!without_password(address).contains("cret"), "{address}");
        }
        assert_eq!(without_password("notion.db"), "notion.db");
    }

    #[test]
    fn an_address_is_a_file_or_a_server() {
        assert!(matches!(Address::parse("notion.db"), Ok(Address::File(_))));
        assert!(Address::parse("").is_err());
        assert!(Address::parse("mysql://host/db").is_err());
        assert_eq!(
            Address::parse("postgres://h/d").is_ok(),
            cfg!(feature = "postgres")
        );
    }
}
