// A page that was never verified is asked for with `status`.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    checked: Option<Verification>,
}

fn mistake() {
    let _ = Task::COL.checked.is_empty();
}

fn main() {}
