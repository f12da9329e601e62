//! Reading Notion's JSON by hand, in one pass: what schemas and rows are read with.
//!
//! It knows nothing of schemas.
//!
//! | file | what it holds |
//! |---|---|
//! | `scan` | going through a text: what is wanted is read where it stands, the rest is skipped |
//! | `quick` | values of the usual form, read quicker than by `serde_json` |
//! | `ids` | the ids of properties, by the names that a struct gives them |
//! | `layout` | which of a row's properties are wanted, by their ids or names |
//! | `seed` | keys and words that are compared and not kept, ids and instants |
//! | `time` | times as Notion writes them |

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
