//! The pure part of the program `notion`: schemas of Notion databases as Rust. The program's commands are
//! described by `notion help`, and in the README.

pub mod generate;
