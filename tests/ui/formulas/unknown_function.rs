// The function is misspelt.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    estimate: Option<f64>,
    #[notion(formula = "roundd({estimate})")]
    gross: Formula<f64>,
}

fn main() {}
