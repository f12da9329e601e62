// The enum that a schema was derived on is the target of a relation: still one error.
use notion_session::prelude::*;

#[derive(NotionSchema)]
enum Project {
    Open,
}

#[derive(NotionSchema)]
struct Task {
    name: Title,
    project: Relation<Project>,
}

fn main() {}
