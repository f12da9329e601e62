// A number always comes whole.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    estimate: Option<f64>,
}

async fn mistake(session: Session, mut rows: Vec<Row<Task>>) -> notion_session::Result<()> {
    session.complete(&mut rows, |t| t.estimate).await?;
    Ok(())
}

fn main() {}
