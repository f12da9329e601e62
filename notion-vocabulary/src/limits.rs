//! Notion's limits. A character is a UTF-16 code unit. Where no other source is named, a number is from Notion's page on request limits
//! (developers.notion.com/reference/request-limits).

/// The maximum number of elements of a relation, people or a rollup, and of mentions in a text, that a page shows (of relations
/// recorded, of the others documented).
pub const MAX_SHOWN_REFERENCES: usize = 25;

/// The maximum number of items in one answer of a list, and the number where a request names none (Notion's page on pagination).
pub const MAX_PAGE_ITEMS: usize = 100;

/// The maximum number of rows that one query gives, over all its pages (Notion's page on querying large data sources).
pub const MAX_QUERY_ROWS: usize = 10_000;

/// The maximum number of elements in an array of blocks, of runs of rich text, and of nearly everything else (Notion's OpenAPI document).
pub const MAX_ARRAY_ELEMENTS: usize = 100;

/// The maximum number of options, related pages or people in one value.
pub const MAX_VALUE_ELEMENTS: usize = 100;

/// The maximum number of options of a property.
pub const MAX_OPTIONS: usize = 100;

/// The maximum number of characters of an option's name (recorded by others).
pub const MAX_OPTION_NAME_CHARACTERS: usize = 100;

/// The maximum number of characters of one run of text.
pub const MAX_TEXT_CHARACTERS: usize = 2_000;

/// The maximum number of characters of a URL.
pub const MAX_URL_CHARACTERS: usize = 2_000;

/// The maximum number of characters of an equation.
pub const MAX_EQUATION_CHARACTERS: usize = 1_000;

/// The maximum number of characters of an e-mail address or a phone number.
pub const MAX_CONTACT_CHARACTERS: usize = 200;

/// The maximum number of characters of the description of a property or an option (Notion's OpenAPI document).
pub const MAX_DESCRIPTION_CHARACTERS: usize = 280;

/// The maximum number of blocks in one request, children included.
pub const MAX_REQUEST_BLOCKS: usize = 1_000;

/// The maximum number of bytes of one request. Notion's page says 500 KB; this is the smaller of the two readings.
pub const MAX_REQUEST_BYTES: usize = 500_000;

/// The maximum number of levels of children below the blocks that a request appends.
pub const MAX_CHILDREN_LEVELS: usize = 2;

/// The maximum number of columns of a table (the SDK's types).
pub const MAX_TABLE_COLUMNS: usize = 100;

/// The maximum number of bytes of the schema of a data source, above which an update is refused (Notion's page on updating data
/// sources says 50 KB; this is the larger of the two readings).
pub const MAX_SCHEMA_BYTES: usize = 50 * 1024;

/// The maximum number of attachments of a comment (Notion's OpenAPI document).
pub const MAX_COMMENT_ATTACHMENTS: usize = 3;

/// The maximum number of bytes of a file's name, its extension included (Notion's guide to files).
pub const MAX_FILE_NAME_BYTES: usize = 900;

/// The maximum number of bytes of one part of an upload, and of a file that is sent in one part (Notion's guide to files).
pub const MAX_UPLOAD_PART_BYTES: u64 = 20 << 20;

/// The minimum number of bytes of a part that others follow (Notion's guide to files).
pub const MIN_UPLOAD_PART_BYTES: u64 = 5 << 20;

/// The size of a part that Notion recommends, in bytes (Notion's guide to files).
pub const RECOMMENDED_UPLOAD_PART_BYTES: u64 = 10 << 20;

/// The maximum number of parts of an upload (Notion's OpenAPI document).
pub const MAX_UPLOAD_PARTS: u32 = 10_000;
