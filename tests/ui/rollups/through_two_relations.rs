// A rollup goes through two relations at once.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Project {
    name: Title,
    budget: Option<f64>,
    tasks: Relation<Task>,
    #[notion(rollup = sum(tasks.project.budget))]
    effort: Rollup<f64>,
}

#[derive(NotionSchema)]
struct Task {
    name: Title,
    estimate: Option<f64>,
    done: bool,
    due: Option<Date>,
}

fn main() {}
