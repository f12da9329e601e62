//! Notion's limits on a document.

/// The most characters of one run of text, in UTF-16 code units.
pub const MOST_CHARACTERS: usize = 2_000;
/// The most runs of one text.
pub const MOST_RUNS: usize = 100;
/// The most characters of an address, in UTF-16 code units.
pub(crate) const MOST_OF_ADDRESS: usize = 2_000;
/// The most characters of an equation, in UTF-16 code units.
pub(crate) const MOST_OF_EQUATION: usize = 1_000;
/// The most bytes of a file's name, its extension included.
pub(crate) const MAX_FILE_NAME_BYTES: usize = 900;
/// The most blocks of one list in a request.
pub const MOST_SIBLINGS: usize = 100;
/// The most blocks of one request.
pub const MOST_BLOCKS: usize = 1_000;
/// The most bytes of one request. Notion's documentation says 500 KB; this is the smaller of the two readings.
pub const MOST_BYTES: usize = 500_000;
/// The maximum number of levels of blocks in a document. Such a limit of Notion is not recorded; this one keeps documents
/// within the stack of a thread of 2 MiB. Dropping so many levels takes half of that stack in a debug build.
pub const MAX_DEPTH: usize = 10_000;
/// The most bytes of the blocks of one request, without `{"children":[…],"position":{…}}` around them.
pub(crate) const MOST_BYTES_OF_BLOCKS: usize = MOST_BYTES - 128;
