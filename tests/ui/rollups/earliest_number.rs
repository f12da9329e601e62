// The earliest of numbers.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Project {
    name: Title,
    budget: Option<f64>,
    tasks: Relation<Task>,
    #[notion(rollup = earliest_date(tasks.estimate))]
    effort: Rollup<Date>,
}

#[derive(NotionSchema)]
struct Task {
    name: Title,
    estimate: Option<f64>,
    done: bool,
    due: Option<Date>,
}

fn main() {}
