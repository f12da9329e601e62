//! Constructors of blocks that show files or link to other places.

use notion_model::{
    BlockKind, CommentId, DatabaseId, File, FileUploadId, LinkToPage, LinkToPageKind, PageId,
    WebLink,
};

use super::Block;

/// A file of a block, or the cover of a page or a database: an address on the web, an upload, or a [`File`].
///
/// A file that Notion holds has a signed address that expires, and cannot be used again: upload its content.
pub trait IntoFile {
    /// The file.
    fn into_file(self) -> File;
}

impl IntoFile for File {
    fn into_file(self) -> File {
        self
    }
}

/// A file elsewhere on the web.
impl IntoFile for &str {
    fn into_file(self) -> File {
        File::external(self)
    }
}

/// A file elsewhere on the web.
impl IntoFile for String {
    fn into_file(self) -> File {
        File::external(self)
    }
}

/// A file elsewhere on the web.
impl IntoFile for &String {
    fn into_file(self) -> File {
        File::external(self)
    }
}

impl IntoFile for &File {
    fn into_file(self) -> File {
        self.clone()
    }
}

/// A file that was uploaded to Notion.
impl IntoFile for FileUploadId {
    fn into_file(self) -> File {
        File::upload(self)
    }
}

/// An image.
///
/// ```
/// use notion_content::image;
///
/// let block = image("https://example.com/cat.jpg").caption("A cat");
/// # assert_eq!(block.caption_runs().map(<[_]>::len), Some(1));
/// ```
pub fn image(file: impl IntoFile) -> Block {
    BlockKind::Image(file.into_file()).into()
}

/// A video.
pub fn video(file: impl IntoFile) -> Block {
    BlockKind::Video(file.into_file()).into()
}

/// A sound.
pub fn audio(file: impl IntoFile) -> Block {
    BlockKind::Audio(file.into_file()).into()
}

/// Creates a block with any file. Its name is the end of its address, unless [`named`](Block::named) sets another.
pub fn file(file: impl IntoFile) -> Block {
    BlockKind::File(file.into_file()).into()
}

/// A PDF.
pub fn pdf(file: impl IntoFile) -> Block {
    BlockKind::Pdf(file.into_file()).into()
}

fn web_link(url: impl Into<String>) -> WebLink {
    WebLink {
        url: Some(url.into()),
        ..WebLink::default()
    }
}

/// Creates a bookmark: a link with a preview.
pub fn bookmark(url: impl Into<String>) -> Block {
    BlockKind::Bookmark(web_link(url)).into()
}

/// Creates an embed: a web page shown in the page.
pub fn embed(url: impl Into<String>) -> Block {
    BlockKind::Embed(web_link(url)).into()
}

/// What a link to something in the workspace can lead to.
pub trait IntoLink {
    /// What it leads to.
    fn into_link(self) -> LinkToPageKind;
}

impl IntoLink for LinkToPageKind {
    fn into_link(self) -> LinkToPageKind {
        self
    }
}

impl<S> IntoLink for PageId<S> {
    fn into_link(self) -> LinkToPageKind {
        LinkToPageKind::Page(self.cast())
    }
}

impl IntoLink for DatabaseId {
    fn into_link(self) -> LinkToPageKind {
        LinkToPageKind::Database(self)
    }
}

impl IntoLink for CommentId {
    fn into_link(self) -> LinkToPageKind {
        LinkToPageKind::Comment(self)
    }
}

/// A link to a page, a database or a comment.
pub fn link_to_page(to: impl IntoLink) -> Block {
    BlockKind::LinkToPage(LinkToPage {
        kind: to.into_link(),
        ..LinkToPage::default()
    })
    .into()
}
