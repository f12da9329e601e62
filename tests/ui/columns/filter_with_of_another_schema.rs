// A query of tasks is filtered by the columns of tasks.
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
    let _ = tasks.query().filter_with(|_| Project::COL.budget.gt(3));
}

fn main() {}
