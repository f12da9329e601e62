//! The data file: a snapshot, and all later requests that changed the workspace.
//!
//! A request is written before it is answered. Opening the file reads the snapshot, executes the requests again with their
//! times and IDs, and replaces them by a new snapshot. A separate thread writes, so that concurrent requests are written
//! together, with one sync of the disk.

mod entry;
mod file;
mod overlay;
mod unreadable;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;

use redb::Database;

use crate::pieces::Pieces;

pub(crate) use entry::Entry;
pub use file::OpenError;
pub(crate) use file::Reader;

/// The maximum number of changes in one transaction.
const MOST_AT_ONCE: usize = 1000;

/// A change to be written.
#[derive(Debug)]
pub(crate) enum Change {
    /// A request that changed the workspace.
    Request(Entry),
    /// The workspace is replaced by another one.
    Restore(Pieces),
    /// The workspace is reset to the one that the server started with.
    Reset,
    /// What the server begins with.
    Begin(Pieces),
}

/// A data file that was found or made.
pub(crate) enum Opened {
    /// It was made, and holds what it was made with.
    New(Store),
    /// It was there, and is not open for writing yet.
    Existing(Box<Reader>),
}

/// What is called when a change is written, with whether it is.
type Done = Box<dyn FnOnce(bool) + Send>;

/// An open data file.
#[derive(Debug)]
pub(crate) struct Store {
    path: PathBuf,
    recovery: tokio::sync::OnceCell<()>,
    database: Arc<Database>,
    is_broken: Arc<AtomicBool>,
    changes: Option<mpsc::Sender<(Change, Done)>>,
    writer: Option<JoinHandle<()>>,
}

impl Store {
    /// Looks for a data file. If there is none, or one without content, one is made that begins with this seed and
    /// snapshot.
    pub(crate) fn find(
        path: &Path,
        seed: u64,
        snapshot: impl FnOnce() -> Pieces,
    ) -> Result<Opened, OpenError> {
        let made = match file::find(path)? {
            file::Found::File(reader) => return Ok(Opened::Existing(Box::new(reader))),
            file::Found::Empty => Some(file::make_of_empty(path, seed, &snapshot())?),
            file::Found::Nothing => file::make(path, seed, &snapshot())?,
        };
        match made {
            Some(database) => Self::write_to(path, database).map(Opened::New),
            // Somebody else was quicker.
            None => match file::find(path)? {
                file::Found::File(reader) => Ok(Opened::Existing(Box::new(reader))),
                file::Found::Empty | file::Found::Nothing => Err(OpenError::InUse {
                    path: path.to_owned(),
                }),
            },
        }
    }

    /// Opens a file for writing that was read.
    ///
    /// # Errors
    /// If it cannot be written, too: what is written later would be refused.
    pub(crate) fn open(reader: Reader) -> Result<Self, OpenError> {
        let (path, database) = reader.open()?;
        file::probe(&database).map_err(|error| OpenError::io(&path, io_error(error)))?;
        Self::write_to(&path, database)
    }

    /// Reads what is in the file of a store that is broken.
    pub(crate) fn reread(&self) -> Result<Reader, OpenError> {
        Reader::again(&self.path)
    }

    /// What was lost when something could not be written, and is to be looked after once.
    pub(crate) fn recovery(&self) -> &tokio::sync::OnceCell<()> {
        &self.recovery
    }

    fn write_to(path: &Path, database: Database) -> Result<Self, OpenError> {
        let io = |error| OpenError::io(path, error);
        // The folder that the program is in may become another one.
        let absolute = std::path::absolute(path).map_err(io)?;
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
            })
            .map_err(io)?;
        Ok(Self {
            path: absolute,
            recovery: tokio::sync::OnceCell::new(),
            database,
            is_broken,
            changes: Some(changes),
            writer: Some(writer),
        })
    }

    /// Returns true if something could not be written. Nothing is from then on.
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

    /// Reads the text of the snapshot that the server began with.
    pub(crate) fn beginning(&self) -> Result<impl std::io::Read + use<>, String> {
        file::snapshot(&self.database, true).map_err(|error| error.to_string())
    }
}

fn io_error(error: redb::Error) -> std::io::Error {
    match error {
        redb::Error::Io(error) => error,
        error => std::io::Error::other(error),
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
    use std::fs::File;
    use std::io::{self, Read as _};
    use std::sync::atomic::AtomicUsize;

    use redb::StorageBackend;
    use redb::backends::FileBackend;

    use super::*;
    use crate::core::{Core, Settings};

    /// A file on a disk that is full after so many writes.
    #[derive(Debug)]
    struct Full {
        inner: FileBackend,
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

    /// A folder of a test's own, gone at its end.
    pub(crate) struct Folder(PathBuf);

    impl Folder {
        pub(crate) fn new(name: &str) -> Self {
            let name = format!("notion-local-store-{name}-{}", std::process::id());
            let path = std::env::temp_dir().join(name);
            std::fs::create_dir_all(&path).unwrap();
            Self(path)
        }

        pub(crate) fn file(&self) -> PathBuf {
            self.0.join("data")
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _gone = std::fs::remove_dir_all(&self.0);
        }
    }

    /// A core whose file is on such a disk, and how many writes that still takes.
    pub(crate) async fn core(folder: &Folder) -> (Core, Arc<AtomicUsize>) {
        let made = Core::open(Settings::default(), &folder.file()).await;
        drop(made.unwrap());
        let left = Arc::new(AtomicUsize::new(usize::MAX));
        let file = File::options().read(true).write(true).open(folder.file());
        let disk = Full {
            inner: FileBackend::new(file.unwrap()).unwrap(),
            left: Arc::clone(&left),
        };
        let database = Database::builder().create_with_backend(disk).unwrap();
        let store = Store::write_to(&folder.file(), database).unwrap();
        let fresh = crate::state::Workspace::fresh(0);
        (Core::new(Settings::default(), fresh, Some(store)), left)
    }

    #[tokio::test]
    async fn after_a_change_that_could_not_be_written_none_is() {
        let folder = Folder::new("broken");
        let (core, left) = core(&folder).await;
        let store = core.store().unwrap();
        assert!(store.write_now(Change::Reset));
        assert!(!store.is_broken());

        left.store(0, Ordering::SeqCst);
        assert!(!store.write_now(Change::Reset));
        assert!(store.is_broken());

        left.store(usize::MAX, Ordering::SeqCst);
        assert!(!store.write_now(Change::Reset), "the file is behind");
        // What was written can still be read.
        let mut text = String::new();
        let reader = store.reread().unwrap();
        reader
            .snapshot()
            .unwrap()
            .read_to_string(&mut text)
            .unwrap();
        assert!(text.contains(&core.home().to_string()));
    }
}
