//! The parts that `notion-session` builds on. They have no stability of their own: they belong to the version of
//! `notion-session` that depends on this crate.

pub use crate::codec::{Layout, PropertyIds, id_of, read_instant};
pub use crate::column::decide::{Decision, PageValues};
pub use crate::column::expression::FilterProperty;
pub use crate::column::operand::OperandValue;
pub use crate::column::split::Rest;
pub use crate::plan::adopt::{Renaming, adopt, usual_name};
pub use crate::plan::allow::Verdict;
pub use crate::plan::creation::{Creation, Existing, State, Step, plan_creation};
pub use crate::plan::fit::{Fit, fit};
pub use crate::plan::request::{Sources, creation_request, property_requests};
pub use crate::plan::schema_plan::lines;
pub use crate::plan::set::{SetCreation, SetRequest, SetStep, SetUpdate, SetView};
pub use crate::plan::update::updates;
pub use crate::row::page::{Found, QueryPage, RowFailure, read_page, read_query};
pub use crate::row::whole::{content, is_whole, put_whole};
pub use crate::row::write::{
    Changes, changed, differing, filled, fingerprint, is_part, read_as, write_filled,
};
pub use crate::schema::cell::text_of_content;
pub use crate::schema::types::files::check_file;
pub use crate::schema::value::decode_property;

/// Notion's rules for values.
pub mod rule {
    pub use crate::schema::rule::{count, length, option_name, schema};
}
