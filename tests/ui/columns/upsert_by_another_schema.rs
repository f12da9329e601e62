// Tasks are told apart by a column of tasks.
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

async fn mistake(tasks: notion_session::Database<Task>) -> notion_session::Result<()> {
    tasks.upsert_all(Vec::new(), |_| Project::COL.name).await?;
    Ok(())
}

fn main() {}
