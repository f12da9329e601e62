// A property's name in single quotes.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    estimate: Option<f64>,
    #[notion(formula = "prop('Estimate') * 2")]
    doubled: Formula<f64>,
}

fn main() {}
