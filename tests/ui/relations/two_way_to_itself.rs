// A two-way relation leads to its own struct.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(two_way = blocks)]
    blocked_by: Relation<Task>,
    #[notion(two_way = blocked_by)]
    blocks: Relation<Task>,
}

fn main() {}
