// A select holds one option: `eq`.
use notion_session::prelude::*;

#[derive(NotionOptions)]
enum Status {
    Open,
    Done,
}

#[derive(NotionSchema)]
struct Task {
    name: Title,
    status: Option<Status>,
}

fn mistake() {
    let _ = Task::COL.status.contains(Status::Open);
}

fn main() {}
