// A percentage of what is empty is declared as a whole number.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Project {
    name: Title,
    budget: Option<f64>,
    tasks: Relation<Task>,
    #[notion(rollup = percent_empty(tasks.due))]
    effort: Rollup<i64>,
}

#[derive(NotionSchema)]
struct Task {
    name: Title,
    estimate: Option<f64>,
    done: bool,
    due: Option<Date>,
}

fn main() {}
