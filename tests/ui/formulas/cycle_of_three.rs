// Three formulas need each other.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(formula = "{b} + 1")]
    a: Formula<f64>,
    #[notion(formula = "{c} + 1")]
    b: Formula<f64>,
    #[notion(formula = "{a} + 1")]
    c: Formula<f64>,
}

fn main() {}
