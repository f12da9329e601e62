// A text is asked whether it lies in a range.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    done: bool,
}

fn main() {
    let _ = Task::COL.name.between("a", "b");
}
