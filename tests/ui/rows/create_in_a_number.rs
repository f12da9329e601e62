// Databases are created in a number.
use notion_session::prelude::*;

#[derive(NotionSchema, Default)]
struct Task {
    name: Title,
    done: bool,
}

async fn mistake(session: &Session) -> Result<()> {
    session.create_dbs::<(Task,)>(7).await?;
    Ok(())
}

fn main() {}
