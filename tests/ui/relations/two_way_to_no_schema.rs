// The target of a two-way relation is no schema.
use notion_session::prelude::*;

struct Task;

#[derive(NotionSchema)]
struct Project {
    name: Title,
    #[notion(two_way = project)]
    tasks: Relation<Task>,
}

fn main() {}
