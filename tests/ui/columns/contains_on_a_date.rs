// A date holds nothing: `eq`.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    due: Option<Date>,
}

fn mistake() {
    let _ = Task::COL.due.contains(Relative::Today);
}

fn main() {}
