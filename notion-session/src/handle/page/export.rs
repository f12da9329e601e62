//! A page as Markdown and HTML, converted here and not by Notion.

use notion_content::{html, markdown};

use super::Page;
use crate::error::Result;

/// Export. The content is read as by [`content`](Self::content), and converted here.
impl Page {
    /// Returns the content as CommonMark with GitHub's extensions, and a report of what Markdown cannot express.
    ///
    /// Requests as for [`content`](Self::content), and one more for each copy of a synced block, to read its original. If the
    /// original is in a page that the integration cannot read, or contains the copy itself, the copy is empty, which
    /// [`lost`](markdown::Markdown::lost) reports.
    ///
    /// The title is not part of it, so that [`read`](crate::content::markdown::read) and [`append`](Self::append) restore
    /// the same content. [`markdown`](Self::markdown) returns Notion's own flavour, with one request.
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
    /// Those of [`content`](Self::content).
    pub async fn export_markdown(&self) -> Result<markdown::Markdown> {
        Ok(markdown::write(&self.content_as_shown().await?))
    }

    /// Returns the page as an HTML document for a browser, with its title: requests as for
    /// [`export_markdown`](Self::export_markdown).
    ///
    /// Pictures, videos and audio are linked. The URLs of files that Notion hosts expire after an hour.
    ///
    /// # Errors
    ///
    /// Those of [`content`](Self::content).
    pub async fn export_html(&self) -> Result<String> {
        let content = self.content_as_shown().await?;
        Ok(html::document(&self.title(), &content))
    }
}
