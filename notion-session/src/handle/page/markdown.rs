//! The content of a page in Notion's own Markdown, read and changed by Notion.

use notion_model::{
    BlockPositionKind, ContentUpdate, InsertContent, MarkdownChange, MarkdownRequest, PageMarkdown,
    ReplaceContent, UpdateContent,
};

use super::Page;
use crate::awaitable::awaitable;
use crate::error::Result;

/// Its content as Markdown, in Notion's flavour and by Notion's hand: with tags such as `<callout>`, and with blank lines as
/// Notion sets them. Without asking Notion, [`export_markdown`](Self::export_markdown) and
/// [`read`](crate::content::markdown::read) write and read plain CommonMark.
impl Page {
    /// Returns the content as Markdown. One request.
    ///
    /// [`truncated`](PageMarkdown::truncated) says whether the page was too long to be given whole, and
    /// [`unknown_block_ids`](PageMarkdown::unknown_block_ids) which blocks could not be said.
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

    /// Adds Markdown at the end of the content, and gives the whole of it. One request.
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send): not repeated where its answer is lost.
    pub fn append_markdown(&self, markdown: impl Into<String>) -> EditMarkdown<'_> {
        self.insert(markdown.into(), BlockPositionKind::End)
    }

    /// Adds Markdown at the start of the content, and gives the whole of it. One request.
    ///
    /// # Errors
    ///
    /// As [`append_markdown`](Self::append_markdown).
    pub fn prepend_markdown(&self, markdown: impl Into<String>) -> EditMarkdown<'_> {
        self.insert(markdown.into(), BlockPositionKind::Start)
    }

    /// Replaces the whole content by Markdown. One request.
    ///
    /// # Errors
    ///
    /// As [`append_markdown`](Self::append_markdown); a validation error where pages or databases in this page would go,
    /// unless that is [allowed](EditMarkdown::with_subpages).
    pub fn replace_markdown(&self, markdown: impl Into<String>) -> EditMarkdown<'_> {
        EditMarkdown::new(
            self,
            MarkdownChange::ReplaceContent(ReplaceContent {
                new_str: markdown.into(),
                ..ReplaceContent::default()
            }),
        )
    }

    /// Replaces a text in the content, as its Markdown has it, by another. One request, also for
    /// [several](EditMarkdown::and) texts.
    ///
    /// # Errors
    ///
    /// As [`replace_markdown`](Self::replace_markdown); a validation error where the text is not there, or is there more
    /// than once and not [all of them](EditMarkdown::everywhere) are meant.
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

/// Changes the content of a page by Markdown when it is awaited, and gives what it is then.
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

    /// Replaces another text too, after those before. Changes nothing where the change is not one of texts.
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

    /// Replaces the text that was named last wherever it is.
    pub fn everywhere(mut self) -> Self {
        if let MarkdownChange::UpdateContent(update) = &mut self.request.kind
            && let Some(last) = update.content_updates.last_mut()
        {
            last.replace_all_matches = Some(true);
        }
        self
    }

    /// Allows that pages and databases in this page go into the trash by it.
    pub fn with_subpages(mut self) -> Self {
        match &mut self.request.kind {
            MarkdownChange::ReplaceContent(change) => change.allow_deleting_content = Some(true),
            MarkdownChange::UpdateContent(change) => change.allow_deleting_content = Some(true),
            _ => {}
        }
        self
    }

    /// Permits Notion to take longer than a request may: it is asked again, as often as it says, until it is done. One
    /// more request for each time.
    pub fn patiently(mut self) -> Self {
        self.request.allow_async = Some(true);
        self
    }

    async fn send(self) -> Result<PageMarkdown> {
        let (session, id) = (&self.page.session, self.page.id());
        let effect = session.effect().on_tree(id.uuid());
        let call = session.api().pages().update_markdown(id, &self.request);
        // To the end of the task, for what is read while Notion is at work.
        effect.of(async { session.finish(call.await?).await }).await
    }
}

awaitable! {
    ['a] EditMarkdown<'a>, send -> PageMarkdown;
    |this| page: this.page.id(), request: this.request
}
