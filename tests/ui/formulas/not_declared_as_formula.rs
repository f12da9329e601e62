// The field is not declared as a formula.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    estimate: Option<f64>,
    #[notion(formula = "{estimate} * 1.2")]
    gross: f64,
}

fn main() {}
