//! A page as a file: Markdown and HTML, made here and not by Notion.

use notion_content::{html, markdown};

use super::Page;
use crate::error::Result;

/// Taking it elsewhere. What is in it is fetched as by [`content`](Self::content), and in addition what copies of synced
/// blocks show; the rest is done here.
impl Page {
    /// Returns the content as CommonMark with GitHub's extensions, and what of it could not be said.
    ///
    /// Requests as for [`content`](Self::content), and one more for each copy of a synced block, whose original is asked
    /// for what is in it. Of a copy whose original is in a page that the integration cannot read, or that holds the copy,
    /// nothing is shown, which [`lost`](markdown::Markdown::lost) reports.
    ///
    /// The title is not in it: what is read back with [`read`](crate::content::markdown::read) and appended to a page is the
    /// same content. [`markdown`](Self::markdown) gives Notion's own flavour, with one request.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// use notion_session::content::markdown;
    ///
    /// let text = "## Goals\n\n- [x] Write **it**\n- [ ] Read it\n";
    /// let page = session.create_page(&home, "Plans").await?;
    /// page.append(markdown::read(text).blocks).await?;
    ///
    /// let written = page.export_markdown().await?;
    /// assert_eq!(written.text, text);
    /// assert!(written.lost.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`content`](Self::content).
    pub async fn export_markdown(&self) -> Result<markdown::Markdown> {
        Ok(markdown::write(&self.content_as_shown().await?))
    }

    /// Returns the page as an HTML document for a browser, with its title: requests as for
    /// [`export_markdown`](Self::export_markdown).
    ///
    /// Pictures, videos and sounds stay where they are; the addresses of those that Notion holds are good for an hour.
    ///
    /// # Errors
    ///
    /// As [`content`](Self::content).
    pub async fn export_html(&self) -> Result<String> {
        let content = self.content_as_shown().await?;
        Ok(html::document(&self.title(), &content))
    }
}
