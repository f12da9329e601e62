// A skipped field is given a kind.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(skip, url)]
    link: String,
}

fn main() {}
