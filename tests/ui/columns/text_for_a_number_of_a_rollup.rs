// The values are numbers, and compared with numbers.
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
    #[notion(rollup = show_original(projects.budget))]
    budgets: Rollup<Vec<Option<f64>>>,
}

fn mistake() {
    let _ = Task::COL.budgets.none(|budget| budget.gt("three"));
}

fn main() {}
