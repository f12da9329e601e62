// A kind that takes no value is given one.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(url = "https://example.org")]
    link: String,
}

fn main() {}
