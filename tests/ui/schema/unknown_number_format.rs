// `euros` is no number format of Notion.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(number = euros)]
    budget: Option<f64>,
}

fn main() {}
