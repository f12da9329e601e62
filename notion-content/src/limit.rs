//! Notion's limits on a document.

use notion_vocabulary::limits::MAX_ARRAY_ELEMENTS;
pub(crate) use notion_vocabulary::limits::{
    MAX_CHILDREN_LEVELS, MAX_EQUATION_CHARACTERS, MAX_FILE_NAME_BYTES, MAX_TABLE_COLUMNS,
    MAX_URL_CHARACTERS,
};
pub use notion_vocabulary::limits::{MAX_REQUEST_BLOCKS, MAX_REQUEST_BYTES, MAX_TEXT_CHARACTERS};

/// The maximum number of runs of one text.
pub const MAX_TEXT_RUNS: usize = MAX_ARRAY_ELEMENTS;

/// The maximum number of blocks of one list in a request.
pub const MAX_SIBLINGS: usize = MAX_ARRAY_ELEMENTS;

/// The maximum number of levels of blocks in a document. Such a limit of Notion is not recorded; this one keeps documents
/// within the stack of a thread of 2 MiB. Dropping so many levels takes half of that stack in a debug build.
pub const MAX_DEPTH: usize = 10_000;

/// The maximum number of bytes of the blocks of one request, without `{"children":[…],"position":{…}}` around them.
pub(crate) const MAX_BLOCKS_BYTES: usize = MAX_REQUEST_BYTES - 128;
