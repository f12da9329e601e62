//! Blocks: the content of pages. Pages and databases are blocks too, with the same ids.

use notion_model::{Block, BlockId, BlockPosition, BlockRequest, List};
use serde::Serialize;

use super::Call;
use crate::http::{Client, Request};

/// The endpoints of blocks.
#[derive(Clone, Copy, Debug)]
pub struct Blocks<'a> {
    pub(super) client: &'a Client,
}

impl Blocks<'_> {
    /// One block without the blocks in it. `GET /v1/blocks/{id}`
    ///
    /// # Errors
    ///
    /// `ObjectNotFound` (404).
    pub fn retrieve(self, id: impl Into<BlockId>) -> Call<Block> {
        Call::new(self.client, Request::get(path(id)))
    }

    /// Changes a block: what the update does not name stays. `PATCH /v1/blocks/{id}`
    ///
    /// The content is replaced key by key. Neither a block's type nor where its file comes from can be changed, nor the
    /// number of a table's columns.
    ///
    /// # Limits
    ///
    /// 100 runs of 2,000 characters a text, 1,000 characters an equation.
    ///
    /// # Errors
    ///
    /// `ValidationError` (400) if the block is in the trash, or the update is for another type; `ObjectNotFound` (404).
    pub fn update(self, id: impl Into<BlockId>, update: &BlockRequest) -> Call<Block> {
        Call::with_body(
            self.client,
            Request::patch(path(id)).repeatable(true),
            update,
        )
    }

    /// Puts a block, a page or a database into the trash. `DELETE /v1/blocks/{id}`
    ///
    /// What is in it goes with it.
    ///
    /// # Errors
    ///
    /// `ObjectNotFound` (404); `ValidationError` (400) if it is in the trash already.
    pub fn delete(self, id: impl Into<BlockId>) -> Call<Block> {
        Call::new(self.client, Request::delete(path(id)))
    }

    /// Takes a block, a page or a database out of the trash. `PATCH /v1/blocks/{id}`
    ///
    /// # Errors
    ///
    /// `ObjectNotFound` (404).
    pub fn restore(self, id: impl Into<BlockId>) -> Call<Block> {
        self.update(
            id,
            &BlockRequest {
                in_trash: Some(false),
                ..BlockRequest::default()
            },
        )
    }

    /// Returns the blocks in a block or a page, in their order, one level deep. `GET /v1/blocks/{id}/children`
    ///
    /// # Limits
    ///
    /// 100 blocks a part.
    ///
    /// # Errors
    ///
    /// `ObjectNotFound` (404).
    pub fn children(self, id: impl Into<BlockId>) -> Call<List<Block>> {
        Call::new(self.client, Request::get(format!("{}/children", path(id))))
    }

    /// Appends up to 100 blocks at the end, with up to two levels of blocks in them. `PATCH /v1/blocks/{id}/children`
    ///
    /// The answer has the new blocks of the first level. Not repeated where its answer is lost.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_rest::Result<()> {
    /// # let client = notion_rest::Client::local();
    /// # let home = client.local_server().expect("the client uses one").home();
    /// use notion_rest::model::{BlockKind, Paragraph, RichText};
    ///
    /// let hello = Paragraph { rich_text: vec![RichText::text("Hello")], ..Paragraph::default() };
    /// let hello = BlockKind::Paragraph(hello).into();
    /// client.api().blocks().append(home, &[hello]).await?;
    /// assert_eq!(client.api().blocks().children(home).await?.results.len(), 1);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Limits
    ///
    /// 100 blocks an array, two levels of blocks in them, 1,000 blocks and 500 KB in all; 100 runs of 2,000 characters a
    /// text. Columns, tables and tabs come with what is in them.
    ///
    /// # Errors
    ///
    /// `ValidationError` (400) if a limit is exceeded, the block can hold none or not these, or it is in the trash;
    /// `ObjectNotFound` (404); `ConflictError` (409).
    pub fn append(self, id: impl Into<BlockId>, children: &[BlockRequest]) -> Call<List<Block>> {
        self.append_children(id.into(), children, None)
    }

    /// Appends blocks as [`append`](Self::append) does, at a position among those that are there. The answer has the new
    /// blocks and all that come after them.
    ///
    /// Limits and errors are those of [`append`](Self::append); `ValidationError` (400) also where the block to come after
    /// is not one of these children.
    pub fn append_at(
        self,
        id: impl Into<BlockId>,
        children: &[BlockRequest],
        position: BlockPosition,
    ) -> Call<List<Block>> {
        self.append_children(id.into(), children, Some(position))
    }

    fn append_children(
        self,
        id: BlockId,
        children: &[BlockRequest],
        position: Option<BlockPosition>,
    ) -> Call<List<Block>> {
        let request = Request::patch(format!("{}/children", path(id)));
        Call::with_body(self.client, request, &AppendBody { children, position })
    }
}

fn path(id: impl Into<BlockId>) -> String {
    format!("/v1/blocks/{}", id.into())
}

#[derive(Serialize)]
struct AppendBody<'a> {
    children: &'a [BlockRequest],
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<BlockPosition>,
}
