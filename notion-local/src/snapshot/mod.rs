//! A whole workspace as one JSON file: Notion's own objects, in lists.

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

/// A workspace, and the page that counts as home.
pub(crate) type Opened = (Workspace, Uuid);

/// Reads a snapshot that came from outside. A snapshot is accepted only if the snapshot of its workspace is: whatever is
/// accepted here is also accepted from a data file, at the next start.
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

/// The snapshot of a workspace, as text.
pub(crate) fn write(workspace: &Workspace, home: Uuid) -> Pieces {
    let mut pieces = Pieces::default();
    // Memory takes everything.
    let _written = export::write(workspace, home, &mut pieces);
    pieces
}
