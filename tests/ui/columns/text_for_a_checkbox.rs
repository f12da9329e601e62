// A checkbox is `true` or `false`.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    done: bool,
}

fn mistake() {
    let _ = Task::COL.done.eq("yes");
}

fn main() {}
