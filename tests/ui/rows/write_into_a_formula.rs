// A formula is assigned a number.
use notion_session::prelude::*;

#[derive(NotionSchema, Default)]
struct Project {
    name: Title,
    budget: Option<f64>,
}

#[derive(NotionSchema, Default)]
struct Task {
    name: Title,
    done: bool,
    project: Relation<Project>,
    #[notion(formula = "1 + 2")]
    three: Formula<f64>,
}

fn mistake(row: &mut Row<Task>) {
    row.three = 3.0;
}

fn main() {}
