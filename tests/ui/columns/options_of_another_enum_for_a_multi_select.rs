// The options of a size are not those of a status.
use notion_session::prelude::*;

#[derive(NotionOptions)]
enum Status {
    Open,
    Done,
}

#[derive(NotionOptions)]
enum Size {
    Small,
    Large,
}

#[derive(NotionSchema)]
struct Task {
    name: Title,
    tags: Vec<Status>,
}

fn mistake() {
    let _ = Task::COL.tags.contains([Size::Small]);
}

fn main() {}
