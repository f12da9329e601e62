//! The data file itself: a database of the embedded store redb, with three tables.

use std::fs::{File, TryLockError};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use redb::backends::InMemoryBackend;
use redb::{
    Database, DatabaseError, ReadableDatabase as _, ReadableTable as _, StorageBackend as _,
    StorageError, TableDefinition,
};
use serde_json::Value;

use super::{Change, Entry};

/// What kind of file this is.
const FORMAT: &str = "notion-local 1";

/// `format` and `seed`.
const ABOUT: TableDefinition<'_, &str, &str> = TableDefinition::new("about");
/// Snapshots: the `beginning`, and, where another one was put in its place, the `present` one.
const SNAPSHOTS: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("snapshots");
/// The requests since the snapshot, head and body.
const REQUESTS: TableDefinition<'_, u64, (&str, &[u8])> = TableDefinition::new("requests");

const BEGINNING: &str = "beginning";
const PRESENT: &str = "present";

/// What a data file holds.
#[derive(Debug)]
pub(crate) struct Kept {
    pub(crate) seed: u64,
    pub(crate) snapshot: Value,
    /// Whether the snapshot is what the server began with. Otherwise it was put in its place.
    pub(crate) is_beginning: bool,
    pub(crate) requests: Vec<Entry>,
}

/// Why a data file cannot be opened.
#[derive(Debug)]
#[non_exhaustive]
pub enum OpenError {
    /// Another server has it open.
    InUse {
        /// The file.
        path: PathBuf,
    },
    /// It is damaged, or it is another kind of file. It was left as it is.
    Damaged {
        /// The file.
        path: PathBuf,
        /// What does not fit.
        reason: String,
    },
    /// It cannot be read or written.
    Io {
        /// The file.
        path: PathBuf,
        /// Why not.
        error: io::Error,
    },
}

impl OpenError {
    pub(super) fn io(path: &Path, error: io::Error) -> Self {
        Self::Io {
            path: path.to_owned(),
            error,
        }
    }

    pub(crate) fn damaged(path: &Path, reason: impl Into<String>) -> Self {
        Self::Damaged {
            path: path.to_owned(),
            reason: reason.into(),
        }
    }
}

impl std::fmt::Display for OpenError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::InUse { path } => {
                write!(
                    f,
                    "the data file {} is in use by another server",
                    path.display()
                )
            }
            Self::Damaged { path, reason } => write!(
                f,
                "the data file {} is damaged, or is none of this program, and was left as it is: {reason}",
                path.display()
            ),
            Self::Io { path, error } => {
                write!(
                    f,
                    "the data file {} cannot be opened: {error}",
                    path.display()
                )
            }
        }
    }
}

impl std::error::Error for OpenError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { error, .. } => Some(error),
            Self::InUse { .. } | Self::Damaged { .. } => None,
        }
    }
}

/// Opens the file at a path, or makes it.
pub(super) fn open(
    path: &Path,
    fresh: impl FnOnce() -> Kept,
) -> Result<(Database, Kept), OpenError> {
    let io = |error| OpenError::io(path, error);
    match std::fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(io(error)),
        Ok(found) if found.is_dir() => return Err(io(io::ErrorKind::IsADirectory.into())),
        Ok(found) if found.len() == 0 => {}
        Ok(_) => return open_existing(path),
    }
    // Made beside its place and put there when it is whole: whoever finds it finds all of it.
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".{}.new", std::process::id()));
    let beside = PathBuf::from(beside);
    let made = make(&beside, fresh()).map_err(|error| match error {
        redb::Error::Io(error) => io(error),
        error => io(io::Error::other(error)),
    });
    let made = made.and_then(|made| {
        place(&beside, path)
            .map_err(io)
            .map(|placed| (placed, made))
    });
    let _gone = std::fs::remove_file(&beside);
    match made? {
        (true, made) => Ok(made),
        // Somebody else was quicker.
        (false, _) => open_existing(path),
    }
}

fn make(path: &Path, kept: Kept) -> Result<(Database, Kept), redb::Error> {
    let database = Database::create(path)?;
    let transaction = database.begin_write()?;
    {
        let mut about = transaction.open_table(ABOUT)?;
        about.insert("format", FORMAT)?;
        about.insert("seed", kept.seed.to_string().as_str())?;
    }
    transaction.commit()?;
    write(
        &database,
        &[Change::Begin(kept.snapshot.to_string().into_bytes())],
    )?;
    Ok((database, kept))
}

/// Gives a new file its name, unless a file with something in it has it. Tells whether it has it now.
fn place(beside: &Path, path: &Path) -> io::Result<bool> {
    if std::fs::metadata(path).is_ok_and(|found| found.len() == 0) {
        std::fs::remove_file(path)?;
    }
    match std::fs::hard_link(beside, path) {
        Ok(()) => {
            // The name itself has to be on the disk, too. Not everywhere can a directory be opened.
            let directory = path
                .parent()
                .filter(|parent| !parent.as_os_str().is_empty());
            if let Ok(directory) = File::open(directory.unwrap_or(Path::new("."))) {
                directory.sync_all()?;
            }
            Ok(true)
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        // There are file systems without links.
        Err(_) => std::fs::rename(beside, path).map(|()| true),
    }
}

/// Opens a file after it was looked through. All that may mend or change something is done to a copy in memory first: a
/// file that is not good is not touched.
fn open_existing(path: &Path) -> Result<(Database, Kept), OpenError> {
    let io = |error| OpenError::io(path, error);
    let in_use = || OpenError::InUse {
        path: path.to_owned(),
    };
    let mut file = File::open(path).map_err(io)?;
    match file.try_lock_shared() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(in_use()),
        Err(TryLockError::Error(error)) => return Err(io(error)),
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(io)?;
    drop(file);
    // The store says that it reports damage and does not panic. That promise is not ours.
    let looked = std::panic::catch_unwind(|| look_through(&bytes));
    let kept = looked
        .unwrap_or_else(|_| Err("its pages do not fit together".into()))
        .map_err(|reason| OpenError::damaged(path, reason))?;
    let database = Database::open(path).map_err(|error| match error {
        DatabaseError::DatabaseAlreadyOpen => in_use(),
        DatabaseError::Storage(StorageError::Io(error)) => io(error),
        error => OpenError::damaged(path, error.to_string()),
    })?;
    Ok((database, kept))
}

fn look_through(bytes: &[u8]) -> Result<Kept, String> {
    let copy = InMemoryBackend::new();
    let length = u64::try_from(bytes.len()).map_err(|error| error.to_string())?;
    copy.set_len(length)
        .and_then(|()| copy.write(0, bytes))
        .map_err(|error| error.to_string())?;
    let mut settings = Database::builder();
    settings.set_check_integrity_on_open(true);
    let database = settings
        .create_with_backend(copy)
        .map_err(|error| error.to_string())?;
    read(&database).map_err(|error| error.to_string())
}

fn read(database: &Database) -> Result<Kept, redb::Error> {
    let no_file = || redb::Error::Corrupted("it holds no workspace".into());
    let transaction = database.begin_read()?;
    let about = transaction.open_table(ABOUT)?;
    let format = about.get("format")?.ok_or_else(no_file)?;
    if format.value() != FORMAT {
        return Err(redb::Error::Corrupted(format!(
            "it was written by another version: {}",
            format.value()
        )));
    }
    let seed = about
        .get("seed")?
        .and_then(|seed| seed.value().parse().ok());
    let snapshots = transaction.open_table(SNAPSHOTS)?;
    let present = snapshots.get(PRESENT)?;
    let is_beginning = present.is_none();
    let snapshot = match present {
        Some(present) => Some(present),
        None => snapshots.get(BEGINNING)?,
    };
    let snapshot = serde_json::from_slice(snapshot.ok_or_else(no_file)?.value())
        .map_err(|error| redb::Error::Corrupted(error.to_string()))?;
    let mut requests = Vec::new();
    for request in transaction.open_table(REQUESTS)?.iter()? {
        let request = request?.1;
        let (head, body) = request.value();
        requests.push(Entry {
            head: head.to_owned(),
            body: body.to_vec().into(),
        });
    }
    Ok(Kept {
        seed: seed.ok_or_else(no_file)?,
        snapshot,
        is_beginning,
        requests,
    })
}

/// The snapshot that the server began with.
pub(super) fn beginning(database: &Database) -> Result<Value, redb::Error> {
    let transaction = database.begin_read()?;
    let snapshots = transaction.open_table(SNAPSHOTS)?;
    let snapshot = snapshots.get(BEGINNING)?;
    let bytes = snapshot
        .as_ref()
        .map(redb::AccessGuard::value)
        .unwrap_or_default();
    serde_json::from_slice(bytes).map_err(|error| redb::Error::Corrupted(error.to_string()))
}

/// Writes changes, all or none. When this returns, they are on the disk.
pub(super) fn write(database: &Database, changes: &[Change]) -> Result<(), redb::Error> {
    let mut transaction = database.begin_write()?;
    // With one phase a file that was damaged just after a crash could lose its last change unnoticed.
    transaction.set_two_phase_commit(true);
    {
        let mut snapshots = transaction.open_table(SNAPSHOTS)?;
        let mut requests = transaction.open_table(REQUESTS)?;
        let mut next = requests.last()?.map_or(0, |(number, _)| number.value() + 1);
        for change in changes {
            match change {
                Change::Request(entry) => {
                    requests.insert(next, (entry.head.as_str(), entry.body.as_ref()))?;
                    next += 1;
                    continue;
                }
                Change::Restore(snapshot) => {
                    snapshots.insert(PRESENT, snapshot.as_slice())?;
                }
                Change::Reset => {
                    snapshots.remove(PRESENT)?;
                }
                Change::Begin(snapshot) => {
                    snapshots.remove(PRESENT)?;
                    snapshots.insert(BEGINNING, snapshot.as_slice())?;
                }
            }
            requests.retain(|_, _| false)?;
        }
    }
    transaction.commit()?;
    Ok(())
}
