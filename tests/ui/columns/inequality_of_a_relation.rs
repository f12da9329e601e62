// Several pages may be there; that one of them is not is asked with `not_contains`.
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

fn mistake(id: PageId<Project>) {
    let _ = Task::COL.project.ne(id);
}

fn main() {}
