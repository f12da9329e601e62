//! Splits a document into requests.

mod carry_out;
mod cost;
mod measure;

use notion_model::{BlockId, BlockKind, BlockRequest};

use crate::check::drafts;
use crate::{Block, Refusal};
use cost::Costs;

/// The requests that write a document: the smallest number we know how to achieve, in an order in which each can be sent.
///
/// A request can have 100 blocks in a list, two levels of children in the blocks that it appends, 1,000 blocks and 500 KB in
/// all. The rest follows in further requests, which append to blocks that earlier ones created. The answer to an append
/// contains the IDs of the first level only, so later appends go to these blocks. Only columns cannot be created without
/// their list, so that their IDs have to be requested.
///
/// ```
/// use notion_content::{Place, Plan, Step, bulleted, paragraph};
///
/// // Three levels below the first block: one more than a request holds.
/// let deep = bulleted("1").children([bulleted("2").children([bulleted("3").children([bulleted("4")])])]);
/// let plan = Plan::append(None, &[paragraph("Before"), deep, paragraph("After")])?;
/// assert_eq!(plan.requests(), 2);
/// let [Step::Append(first), Step::Append(second)] = &plan.steps[..] else { panic!() };
/// assert_eq!((first.under, first.children.len()), (Place::Root, 3));
/// assert_eq!((second.under, second.children.len()), (Place::Made { step: 0, index: 1 }, 1));
///
/// // 101 blocks: one more than a list holds.
/// assert_eq!(Plan::append(None, &vec![paragraph("x"); 100])?.requests(), 1);
/// assert_eq!(Plan::append(None, &vec![paragraph("x"); 101])?.requests(), 2);
/// # Ok::<(), notion_content::Refusal>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// The requests, in their order.
    pub steps: Vec<Step>,
}

/// One request of a [`Plan`].
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Appends blocks: `PATCH /v1/blocks/{id}/children`. Its answer begins with the new blocks of the first level.
    Append(Append),
    /// Reads the children of a block that was created: `GET /v1/blocks/{id}/children`.
    List(Place),
}

/// Blocks to be appended.
#[derive(Clone, Debug, PartialEq)]
pub struct Append {
    /// The block that they are appended to.
    pub under: Place,
    /// The position among the existing children.
    pub at: At,
    /// The blocks, with the children that fit in the request.
    pub children: Vec<BlockRequest>,
}

/// A block that blocks are appended to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The page or block that the document is appended to.
    Root,
    /// A block in the answer to an earlier step.
    Made {
        /// The index of the step in the plan.
        step: usize,
        /// The index of the block in its answer.
        index: usize,
    },
}

/// The position of new blocks among the existing children.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum At {
    /// After all others.
    #[default]
    End,
    /// Before all others.
    Start,
    /// After this block.
    After(BlockId),
    /// Behind one that an earlier step made.
    AfterMade(Place),
}

impl Plan {
    /// Appends blocks at the end of a page, or of a block if its kind is given.
    ///
    /// # Errors
    ///
    /// Those of [`check`](crate::check); and if one block alone is larger than a request may be.
    pub fn append(parent: Option<&BlockKind>, blocks: &[Block]) -> Result<Self, Refusal> {
        Self::append_at(parent, blocks, At::End)
    }

    /// Puts blocks at a place among those of a page, or of a block if its kind is given.
    ///
    /// # Errors
    ///
    /// Those of [`append`](Self::append).
    pub fn append_at(
        parent: Option<&BlockKind>,
        blocks: &[Block],
        at: At,
    ) -> Result<Self, Refusal> {
        let costs = Costs::of(drafts(parent, blocks)?);
        Ok(costs.plan(0, at))
    }

    /// Fills a page that is made by the same request: the blocks that go along with it, and how the others follow. `Root` is
    /// the page. `reserved` is how many bytes the request has without them.
    ///
    /// # Errors
    ///
    /// Those of [`append`](Self::append).
    pub fn page(blocks: &[Block], reserved: usize) -> Result<(Vec<BlockRequest>, Self), Refusal> {
        let costs = Costs::of(drafts(None, blocks)?);
        let (along, count) = costs.along_with_page(reserved);
        Ok((along, costs.plan(count, At::End)))
    }

    /// How many requests it sends.
    pub fn requests(&self) -> usize {
        self.steps.len()
    }
}
