// The value of `two_way` is not written yet.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Project {
    name: Title,
    #[notion(two_way = )]
    tasks: Relation<Task>,
}

#[derive(NotionSchema)]
struct Task {
    name: Title,
    project: Relation<Project>,
}

fn main() {}
