// A page is read by the result of a search.
use notion_session::prelude::*;

async fn mistake(session: &Session) -> Result<()> {
    let home = session.search_page("Home").await?;
    session.get_page(&home).await?;
    Ok(())
}

fn main() {}
