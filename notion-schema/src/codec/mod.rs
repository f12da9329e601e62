//! Reads Notion's JSON by hand, in one pass. It knows nothing about schemas.
//!
//! An answer with 100 rows has some hundred kilobytes, most of which no struct asks for: every value comes with its ID, its
//! type, and formatting. Building a tree of it, or matching every key, costs more than everything else that a query does.
//! So each level does only what it must:
//!
//! ```text
//! bytes ──► Scan         walks lists, pages and names of properties, and skips everything else in strides
//!            │  "Name":{"id":..
//!            ▼
//!          Layout        which field is this? Compares the first bytes with those at the same place of the row before;
//!            │           only if they differ, looks the ID up, and then the name
//!            ▼
//!          Quick         reads a value of the usual form: no escapes, borrowed strings, no numbers of unusual size
//!            │  gives up
//!            ▼
//!          serde_json    reads the same bytes again, and reports what is wrong with them
//! ```
//!
//! `Quick` never decides that a value is wrong: whatever it does not know is left to `serde_json`, so that errors are those
//! of `serde_json` and unusual answers only cost time. Property tests check that both read the same.
//!
//! The bytes are checked to be UTF-8 once, at the beginning. `Layout` goes by IDs as soon as it has learnt them from a row,
//! because people rename properties while programs run.
//!
//! | file | what it has |
//! |---|---|
//! | `scan` | a cursor in a JSON text, which reads, skips and counts |
//! | `quick` | a deserializer for values of the usual form |
//! | `ids` | the IDs of properties, by the names that a struct gives them |
//! | `layout` | which field a property belongs to |
//! | `seed` | keys and keywords that are compared and not kept, IDs and instants |
//! | `time` | times in Notion's format |

mod ids;
mod layout;
mod quick;
mod scan;
mod seed;
#[cfg(test)]
mod testing;
mod time;

pub use ids::PropertyIds;
pub use layout::{Layout, id_of};
pub(crate) use quick::Quick;
pub(crate) use scan::{Members, Scan, first};
pub use seed::instant as read_instant;
pub(crate) use seed::{Key, Word, id as read_id};
pub(crate) use time::{day as read_day, instant as parse_instant};
