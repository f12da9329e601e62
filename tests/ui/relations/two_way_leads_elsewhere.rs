// The relation that `two_way` names leads to another schema.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Project {
    name: Title,
    #[notion(two_way = owner)]
    tasks: Relation<Task>,
}

#[derive(NotionSchema)]
struct Person {
    name: Title,
    #[notion(two_way = owner)]
    owns: Relation<Task>,
}

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(two_way = owns)]
    owner: Relation<Person>,
}

fn main() {}
