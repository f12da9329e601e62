// A text is rounded.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    #[notion(title)]
    name: String,
    #[notion(formula = "round({name})")]
    rounded: Formula<f64>,
}

fn main() {}
