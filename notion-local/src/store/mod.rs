//! A workspace in a data file: a snapshot, and all requests since then that changed it.
//!
//! A request is written before it is answered. Opening the file reads the snapshot, carries the requests out again, at
//! their times and with their ids, and writes a new snapshot in their place. A thread writes, so that requests that
//! come together are written together.

mod entry;
mod file;

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;

use redb::Database;
use serde_json::Value;

pub(crate) use entry::Entry;
pub(crate) use file::Kept;
pub use file::OpenError;

/// The most changes that are written at once.
const MOST_AT_ONCE: usize = 1000;

/// What is to be written.
#[derive(Debug)]
pub(crate) enum Change {
    /// A request that changed the workspace.
    Request(Entry),
    /// Another workspace in its place.
    Restore(Vec<u8>),
    /// The workspace that the server began with.
    Reset,
    /// What the server begins with.
    Begin(Vec<u8>),
}

/// What is called when a change is written, with whether it is.
type Done = Box<dyn FnOnce(bool) + Send>;

/// An open data file.
#[derive(Debug)]
pub(crate) struct Store {
    database: Arc<Database>,
    is_broken: Arc<AtomicBool>,
    changes: Option<mpsc::Sender<(Change, Done)>>,
    writer: Option<JoinHandle<()>>,
}

impl Store {
    /// Opens a data file and reads what it holds. Where there is none, one is made that begins with this seed and
    /// snapshot.
    pub(crate) fn open(
        path: &Path,
        fresh: impl FnOnce() -> Kept,
    ) -> Result<(Self, Kept), OpenError> {
        let (database, kept) = file::open(path, fresh)?;
        let store = Self::write_to(database).map_err(|error| OpenError::io(path, error))?;
        Ok((store, kept))
    }

    fn write_to(database: Database) -> std::io::Result<Self> {
        let database = Arc::new(database);
        let is_broken = Arc::new(AtomicBool::new(false));
        let (changes, queue) = mpsc::channel::<(Change, Done)>();
        let (to, broken) = (Arc::clone(&database), Arc::clone(&is_broken));
        let writer = std::thread::Builder::new()
            .name("notion-local data".into())
            .spawn(move || {
                while let Ok(first) = queue.recv() {
                    let more = queue.try_iter().take(MOST_AT_ONCE - 1);
                    let (changes, done): (Vec<Change>, Vec<Done>) =
                        std::iter::once(first).chain(more).unzip();
                    // After a failure the file is behind the workspace: what comes later must not be written.
                    let is_good =
                        !broken.load(Ordering::SeqCst) && file::write(&to, &changes).is_ok();
                    if !is_good {
                        broken.store(true, Ordering::SeqCst);
                    }
                    for done in done {
                        done(is_good);
                    }
                }
            })?;
        Ok(Self {
            database,
            is_broken,
            changes: Some(changes),
            writer: Some(writer),
        })
    }

    /// Whether something could not be written. Nothing is from then on.
    pub(crate) fn is_broken(&self) -> bool {
        self.is_broken.load(Ordering::SeqCst)
    }

    /// Lets a change be written behind all others, and calls back when that is done.
    pub(crate) fn write(&self, change: Change, done: impl FnOnce(bool) + Send + 'static) {
        let Some(changes) = &self.changes else { return };
        if let Err(mpsc::SendError((_, done))) = changes.send((change, Box::new(done))) {
            done(false);
        }
    }

    /// Lets a change be written and waits for it. Tells whether it is.
    pub(crate) fn write_now(&self, change: Change) -> bool {
        let (send, receive) = mpsc::sync_channel(1);
        self.write(change, move |is_good| {
            let _gone = send.send(is_good);
        });
        receive.recv().unwrap_or(false)
    }

    /// The snapshot that the server began with.
    pub(crate) fn beginning(&self) -> Option<Value> {
        file::beginning(&self.database).ok()
    }
}

impl Drop for Store {
    /// Writes what is still to be written, and lets the file go.
    fn drop(&mut self) {
        self.changes = None;
        if let Some(writer) = self.writer.take() {
            let _panicked = writer.join();
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::io;
    use std::sync::atomic::AtomicUsize;

    use redb::StorageBackend;
    use redb::backends::InMemoryBackend;

    use super::*;

    /// A disk that is full after so many writes.
    #[derive(Debug)]
    struct Full {
        inner: InMemoryBackend,
        left: Arc<AtomicUsize>,
    }

    impl StorageBackend for Full {
        fn len(&self) -> io::Result<u64> {
            self.inner.len()
        }

        fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
            self.inner.read(offset, out)
        }

        fn set_len(&self, len: u64) -> io::Result<()> {
            self.inner.set_len(len)
        }

        fn sync_data(&self) -> io::Result<()> {
            self.inner.sync_data()
        }

        fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
            let left = self
                .left
                .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| {
                    left.checked_sub(1)
                });
            match left {
                Ok(_) => self.inner.write(offset, data),
                Err(_) => Err(io::ErrorKind::StorageFull.into()),
            }
        }
    }

    /// A store on such a disk, and how many writes it still takes.
    pub(crate) fn store() -> (Store, Arc<AtomicUsize>) {
        let left = Arc::new(AtomicUsize::new(usize::MAX));
        let disk = Full {
            inner: InMemoryBackend::new(),
            left: Arc::clone(&left),
        };
        let database = Database::builder().create_with_backend(disk).unwrap();
        (Store::write_to(database).unwrap(), left)
    }

    #[test]
    fn after_a_change_that_could_not_be_written_none_is() {
        let (store, left) = store();
        assert!(store.write_now(Change::Begin(b"{}".to_vec())));
        assert!(!store.is_broken());

        left.store(0, Ordering::SeqCst);
        assert!(!store.write_now(Change::Reset));
        assert!(store.is_broken());

        left.store(usize::MAX, Ordering::SeqCst);
        assert!(!store.write_now(Change::Reset), "the file is behind");
    }
}
