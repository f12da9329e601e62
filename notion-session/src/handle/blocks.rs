//! Blocks: the content of pages.

use std::sync::Arc;

use notion_model::{Block as BlockData, BlockId, BlockKind, Parent, ParentKind};

use crate::error::{Error, Result};
use crate::find::get::sealed::Gettable;
use crate::session::{Get, IntoId, Session};

/// A block: a paragraph, an image, a table, a page in a page, …
///
/// A handle contains what Notion last reported about the block; [`reload`](Self::reload) reads it again.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    session: Session,
    data: Arc<BlockData>,
}

impl Block {
    pub(crate) fn new(session: Session, data: Arc<BlockData>) -> Self {
        Self { session, data }
    }

    /// Replaces the data by what Notion sent last.
    pub(crate) fn set(&mut self, data: BlockData) {
        self.data = self.session.keep(data);
    }

    /// Returns the ID. For a page or database it is also the ID of that object.
    pub fn id(&self) -> BlockId {
        self.data.id
    }

    /// Returns the type of the block with its content.
    pub fn kind(&self) -> &BlockKind {
        &self.data.kind
    }

    /// Returns the parent of the block.
    pub fn parent(&self) -> Option<&Parent> {
        self.data.parent.as_ref()
    }

    /// Returns true if the block has children; [`children`](Self::children) reads them.
    pub fn has_children(&self) -> bool {
        self.data.has_children
    }

    /// Returns true if the block is in the trash.
    pub fn is_in_trash(&self) -> bool {
        self.data.in_trash
    }

    /// Returns the block as Notion sent it.
    pub fn data(&self) -> &BlockData {
        &self.data
    }

    /// Returns the session of the handle.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Returns the URL of the block in Notion: that of its page, with the ID of the block after `#`; of a page or a database its
    /// own.
    ///
    /// No request if the parent is a page or all parent blocks are in the object store; otherwise one for each that is not.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// let block = home.append(["Hello"]).await?.remove(0);
    /// let url = block.url().await?;
    /// assert_eq!(session.get_block(url.as_str()).await?, block);      // it leads back
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) if a parent block is not shared with the integration; those of
    /// [`Client::send`](crate::http::Client::send).
    pub async fn url(&self) -> Result<String> {
        const ORIGIN: &str = "https://app.notion.com/p/";
        let own = self.id().uuid().simple();
        if matches!(
            self.kind(),
            BlockKind::ChildPage(_) | BlockKind::ChildDatabase(_)
        ) {
            return Ok(format!("{ORIGIN}{own}"));
        }
        let mut block = self.clone();
        // Blocks cannot be nested without end, and an answer that says so must not be followed for ever.
        for _ in 0..notion_content::MAX_DEPTH {
            let parent = match block.parent() {
                Some(parent) => parent.kind.clone(),
                None => {
                    block = self.session.get_block(block.id()).fresh().await?;
                    block.parent().cloned().unwrap_or_default().kind
                }
            };
            match parent {
                ParentKind::Page(page) => {
                    return Ok(format!("{ORIGIN}{}#{own}", page.uuid().simple()));
                }
                ParentKind::Block(above) => block = self.session.get_block(above).await?,
                _ => break,
            }
        }
        Err(Error::wrong_kind(
            self.id(),
            "block of a page",
            "block that stands in no page",
        ))
    }

    /// Returns the children of the block, one level deep. One request for each 100 of them. The object store keeps them.
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send).
    pub async fn children(&self) -> Result<Vec<Self>> {
        self.session.ensure_open()?;
        let children = self
            .session
            .api()
            .blocks()
            .children(self.id())
            .all()
            .await?;
        let handle = |data| Self::new(self.session.clone(), self.session.keep(data));
        Ok(children.into_iter().map(handle).collect())
    }

    /// Reads the block again. One request.
    ///
    /// # Errors
    ///
    /// Those of [`Session::get_block`].
    pub async fn reload(&mut self) -> Result<()> {
        *self = self.session.get_block(self.id()).fresh().await?;
        Ok(())
    }

    /// Moves the block to the trash, and removes it from the object store. One request.
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send).
    pub async fn trash(&mut self) -> Result<()> {
        self.session.ensure_open()?;
        let effect = self.session.effect().on_tree(self.id().uuid());
        let effect = effect.on_parent(self.parent());
        let call = self.session.api().blocks().delete(self.id());
        let data = effect.of(call.send()).await?;
        self.data = self.session.keep(data);
        Ok(())
    }
}

/// Blocks.
impl Session {
    /// Returns a block: from the object store if it has the block, otherwise, or with [`fresh`](Get::fresh), from Notion.
    ///
    /// No request from the store, otherwise one. Pages and databases are blocks too: their block is returned.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// use notion_session::model::{BlockKind, Paragraph, RichText};
    ///
    /// let hello = Paragraph { rich_text: vec![RichText::text("Hello")], ..Paragraph::default() };
    /// let hello = BlockKind::Paragraph(hello).into();
    /// let new = session.api().blocks().append(home.id(), &[hello]).await?;
    ///
    /// let block = session.get_block(new.results[0].id).await?;
    /// assert!(matches!(block.kind(), BlockKind::Paragraph(_)));
    /// let home = session.get_block(&home).await?;
    /// assert_eq!(home.children().await?, [block]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) if there is no such block or its page is not shared with the
    /// integration; [`Error::InvalidId`] if it is not a valid ID; those of
    /// [`Client::send`](crate::http::Client::send).
    pub fn get_block(&self, id: impl IntoId<BlockId>) -> Get<Block> {
        Get::new(self, id.into_id())
    }
}

impl Gettable for Block {
    type Id = BlockId;

    fn from_store(session: &Session, id: &BlockId) -> Result<Option<Self>> {
        Ok(session
            .cache()
            .get::<BlockData>(*id)
            .map(|data| Self::new(session.clone(), data)))
    }

    async fn fetch(session: Session, id: BlockId) -> Result<Self> {
        let data = session.keep(session.api().blocks().retrieve(id).await?);
        Ok(Self::new(session, data))
    }
}
