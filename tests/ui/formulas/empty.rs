// The formula is empty.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    estimate: Option<f64>,
    #[notion(formula = "")]
    gross: Formula<f64>,
}

fn main() {}
