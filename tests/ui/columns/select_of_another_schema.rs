// A query of tasks has the columns of tasks.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Project {
    name: Title,
    budget: Option<f64>,
}

#[derive(NotionSchema)]
struct Task {
    name: Title,
}

fn mistake(tasks: notion_session::Database<Task>) {
    let _ = tasks.query().select(|_| Project::COL.budget);
}

fn main() {}
