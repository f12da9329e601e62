//! What crosses crates. Here: the README's code, compiled and run, and schemas for those of another
//! crate to relate to.

pub mod people;

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
