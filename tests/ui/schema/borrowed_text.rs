// A field borrows its text.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    note: &'static str,
}

fn main() {}
