//! Projects and tasks.

fn main() {}
