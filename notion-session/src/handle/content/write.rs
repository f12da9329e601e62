//! Executing plans of content.

use notion_content::{Append, At, Place, Plan, Step};
use notion_model::{Block as BlockData, BlockId, BlockPosition, BlockPositionKind, List};
use serde::de::Error as _;

use crate::error::{Error, Result};
use crate::session::{Block, Session};

/// Sends the requests of a plan, one after the other. Gives the new blocks of the first level, in their order.
///
/// `before` is how many requests have written of the same content already.
pub(crate) async fn write(
    session: &Session,
    root: BlockId,
    plan: &Plan,
    before: usize,
) -> Result<Vec<Block>> {
    let mut writing = Writing {
        session,
        root,
        answers: Vec::with_capacity(plan.steps.len()),
        written: Vec::new(),
    };
    for (done, step) in plan.steps.iter().enumerate() {
        if let Err(source) = writing.carry_out(step).await {
            let (sent, of) = (before + done, before + plan.requests());
            if sent == 0 {
                return Err(source);
            }
            let blocks = writing.written.iter().map(Block::id).collect();
            return Err(Error::partly_written(root, (sent, of), blocks, source));
        }
    }
    Ok(writing.written)
}

struct Writing<'a> {
    session: &'a Session,
    root: BlockId,
    /// The ids in the answer to each step.
    answers: Vec<Vec<BlockId>>,
    /// The new blocks of the first level.
    written: Vec<Block>,
}

impl Writing<'_> {
    async fn carry_out(&mut self, step: &Step) -> Result<()> {
        let ids = match step {
            Step::Append(append) => self.append(append).await?,
            Step::List(place) => {
                let children = self
                    .session
                    .api()
                    .blocks()
                    .children(self.id(*place)?)
                    .all()
                    .await?;
                children.into_iter().map(|block| block.id).collect()
            }
        };
        self.answers.push(ids);
        Ok(())
    }

    async fn append(&mut self, append: &Append) -> Result<Vec<BlockId>> {
        let under = self.id(append.under)?;
        let position = match append.at {
            At::End => None,
            At::Start => Some(BlockPositionKind::Start.into()),
            At::After(id) => Some(BlockPosition::after(id)),
            At::AfterMade(place) => Some(BlockPosition::after(self.id(place)?)),
        };
        let api = self.session.api();
        let blocks = api.blocks();
        let call = match position {
            None => blocks.append(under, &append.children),
            Some(position) => blocks.append_at(under, &append.children, position),
        };
        // A stored block reports whether it has children.
        let effect = self.session.effect().on_children(under.uuid());
        let answer: List<BlockData> = effect.of(call.send()).await?;
        // In all recordings of it, every appended block is in the answer.
        if answer.results.len() < append.children.len() {
            let problem = "Notion answered with fewer blocks than were appended";
            return Err(Error::decode_blocks(serde_json::Error::custom(problem)));
        }
        // The answer may also list the blocks after the new ones.
        let mut new = answer.results;
        new.truncate(append.children.len());
        let ids = new.iter().map(|block| block.id).collect();
        if append.under == Place::Root {
            let session = self.session;
            let handle = |data| Block::new(session.clone(), session.keep(data));
            self.written.extend(new.into_iter().map(handle));
        }
        Ok(ids)
    }

    fn id(&self, place: Place) -> Result<BlockId> {
        let id = match place {
            Place::Root => Some(self.root),
            Place::Made { step, index } => self
                .answers
                .get(step)
                .and_then(|ids| ids.get(index))
                .copied(),
        };
        id.ok_or_else(|| {
            let problem = "Notion answered with fewer blocks than were appended";
            Error::decode_blocks(serde_json::Error::custom(problem))
        })
    }
}
