//! The reference of the language.

#[doc = include_str!("docs/language.md")]
pub mod language {}

#[doc = include_str!("docs/functions.md")]
pub mod functions {}
