// A text is no date, whatever it says.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    notes: Option<String>,
}

fn mistake() {
    let _ = Task::COL.notes.past_week();
}

fn main() {}
