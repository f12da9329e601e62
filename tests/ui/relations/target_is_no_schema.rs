// The target of a relation is no schema.
use notion_session::prelude::*;

struct Task;

#[derive(NotionSchema)]
struct Project {
    name: Title,
    tasks: Relation<Task>,
}

fn main() {}
