// Several people may be there; one of them is looked for with `contains`.
use notion_session::column::Me;
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    owners: People,
}

fn mistake() {
    let _ = Task::COL.owners.eq(Me);
}

fn main() {}
