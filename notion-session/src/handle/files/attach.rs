//! Attaching an upload as a block.

use notion_model::{BlockId, BlockKind, File};

use super::FileUpload;
use crate::error::Result;
use crate::session::{Block, Page, Session};

impl Page {
    /// Shows an upload at the end of the page: as an image, a video, a sound, a PDF or a file, as its media type says. One
    /// request.
    ///
    /// # Errors
    ///
    /// A validation error where the upload is not complete or has expired, or the page is in the trash;
    /// [`Error::OutcomeUnknown`](crate::Error::OutcomeUnknown) where Notion's answer was lost; those of
    /// [`Client::send`](crate::http::Client::send).
    pub async fn attach(&self, upload: &FileUpload) -> Result<Block> {
        self.session().attach(self.id().into(), upload).await
    }
}

impl Block {
    /// Shows an upload at the end of what is in the block; otherwise as [`Page::attach`]. One request.
    ///
    /// # Errors
    ///
    /// As [`Page::attach`]; a validation error where no blocks can be in this one.
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

/// The block that shows a file of this type.
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
