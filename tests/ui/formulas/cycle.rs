// Two formulas need each other.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(formula = "{net} * 1.2")]
    gross: Formula<f64>,
    #[notion(formula = "{gross} / 1.2")]
    net: Formula<f64>,
}

fn main() {}
