// A URL is declared as a number.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(url)]
    link: f64,
}

fn main() {}
