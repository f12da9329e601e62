//! Files: uploading, importing, attaching and downloading.

mod attach;
mod data_url;
mod import;
mod link;
mod plan;
mod source;
mod unfinished;
mod upload;

use std::sync::Arc;
use std::time::Duration;

use notion_content::IntoFile;
use notion_model::{
    File, FileImportKind, FileUpload as UploadData, FileUploadId, FileUploadStatus, Icon, Timestamp,
};

pub use import::ImportUrl;
pub use link::{Download, FileLink};
pub use source::FileSource;
pub use upload::{Upload, UploadProgress};

use crate::error::{Error, Result};
use crate::find::get::sealed::Gettable;
use crate::handle::wait::{self, Look};
use crate::schema;
use crate::session::Get;
use crate::session::{AnyValue, IntoIcon, IntoId, Session};

/// An upload: a file that Notion has or is about to receive, and that has to be attached to something within an hour.
///
/// A handle contains what Notion last reported about it. It can be passed wherever a file or an icon is expected.
#[derive(Clone, Debug, PartialEq)]
pub struct FileUpload {
    session: Session,
    data: Arc<UploadData>,
}

impl FileUpload {
    fn new(session: Session, mut data: UploadData) -> Self {
        data.request_id = None;
        Self {
            session,
            data: Arc::new(data),
        }
    }

    /// Returns the ID.
    pub fn id(&self) -> FileUploadId {
        self.data.id
    }

    /// Returns the name of the file.
    pub fn filename(&self) -> Option<&str> {
        self.data.filename.as_deref()
    }

    /// Returns the media type of the file.
    pub fn content_type(&self) -> Option<&str> {
        self.data.content_type.as_deref()
    }

    /// Returns the size of the file in bytes, after Notion has received it.
    pub fn content_length(&self) -> Option<u64> {
        self.data.content_length
    }

    /// Returns the status of the upload.
    pub fn status(&self) -> Option<&FileUploadStatus> {
        self.data.status.as_ref()
    }

    /// Returns true if Notion has the file, so that it can be attached.
    pub fn is_uploaded(&self) -> bool {
        self.status() == Some(&FileUploadStatus::Uploaded)
    }

    /// Returns the time until which the file has to be attached; `None` if it is attached.
    pub fn expiry_time(&self) -> Option<&Timestamp> {
        self.data.expiry_time.as_ref()
    }

    /// Returns the upload as Notion sent it.
    pub fn data(&self) -> &UploadData {
        &self.data
    }

    /// Returns the session of the handle.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Reads the upload again. One request.
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send).
    pub async fn reload(&mut self) -> Result<()> {
        *self = self.session.get_upload(self.id()).await?;
        Ok(())
    }

    /// Waits until Notion has the file, at most five minutes. No request if it is known to have it; otherwise one each time the
    /// status is read: immediately, then after pauses that grow to five seconds.
    ///
    /// # Errors
    ///
    /// [`Error::UploadFailed`] if the upload failed; [`Error::NotReady`] after the timeout; those of
    /// [`Client::send`](crate::http::Client::send).
    pub async fn wait(&mut self) -> Result<()> {
        self.wait_at_most(wait::LONG).await
    }

    /// Waits as [`wait`](Self::wait) does, with another timeout.
    ///
    /// # Errors
    ///
    /// Those of [`wait`](Self::wait).
    pub async fn wait_at_most(&mut self, longest: Duration) -> Result<()> {
        if self.is_uploaded() {
            return Ok(());
        }
        let (session, id, what) = (self.session.clone(), self.id(), self.described());
        let look = || async {
            let upload = session.get_upload(id).await?;
            match upload.status() {
                Some(FileUploadStatus::Uploaded) => Ok(Look::Done(upload)),
                Some(FileUploadStatus::Failed | FileUploadStatus::Expired) => {
                    Err(Error::upload_failed(upload.described(), upload.failure()))
                }
                _ => Ok(Look::NotYet),
            }
        };
        *self = wait::until(format!("the upload of {what}"), longest, look).await?;
        Ok(())
    }

    /// Returns its name in errors.
    fn described(&self) -> String {
        match self.filename() {
            Some(name) => format!("{name:?}"),
            None => self.id().to_string(),
        }
    }

    /// Returns the reason of the failure, as far as Notion reports it.
    fn failure(&self) -> String {
        let result = self.data.file_import_result.as_ref();
        if let Some(FileImportKind::Error(error)) = result.map(|result| &result.kind) {
            let message = error.message.as_deref().or(error.code.as_deref());
            let status = error
                .status_code
                .map(|status| format!(" (status {status})"));
            return format!(
                "{}{}",
                message.unwrap_or("Notion could not fetch it"),
                status.unwrap_or_default()
            );
        }
        match self.status() {
            Some(FileUploadStatus::Expired) => "it was not attached in time".to_owned(),
            _ => "Notion does not say why".to_owned(),
        }
    }
}

/// Uploads.
impl Session {
    /// Returns an upload. One request.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](Error::is_not_found) if there is none with this ID; [`Error::InvalidId`] if it is not a valid ID; those
    /// of [`Client::send`](crate::http::Client::send).
    pub fn get_upload(&self, id: impl IntoId<FileUploadId>) -> Get<FileUpload> {
        Get::new(self, id.into_id())
    }

    /// Returns the uploads of the integration, or those with a status, the newest first. One request for each 100.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// use notion_session::model::FileUploadStatus;
    /// use notion_session::session::FileSource;
    ///
    /// let hello = session.upload(FileSource::bytes("hello.txt", "Hello!")).await?;
    /// assert_eq!(session.list_uploads(None).await?, [hello]);
    /// assert!(session.list_uploads(FileUploadStatus::Pending).await?.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Client::send`](crate::http::Client::send).
    pub async fn list_uploads(
        &self,
        status: impl Into<Option<FileUploadStatus>>,
    ) -> Result<Vec<FileUpload>> {
        self.ensure_open()?;
        let uploads = self.api().file_uploads().list(status.into()).all().await?;
        let handle = |data| FileUpload::new(self.clone(), data);
        Ok(uploads.into_iter().map(handle).collect())
    }
}

impl IntoIcon for &FileUpload {
    fn into_icon(self) -> Icon {
        Icon::upload(self.id())
    }
}

impl IntoFile for &FileUpload {
    fn into_file(self) -> File {
        File::upload(self.id())
    }
}

/// Converts it to a file with its name, for a files property.
fn with_name(upload: &FileUpload) -> File {
    let file = File::upload(upload.id());
    match upload.filename() {
        Some(name) => file.named(name),
        None => file,
    }
}

impl From<&FileUpload> for AnyValue {
    fn from(upload: &FileUpload) -> Self {
        Self::Files(vec![with_name(upload)])
    }
}

/// For a field of a schema.
impl From<&FileUpload> for schema::Files {
    fn from(upload: &FileUpload) -> Self {
        Self(vec![with_name(upload)])
    }
}

/// Returns the media type of a file name; `application/octet-stream` if it is unknown.
fn guess_type(name: &str) -> String {
    mime_guess::from_path(name)
        .first_raw()
        .unwrap_or("application/octet-stream")
        .to_owned()
}

impl Gettable for FileUpload {
    type Id = FileUploadId;

    fn from_store(_: &Session, _: &FileUploadId) -> Result<Option<FileUpload>> {
        Ok(None)
    }

    async fn fetch(session: Session, id: FileUploadId) -> Result<FileUpload> {
        let data = session.api().file_uploads().retrieve(id).await?;
        Ok(FileUpload::new(session, data))
    }
}
