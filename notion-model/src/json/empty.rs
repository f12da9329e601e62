//! An object in which Notion has nothing to say yet.

use crate::json::object;

object! {
    /// `{}`: what Notion writes where a type has no settings. Should it get some one day, they are kept.
    pub struct Empty {}
}
