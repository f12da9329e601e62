// A query selects more columns than a tuple can have.
use notion_session::prelude::*;

#[derive(NotionSchema)]
struct Task {
    name: Title,
    c1: bool,
    c2: bool,
    c3: bool,
    c4: bool,
    c5: bool,
    c6: bool,
    c7: bool,
    c8: bool,
    c9: bool,
    c10: bool,
    c11: bool,
    c12: bool,
}

async fn mistake(tasks: &Database<Task>) -> Result<()> {
    tasks.query().select(|t| (t.name, t.c1, t.c2, t.c3, t.c4, t.c5, t.c6, t.c7, t.c8, t.c9, t.c10, t.c11, t.c12)).all().await?;
    Ok(())
}

fn main() {}
