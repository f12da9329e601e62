// One attribute is misspelt; what uses the struct is not blamed for it.
use notion_session::prelude::*;

#[derive(NotionSchema, Default)]
struct Project {
    name: Title,
    #[notion(nmae = "Cost")]
    budget: Option<f64>,
    #[notion(two_way = project)]
    tasks: Relation<Task>,
}

#[derive(NotionSchema, Default)]
struct Task {
    name: Title,
    #[notion(two_way = tasks)]
    project: Relation<Project>,
    #[notion(rollup = sum(project.budget))]
    budget: Rollup<f64>,
}

async fn work(projects: notion_session::Database<Project>) -> notion_session::Result<()> {
    let p = Project::COL;
    let query = projects.query().filter(p.budget.gt(3) & p.tasks.is_empty()).sort(p.name.asc());
    for row in query.all().await? {
        let _: Option<f64> = row.budget;
    }
    projects.insert(Project::default()).await?;
    Ok(())
}

fn main() {}
