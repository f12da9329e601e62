//! The data file itself: a database of the embedded store redb, with three tables.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};

use redb::backends::FileBackend;
use redb::{
    Database, DatabaseError, ReadOnlyTable, ReadableDatabase as _, ReadableTable as _,
    StorageError, TableDefinition, TableError, WriteTransaction,
};

use super::overlay::Overlay;
use super::{Change, Entry};
use crate::pieces::{self, Pieces};

/// What kind of file this is.
const FORMAT: &str = "notion-local 2";
/// The kind that earlier versions wrote: each snapshot is one value.
const FORMAT_1: &str = "notion-local 1";

/// `format` and `seed`.
pub(super) const ABOUT: TableDefinition<'_, &str, &str> = TableDefinition::new("about");
/// Snapshots: the `beginning`, and, if another one was put in its place, the `present` one. Each is a text in pieces.
pub(super) const SNAPSHOTS: TableDefinition<'_, (&str, u64), &[u8]> =
    TableDefinition::new("pieces");
/// The snapshots of the earlier format.
const SNAPSHOTS_1: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("snapshots");
/// The requests since the snapshot, head and body.
pub(super) const REQUESTS: TableDefinition<'_, u64, (&str, &[u8])> =
    TableDefinition::new("requests");

pub(super) const BEGINNING: &str = "beginning";
const PRESENT: &str = "present";

/// The memory that the store may use to keep parts of the file, in bytes.
const CACHE: usize = 16 * 1024 * 1024;
/// The memory of one batch of requests that are read, in bytes. One request may be longer.
const BATCH: usize = 8 * 1024 * 1024;

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
        /// The reason.
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

    /// The file can be read, and nothing can be written to it.
    pub(crate) fn unwritable(path: &Path) -> Self {
        Self::io(path, io::Error::other("nothing can be written to it"))
    }

    fn in_use(path: &Path) -> Self {
        Self::InUse {
            path: path.to_owned(),
        }
    }

    /// The path is that of something that this program did not make and does not touch.
    fn foreign(path: &Path, what: &str) -> Self {
        Self::io(
            path,
            io::Error::new(
                io::ErrorKind::InvalidInput,
                format!("it is {what}, not a data file of this program; it was left as it is"),
            ),
        )
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
                "the data file {} is damaged, or was not written by this program, and was left unchanged: {reason}",
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

/// What is at the path of a data file.
#[derive(Debug)]
pub(super) enum Found {
    /// Nothing.
    Nothing,
    /// A regular file without content.
    Empty,
    /// A data file.
    File(Reader),
}

/// Looks at a path. Nothing is changed.
pub(super) fn find(path: &Path) -> Result<Found, OpenError> {
    let io = |error| OpenError::io(path, error);
    let is_link = match path.symlink_metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(error) => return Err(io(error)),
        Ok(found) => found.is_symlink(),
    };
    let found = match path.metadata() {
        Err(error) if is_link && error.kind() == io::ErrorKind::NotFound => {
            return Err(OpenError::foreign(path, "a link to nothing"));
        }
        found => found.map_err(io)?,
    };
    // Before it is opened: opening a fifo waits, and opening a device may do anything.
    if found.is_dir() {
        return Err(io(io::ErrorKind::IsADirectory.into()));
    }
    if !found.is_file() {
        return Err(OpenError::foreign(path, "not a regular file"));
    }
    match (found.len(), is_link) {
        (0, true) => Err(OpenError::foreign(path, "a link to an empty file")),
        (0, false) => Ok(Found::Empty),
        _ => Reader::lock(path).map(Found::File),
    }
}

/// A data file that is read and not touched. All that may mend or change something is done in memory.
#[derive(Debug)]
pub(crate) struct Reader {
    path: PathBuf,
    /// Holds the lock, if the file is locked.
    lock: Option<File>,
    database: Database,
    pub(crate) seed: u64,
    is_current: bool,
}

impl Reader {
    /// Reads a file that another server must not change meanwhile.
    fn lock(path: &Path) -> Result<Self, OpenError> {
        let io = |error| OpenError::io(path, error);
        let file = File::open(path).map_err(io)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(OpenError::in_use(path)),
            Err(TryLockError::Error(error)) => return Err(io(error)),
        }
        let lock = file.try_clone().map_err(io)?;
        Self::of(path, file, Some(lock))
    }

    /// Reads the file of a server that cannot write to it any more.
    pub(super) fn again(path: &Path) -> Result<Self, OpenError> {
        let file = File::open(path).map_err(|error| OpenError::io(path, error))?;
        Self::of(path, file, None)
    }

    fn of(path: &Path, file: File, lock: Option<File>) -> Result<Self, OpenError> {
        let overlay = Overlay::new(file).map_err(|error| OpenError::io(path, error))?;
        let opened = guarded(|| {
            let database = Database::builder()
                .set_cache_size(CACHE)
                .set_check_integrity_on_open(true)
                .create_with_backend(overlay)
                .map_err(redb::Error::from)?;
            let (format, seed) = about(&database)?;
            let is_current = format == FORMAT && is_beginning(&database)?;
            Ok((database, seed, is_current))
        });
        let (database, seed, is_current) =
            opened.map_err(|reason| OpenError::damaged(path, reason))?;
        Ok(Self {
            path: path.to_owned(),
            lock,
            database,
            seed,
            is_current,
        })
    }

    /// Returns true if the file holds nothing but the snapshot that a server begins with, in the present format.
    pub(crate) fn is_current(&self) -> bool {
        self.is_current
    }

    /// Reads the text of the snapshot.
    pub(crate) fn snapshot(&self) -> Result<impl io::Read, String> {
        guarded(|| snapshot(&self.database, false))
    }

    /// Some of the requests since the snapshot, from this number on; none after the last one.
    pub(crate) fn requests(&self, from: u64) -> Result<Vec<Entry>, String> {
        guarded(|| {
            let transaction = self.database.begin_read()?;
            let (mut requests, mut size) = (Vec::new(), 0);
            for request in transaction.open_table(REQUESTS)?.range(from..)? {
                let request = request?.1;
                let (head, body) = request.value();
                size += head.len() + body.len();
                requests.push(Entry {
                    head: head.to_owned(),
                    body: body.to_vec().into(),
                });
                if size >= BATCH {
                    break;
                }
            }
            Ok(requests)
        })
    }

    /// Opens the file to write to it.
    pub(super) fn open(self) -> Result<(PathBuf, Database), OpenError> {
        let Self {
            path,
            lock,
            database,
            ..
        } = self;
        drop(database);
        if let Some(file) = lock {
            file.unlock().map_err(|error| OpenError::io(&path, error))?;
        }
        let opened = Database::builder().set_cache_size(CACHE).open(&path);
        let opened = opened.map_err(|error| match error {
            DatabaseError::DatabaseAlreadyOpen => OpenError::in_use(&path),
            DatabaseError::Storage(StorageError::Io(error)) => OpenError::io(&path, error),
            error => OpenError::damaged(&path, error.to_string()),
        })?;
        Ok((path, opened))
    }
}

/// The store says that it reports damage and does not panic. That promise is not ours.
fn guarded<T>(look: impl FnOnce() -> Result<T, redb::Error>) -> Result<T, String> {
    match std::panic::catch_unwind(AssertUnwindSafe(look)) {
        Ok(found) => found.map_err(|error| error.to_string()),
        Err(_) => Err("its pages do not fit together".into()),
    }
}

fn no_workspace() -> redb::Error {
    redb::Error::Corrupted("it holds no workspace".into())
}

/// The format and the seed.
fn about(database: &Database) -> Result<(String, u64), redb::Error> {
    let transaction = database.begin_read()?;
    let about = transaction.open_table(ABOUT)?;
    let format = about.get("format")?.ok_or_else(no_workspace)?;
    let format = format.value().to_owned();
    if ![FORMAT, FORMAT_1].contains(&format.as_str()) {
        return Err(redb::Error::Corrupted(format!(
            "it was written by another version: {format}"
        )));
    }
    let seed = about.get("seed")?;
    let seed = seed.and_then(|seed| seed.value().parse().ok());
    Ok((format, seed.ok_or_else(no_workspace)?))
}

fn is_beginning(database: &Database) -> Result<bool, redb::Error> {
    let transaction = database.begin_read()?;
    let is_replaced = transaction
        .open_table(SNAPSHOTS)?
        .get((PRESENT, 0))?
        .is_some();
    let has_changed = transaction.open_table(REQUESTS)?.last()?.is_some();
    Ok(!is_replaced && !has_changed)
}

/// Reads the text of the present snapshot, or of the one that the server began with.
pub(super) fn snapshot(
    database: &Database,
    beginning: bool,
) -> Result<impl io::Read + use<>, redb::Error> {
    let transaction = database.begin_read()?;
    let (name, pieces) = match transaction.open_table(SNAPSHOTS) {
        Ok(pieces) => {
            let is_replaced = !beginning && pieces.get((PRESENT, 0))?.is_some();
            (if is_replaced { PRESENT } else { BEGINNING }, Some(pieces))
        }
        // The earlier format has no such table.
        Err(TableError::TableDoesNotExist(_)) => (BEGINNING, None),
        Err(error) => return Err(error.into()),
    };
    let mut whole = match pieces {
        Some(_) => None,
        None => Some(snapshot_1(&transaction.open_table(SNAPSHOTS_1)?)?),
    };
    Ok(pieces::Reader::new(move |number| match &pieces {
        None => Ok(whole.take()),
        Some(pieces) => {
            let piece = pieces.get((name, number as u64));
            let piece = piece.map_err(io::Error::other)?;
            Ok(piece.map(|piece| piece.value().to_vec()))
        }
    }))
}

fn snapshot_1(snapshots: &ReadOnlyTable<&str, &[u8]>) -> Result<Vec<u8>, redb::Error> {
    let found = match snapshots.get(PRESENT)? {
        Some(present) => Some(present),
        None => snapshots.get(BEGINNING)?,
    };
    Ok(found.ok_or_else(no_workspace)?.value().to_vec())
}

/// Makes a data file where nothing is. Returns nothing if something is there by now.
pub(super) fn make(
    path: &Path,
    seed: u64,
    snapshot: &Pieces,
) -> Result<Option<Database>, OpenError> {
    let io = |error| OpenError::io(path, error);
    // Written next to its place and moved there once it is complete, so that a partial file is never found.
    let (beside, file) = temporary(path).map_err(io)?;
    let made = fill(file, seed, snapshot)
        .and_then(|made| Ok((place(&beside, path)?, made)))
        .map_err(io);
    // This name was free before it was used: what has it was made here.
    let _gone = std::fs::remove_file(&beside);
    let (is_placed, made) = made?;
    Ok(is_placed.then_some(made))
}

/// Makes a data file of a file without content. It stays the same file.
pub(super) fn make_of_empty(
    path: &Path,
    seed: u64,
    snapshot: &Pieces,
) -> Result<Database, OpenError> {
    let io = |error| OpenError::io(path, error);
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .open(path)
        .map_err(io)?;
    let found = file.metadata().map_err(io)?;
    if !found.is_file() || found.len() > 0 {
        return Err(OpenError::in_use(path));
    }
    private(&file).map_err(io)?;
    let emptied = file.try_clone().map_err(io)?;
    fill(file, seed, snapshot).map_err(|error| {
        if error.kind() == io::ErrorKind::ResourceBusy {
            return OpenError::in_use(path);
        }
        // It had no content before, either.
        let _left = emptied.set_len(0);
        io(error)
    })
}

/// A new file beside a path, which nobody else may read: it holds tokens.
fn temporary(path: &Path) -> io::Result<(PathBuf, File)> {
    let mut number = 0_u32;
    loop {
        let mut beside = path.as_os_str().to_owned();
        beside.push(format!(".{}-{number}.new", std::process::id()));
        let beside = PathBuf::from(beside);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.open(&beside) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < 1000 => {
                number += 1;
            }
            opened => return opened.map(|file| (beside, file)),
        }
    }
}

/// Lets nobody else read a file.
#[cfg(unix)]
fn private(file: &File) -> io::Result<()> {
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    file.set_permissions(mode)
}

#[cfg(not(unix))]
fn private(_file: &File) -> io::Result<()> {
    Ok(())
}

/// Makes a data file of an open file.
fn fill(file: File, seed: u64, snapshot: &Pieces) -> io::Result<Database> {
    let fill = || {
        let database = Database::builder()
            .set_cache_size(CACHE)
            .create_with_backend(FileBackend::new(file)?)?;
        let transaction = database.begin_write()?;
        {
            let mut about = transaction.open_table(ABOUT)?;
            about.insert("format", FORMAT)?;
            about.insert("seed", seed.to_string().as_str())?;
        }
        transaction.commit()?;
        write(&database, &[Change::Begin(snapshot.clone())])?;
        Ok(database)
    };
    fill().map_err(|error: redb::Error| match error {
        redb::Error::Io(error) => error,
        redb::Error::DatabaseAlreadyOpen => io::ErrorKind::ResourceBusy.into(),
        error => io::Error::other(error),
    })
}

/// Gives a new file its name, unless something else has it. Tells whether it has it now.
fn place(beside: &Path, path: &Path) -> io::Result<bool> {
    match std::fs::hard_link(beside, path) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(false),
        // There are file systems without links. What is replaced there is a file that was made here.
        Err(_) => match File::create_new(path) {
            Ok(_) => std::fs::rename(beside, path)?,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(false),
            Err(error) => return Err(error),
        },
    }
    // The name itself has to be on the disk, too. Not everywhere can a directory be opened.
    let directory = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    if let Ok(directory) = File::open(directory.unwrap_or(Path::new("."))) {
        directory.sync_all()?;
    }
    Ok(true)
}

/// Writes something that changes nothing, to learn whether anything can be written.
pub(super) fn probe(database: &Database) -> Result<(), redb::Error> {
    let transaction = database.begin_write()?;
    transaction.open_table(ABOUT)?.insert("format", FORMAT)?;
    transaction.commit()?;
    Ok(())
}

/// Writes changes, all or none. When this returns, they are on the disk.
pub(super) fn write(database: &Database, changes: &[Change]) -> Result<(), redb::Error> {
    let mut transaction = database.begin_write()?;
    // With one phase a file that was damaged just after a crash could lose its last change unnoticed.
    transaction.set_two_phase_commit(true);
    for change in changes {
        match change {
            Change::Request(entry) => {
                let mut requests = transaction.open_table(REQUESTS)?;
                let next = requests.last()?.map_or(0, |(number, _)| number.value() + 1);
                requests.insert(next, (entry.head.as_str(), entry.body.as_ref()))?;
                continue;
            }
            Change::Restore(snapshot) => put(&transaction, PRESENT, snapshot)?,
            Change::Reset => put(&transaction, PRESENT, &Pieces::default())?,
            Change::Begin(snapshot) => {
                put(&transaction, PRESENT, &Pieces::default())?;
                put(&transaction, BEGINNING, snapshot)?;
                transaction.delete_table(SNAPSHOTS_1)?;
                transaction.open_table(ABOUT)?.insert("format", FORMAT)?;
            }
        }
        transaction.open_table(REQUESTS)?.retain(|_, _| false)?;
    }
    transaction.commit()?;
    Ok(())
}

/// Puts a snapshot in the place of another one.
fn put(transaction: &WriteTransaction, name: &str, snapshot: &Pieces) -> Result<(), redb::Error> {
    let mut pieces = transaction.open_table(SNAPSHOTS)?;
    pieces.retain_in((name, 0)..=(name, u64::MAX), |_, _| false)?;
    for (number, piece) in snapshot.iter().enumerate() {
        pieces.insert((name, number as u64), piece)?;
    }
    Ok(())
}
