// A number is compared with a text.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    budget: Option<f64>,
}

fn main() {
    let t = Task::COL;
    let _ = t.budget.gt("three");
}
