// A checkbox holds nothing: `eq`.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    done: bool,
}

fn mistake() {
    let _ = Task::COL.done.not_contains(true);
}

fn main() {}
