// Only a relation leads to rows that can be loaded.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    estimate: Option<f64>,
}

async fn mistake(session: Session, mut rows: Vec<Row<Task>>) -> notion_session::Result<()> {
    session.load(&rows, |t| t.estimate).await?;
    rows.clear();
    Ok(())
}

fn main() {}
