//! What the derives' tokens name. It has no stability of its own: it belongs to the version of
//! `notion-derive` that this crate depends on.

pub use serde::Deserializer;

pub use crate::__options_as_property as options_as_property;
pub use crate::column::Column;
pub use crate::row::{ReadError, Values, Visit, VisitMut};
pub use crate::schema::{
    As, Choice, Field, Names, NotionOptions, NotionSchema, Relates, Schema, count_titles, field,
    field_as, flag, points_back,
};
pub use crate::schema::{decode_option, encode_option, option_fingerprint};
