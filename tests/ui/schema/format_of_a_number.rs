// The format of a number, by the word that Notion's JSON has for it.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(format = "euro")]
    budget: f64,
}

fn main() {}
