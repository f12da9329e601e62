//! Attached files: their URLs, which are renewed after they expire, and their content.

use std::fmt;
use std::io;
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use futures_util::stream::{self, Stream, TryStreamExt};
use jiff::{Timestamp, ToSpan as _};
use notion_model::{
    Attachment, BlockId, BlockKind, CommentId, File, FileKind, HostedFile, Icon, IconKind, PageId,
    ValueKind,
};
use tokio::task::spawn_blocking;
use url::Url;

use super::data_url;
use super::unfinished::Unfinished;
use crate::error::{Error, Result};
use crate::session::{Block, Comment, Page, Session};
use notion_rest::internal::{FilePieces, shown_address};

/// A file that is attached to a property, an icon, a cover, a block or a comment.
///
/// Files that Notion hosts have signed URLs, which expire after an hour. The handle knows where the file is attached, and
/// requests a new URL after the old one has expired.
#[derive(Clone, PartialEq)]
pub struct FileLink {
    session: Session,
    place: Place,
    file: File,
}

/// Where a file is attached.
#[derive(Clone, Debug, PartialEq)]
enum Place {
    Cover(PageId),
    Icon(PageId),
    /// A files property, and which of its files.
    Property(PageId, String, usize),
    Block(BlockId),
    /// A comment, and which of its files.
    Comment(CommentId, usize),
}

impl Page {
    /// Returns the cover as a file; `None` if there is none.
    pub fn cover_file(&self) -> Option<FileLink> {
        self.link(Place::Cover(self.id()), self.cover()?.clone())
    }

    /// Returns the icon as a file; `None` if there is no icon or it is an emoji.
    pub fn icon_file(&self) -> Option<FileLink> {
        self.link(Place::Icon(self.id()), picture(self.icon()?)?)
    }

    /// Returns the files of a files property; empty if there is no such property.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema, Debug, Default)]
    /// # struct Paper { #[notion(title)] title: String, attachments: Files }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// # let papers = session.create_db::<Paper>(&home).await?;
    /// use notion_session::session::FileSource;
    ///
    /// let upload = session.upload(FileSource::bytes("draft.txt", "Once upon a time")).await?;
    /// let row = papers.insert(Paper { title: "Draft".into(), attachments: (&upload).into() }).await?;
    ///
    /// let page = session.get_page(row.id()).await?;
    /// let file = &page.files("Attachments")[0];
    /// assert_eq!(file.name(), Some("draft.txt"));
    /// assert_eq!(file.bytes().await?, "Once upon a time");
    /// # Ok(())
    /// # }
    /// ```
    pub fn files(&self, property: &str) -> Vec<FileLink> {
        let Some(ValueKind::Files(files)) = self.property(property).map(|value| &value.kind) else {
            return Vec::new();
        };
        let place = |at| Place::Property(self.id(), property.to_owned(), at);
        let link = |(at, file): (usize, &File)| self.link(place(at), file.clone());
        files.iter().enumerate().filter_map(link).collect()
    }

    fn link(&self, place: Place, file: File) -> Option<FileLink> {
        Some(FileLink {
            session: self.session().clone(),
            place,
            file,
        })
    }
}

impl Block {
    /// Returns the file of the block; `None` if the block does not have one.
    pub fn file(&self) -> Option<FileLink> {
        let (BlockKind::Image(file)
        | BlockKind::Video(file)
        | BlockKind::Audio(file)
        | BlockKind::Pdf(file)
        | BlockKind::File(file)) = self.kind()
        else {
            return None;
        };
        Some(FileLink {
            session: self.session().clone(),
            place: Place::Block(self.id()),
            file: file.clone(),
        })
    }
}

impl Comment {
    /// Returns the attachments of the comment.
    pub fn files(&self) -> Vec<FileLink> {
        let link = |(at, attachment): (usize, &Attachment)| {
            let hosted = attachment.file.clone()?;
            Some(FileLink {
                session: self.session().clone(),
                place: Place::Comment(self.id(), at),
                file: File {
                    kind: FileKind::Hosted(hosted),
                    ..File::default()
                },
            })
        };
        self.attachments()
            .iter()
            .enumerate()
            .filter_map(link)
            .collect()
    }
}

impl FileLink {
    /// Returns the file as Notion sent it.
    pub fn file(&self) -> &File {
        &self.file
    }

    /// Returns the name, if the file has one: in properties and file blocks.
    pub fn name(&self) -> Option<&str> {
        self.file.name.as_deref()
    }

    /// Returns true if Notion hosts the file.
    pub fn is_hosted(&self) -> bool {
        matches!(self.file.kind, FileKind::Hosted(_))
    }

    /// Returns true if the known URL has expired, or will within a minute. The URL of a file elsewhere on the web never expires.
    pub fn has_expired(&self) -> bool {
        let FileKind::Hosted(HostedFile { expiry_time, .. }) = &self.file.kind else {
            return false;
        };
        let soon = Timestamp::now() + 1.minute();
        let expiry = expiry_time.as_ref().and_then(|time| time.to_jiff().ok());
        expiry.is_some_and(|expiry| expiry <= soon)
    }

    /// Returns a valid URL. No request as long as the known one is valid, otherwise one.
    ///
    /// # Errors
    ///
    /// [`Error::FileGone`] if the file is no longer attached there; those of
    /// [`Client::send`](crate::http::Client::send).
    pub async fn url(&mut self) -> Result<Url> {
        if self.has_expired() {
            self.renew().await?;
        }
        self.parsed()
    }

    /// Downloads the file as a stream. No request to Notion as long as the known URL is valid, otherwise one. The token is not
    /// sent to the file's host. A `data:` URL is decoded without a request.
    ///
    /// # Errors
    ///
    /// [`Error::FileGone`] if the file is no longer attached there, or its host does not return it;
    /// [`Error::Transport`] if there is no answer.
    pub async fn download(&self) -> Result<Download> {
        self.session.ensure_open()?;
        if let Some(content) = self.file.url().filter(|address| is_data(address)) {
            return self.decoded(content);
        }
        let mut link = self.clone();
        let mut renewed = link.has_expired();
        if renewed {
            link.renew().await?;
        }
        loop {
            let url = link.parsed()?;
            let client = self.session.client();
            let fetched = client.fetch(&url).await?;
            match fetched.status() {
                200..=299 => {
                    return Ok(Download {
                        length: fetched.length(),
                        content_type: fetched.content_type().map(str::to_owned),
                        pieces: fetched.into_pieces(client, &url),
                    });
                }
                // This clock may differ from that of the server that checks the signature.
                400 | 401 | 403 if link.is_hosted() && !renewed => {
                    renewed = true;
                    link.renew().await?;
                }
                status => {
                    let reason = format!("its server answers with the status {status}");
                    return Err(Error::file_gone(link.described(), reason));
                }
            }
        }
    }

    /// Returns the file that its URL contains.
    fn decoded(&self, address: &str) -> Result<Download> {
        let Some((content_type, bytes)) = data_url::decode(address) else {
            let reason = "its `data:` address cannot be decoded";
            return Err(Error::file_gone(self.described(), reason));
        };
        Ok(Download {
            length: Some(bytes.len() as u64),
            content_type: Some(content_type),
            pieces: Box::pin(stream::iter([Ok(bytes)])),
        })
    }

    /// Downloads the file into memory. Requests as of [`download`](Self::download).
    ///
    /// # Errors
    ///
    /// Those of [`download`](Self::download).
    pub async fn bytes(&self) -> Result<Bytes> {
        let download = self.download().await?;
        let all = download.try_fold(BytesMut::new(), |mut all, piece| async move {
            all.extend_from_slice(&piece);
            Ok(all)
        });
        Ok(all.await?.freeze())
    }

    /// Downloads the file to a path. An existing file is replaced only after all of the new one was received. Requests as of
    /// [`download`](Self::download).
    ///
    /// # Errors
    ///
    /// [`Error::File`] if it cannot be written; otherwise those of [`download`](Self::download).
    pub async fn save(&self, path: impl AsRef<Path>) -> Result<()> {
        let path = path.as_ref().to_owned();
        let shown = path.display().to_string();
        let refuse = |error| Error::file(&shown, error);
        let mut download = self.download().await?;
        let mut unfinished = Unfinished::beside(&path).map_err(refuse)?;
        while let Some(piece) = download.try_next().await? {
            let written = spawn_blocking(move || unfinished.write(&piece)).await;
            unfinished = written
                .map_err(io::Error::other)
                .flatten()
                .map_err(refuse)?;
        }
        unfinished.finish(&path).map_err(refuse)
    }

    /// Reads the file again where it is attached.
    async fn renew(&mut self) -> Result<()> {
        let found = match &self.place {
            Place::Block(id) => {
                let block = self.session.get_block(*id).fresh().await?;
                block.file().map(|link| link.file)
            }
            Place::Cover(id) => {
                let page = self.session.get_page(*id).fresh().await?;
                page.cover().cloned()
            }
            Place::Icon(id) => {
                let page = self.session.get_page(*id).fresh().await?;
                page.icon().and_then(picture)
            }
            Place::Comment(id, at) => {
                let comment = self.session.get_comment(*id).await?;
                let at_its_place = |link: &FileLink| link.place == Place::Comment(*id, *at);
                let found = comment.files().into_iter().find(at_its_place);
                found.map(|link| link.file)
            }
            Place::Property(id, property, at) => {
                let page = self.session.get_page(*id).fresh().await?;
                let mut links = page.files(property);
                // The same file, even if its position has changed; otherwise a file with the same name at the same position.
                let same = |link: &FileLink| unsigned(&link.file) == unsigned(&self.file);
                let by_place = |link: &&FileLink| link.name() == self.name();
                let found = links.iter().position(same);
                let found = found.or_else(|| links.get(*at).filter(by_place).map(|_| *at));
                found.map(|at| links.swap_remove(at).file)
            }
        };
        match found {
            Some(file) => {
                self.file = file;
                Ok(())
            }
            None => Err(Error::file_gone(
                self.described(),
                "it is no longer attached where it was",
            )),
        }
    }

    fn parsed(&self) -> Result<Url> {
        let address = self.file.url().unwrap_or_default();
        Url::parse(address).map_err(|error| {
            Error::file_gone(self.described(), format!("its address is invalid: {error}"))
        })
    }

    fn described(&self) -> String {
        const LONGEST_NAME: usize = 200;
        match self.name() {
            Some(name) => {
                let name: String = name.chars().take(LONGEST_NAME).collect();
                format!("the file {name:?}")
            }
            None => {
                let address = shown_address(self.file.url().unwrap_or_default());
                format!("the file {address}")
            }
        }
    }
}

/// Without the URL, because its query grants access.
impl fmt::Debug for FileLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileLink")
            .field("place", &self.place)
            .field("name", &self.name())
            .finish_non_exhaustive()
    }
}

/// A download: a stream of the bytes of a file.
pub struct Download {
    length: Option<u64>,
    content_type: Option<String>,
    pieces: FilePieces,
}

impl Download {
    /// Returns the number of bytes, if the server declares it.
    pub fn content_length(&self) -> Option<u64> {
        self.length
    }

    /// Returns the media type, if the server declares it.
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }
}

impl Stream for Download {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = self.pieces.as_mut().poll_next(context);
        next.map_err(Error::from)
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("content_length", &self.length)
            .field("content_type", &self.content_type)
            .finish_non_exhaustive()
    }
}

/// Returns true if a URL contains the file itself.
fn is_data(address: &str) -> bool {
    address
        .get(..5)
        .is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"))
}

/// Returns the picture of an icon.
fn picture(icon: &Icon) -> Option<File> {
    let kind = match &icon.kind {
        IconKind::External(file) => FileKind::External(file.clone()),
        IconKind::Hosted(file) => FileKind::Hosted(file.clone()),
        _ => return None,
    };
    Some(File {
        kind,
        ..File::default()
    })
}

/// Returns the part of a URL that stays the same when it is signed again.
fn unsigned(file: &File) -> Option<&str> {
    file.url()?.split(['?', '#']).next()
}
