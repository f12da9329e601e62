//! The lease: one run writes to a store at a time.
//!
//! What keeps others out ends with the process or its connection, however it ends, so that a run that was killed never has to be
//! waited for: a lock on a file beside the SQLite file, an advisory lock of PostgreSQL. The table `lease` says who holds it.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use jiff::Timestamp;

#[cfg(feature = "postgres")]
use super::Value;
use super::{Address, Store};
use crate::error::{Error, Result};

/// The key of the advisory lock: "notion" in ASCII. It is per database, and so is a mirror.
#[cfg(feature = "postgres")]
const LOCK_KEY: i64 = 0x6e6f_7469_6f6e;

/// The right to write to a store. It ends with [`release`](Self::release), or with the process.
#[derive(Debug)]
pub(crate) struct Lease {
    /// The file that is locked, of SQLite.
    _file: Option<File>,
}

impl Lease {
    /// Takes the lease, or fails with who holds it.
    pub(crate) async fn take(store: &mut Store) -> Result<Self> {
        let address = store.address().clone();
        let file = match &address {
            Address::File(path) => match lock(path)? {
                Some(file) => Some(file),
                None => return Err(held(store).await),
            },
            #[cfg(feature = "postgres")]
            Address::Server(_) => {
                let taken = "SELECT pg_try_advisory_lock(CAST($1 AS bigint))";
                let rows = store.fetch_sql(taken, vec![LOCK_KEY.into()]).await?.1;
                if rows
                    .first()
                    .is_none_or(|row| row[0] != Value::Boolean(true))
                {
                    return Err(held(store).await);
                }
                None
            }
        };
        let holder = format!("process {} on {}", std::process::id(), host());
        let upsert = "INSERT INTO {lease} (name, holder, since) VALUES ('run', ?, ?t)
            ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, since = excluded.since";
        let values = vec![holder.into(), Timestamp::now().to_string().into()];
        if let Err(error) = store.execute(upsert, values).await {
            // A store that is read-only: the lock must not stay with the connection.
            let _ended = unlock(store).await;
            return Err(error);
        }
        Ok(Self { _file: file })
    }

    /// Gives the lease back.
    pub(crate) async fn release(self, store: &mut Store) -> Result<()> {
        store
            .execute("DELETE FROM {lease} WHERE name = 'run'", vec![])
            .await?;
        unlock(store).await
    }
}

/// Gives the advisory lock back. The lock on a file ends with the file.
#[cfg(feature = "postgres")]
async fn unlock(store: &mut Store) -> Result<()> {
    if let Address::Server(_) = store.address() {
        let unlock = "SELECT pg_advisory_unlock(CAST($1 AS bigint))";
        store.fetch_sql(unlock, vec![LOCK_KEY.into()]).await?;
    }
    Ok(())
}

/// The lock on a file ends with the file.
#[cfg(not(feature = "postgres"))]
async fn unlock(_store: &mut Store) -> Result<()> {
    Ok(())
}

/// Locks the file beside a SQLite file; `None` if another process has it locked.
fn lock(path: &Path) -> Result<Option<File>> {
    let mut name = path.as_os_str().to_owned();
    name.push("-lease");
    let failed = |source| Error::File {
        path: name.to_string_lossy().into_owned(),
        source,
    };
    let opened = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&name);
    let file = opened.map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(source)) => Err(failed(source)),
    }
}

async fn held(store: &mut Store) -> Error {
    let select = "SELECT holder, CAST(since AS text) FROM {lease} WHERE name = 'run'";
    let rows = store.fetch(select, vec![]).await.unwrap_or_default();
    let holder = rows
        .first()
        .and_then(|row| Some((row[0].text()?, row[1].text()?)));
    Error::Held {
        holder: match holder {
            Some((holder, since)) => format!("{holder}, since {since}"),
            None => "a process that has just begun".to_owned(),
        },
    }
}

/// The name of this machine, as far as the system tells it without a library.
fn host() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname");
    let name = name.ok().or_else(|| std::env::var("HOSTNAME").ok());
    let name = name
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty());
    name.unwrap_or_else(|| "this machine".to_owned())
}
