// The struct has no title property.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: String,
    done: bool,
}

fn main() {}
