//! Reading from Notion: what is planned in `plan` is asked for here, and written by `store`.

pub(crate) mod answer;
pub(crate) mod complete;
pub(crate) mod content;
pub(crate) mod discover;
pub(crate) mod list;
pub(crate) mod reconcile;
pub(crate) mod row;
pub(crate) mod rows;
pub(crate) mod source;
pub(crate) mod users;
pub(crate) mod verify;
