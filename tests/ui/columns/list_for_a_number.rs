// A number is compared with one number; several are several conditions, put together with `|`.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    estimate: Option<f64>,
}

fn mistake() {
    let _ = Task::COL.estimate.in_list([1, 2]);
}

fn main() {}
