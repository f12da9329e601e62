// A project is inserted into the database of tasks.
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

async fn mistake(tasks: notion_session::Database<Task>) -> notion_session::Result<()> {
    tasks.insert(Project::default()).await?;
    Ok(())
}

fn main() {}
