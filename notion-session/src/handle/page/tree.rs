//! The place of a page: its parents and its children.

use futures_util::stream::{self, StreamExt, TryStreamExt};
use notion_model::{
    Block as BlockData, BlockId, BlockKind, DatabaseId, PageId, Parent, ParentKind,
};

use super::Page;
use super::parent::GetParent;
use crate::error::{Error, Result};
use crate::handle::parent::{IntoParent, ParentRef};
use crate::rows::complete::AT_ONCE;
use crate::session::{Block, Database, Session};

/// The parent of a page, a database or a block, as a handle.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Ancestor {
    /// A page.
    Page(Page),
    /// A database, with the data source that the page is a row of.
    Database(Database),
    /// A block: a column, a toggle, a synced block, …
    Block(Block),
}

impl Ancestor {
    /// Returns the page, if it is one.
    pub fn as_page(&self) -> Option<&Page> {
        match self {
            Self::Page(page) => Some(page),
            _ => None,
        }
    }

    /// Returns the database, if it is one.
    pub fn as_database(&self) -> Option<&Database> {
        match self {
            Self::Database(database) => Some(database),
            _ => None,
        }
    }

    /// Returns the parent of this object.
    pub fn parent(&self) -> Option<&Parent> {
        match self {
            Self::Page(page) => page.parent(),
            Self::Database(database) => database.parent(),
            Self::Block(block) => block.parent(),
        }
    }
}

/// Parents and children.
impl Page {
    /// Returns the parent of the page as a handle; `None` if it is the workspace itself.
    ///
    /// No request if the object store has it, otherwise one.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// let home = session.search_page("Home").await?.item()?;
    /// let plans = session.create_page(&home, "Plans").await?;
    /// let parent = plans.get_parent().await?;
    /// assert_eq!(parent.as_ref().and_then(|parent| parent.as_page()), Some(&home));
    /// assert_eq!(home.get_parent().await?, None);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`is_not_found`](Error::is_not_found) if the parent is not shared with the integration; those of
    /// [`Client::send`](crate::http::Client::send).
    pub fn get_parent(&self) -> GetParent {
        GetParent::new(self.session(), self.parent())
    }

    /// Returns the parent of the page, its parent, and so on, the outermost first, as far as they are shared with the
    /// integration.
    ///
    /// One request for each that the object store does not have.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// let tasks = session.create_untyped_db(&home, "Tasks").await?;
    /// let row = session.create_page(&tasks, "Write").await?;
    /// let path: Vec<String> = row.ancestors().await?.iter().map(|above| match above {
    ///     notion_session::session::Ancestor::Page(page) => page.title(),
    ///     notion_session::session::Ancestor::Database(database) => database.title(),
    ///     _ => "…".to_owned(),
    /// }).collect();
    /// assert_eq!(path, ["Home", "Tasks"]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send).
    pub async fn ancestors(&self) -> Result<Vec<Ancestor>> {
        self.session.ancestors(self.parent()).await
    }

    /// Returns the blocks of the page, one level deep, including child pages and databases. One request for each 100 of them.
    /// The object store keeps them.
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send).
    pub async fn children(&self) -> Result<Vec<Block>> {
        let children = self.session.child_blocks(self.id().into()).await?;
        let handle = |data| Block::new(self.session.clone(), self.session.keep(data));
        Ok(children.into_iter().map(handle).collect())
    }

    /// Returns the child pages of the page, in their order. Pages deeper in its content, in a column or a toggle, are left out.
    ///
    /// One request for each 100 blocks of the page, and one for each child that the object store does not have,
    /// concurrently.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// let home = session.search_page("Home").await?.item()?;
    /// let plans = session.create_page(&home, "Plans").await?;
    /// let tasks = session.create_untyped_db(&home, "Tasks").await?;
    /// assert_eq!(home.subpages().await?, [plans]);
    /// assert_eq!(home.subdatabases().await?, [tasks]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send).
    pub async fn subpages(&self) -> Result<Vec<Page>> {
        let ids = self
            .child_ids(|kind| matches!(kind, BlockKind::ChildPage(_)))
            .await?;
        stream::iter(ids)
            .map(|id| {
                self.session
                    .get_page(PageId::<()>::from(id.uuid()))
                    .into_future()
            })
            .buffered(AT_ONCE)
            .try_collect()
            .await
    }

    /// Returns the child databases of the page, in their order, with one handle for each of their data sources. Linked views of
    /// databases elsewhere are left out.
    ///
    /// One request for each 100 blocks of the page, and one for each database that the object store does not have,
    /// concurrently.
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send).
    pub async fn subdatabases(&self) -> Result<Vec<Database>> {
        let ids = self
            .child_ids(|kind| matches!(kind, BlockKind::ChildDatabase(_)))
            .await?;
        let found: Vec<Vec<Database>> = stream::iter(ids)
            .map(|id| self.session.data_sources_of(DatabaseId::from(id.uuid())))
            .buffered(AT_ONCE)
            .try_collect()
            .await?;
        Ok(found.into_iter().flatten().collect())
    }

    /// Moves the page into another page, or into a database as a row. One request; one more if the parent is the ID of a
    /// database that the object store does not have.
    ///
    /// A row keeps its title. Notion keeps those of its other values that the new database has properties for.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// let archive = session.create_page(&home, "Archive").await?;
    /// let mut plans = session.create_page(&home, "Plans").await?;
    /// plans.move_to(&archive).await?;
    /// assert_eq!(plans.parent().and_then(|parent| parent.page_id()), Some(archive.id()));
    /// assert_eq!(home.subpages().await?, [archive]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// A validation error if the parent is in the trash, or inside the page itself;
    /// [`Error::DataSourceCount`] if a database does not have exactly one data source; those of
    /// [`Client::send`](crate::http::Client::send).
    pub async fn move_to(&mut self, parent: impl IntoParent + Send) -> Result<()> {
        self.session.ensure_open()?;
        let parent = match parent.into_parent()? {
            ParentRef::Page(id) => Parent::page(id),
            ParentRef::DataSource(id) => Parent::data_source(id),
            ParentRef::Database(id) => {
                Parent::data_source(self.session.single_data_source(id).await?)
            }
        };
        let effect = self.session.effect().on(self.id().uuid());
        let effect = effect.on_parent(self.parent()).on_parent(Some(&parent));
        let call = self.session.api().pages().r#move(self.id(), &parent);
        let data = effect.of(call.send()).await?;
        self.data = self.session.keep(data);
        Ok(())
    }

    async fn child_ids(&self, wanted: fn(&BlockKind) -> bool) -> Result<Vec<BlockId>> {
        let children = self.session.child_blocks(self.id().into()).await?;
        let wanted = children.iter().filter(|block| wanted(&block.kind));
        Ok(wanted.map(|block| block.id).collect())
    }
}

/// Parents and children.
impl Block {
    /// Returns the parent of the block as a handle. No request if the object store has it, otherwise one.
    ///
    /// # Errors
    ///
    /// Those of [`Page::get_parent`].
    pub fn get_parent(&self) -> GetParent {
        GetParent::new(self.session(), self.parent())
    }

    /// Returns the parent of the block, its parent, and so on, the outermost first, as far as they are shared with the
    /// integration. One request for each that the object store does not have.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// let home = session.search_page("Home").await?.item()?;
    /// let new = home.append(["Hello"]).await?;
    /// assert_eq!(new[0].ancestors().await?.first().and_then(|above| above.as_page()), Some(&home));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send).
    pub async fn ancestors(&self) -> Result<Vec<Ancestor>> {
        self.session().ancestors(self.parent()).await
    }
}

/// Parents and children, for handles.
impl Session {
    /// Returns a parent as a handle; `None` for the workspace, and for kinds that this version does not know.
    pub(crate) async fn ancestor(&self, parent: &Parent, fresh: bool) -> Result<Option<Ancestor>> {
        Ok(match &parent.kind {
            ParentKind::Page(id) => {
                let page = self.get_page(*id).fresh_if(fresh).await?;
                Some(Ancestor::Page(page))
            }
            ParentKind::DataSource { id, .. } => {
                let database = self.get_db(*id).fresh_if(fresh).await?;
                Some(Ancestor::Database(database))
            }
            ParentKind::Database(id) => {
                let database = self.get_db(*id).fresh_if(fresh).await?;
                Some(Ancestor::Database(database))
            }
            ParentKind::Block(id) => {
                let block = self.get_block(*id).fresh_if(fresh).await?;
                Some(Ancestor::Block(block))
            }
            _ => None,
        })
    }

    /// Returns all ancestors, the outermost first.
    pub(crate) async fn ancestors(&self, nearest: Option<&Parent>) -> Result<Vec<Ancestor>> {
        let mut above: Vec<Ancestor> = Vec::new();
        let mut next = nearest.cloned();
        while let Some(parent) = next {
            let ancestor = match self.ancestor(&parent, false).await {
                Ok(Some(ancestor)) => ancestor,
                Ok(None) => break,
                // An object that is not shared hides everything above it.
                Err(error) if error.is_not_found() => break,
                Err(error) => return Err(error),
            };
            // Guards against an endless loop: an answer may wrongly name an object as its own ancestor.
            if above.contains(&ancestor) {
                return Err(Error::endless_list(&format!("{:?}", parent.kind)));
            }
            next = ancestor.parent().cloned();
            above.push(ancestor);
        }
        above.reverse();
        Ok(above)
    }

    /// Returns the children of a page or block, one level deep.
    async fn child_blocks(&self, id: BlockId) -> Result<Vec<BlockData>> {
        self.ensure_open()?;
        Ok(self.api().blocks().children(id).all().await?)
    }
}
