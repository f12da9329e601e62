//! How the types of this crate are read from JSON and written: macros that make a struct of an object, an enum of what has a `type`,
//! and an enum of words, so that nothing is lost.

mod empty;
mod extra;
mod from_json;
mod object;
mod open_enum;
mod reader;
mod tagged;
mod tape;

pub use empty::Empty;
pub use extra::{Extra, Form};
pub use tagged::Unknown;

pub(crate) use extra::{FieldIndex, OBJECT_KEY};
pub(crate) use from_json::{FromJson, Misfit, deserialize_by_json, json_by_deserialize};
pub(crate) use object::{FromEntries, Read, Write, WriteEntries, constructor, key, mode, object};
pub(crate) use open_enum::open_enum;
pub(crate) use reader::Reader;
pub(crate) use tagged::{
    Tagged, beside_type, by_object, tagged, tagged_inline, take_content, take_type,
};
pub(crate) use tape::{Entries, Json, Tape};
