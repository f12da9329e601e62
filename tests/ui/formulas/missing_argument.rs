// A function lacks an argument.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    estimate: Option<f64>,
    #[notion(formula = "if({estimate} > 3)")]
    gross: Formula<f64>,
}

fn main() {}
