// The field that `two_way` names is the other side of another relation.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Project {
    name: Title,
    #[notion(two_way = project)]
    tasks: Relation<Task>,
    #[notion(two_way = project)]
    late_tasks: Relation<Task>,
}

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(two_way = tasks)]
    project: Relation<Project>,
}

fn main() {}
