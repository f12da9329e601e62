// The sum of numbers is no list of them.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Project {
    name: Title,
    budget: Option<f64>,
}

#[derive(NotionSchema)]
struct Task {
    name: Title,
    projects: Relation<Project>,
    #[notion(rollup = sum(projects.budget))]
    budget: Rollup<f64>,
}

fn mistake() {
    let _ = Task::COL.budget.contains(5);
}

fn main() {}
