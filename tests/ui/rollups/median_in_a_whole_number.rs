// A median of whole numbers is declared as a whole number.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Project {
    name: Title,
    budget: Option<f64>,
    tasks: Relation<Task>,
    #[notion(rollup = median(tasks.points))]
    effort: Rollup<u32>,
}

#[derive(NotionSchema)]
struct Task {
    name: Title,
    points: i64,
    done: bool,
    due: Option<Date>,
}

fn main() {}
