// People are found by their ids.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    owners: People,
}

fn mistake() {
    let _ = Task::COL.owners.contains("Ann");
}

fn main() {}
