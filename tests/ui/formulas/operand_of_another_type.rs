// A date is multiplied.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    due: Option<Date>,
    #[notion(formula = "{due} * 2")]
    later: Formula<f64>,
}

fn main() {}
