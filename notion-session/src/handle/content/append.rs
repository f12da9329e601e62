//! Appending blocks to pages and blocks.

use notion_content::{At, Block as Content, IntoContent, Plan};
use notion_model::{BlockId, BlockKind};

use super::write::write;
use crate::awaitable::awaitable;
use crate::error::Result;
use crate::session::{Block, IntoId, Page, Session};

/// Blocks that are to be appended. Nothing is sent until it is awaited; it then gives the new blocks, without those in them.
///
/// Made by [`Page::append`] and [`Block::append`].
#[must_use = "nothing is appended until it is awaited"]
pub struct Append {
    session: Session,
    root: BlockId,
    /// What the blocks are to stand in, if that is no page.
    holder: Option<BlockKind>,
    content: Vec<Content>,
    at: Result<At>,
}

impl Append {
    /// Before the blocks that are there, not behind them.
    pub fn at_start(mut self) -> Self {
        self.at = Ok(At::Start);
        self
    }

    /// Behind this one of the blocks that are there.
    pub fn after(mut self, block: impl IntoId<BlockId>) -> Self {
        self.at = block.into_id().map(At::After);
        self
    }

    /// How many requests it will send.
    ///
    /// # Errors
    ///
    /// [`Error::RefusedContent`](crate::Error::RefusedContent) where Notion would not take the blocks.
    pub fn requests(&self) -> Result<usize> {
        let plan = Plan::append(self.holder.as_ref(), &self.content)?;
        Ok(plan.requests())
    }

    async fn send(self) -> Result<Vec<Block>> {
        self.session.ensure_open()?;
        let plan = Plan::append_at(self.holder.as_ref(), &self.content, self.at?)?;
        write(&self.session, self.root, &plan, 0).await
    }
}

awaitable! {
    Append, send -> Vec<Block>;
    |this| root: this.root, content: this.content, at: this.at
}

/// Writing content.
impl Page {
    /// Appends blocks, with all that is in them, at the end of the page; or elsewhere, as [`Append`] can be told.
    ///
    /// One request where Notion takes the blocks in one: up to 100 side by side, 1,000 in all, two levels deep in those of the
    /// first level, 500 KB. Otherwise as many as it takes, the fewest that are known to suffice, and
    /// [`requests`](Append::requests) tells beforehand how many.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// # let page = session.create_page(&home, "Plans").await?;
    /// use notion_session::content::{bold, columns, column, heading, paragraph, todo};
    ///
    /// let new = page.append([
    ///     heading("Goals"),
    ///     paragraph("Two of them, " + bold("no more") + "."),
    ///     columns([column([todo("Write it").checked()]), column([todo("Send it")])]),
    /// ]).await?;
    /// page.append("An end.").await?;                                    // a string is a paragraph
    /// page.append([paragraph("An introduction.")]).at_start().await?;
    /// page.append([paragraph("Why?")]).after(&new[0]).await?;
    ///
    /// let content = page.content().await?;
    /// let texts: Vec<_> = content.iter().map(|block| block.plain_text()).collect();
    /// assert_eq!(texts, ["An introduction.", "Goals", "Why?", "Two of them, no more.", "", "An end."]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::RefusedContent`](crate::Error::RefusedContent) where a rule of Notion's is broken (a block under one that
    /// cannot hold it, a text that is too long, …): it names the place and the rule, and nothing was sent;
    /// [`Error::PartlyWritten`](crate::Error::PartlyWritten) where a later request failed; a validation error where the page
    /// is in the trash; [`Error::OutcomeUnknown`](crate::Error::OutcomeUnknown) where Notion's answer was lost; those of
    /// [`Client::send`](crate::http::Client::send).
    pub fn append<Form>(&self, content: impl IntoContent<Form>) -> Append {
        Append {
            session: self.session().clone(),
            root: self.id().into(),
            holder: None,
            content: blocks(content),
            at: Ok(At::End),
        }
    }
}

/// Writing content.
impl Block {
    /// Appends blocks, with all that is in them, behind those that are in the block; or elsewhere, as [`Append`] can be told.
    ///
    /// As many requests as [`Page::append`] sends.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// use notion_session::content::{divider, table, table_row, todo};
    /// use notion_session::Error;
    ///
    /// let new = home.append([table([["Fruit", "Price"]]), divider()]).await?;
    /// new[0].append([table_row(["Apple", "2 €"])]).await?;
    /// assert_eq!(new[0].children().await?.len(), 2);
    ///
    /// // What a block cannot hold is not sent.
    /// let before = session.client().requests_sent();
    /// let error = new[1].append([todo("Rest")]).await.unwrap_err();
    /// assert!(matches!(error, Error::RefusedContent(_)));
    /// assert!(error.to_string().contains("`divider` cannot hold other blocks"));
    /// assert_eq!(session.client().requests_sent(), before);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Page::append`].
    pub fn append<Form>(&self, content: impl IntoContent<Form>) -> Append {
        Append {
            session: self.session().clone(),
            root: self.id(),
            holder: holder(self.kind()),
            content: blocks(content),
            at: Ok(At::End),
        }
    }
}

/// The blocks of content. What was lost when they were read from a text is reported as events, for no error will say it.
pub(crate) fn blocks<Form>(content: impl IntoContent<Form>) -> Vec<Content> {
    let document = content.into_content();
    for loss in &document.lost {
        tracing::warn!(target: "notion_session::content", place = %loss.place, "lost when the content was read: {}", loss.what);
    }
    document.blocks
}

/// What blocks stand in that stand in a block of this kind: nothing, if it is a page.
pub(super) fn holder(kind: &BlockKind) -> Option<BlockKind> {
    match kind {
        BlockKind::ChildPage(_) => None,
        kind => Some(kind.clone()),
    }
}
