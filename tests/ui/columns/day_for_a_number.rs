// A number is compared with a number.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    estimate: Option<f64>,
}

fn mistake() {
    let _ = Task::COL.estimate.gt(Relative::Today);
}

fn main() {}
