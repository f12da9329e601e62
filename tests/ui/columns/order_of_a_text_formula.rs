// A formula that gives text has no order.
use notion_session::prelude::*;

#[derive(NotionOptions)]
enum Status {
    Open,
    Done,
}

#[derive(NotionSchema)]
struct Project {
    name: Title,
    budget: Option<f64>,
}

#[derive(NotionSchema)]
struct Task {
    name: Title,
    done: bool,
    estimate: Option<f64>,
    status: Option<Status>,
    tags: Vec<Status>,
    due: Option<Date>,
    papers: Files,
    project: Relation<Project>,
    badge: Formula<String>,
    costs: Rollup<f64>,
    created: CreatedTime,
    number: UniqueId,
}

fn mistake() {
    let t = Task::COL;
    let _ = t.badge.gt(3);
}

fn main() {}
