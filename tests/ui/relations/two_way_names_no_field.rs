// `two_way` names no field of the target.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Project {
    name: Title,
    #[notion(two_way = projekt)]
    tasks: Relation<Task>,
}

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(two_way = tasks)]
    project: Relation<Project>,
}

fn main() {}
