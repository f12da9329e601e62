// A rollup through the type of a relation instead of its field.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Project {
    name: Title,
    a: Option<f64>,
    tasks: Relation<T>,
    #[notion(rollup = sum(T.estimate))]
    effort: Rollup<f64>,
}

#[derive(NotionSchema)]
struct T {
    name: Title,
    estimate: Option<f64>,
}

fn main() {}
