//! Reading trees of blocks.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_util::stream::{self, FuturesUnordered, Stream, StreamExt, TryStreamExt};
use notion_content::{Block as Content, MAX_DEPTH, markdown};
use notion_model::{Block as BlockData, BlockId, BlockKind};

use serde::de::Error as _;

use crate::error::{Error, Result};
use crate::session::{Block, Page, Session};
use notion_rest::Error as RestError;

/// The maximum number of lists of blocks that are requested concurrently, or read ahead.
const AHEAD: usize = 8;

/// The maximum number of copies of synced blocks that are exported with the content of their originals. Copies inside the originals
/// of other copies can make an exponentially large page.
const MAX_COPIES: usize = 1_000;

/// The maximum nesting of copies in an export.
const MAX_COPY_DEPTH: usize = markdown::DEPTH;

/// One block on a walk.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Visit {
    /// The block.
    pub block: Block,
    /// The depth: the number of its ancestors below the page or block where the walk began.
    pub depth: usize,
}

/// A walk through a tree of blocks in document order: each block comes before its children, and these before its next sibling.
///
/// It is a stream, made by [`Page::walk`] and [`Block::walk`]. It ends after the first error.
#[must_use = "nothing is asked for until it is polled"]
pub struct Walk {
    visits: Pin<Box<dyn Stream<Item = Result<Visit>> + Send>>,
}

impl Walk {
    /// Returns the next block; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Visit>> {
        self.visits.next().await
    }
}

impl Stream for Walk {
    type Item = Result<Visit>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.visits.as_mut().poll_next(context)
    }
}

impl fmt::Debug for Walk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Walk").finish_non_exhaustive()
    }
}

/// Reading content.
impl Page {
    /// Returns the content of the page: all blocks with their children.
    ///
    /// One request for the page and one for each block with children; one more for each further 100 blocks of a list. They
    /// are sent concurrently, within the session's pace. Child pages and databases are blocks with a title; their content is
    /// not read. The content of a copy of a synced block belongs to its original, and is not read either.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// use notion_session::content::{Block, quote, todo, writable};
    ///
    /// let page = session.create_page(&home, "Plans").content([quote("Goals").children([todo("Write it")])]).await?;
    /// let before = session.client().requests_sent();
    /// let content = page.content().await?;
    /// assert_eq!(content, [quote("Goals").children([todo("Write it")])]);
    /// assert_eq!(session.client().requests_sent(), before + 2);
    ///
    /// // To copy the content, remove blocks that Notion's API cannot write.
    /// let copy = writable(content);
    /// assert_eq!(copy.refused, []);
    /// session.create_page(&home, "Plans (copy)").content(copy.document).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send).
    pub async fn content(&self) -> Result<Vec<Content>> {
        tree(self.walk()).await
    }

    /// Returns the content as a reader sees it: copies of synced blocks have the children of their originals, unless these
    /// cannot be read, or contain the copy.
    pub(crate) async fn content_as_shown(&self) -> Result<Vec<Content>> {
        tree(walk(self.session(), self.id().into(), true)).await
    }

    /// Returns all blocks of the page as a stream, each before its children.
    ///
    /// It makes the requests of [`content`](Self::content), and prefetches slightly: stopping early saves most of the
    /// remaining requests. The object store keeps the blocks.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// use futures_util::TryStreamExt;
    /// use notion_session::content::{paragraph, quote};
    ///
    /// home.append([quote("A").children([paragraph("B")]), paragraph("C")]).await?;
    /// let mut walk = home.walk();
    /// let mut seen = Vec::new();
    /// while let Some(visit) = walk.try_next().await? {
    ///     seen.push((visit.depth, visit.block.kind().type_name().to_owned()));
    /// }
    /// assert_eq!(seen, [(0, "quote".into()), (1, "paragraph".into()), (0, "paragraph".into())]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send), as the last element of the stream.
    pub fn walk(&self) -> Walk {
        walk(self.session(), self.id().into(), false)
    }
}

/// Reading content.
impl Block {
    /// Returns the children of the block, with all their children. Requests and errors as of [`Page::content`].
    ///
    /// # Errors
    ///
    /// Those of [`Page::content`].
    pub async fn content(&self) -> Result<Vec<Content>> {
        tree(self.walk()).await
    }

    /// Returns all blocks in the block as a stream, each before its children. Requests and errors as of [`Page::walk`].
    ///
    /// # Errors
    ///
    /// Those of [`Page::walk`].
    pub fn walk(&self) -> Walk {
        walk(self.session(), self.id(), false)
    }
}

/// Returns the block without its children.
impl From<&Block> for Content {
    fn from(block: &Block) -> Self {
        Self {
            id: Some(block.id()),
            kind: block.kind().clone(),
            children: Vec::new(),
        }
    }
}

fn walk(session: &Session, root: BlockId, shows_copies: bool) -> Walk {
    let walking = Walking {
        session: session.clone(),
        open: Vec::new(),
        ahead: VecDeque::new(),
        asked: FuturesUnordered::new(),
        answers: HashMap::new(),
        enter: Some((Holder::Block(root), 0)),
        within: Vec::new(),
        copies: if shows_copies { MAX_COPIES } else { 0 },
    };
    let visits = stream::try_unfold(walking, |mut walking| async move {
        let visit = walking.next().await?;
        Ok(visit.map(|visit| (visit, walking)))
    });
    Walk {
        visits: Box::pin(visits),
    }
}

type Answer = Result<(BlockId, Vec<BlockData>)>;

/// The parent whose children are requested.
#[derive(Clone, Copy, PartialEq)]
enum Holder {
    Block(BlockId),
    /// The original of a copy. It may be in a page that the integration cannot read.
    Original(BlockId),
}

impl Holder {
    fn id(self) -> BlockId {
        match self {
            Self::Block(id) | Self::Original(id) => id,
        }
    }
}

struct Walking {
    session: Session,
    /// The blocks that follow, the next one last.
    open: Vec<Visit>,
    /// The later blocks with children, in their order.
    ahead: VecDeque<Holder>,
    /// The requested parent.
    asked: FuturesUnordered<Pin<Box<dyn Future<Output = Answer> + Send>>>,
    /// The answer, until it is needed; `None` if there is no answer yet.
    answers: HashMap<BlockId, Option<Vec<BlockData>>>,
    /// The block in which the walk continues, and its depth.
    enter: Option<(Holder, usize)>,
    /// The ancestors of the present block, from the root on.
    within: Vec<BlockId>,
    /// The number of copies that may still be entered.
    copies: usize,
}

impl Walking {
    async fn next(&mut self) -> Result<Option<Visit>> {
        self.session.ensure_open()?;
        if let Some((holder, depth)) = self.enter.take() {
            self.within.truncate(depth);
            self.within.push(holder.id());
            let children = self.children(holder).await?;
            let holders: Vec<Holder> = children
                .iter()
                .filter_map(|block| self.holder(block, depth))
                .collect();
            for holder in holders.into_iter().rev() {
                self.ahead.push_front(holder);
            }
            let session = &self.session;
            let visit = |data| Visit {
                block: Block::new(session.clone(), session.keep(data)),
                depth,
            };
            self.open.extend(children.into_iter().rev().map(visit));
        }
        let next = self.open.pop();
        if let Some(visit) = &next
            && let Some(holder) = self.holder(visit.block.data(), visit.depth)
        {
            if let Holder::Original(_) = holder {
                self.copies -= 1;
            }
            self.enter = Some((holder, visit.depth + 1));
        }
        Ok(next)
    }

    /// Returns the parent to request for the children of a block, if they are read.
    fn holder(&self, block: &BlockData, depth: usize) -> Option<Holder> {
        match &block.kind {
            BlockKind::ChildPage(_) | BlockKind::ChildDatabase(_) => None,
            // The content of a copy is in its original. An original may contain its own copy, which would never end.
            BlockKind::SyncedBlock(synced) if let Some(original) = &synced.synced_from => {
                let is_new = self
                    .within
                    .iter()
                    .take(depth + 1)
                    .all(|id| *id != original.block_id);
                (self.copies > 0 && depth < MAX_COPY_DEPTH && is_new)
                    .then_some(Holder::Original(original.block_id))
            }
            _ => block.has_children.then_some(Holder::Block(block.id)),
        }
    }

    /// Returns the children of a block. In the meantime, the children of later blocks are requested as well.
    async fn children(&mut self, holder: Holder) -> Result<Vec<BlockData>> {
        let id = holder.id();
        if !self.answers.contains_key(&id) {
            self.ahead.retain(|ahead| ahead.id() != id);
            self.ask(holder);
        }
        loop {
            while self.answers.len() < AHEAD
                && let Some(next) = self.ahead.pop_front()
            {
                // Several copies may have one original.
                if !self.answers.contains_key(&next.id()) {
                    self.ask(next);
                }
            }
            if let Some(Some(children)) = self.answers.get_mut(&id).map(Option::take) {
                self.answers.remove(&id);
                return Ok(children);
            }
            if let Some(answer) = self.asked.next().await {
                let (id, children) = answer?;
                self.answers.insert(id, Some(children));
            }
        }
    }

    fn ask(&mut self, holder: Holder) {
        let id = holder.id();
        self.answers.insert(id, None);
        let children = self.session.api().blocks().children(id).all();
        self.asked.push(Box::pin(async move {
            match (children.await, holder) {
                (Err(error), Holder::Original(_)) if is_out_of_reach(&error) => {
                    Ok((id, Vec::new()))
                }
                (children, _) => Ok((id, children?)),
            }
        }));
    }
}

/// Returns true if the integration cannot read the object, so that a retry is useless.
fn is_out_of_reach(error: &RestError) -> bool {
    error.is_not_found() || error.is_forbidden()
}

/// The tree of the blocks of a walk.
async fn tree(mut walk: Walk) -> Result<Vec<Content>> {
    // The possible parents of the next block, from the top down, each with its children so far.
    let mut path: Vec<Content> = vec![Content::default()];
    while let Some(visit) = walk.try_next().await? {
        if visit.depth >= MAX_DEPTH {
            let problem = format!("blocks are nested deeper than {MAX_DEPTH} levels: use `walk`");
            return Err(Error::decode_blocks(serde_json::Error::custom(problem)));
        }
        close(&mut path, visit.depth + 1);
        path.push(Content::from(&visit.block));
    }
    close(&mut path, 1);
    Ok(path.pop().map(|root| root.children).unwrap_or_default())
}

/// Adds the last blocks of a path to their parents, until the path has this length.
fn close(path: &mut Vec<Content>, left: usize) {
    while path.len() > left.max(1) {
        if let (Some(block), Some(above)) = (path.pop(), path.last_mut()) {
            above.children.push(block);
        }
    }
}

#[cfg(all(test, feature = "local"))]
mod tests {
    use std::sync::Arc;

    use notion_content::quote;

    use super::*;

    /// A walk down to this depth, one block in the other.
    fn down(session: &Session, depth: usize) -> Walk {
        let session = session.clone();
        let visit = move |depth| {
            let id: BlockId = "00000000-0000-4000-8000-0000000000fa".parse()?;
            let data = BlockData {
                kind: quote("x").kind,
                ..BlockData::new(id)
            };
            Ok(Visit {
                block: Block::new(session.clone(), Arc::new(data)),
                depth,
            })
        };
        Walk {
            visits: Box::pin(stream::iter((0..depth).map(visit))),
        }
    }

    #[tokio::test]
    async fn a_tree_has_as_many_levels_as_documents_may_have_and_no_more() {
        let session = Session::local();
        let tree = tree(down(&session, MAX_DEPTH)).await.unwrap();
        assert_eq!(tree.iter().map(Content::count).sum::<usize>(), MAX_DEPTH);
        let error = super::tree(down(&session, MAX_DEPTH + 1))
            .await
            .unwrap_err();
        assert!(error.to_string().contains("10000 levels"), "{error}");
    }
}
