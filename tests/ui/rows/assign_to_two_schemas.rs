// An update of a task assigns to a column of projects, too.
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

fn mistake() -> [notion_session::column::Assignment<Task>; 2] {
    [Task::COL.done.set(true), Project::COL.budget.set(3.0)]
}

fn main() {}
