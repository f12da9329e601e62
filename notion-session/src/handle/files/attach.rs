//! Attaching an upload as a block.

use notion_model::{BlockId, BlockKind, File};

use super::FileUpload;
use crate::error::Result;
use crate::session::{Block, Page, Session};

impl Page {
    /// Appends an upload to the page as an image, a video, audio, a PDF or a file, depending on its media type. One
    /// request.
    ///
    /// # Errors
    ///
    /// A validation error if the upload is not complete or has expired, or the page is in the trash;
    /// [`Error::OutcomeUnknown`](crate::Error::OutcomeUnknown) if Notion's answer was lost; those of
    /// [`Client::send`](crate::http::Client::send).
    pub async fn attach(&self, upload: &FileUpload) -> Result<Block> {
        self.session().attach(self.id().into(), upload).await
    }
}

impl Block {
    /// Appends an upload to the children of the block, as [`Page::attach`] does. One request.
    ///
    /// # Errors
    ///
    /// Those of [`Page::attach`]; a validation error if the block cannot have children.
    pub async fn attach(&self, upload: &FileUpload) -> Result<Self> {
        self.session().attach(self.id(), upload).await
    }
}

impl Session {
    async fn attach(&self, to: BlockId, upload: &FileUpload) -> Result<Block> {
        self.ensure_open()?;
        let block = kind(upload).into();
        let call = self.api().blocks().append(to, &[block]);
        let mut answer = self.effect().on_children(to.uuid()).of(call.send()).await?;
        // Notion answers with the new blocks, and there is one.
        match answer.results.pop() {
            Some(data) => Ok(Block::new(self.clone(), self.keep(data))),
            None => Err(crate::Error::count_mismatch("new block", Vec::new())),
        }
    }
}

/// Returns the block for a file of this type.
fn kind(upload: &FileUpload) -> BlockKind {
    let file = File::upload(upload.id());
    let content_type = upload.content_type().unwrap_or_default();
    match content_type.split('/').next().unwrap_or_default() {
        "image" => BlockKind::Image(file),
        "video" => BlockKind::Video(file),
        "audio" => BlockKind::Audio(file),
        _ if content_type.starts_with("application/pdf") => BlockKind::Pdf(file),
        _ => BlockKind::File(file),
    }
}
