// The formula ends too early.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    estimate: Option<f64>,
    #[notion(formula = "{estimate} * ")]
    gross: Formula<f64>,
}

fn main() {}
