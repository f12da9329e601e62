//! What crosses crates. Here: the README's code, compiled and run.

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
