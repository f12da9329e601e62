// A field of a row is misspelt.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    done: bool,
}

fn finish(row: &mut Row<Task>) {
    row.dnoe = true;
}

fn main() {}
