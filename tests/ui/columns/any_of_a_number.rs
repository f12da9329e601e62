// A number is no list of values.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    estimate: Option<f64>,
}

fn mistake() {
    let _ = Task::COL.estimate.any(|one| one.gt(3));
}

fn main() {}
