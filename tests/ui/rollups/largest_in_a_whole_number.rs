// The largest of numbers with fractions is declared as a whole number.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Project {
    name: Title,
    budget: Option<f64>,
    tasks: Relation<Task>,
    #[notion(rollup = max(tasks.estimate))]
    effort: notion_session::schema::Rollup<u64>,
}

#[derive(NotionSchema)]
struct Task {
    name: Title,
    #[notion(number = euro)]
    estimate: f32,
    done: bool,
    due: Option<Date>,
}

fn main() {}
