// People are found by their ids, not by their names.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    owners: People,
}

fn mistake() {
    let _ = Task::COL.owners.ends_with("Smith");
}

fn main() {}
