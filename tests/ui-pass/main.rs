//! Schemas that must compile without a word, and be what they say. The opposite is in `../ui`.

#![deny(missing_docs)]

mod aliases;
mod crates;
pub mod documented;
mod every_attribute;
mod mutual;
mod names;
mod newtypes;
mod property_types;
mod renamed_crate;
mod ring;
mod rollup_functions;
mod whole_rollups;
