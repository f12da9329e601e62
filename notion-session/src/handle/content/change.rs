//! Replacing and restoring blocks.

use notion_content::{At, IntoContent, Plan};
use notion_model::{BlockId, BlockKind, ParentKind};

use super::append::{blocks, holder};
use super::write::write;
use crate::error::{Error, Result};
use crate::session::Block;

/// Replacing and restoring.
impl Block {
    /// Replaces the block by other blocks, and moves it with its children to the trash. Returns the new blocks.
    ///
    /// The same requests as [`append`](Self::append), and one for the trash; one more to read the parent, if it is not a page
    /// and the object store does not have it.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// use notion_session::content::{bulleted, divider, paragraph};
    ///
    /// let mut new = home.append([paragraph("One, two"), divider()]).await?;
    /// new[0].replace([bulleted("One"), bulleted("Two")]).await?;
    /// assert_eq!(home.content().await?, [bulleted("One"), bulleted("Two"), divider()]);
    /// assert!(new[0].is_in_trash());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`append`](Self::append); [`Error::WrongKind`] if this is a page or a database, which only
    /// [`trash`](Self::trash) removes; [`Error::PartlyWritten`] if only moving it to the trash failed, so that both exist.
    pub async fn replace<Form>(&mut self, content: impl IntoContent<Form>) -> Result<Vec<Self>> {
        let content = blocks(content);
        self.session().ensure_open()?;
        let (root, holder) = self.place().await?;
        let plan = Plan::append_at(holder.as_ref(), &content, At::After(self.id()))?;
        let new = write(self.session(), root, &plan, 0).await?;
        if let Err(source) = self.trash().await {
            if new.is_empty() {
                return Err(source);
            }
            let sent = plan.requests();
            let blocks = new.iter().map(Self::id).collect();
            return Err(Error::partly_written(
                root,
                (sent, sent + 1),
                blocks,
                source,
            ));
        }
        Ok(new)
    }

    /// Restores the block with its children from the trash. One request.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// use notion_session::content::{paragraph, toggle};
    ///
    /// let list = toggle("More").children([paragraph("Inside")]);
    /// let mut block = home.append([list.clone()]).await?.remove(0);
    /// block.trash().await?;
    /// assert_eq!(home.content().await?, []);
    /// block.restore().await?;
    /// assert_eq!(home.content().await?, [list]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send).
    pub async fn restore(&mut self) -> Result<()> {
        self.session().ensure_open()?;
        let effect = self.session().effect().on_tree(self.id().uuid());
        let effect = effect.on_parent(self.parent());
        let call = self.session().api().blocks().restore(self.id());
        let data = effect.of(call.send()).await?;
        self.set(data);
        Ok(())
    }

    /// Returns the ID of the parent, and its type if it is not a page.
    pub(super) async fn place(&self) -> Result<(BlockId, Option<BlockKind>)> {
        let wrong = |found| Error::wrong_kind(self.id(), "block", found);
        match self.kind() {
            BlockKind::ChildPage(_) => return Err(wrong("page")),
            BlockKind::ChildDatabase(_) => return Err(wrong("database")),
            _ => {}
        }
        let parent = match self.parent() {
            Some(parent) => parent.clone(),
            // Notion sent the ID of the block only.
            None => {
                let block = self.session().get_block(self.id()).fresh().await?;
                block.parent().cloned().unwrap_or_default()
            }
        };
        match parent.kind {
            ParentKind::Page(id) => Ok((id.into(), None)),
            ParentKind::Block(id) => {
                let above = self.session().get_block(id).await?;
                Ok((id, holder(above.kind())))
            }
            _ => Err(wrong("thing that stands in no page")),
        }
    }
}
