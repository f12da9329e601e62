// A row of one schema is given a value for a column of another.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
}

#[derive(NotionSchema)]
struct Project {
    name: Title,
}

async fn work(session: &Session, row: &Row<Task>) {
    let _ = session.update(row, |_| Project::COL.name.set("Launch")).await;
}

fn main() {}
