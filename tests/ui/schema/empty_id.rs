// The id is empty.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(id = "")]
    estimate: Option<f64>,
}

fn main() {}
