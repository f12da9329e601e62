// A relation leads to pages, not to people.
use notion_session::column::Me;
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Project {
    name: Title,
    budget: Option<f64>,
}

#[derive(NotionSchema)]
struct Task {
    name: Title,
    project: Relation<Project>,
}

fn mistake() {
    let _ = Task::COL.project.contains(Me);
}

fn main() {}
