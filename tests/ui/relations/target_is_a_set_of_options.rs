// The target of a relation is an enum of options.
use notion_session::prelude::*;

#[derive(NotionOptions)]
enum Status {
    Open,
}

#[derive(NotionSchema)]
struct Project {
    name: Title,
    status: Relation<Status>,
}

fn main() {}
