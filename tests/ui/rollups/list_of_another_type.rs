// What the tasks show is declared as a list of another type.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Project {
    name: Title,
    budget: Option<f64>,
    tasks: Relation<Task>,
    #[notion(rollup = show_original(tasks.estimate))]
    effort: Rollup<Vec<Date>>,
}

#[derive(NotionSchema)]
struct Task {
    name: Title,
    estimate: Option<f64>,
    done: bool,
    due: Option<Date>,
}

fn main() {}
