// The formula needs its own result.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    estimate: Option<f64>,
    #[notion(formula = "{gross} * 1.2")]
    gross: Formula<f64>,
}

fn main() {}
