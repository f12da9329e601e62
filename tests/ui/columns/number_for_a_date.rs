// A date is compared with a date.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    due: Option<Date>,
}

fn mistake() {
    let _ = Task::COL.due.before(2026);
}

fn main() {}
