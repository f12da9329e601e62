// A text is compared with a text.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    notes: Option<String>,
}

fn mistake() {
    let _ = Task::COL.notes.contains(3);
}

fn main() {}
