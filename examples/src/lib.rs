//! Runnable programs, one idea each. This library holds what they share: the choice between Notion
//! and the local server, which the library itself never makes silently.

use notion_session::session::Page;
use notion_session::{Result, Session};

/// The variable with the page that the examples work on, by its id or URL.
const PAGE_VARIABLE: &str = "NOTION_PAGE";

/// A session, and the page to work on.
///
/// With the variables `NOTION_TOKEN` and `NOTION_PAGE` it is that page in Notion; without a token it
/// is the page "Home" of the local server. Which of the two it is, is printed. One request.
///
/// # Errors
///
/// Where there is a token and no page, and as [`Session::get_page`] and [`Session::search_page`].
#[expect(clippy::print_stdout, reason = "a program says what it works on")]
pub async fn open() -> Result<(Session, Page)> {
    let set = |name| std::env::var(name).is_ok_and(|value| !value.trim().is_empty());
    if !set("NOTION_TOKEN") {
        println!(
            "No NOTION_TOKEN is set: running on the local server, nothing leaves this machine.\n"
        );
        let session = Session::local();
        let home = session.search_page("Home").await?.item()?;
        return Ok((session, home));
    }
    let session = Session::from_env()?;
    let page = std::env::var(PAGE_VARIABLE).unwrap_or_default();
    if page.trim().is_empty() {
        println!(
            "Set {PAGE_VARIABLE} to the id or URL of a page that is shared with the integration."
        );
    }
    let page = session.get_page(page.trim()).await?;
    println!("Working on {} in Notion.\n", page.url().unwrap_or("a page"));
    Ok((session, page))
}
