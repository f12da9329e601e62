// A page is read by a number.
use notion_session::prelude::*;

async fn mistake(session: &Session) -> Result<()> {
    session.get_page(7_u32).await?;
    Ok(())
}

fn main() {}
