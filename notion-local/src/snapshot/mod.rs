//! Snapshots: a workspace as one JSON file, with lists of Notion's own objects.

mod content;
mod export;
mod import;
mod page;
mod schema;
mod source;
mod value;

use serde_json::Value;
use uuid::Uuid;

use crate::pieces::Pieces;
use crate::state::Workspace;

pub(crate) use export::export;
pub(crate) use source::Source;
pub use value::SnapshotError;

/// A workspace, and its home page.
pub(crate) type Opened = (Workspace, Uuid);

/// Reads a snapshot from outside. It is accepted only if the snapshot of its workspace is accepted as well, so that a data
/// file with this workspace can be opened at the next start.
pub(crate) fn open(snapshot: &Value, seed: u64) -> Result<(Opened, Pieces), SnapshotError> {
    let (workspace, home) = import::import(&Source::Value(snapshot), seed)?;
    let written = write(&workspace, home);
    drop(workspace);
    reopen(&written, seed).map(|opened| (opened, written))
}

/// Reads a snapshot that this program wrote.
pub(crate) fn reopen(written: &Pieces, seed: u64) -> Result<Opened, SnapshotError> {
    read(written.reader(), seed)
}

/// Reads the text of a snapshot.
pub(crate) fn read(text: impl std::io::Read, seed: u64) -> Result<Opened, SnapshotError> {
    import::import(&Source::read(text)?, seed)
}

/// Returns the snapshot of a workspace as text.
pub(crate) fn write(workspace: &Workspace, home: Uuid) -> Pieces {
    let mut pieces = Pieces::default();
    // Writing to memory cannot fail.
    let _written = export::write(workspace, home, &mut pieces);
    pieces
}
