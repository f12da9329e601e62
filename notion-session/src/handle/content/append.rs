//! Appending blocks to pages and blocks.

use notion_content::{At, Block as Content, IntoContent, Plan};
use notion_model::{BlockId, BlockKind};

use super::write::write;
use crate::awaitable::awaitable;
use crate::error::Result;
use crate::session::{Block, IntoId, Page, Session};

/// Appends blocks when it is awaited, and returns the new blocks without their children.
///
/// Made by [`Page::append`] and [`Block::append`].
///
/// [`Block::insert_after`] makes it too.
#[must_use = "nothing is appended until it is awaited"]
pub struct Append {
    session: Session,
    root: Root,
    content: Vec<Content>,
    at: Result<At>,
}

/// The parent of the new blocks.
#[derive(Debug)]
enum Root {
    /// This block or page, and the type of the block; `None` for a page.
    In(BlockId, Box<Option<BlockKind>>),
    /// The parent of this block.
    Beside(Box<Block>),
}

impl Append {
    /// Inserts the blocks before the existing children.
    pub fn at_start(mut self) -> Self {
        self.at = Ok(At::Start);
        self
    }

    /// Inserts the blocks after one of the existing children.
    pub fn after(mut self, block: impl IntoId<BlockId>) -> Self {
        self.at = block.into_id().map(At::After);
        self
    }

    /// Returns the number of requests that it will send. No request.
    ///
    /// # Errors
    ///
    /// [`Error::RefusedContent`](crate::Error::RefusedContent) if Notion would not accept the blocks.
    pub fn requests(&self) -> Result<usize> {
        let holder = match &self.root {
            Root::In(_, holder) => Option::as_ref(holder),
            Root::Beside(_) => None,
        };
        let plan = Plan::append(holder, &self.content)?;
        Ok(plan.requests())
    }

    async fn send(self) -> Result<Vec<Block>> {
        self.session.ensure_open()?;
        let (root, holder) = match self.root {
            Root::In(root, holder) => (root, *holder),
            Root::Beside(block) => block.place().await?,
        };
        let plan = Plan::append_at(holder.as_ref(), &self.content, self.at?)?;
        write(&self.session, root, &plan, 0).await
    }
}

awaitable! {
    Append, send -> Vec<Block>;
    |this| root: this.root, content: this.content, at: this.at
}

/// Writing content.
impl Page {
    /// Appends blocks with their children at the end of the page, or at the position set on [`Append`].
    ///
    /// One request within Notion's limits: 100 blocks at each level, 1,000 in all, two levels of children, 500 KB. Otherwise
    /// several, as few as possible; [`requests`](Append::requests) returns their number in advance.
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
    /// [`Error::RefusedContent`](crate::Error::RefusedContent) if the blocks break a rule of Notion's (a block in one
    /// that cannot have it, text that is too long, …): the error has the place and the rule, and nothing was sent;
    /// [`Error::PartlyWritten`](crate::Error::PartlyWritten) if a later request failed; a validation error if the page
    /// is in the trash; [`Error::OutcomeUnknown`](crate::Error::OutcomeUnknown) if Notion's answer was lost; those of
    /// [`Client::send`](crate::http::Client::send).
    pub fn append<Form>(&self, content: impl IntoContent<Form>) -> Append {
        Append {
            session: self.session().clone(),
            root: Root::In(self.id().into(), Box::new(None)),
            content: blocks(content),
            at: Ok(At::End),
        }
    }
}

/// Writing content.
impl Block {
    /// Appends blocks with their children after the block's existing children, or at the position set on [`Append`].
    ///
    /// It makes the same requests as [`Page::append`].
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
    /// // A child that the block cannot have is not sent.
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
    /// Those of [`Page::append`].
    pub fn append<Form>(&self, content: impl IntoContent<Form>) -> Append {
        Append {
            session: self.session().clone(),
            root: Root::In(self.id(), Box::new(holder(self.kind()))),
            content: blocks(content),
            at: Ok(At::End),
        }
    }

    /// Inserts blocks with their children after this one.
    ///
    /// As many requests as [`Page::append`] sends; one more to read the parent, if it is a block that
    /// the object store does not have.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// use notion_session::content::todo;
    ///
    /// let new = home.append([todo("One"), todo("Three")]).await?;
    /// new[0].insert_after([todo("Two")]).await?;
    /// assert_eq!(home.content().await?, [todo("One"), todo("Two"), todo("Three")]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Page::append`]; [`Error::WrongKind`](crate::Error::WrongKind) if this is a page or a database, after which
    /// [`Append::after`] of its parent inserts.
    pub fn insert_after<Form>(&self, content: impl IntoContent<Form>) -> Append {
        Append {
            session: self.session().clone(),
            root: Root::Beside(Box::new(self.clone())),
            content: blocks(content),
            at: Ok(At::After(self.id())),
        }
    }
}

/// Returns the blocks of content. Losses of a conversion from text are reported as events, because they are not errors.
pub(crate) fn blocks<Form>(content: impl IntoContent<Form>) -> Vec<Content> {
    let document = content.into_content();
    for loss in &document.lost {
        tracing::warn!(target: "notion_session::content", place = %loss.place, "lost when the content was read: {}", loss.what);
    }
    document.blocks
}

/// Returns the type of the parent for the children of a block of this type; `None` for a page.
pub(super) fn holder(kind: &BlockKind) -> Option<BlockKind> {
    match kind {
        BlockKind::ChildPage(_) => None,
        kind => Some(kind.clone()),
    }
}
