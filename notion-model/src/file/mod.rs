//! Files: in covers, in files properties, in blocks.

mod upload;

pub use upload::{
    FileImportError, FileImportErrorType, FileImportKind, FileImportResult, FileUpload,
    FileUploadMode, FileUploadStatus, NumberOfParts, Uploader, UploaderType,
};

use crate::id::FileUploadId;
use crate::json::{object, tagged};
use crate::text::RichText;
use crate::time::Timestamp;

object! {
    /// A file: a cover, a value of a files property, or the content of an image, video, audio, PDF or file block.
    pub struct File {
        /// The caption, in a block.
        absent caption: Vec<RichText>,
        /// The name, in a files property and in a file block.
        absent name: Option<String>,
        /// Where the file is.
        tagged kind: FileKind,
    }
}

tagged! {
    /// Where a [`File`] is.
    pub enum FileKind {
        /// Somewhere on the web.
        External(ExternalFile) = "external",
        /// At Notion, by a signed URL.
        Hosted(HostedFile) = "file",
        /// Uploaded through the API; in requests only.
        Upload(FileUploadReference) = "file_upload",
    }
}

object! {
    /// A file somewhere on the web.
    pub struct ExternalFile {
        /// Where.
        written url: String,
    }
}

object! {
    /// A file at Notion.
    pub struct HostedFile {
        /// A signed URL, good until `expiry_time`.
        written url: String,
        /// When the URL ceases to work; about an hour after the answer.
        absent expiry_time: Option<Timestamp>,
    }
}

object! {
    /// A file that was uploaded through the API, by the id of its upload.
    pub struct FileUploadReference (
        /// The upload's id.
        id: FileUploadId,
    ) {}
}

impl File {
    fn of(kind: FileKind) -> Self {
        Self {
            kind,
            ..Self::default()
        }
    }

    /// A file somewhere on the web.
    pub fn external(url: impl Into<String>) -> Self {
        Self::of(FileKind::External(ExternalFile {
            url: url.into(),
            ..ExternalFile::default()
        }))
    }

    /// A file that was uploaded through the API.
    pub fn upload(id: FileUploadId) -> Self {
        Self::of(FileKind::Upload(FileUploadReference::new(id)))
    }

    /// The same file with a name.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Where the file can be fetched, if it has a URL: an upload has none.
    pub fn url(&self) -> Option<&str> {
        match &self.kind {
            FileKind::External(file) => Some(&file.url),
            FileKind::Hosted(file) => Some(&file.url),
            FileKind::Upload(_) | FileKind::Untyped | FileKind::Unknown(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::known;

    #[test]
    fn files_say_where_they_are() {
        let hosted: File = known(
            r#"{"type": "file", "file": {"url": "https://example.com/a", "expiry_time": "2026-06-27T16:53:00.000Z"}}"#,
        );
        assert_eq!(hosted.url(), Some("https://example.com/a"));
        let upload =
            File::upload("00000000-0000-4000-8000-0000000000fa".parse().unwrap()).named("a.txt");
        assert_eq!(upload.url(), None);
        assert_eq!(
            serde_json::to_string(&upload).unwrap(),
            r#"{"name":"a.txt","type":"file_upload","file_upload":{"id":"00000000-0000-4000-8000-0000000000fa"}}"#
        );
        assert_eq!(
            known::<File>(r#"{"external": {"url": "u"}}"#),
            File::external("u")
        );
    }
}
