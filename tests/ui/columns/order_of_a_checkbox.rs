// A checkbox has no order.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    done: bool,
}

fn main() {
    let t = Task::COL;
    let _ = t.done.gt(3.0);
}
