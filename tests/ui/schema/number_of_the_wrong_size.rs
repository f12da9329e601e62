// Notion has no numbers of 128 bits.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    size: u128,
}

fn main() {}
