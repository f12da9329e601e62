//! The parts that `notion-session` builds on. They have no stability of their own: they belong to the version of
//! `notion-session` that depends on this crate.

pub use crate::api::call::decode;
pub use crate::api::request as requests;
pub use crate::conceal::shown_address;
pub use crate::conceal::{conceal, conceal_cause};
pub use crate::http::fetch::FilePieces;
pub use crate::http::fetched::Fetched;
pub use crate::http::paginate::{Cursors, pages};
