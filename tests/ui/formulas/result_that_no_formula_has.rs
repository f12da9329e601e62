// No formula gives a list.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    estimate: Option<f64>,
    #[notion(formula = "{estimate} * 1.2")]
    gross: Formula<Vec<f64>>,
}

fn main() {}
