// A range of what a formula gives is declared as a whole number.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Project {
    name: Title,
    budget: Option<f64>,
    tasks: Relation<Task>,
    #[notion(rollup = range(tasks.double))]
    effort: Rollup<i64>,
}

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(formula = "if({done}, 1, 0.5)")]
    double: Formula<f64>,
    done: bool,
    due: Option<Date>,
}

fn main() {}
