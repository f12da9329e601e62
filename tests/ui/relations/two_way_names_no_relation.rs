// `two_way` names a field of the target that is no relation.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Project {
    name: Title,
    #[notion(two_way = name)]
    tasks: Relation<Task>,
}

#[derive(NotionSchema)]
struct Task {
    name: Title,
}

fn main() {}
