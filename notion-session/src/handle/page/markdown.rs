//! The content of a page in Notion's own Markdown, which Notion writes and parses.

use notion_model::{
    BlockPositionKind, ContentUpdate, InsertContent, MarkdownChange, MarkdownRequest, PageMarkdown,
    ReplaceContent, UpdateContent,
};

use super::Page;
use crate::awaitable::awaitable;
use crate::error::Result;

/// Content in Notion's flavour of Markdown, which Notion converts: with tags such as `<callout>`. For plain CommonMark,
/// which is converted here, see [`export_markdown`](Self::export_markdown) and [`read`](crate::content::markdown::read).
impl Page {
    /// Returns the content as Markdown. One request.
    ///
    /// [`truncated`](PageMarkdown::truncated) reports whether the page was too long, and
    /// [`unknown_block_ids`](PageMarkdown::unknown_block_ids) which blocks Markdown cannot express.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// let page = session.create_page(&home, "Plans").await?;
    /// page.append_markdown("- [ ] Write it").await?;
    /// page.edit_markdown("Write", "Read").await?;
    /// assert_eq!(page.markdown().await?.markdown.trim(), "- [ ] Read it");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send).
    pub async fn markdown(&self) -> Result<PageMarkdown> {
        Ok(self.session.api().pages().markdown(self.id()).await?)
    }

    /// Appends Markdown to the content, and returns all of it. One request.
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send). The request is not repeated if its answer is lost.
    pub fn append_markdown(&self, markdown: impl Into<String>) -> EditMarkdown<'_> {
        self.insert(markdown.into(), BlockPositionKind::End)
    }

    /// Inserts Markdown at the start of the content, and returns all of it. One request.
    ///
    /// # Errors
    ///
    /// Those of [`append_markdown`](Self::append_markdown).
    pub fn prepend_markdown(&self, markdown: impl Into<String>) -> EditMarkdown<'_> {
        self.insert(markdown.into(), BlockPositionKind::Start)
    }

    /// Replaces the content by Markdown. One request.
    ///
    /// # Errors
    ///
    /// Those of [`append_markdown`](Self::append_markdown); a validation error if pages or databases in this page would be
    /// trashed, unless that is [allowed](EditMarkdown::with_subpages).
    pub fn replace_markdown(&self, markdown: impl Into<String>) -> EditMarkdown<'_> {
        EditMarkdown::new(
            self,
            MarkdownChange::ReplaceContent(ReplaceContent {
                new_str: markdown.into(),
                ..ReplaceContent::default()
            }),
        )
    }

    /// Replaces a string in the Markdown of the content. One request, also for [several](EditMarkdown::and) strings.
    ///
    /// # Errors
    ///
    /// Those of [`replace_markdown`](Self::replace_markdown); a validation error if the string is not found, or is
    /// found more than once without [`everywhere`](EditMarkdown::everywhere).
    pub fn edit_markdown(
        &self,
        old: impl Into<String>,
        new: impl Into<String>,
    ) -> EditMarkdown<'_> {
        let update = MarkdownChange::UpdateContent(UpdateContent::default());
        EditMarkdown::new(self, update).and(old, new)
    }

    fn insert(&self, content: String, position: BlockPositionKind) -> EditMarkdown<'_> {
        EditMarkdown::new(
            self,
            MarkdownChange::InsertContent(InsertContent {
                content,
                position: Some(position.into()),
                ..InsertContent::default()
            }),
        )
    }
}

/// Changes the content of a page by Markdown when it is awaited, and returns the new Markdown.
#[must_use = "nothing is sent until it is awaited"]
pub struct EditMarkdown<'a> {
    page: &'a Page,
    request: MarkdownRequest,
}

impl<'a> EditMarkdown<'a> {
    fn new(page: &'a Page, kind: MarkdownChange) -> Self {
        let request = MarkdownRequest {
            kind,
            ..MarkdownRequest::default()
        };
        Self { page, request }
    }

    /// Replaces another string as well, after the earlier ones. It has no effect on other changes than [`Page::edit_markdown`].
    pub fn and(mut self, old: impl Into<String>, new: impl Into<String>) -> Self {
        if let MarkdownChange::UpdateContent(update) = &mut self.request.kind {
            update.content_updates.push(ContentUpdate {
                old_str: old.into(),
                new_str: new.into(),
                ..ContentUpdate::default()
            });
        }
        self
    }

    /// Replaces all occurrences of the last string.
    pub fn everywhere(mut self) -> Self {
        if let MarkdownChange::UpdateContent(update) = &mut self.request.kind
            && let Some(last) = update.content_updates.last_mut()
        {
            last.replace_all_matches = Some(true);
        }
        self
    }

    /// Allows the change to move pages and databases in this page to the trash.
    pub fn with_subpages(mut self) -> Self {
        match &mut self.request.kind {
            MarkdownChange::ReplaceContent(change) => change.allow_deleting_content = Some(true),
            MarkdownChange::UpdateContent(change) => change.allow_deleting_content = Some(true),
            _ => {}
        }
        self
    }

    /// Allows Notion to finish the change asynchronously. The session asks for the result as often as Notion says, with one
    /// request each time.
    pub fn patiently(mut self) -> Self {
        self.request.allow_async = Some(true);
        self
    }

    async fn send(self) -> Result<PageMarkdown> {
        let (session, id) = (&self.page.session, self.page.id());
        let effect = session.effect().on_tree(id.uuid());
        let call = session.api().pages().update_markdown(id, &self.request);
        // Until the task ends: what is read before is outdated.
        effect.of(async { session.finish(call.await?).await }).await
    }
}

awaitable! {
    ['a] EditMarkdown<'a>, send -> PageMarkdown;
    |this| page: this.page.id(), request: this.request
}
