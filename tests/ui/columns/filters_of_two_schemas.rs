// A filter of tasks is joined with a filter of projects.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    done: bool,
}

#[derive(NotionSchema)]
struct Project {
    name: Title,
    done: bool,
}

fn main() {
    let _ = Task::COL.done.eq(true) & Project::COL.done.eq(true);
}
