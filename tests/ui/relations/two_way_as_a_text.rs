// `two_way` is given a name with a space.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Project {
    name: Title,
    #[notion(two_way = "the project")]
    tasks: Relation<Task>,
}

#[derive(NotionSchema)]
struct Task {
    name: Title,
}

fn main() {}
