// An average of whole numbers is declared as a whole number.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Project {
    name: Title,
    budget: Option<f64>,
    tasks: Relation<Task>,
    #[notion(rollup = average(tasks.points))]
    effort: Rollup<i32>,
}

#[derive(NotionSchema)]
struct Task {
    name: Title,
    points: Option<i32>,
    done: bool,
    due: Option<Date>,
}

fn main() {}
