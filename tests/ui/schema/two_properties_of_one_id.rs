// Two fields are bound to the same property.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(id = "a%3Ab")]
    estimate: Option<f64>,
    #[notion(id = "a%3Ab")]
    spent: Option<f64>,
}

fn main() {}
