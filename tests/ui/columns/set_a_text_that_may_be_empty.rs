// A text is given to a column that may be empty, without `Some`.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    notes: Option<String>,
}

fn main() {
    let _ = Task::COL.notes.set("later");
}
