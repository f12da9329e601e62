// The field that `two_way` names leads back, but does not say that it is two-way.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Project {
    name: Title,
    #[notion(two_way = project)]
    tasks: Relation<Task>,
}

#[derive(NotionSchema)]
struct Task {
    name: Title,
    project: Relation<Project>,
}

fn main() {}
