// A database is created in the result of a search, not in a page of it.
use notion_session::prelude::*;

#[derive(NotionSchema, Default)]
struct Task {
    name: Title,
    done: bool,
}

async fn mistake(session: &Session) -> Result<()> {
    let home = session.search_page("Home").await?;
    session.create_db::<Task>(&home).await?;
    Ok(())
}

fn main() {}
