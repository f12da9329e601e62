// Titles in a rollup are declared as strings.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Project {
    name: Title,
    tasks: Relation<Task>,
    #[notion(rollup = show_original(tasks.name))]
    titles: Rollup<Vec<String>>,
}

#[derive(NotionSchema)]
struct Task {
    name: Title,
}

fn main() {}
