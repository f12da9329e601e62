// A number is no text.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    estimate: Option<f64>,
}

fn mistake() {
    let _ = Task::COL.estimate.starts_with("1");
}

fn main() {}
