// The enum of a list is no set of options yet.
use notion_session::prelude::*;

enum Tag {
    Red,
}

#[derive(NotionSchema)]
struct Task {
    name: Title,
    tags: Vec<Tag>,
}

fn main() {}
