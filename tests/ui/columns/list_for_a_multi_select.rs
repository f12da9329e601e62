// Several options may be there; `contains` takes one or several.
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
    let _ = Task::COL.tags.in_list([Status::Open]);
}

fn main() {}
