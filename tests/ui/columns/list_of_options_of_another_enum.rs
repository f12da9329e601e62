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
    status: Option<Status>,
}

fn mistake() {
    let _ = Task::COL.status.in_list([Size::Small, Size::Large]);
}

fn main() {}
