// The values of a rollup are declared as a list alone.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Project {
    name: Title,
    tasks: Relation<Task>,
    #[notion(rollup = show_original(tasks.name))]
    titles: Vec<String>,
}

#[derive(NotionSchema)]
struct Task {
    name: Title,
}

fn main() {}
