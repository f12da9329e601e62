//! Schemas for those of another crate to relate to.

pub mod people;
