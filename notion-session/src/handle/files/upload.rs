//! Uploading a file.

use std::sync::Arc;

use bytes::Bytes;
use futures_util::stream::{self, Stream, TryStreamExt};
use notion_model::{FileUpload as UploadData, FileUploadId, FileUploadMode, FileUploadStatus};
use notion_vocabulary::limits::MAX_UPLOAD_PART_BYTES;

use super::plan::{Plan, check_name, plan};
use super::source::{FileSource, Opened};
use super::{FileUpload, guess_type};
use crate::api::CreateFileUpload;
use crate::awaitable::awaitable;
use crate::error::{Error, Result};
use crate::session::Session;

/// The maximum number of parts that are uploaded concurrently. With the usual size of a part, they take 40 MiB of memory.
const AT_ONCE: usize = 4;

/// Uploads a file when it is awaited. Made by [`Session::upload`].
#[must_use = "nothing is sent until it is awaited"]
pub struct Upload {
    session: Session,
    source: FileSource,
    name: Option<String>,
    content_type: Option<String>,
    part_size: Option<u64>,
    concurrency: usize,
    on_progress: Option<Box<dyn FnMut(UploadProgress) + Send>>,
}

/// The progress of an upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UploadProgress {
    /// The number of bytes that Notion has received.
    pub sent: u64,
    /// The number of bytes in all.
    pub total: u64,
}

impl Session {
    /// Uploads a file: by its path, or from memory, a reader or a stream with [`FileSource`]. Within an hour it has to be
    /// attached to something: a block ([`Page::attach`](crate::Page::attach)), a files property, an icon, a cover or a
    /// comment.
    ///
    /// Up to 20 MiB are sent in one part with two requests. Larger files are sent in several parts, concurrently, with two
    /// requests and one for each 10 MiB. The first upload of a session makes one more request, to read the limit of the
    /// workspace. A part whose answer was lost is sent again. Only the parts that are being sent are in memory.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// use notion_session::session::FileSource;
    ///
    /// let manifest = session.upload(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")).await?;
    /// assert_eq!(manifest.filename(), Some("Cargo.toml"));
    ///
    /// let upload = session.upload(FileSource::bytes("hello.txt", "Hello!")).await?;
    /// assert_eq!((upload.content_type(), upload.content_length()), (Some("text/plain"), Some(6)));
    /// let block = home.attach(&upload).await?;
    /// assert_eq!(block.file().unwrap().bytes().await?, "Hello!");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When it is awaited: [`Error::Refused`] if the file or its name is longer than Notion accepts (nothing is sent), if
    /// a stream without a [length](FileSource::length) has more than 20 MiB, or if a stream does not have its declared
    /// length; [`Error::File`] if the file cannot be read; those of [`Client::send`](crate::http::Client::send).
    pub fn upload(&self, source: impl Into<FileSource>) -> Upload {
        Upload {
            session: self.clone(),
            source: source.into(),
            name: None,
            content_type: None,
            part_size: None,
            concurrency: AT_ONCE,
            on_progress: None,
        }
    }
}

impl Upload {
    /// Sets the name of the file (default: that of the source).
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets the media type (default: that of the file name).
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// Sets the size of the parts of a file of more than 20 MiB: from 5 to 20 MiB (default: 10 MiB). Use smaller parts for a
    /// slow connection: each has to be sent before the session's timeout.
    pub fn part_size(mut self, bytes: u64) -> Self {
        self.part_size = Some(bytes);
        self
    }

    /// Sets the maximum number of parts that are uploaded concurrently, and held in memory (default: 4). The session's rate
    /// limit applies in addition.
    pub fn concurrency(mut self, parts: usize) -> Self {
        self.concurrency = parts.max(1);
        self
    }

    /// Calls a function after each part.
    pub fn on_progress(mut self, call: impl FnMut(UploadProgress) + Send + 'static) -> Self {
        self.on_progress = Some(Box::new(call));
        self
    }

    async fn send(self) -> Result<FileUpload> {
        let Self {
            session,
            source,
            name,
            content_type,
            part_size,
            concurrency,
            on_progress,
        } = self;
        session.ensure_open()?;
        let mut opened = source.open().await?;
        let name = name.or(opened.name.take()).unwrap_or_default();
        check_name(&name)?;
        let content_type = content_type.unwrap_or_else(|| guess_type(&name));
        let limit = session.whoami().await?.max_upload_size();
        let whole = measure(&mut opened, &name).await?;
        let length = opened.length.unwrap_or_default();
        let mut sending = Sending {
            session: &session,
            name: &name,
            content_type: &content_type,
            total: length,
            on_progress,
        };
        let data = match plan(&name, length, limit, part_size)? {
            Plan::Single => {
                let bytes = match whole {
                    Some(bytes) => bytes,
                    None => take(&mut opened, &name, length).await?,
                };
                end(&mut opened, &name).await?;
                sending.single(bytes).await?
            }
            Plan::Parts { size, count } => sending.parts(opened, size, count, concurrency).await?,
        };
        Ok(FileUpload::new(session, data))
    }
}

/// Reads a source of unknown length, up to the size of one part.
async fn measure(opened: &mut Opened, name: &str) -> Result<Option<Bytes>> {
    if opened.length.is_some() {
        return Ok(None);
    }
    let error = |error| Error::file(&opened.shown, error);
    let most = usize::try_from(MAX_UPLOAD_PART_BYTES).unwrap_or(usize::MAX);
    let bytes = opened.bytes.take(most).await.map_err(error)?;
    if bytes.len() == most && !opened.bytes.take(1).await.map_err(error)?.is_empty() {
        return Err(Error::refused(
            name,
            "upload",
            "a file of more than 20 MiB is sent in parts, whose number Notion has to know in advance: set the length \
             with `FileSource::length`",
        ));
    }
    opened.length = Some(bytes.len() as u64);
    Ok(Some(bytes))
}

/// A file that is being sent.
struct Sending<'a> {
    session: &'a Session,
    name: &'a str,
    content_type: &'a str,
    total: u64,
    on_progress: Option<Box<dyn FnMut(UploadProgress) + Send>>,
}

impl Sending<'_> {
    /// Sends the file in one part.
    async fn single(&mut self, bytes: Bytes) -> Result<UploadData> {
        let id = self.announce(FileUploadMode::SinglePart, None).await?;
        let uploads = self.session.api();
        let sent = uploads
            .file_uploads()
            .send(id, self.name, self.content_type, bytes)
            .repeatable(true)
            .await;
        let data = self.arrived(id, sent.map_err(Error::from)).await?;
        self.progress(self.total);
        Ok(data)
    }

    /// Sends the file in several parts, concurrently.
    async fn parts(
        &mut self,
        opened: Opened,
        size: u64,
        count: u32,
        concurrency: usize,
    ) -> Result<UploadData> {
        let id = self
            .announce(FileUploadMode::MultiPart, Some(count))
            .await?;
        let api = self.session.api();
        let names: Arc<(String, String)> =
            Arc::new((self.name.to_owned(), self.content_type.to_owned()));
        let parts = parts_of(opened, self.name.to_owned(), size, count);
        let mut sending = std::pin::pin!(
            parts
                .map_ok(move |(number, bytes)| {
                    let length = bytes.len() as u64;
                    let uploads = api.file_uploads();
                    // Sending a part twice does no harm: it replaces itself.
                    let part = uploads
                        .send_part(id, number, &names.0, &names.1, bytes)
                        .repeatable(true);
                    async move { part.await.map(|_| length).map_err(Error::from) }
                })
                .try_buffer_unordered(concurrency)
        );
        let mut sent = 0;
        while let Some(length) = sending.try_next().await? {
            sent += length;
            self.progress(sent);
        }
        let uploads = self.session.api();
        let completed = uploads.file_uploads().complete(id).repeatable(true).await;
        self.arrived(id, completed.map_err(Error::from)).await
    }

    /// Creates the upload. If the answer is lost, another one is created: an upload without content expires by itself.
    async fn announce(&mut self, mode: FileUploadMode, parts: Option<u32>) -> Result<FileUploadId> {
        let new = CreateFileUpload {
            mode: Some(mode),
            filename: Some(self.name.to_owned()),
            content_type: Some(self.content_type.to_owned()),
            number_of_parts: parts,
            external_url: None,
        };
        let uploads = self.session.api();
        Ok(uploads
            .file_uploads()
            .create(&new)
            .repeatable(true)
            .await?
            .id)
    }

    /// Checks the outcome of the last step. If its answer was lost and it was sent again, Notion may answer that nothing is
    /// left to be done: then one more request checks that.
    async fn arrived(
        &mut self,
        id: FileUploadId,
        answer: Result<UploadData>,
    ) -> Result<UploadData> {
        let error = match answer {
            Ok(data) => return Ok(data),
            Err(error) if error.is_validation() => error,
            Err(error) => return Err(error),
        };
        let found = self.session.api().file_uploads().retrieve(id).await?;
        let all = found
            .content_length
            .is_none_or(|length| length == self.total);
        if found.status == Some(FileUploadStatus::Uploaded) && all {
            Ok(found)
        } else {
            Err(error)
        }
    }

    fn progress(&mut self, sent: u64) {
        if let Some(call) = &mut self.on_progress {
            call(UploadProgress {
                sent,
                total: self.total,
            });
        }
    }
}

/// Returns the parts with their numbers, each read only when it is needed.
fn parts_of(
    opened: Opened,
    name: String,
    size: u64,
    count: u32,
) -> impl Stream<Item = Result<(u32, Bytes)>> + Send {
    stream::try_unfold(
        (opened, name, 1),
        move |(mut opened, name, number)| async move {
            if number > count {
                end(&mut opened, &name).await?;
                return Ok(None);
            }
            let before = u64::from(number - 1) * size;
            let left = opened.length.unwrap_or_default().saturating_sub(before);
            let bytes = take(&mut opened, &name, size.min(left)).await?;
            Ok(Some(((number, bytes), (opened, name, number + 1))))
        },
    )
}

/// Reads exactly this many bytes.
async fn take(opened: &mut Opened, name: &str, length: u64) -> Result<Bytes> {
    let size = usize::try_from(length).unwrap_or(usize::MAX);
    let bytes = opened.bytes.take(size).await;
    let bytes = bytes.map_err(|error| Error::file(&opened.shown, error))?;
    if bytes.len() == size {
        return Ok(bytes);
    }
    let total = opened.length.unwrap_or_default();
    let reason = format!("the stream ended before the declared {total} bytes");
    Err(Error::refused(name, "upload", reason))
}

/// Checks that nothing is left: otherwise the file would be truncated.
async fn end(opened: &mut Opened, name: &str) -> Result<()> {
    let rest = opened.bytes.take(1).await;
    let rest = rest.map_err(|error| Error::file(&opened.shown, error))?;
    if rest.is_empty() {
        return Ok(());
    }
    let total = opened.length.unwrap_or_default();
    let reason = format!("the stream has more than the declared {total} bytes");
    Err(Error::refused(name, "upload", reason))
}

awaitable! {
    Upload, send -> FileUpload;
    |this| source: this.source, name: this.name, content_type: this.content_type
}
