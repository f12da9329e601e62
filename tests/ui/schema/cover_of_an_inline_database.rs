// An inline database is given a cover.
use notion_session::prelude::*;

#[derive(NotionSchema)]
#[notion(inline, cover = "https://example.org/cover.png")]
struct Task {
    name: Title,
}

fn main() {}
