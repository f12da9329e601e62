// The formula gives a number, and the field is declared with a text.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    estimate: Option<f64>,
    #[notion(formula = "{estimate} * 1.2")]
    gross: Formula<String>,
}

fn main() {}
