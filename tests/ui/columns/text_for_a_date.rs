// A text is made a date first, so that a mistake in it is found: `"2026-11-22".parse::<Date>()?`.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    due: Option<Date>,
}

fn mistake() {
    let _ = Task::COL.due.on_or_after("2026-11-22");
}

fn main() {}
