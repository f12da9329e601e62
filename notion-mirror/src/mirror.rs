//! The handle of a mirror.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use notion_session::Session;
use tokio::sync::{Mutex, MutexGuard, OwnedMutexGuard};

use crate::error::{Error, Result};
use crate::store::{Address, Store, meta, tables};
use crate::sync::Run;

/// A mirror: a database in which a copy of Notion is kept up to date.
///
/// A handle: clones share one connection. See the [crate](crate) for what is in the database.
#[derive(Clone)]
pub struct Mirror {
    inner: Arc<Inner>,
}

struct Inner {
    address: Address,
    store: Mutex<Store>,
    running: Arc<Mutex<()>>,
}

impl Mirror {
    /// Opens the mirror in a SQLite file, and creates it if the file does not exist. No request.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let folder = std::env::temp_dir().join(format!("notion-mirror-open-{}", std::process::id()));
    /// # std::fs::create_dir_all(&folder)?;
    /// # let path = folder.join("notion.db");
    /// use notion_mirror::Mirror;
    ///
    /// let mirror = Mirror::open(&path).await?;
    /// assert_eq!(mirror.tables().await?, []);
    /// # std::fs::remove_dir_all(&folder)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::NotAMirror`] if the file is something else; [`Error::Newer`] if a later version wrote it; [`Error::Store`] and
    /// [`Error::File`] if it cannot be opened.
    pub async fn open(path: impl AsRef<Path>) -> Result<Self> {
        Self::at(Address::File(path.as_ref().to_owned())).await
    }

    /// Connects to the mirror at an address: `postgres://…` for a database of PostgreSQL, or the path of a SQLite file. Creates
    /// the tables if there are none. No request to Notion.
    ///
    /// In PostgreSQL, tables of data sources are created in the first schema of the role's search path, and the mirror's own
    /// in the schema `_notion`.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open); [`Error::Address`] if the address is not valid. No error shows a password.
    pub async fn connect(address: &str) -> Result<Self> {
        Self::at(Address::parse(address)?).await
    }

    async fn at(address: Address) -> Result<Self> {
        let mut store = Store::open(&address).await?;
        meta::prepare(&mut store).await?;
        Ok(Self {
            inner: Arc::new(Inner {
                address,
                store: Mutex::new(store),
                running: Arc::default(),
            }),
        })
    }

    /// Starts a run. Nothing is sent until it is awaited.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let folder = std::env::temp_dir().join(format!("notion-mirror-sync-{}", std::process::id()));
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
    /// use notion_mirror::Mirror;
    ///
    /// let mirror = Mirror::open(&path).await?;
    /// let report = mirror.sync(&session).database(&tasks).await?;
    /// assert_eq!((report.new, report.is_complete()), (1, true));
    ///
    /// // Nothing has changed: two requests.
    /// let report = mirror.sync(&session).database(&tasks).await?;
    /// assert_eq!((report.new, report.changed, report.requests), (0, 0, 2));
    /// # std::fs::remove_dir_all(&folder)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// The run fails with [`Error::Held`] while another run writes to the store, and with the first error of Notion or of the
    /// store. What was committed stays, and the next run goes on from there.
    pub fn sync<'a>(&'a self, session: &'a Session) -> Run<'a> {
        Run::new(self, session)
    }

    /// The tables of data sources: the ids of the data sources and the names. No request.
    ///
    /// # Errors
    ///
    /// [`Error::Store`].
    pub async fn tables(&self) -> Result<Vec<(String, String)>> {
        tables::all(&mut *self.store().await).await
    }

    /// Closes the connection, if this is the last handle.
    ///
    /// # Errors
    ///
    /// [`Error::Store`].
    pub async fn close(self) -> Result<()> {
        match Arc::try_unwrap(self.inner) {
            Ok(inner) => inner.store.into_inner().close().await,
            Err(_) => Ok(()),
        }
    }

    /// The store. A transaction that a run left open, because it was dropped, is rolled back: nothing may read what is in it. A
    /// connection that was lost is made again.
    pub(crate) async fn store(&self) -> MutexGuard<'_, Store> {
        let mut store = self.inner.store.lock().await;
        store.recover().await;
        store
    }

    /// A connection of its own that cannot change anything.
    pub(crate) async fn read_only(&self) -> Result<Store> {
        Store::open_read_only(&self.inner.address).await
    }

    /// The right to run, within this process.
    pub(crate) fn running(&self) -> Result<OwnedMutexGuard<()>> {
        let running = Arc::clone(&self.inner.running).try_lock_owned();
        running.map_err(|_| Error::Held {
            holder: "a run of the same handle".to_owned(),
        })
    }
}

/// Without a password.
impl fmt::Debug for Mirror {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mirror")
            .field("address", &self.inner.address.to_string())
            .finish_non_exhaustive()
    }
}
