// A field is told to be of two kinds.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(url, email)]
    contact: String,
}

fn main() {}
