// A number is appended to a page.
use notion_session::prelude::*;

async fn mistake(home: &Page) -> Result<()> {
    home.append(7).await?;
    Ok(())
}

fn main() {}
