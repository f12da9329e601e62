// A unique id is compared by its number, without the prefix.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(prefix = "TASK")]
    number: UniqueId,
}

fn mistake() {
    let _ = Task::COL.number.ge("TASK-3");
}

fn main() {}
