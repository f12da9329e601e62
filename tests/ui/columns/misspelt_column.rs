// The column is misspelt.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    done: bool,
    due: Option<Date>,
}

fn main() {
    let t = Task::COL;
    let _ = t.dew.past_week();
}
