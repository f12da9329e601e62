// A list of numbers with fractions is declared as one of whole numbers.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Project {
    name: Title,
    budget: Option<f64>,
    tasks: Relation<Task>,
    #[notion(rollup = show_original(tasks.estimate))]
    effort: Rollup<Vec<Option<i32>>>,
}

#[derive(NotionSchema)]
struct Task {
    name: Title,
    estimate: Option<f64>,
    done: bool,
    due: Option<Date>,
}

fn main() {}
