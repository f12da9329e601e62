// The formula names a field that does not exist.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    estimate: Option<f64>,
    #[notion(formula = "{estimat} * 1.2")]
    gross: Formula<f64>,
}

fn main() {}
