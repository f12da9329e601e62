// A formula is given a value in a struct.
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

fn mistake() -> Task {
    Task {
        three: Formula(Some(3.0)),
        ..Task::default()
    }
}

fn main() {}
