// A number format is given as a number.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(number = 2)]
    budget: f64,
}

fn main() {}
