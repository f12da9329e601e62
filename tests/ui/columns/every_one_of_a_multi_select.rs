// Only a rollup that shows values has them asked one by one.
use notion_session::prelude::*;

#[derive(NotionOptions)]
enum Status {
    Open,
    Done,
}

#[derive(NotionSchema)]
struct Task {
    name: Title,
    tags: Vec<Status>,
}

fn mistake() {
    let _ = Task::COL.tags.every(|tag| tag.eq(Status::Open));
}

fn main() {}
