//! The program `notion-local`.

fn main() {}
