//! The sources of uploads.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::pin::Pin;

use bytes::Bytes;
use futures_util::stream::{Stream, StreamExt};
use tokio::task::spawn_blocking;

use crate::error::{Error, Result};

/// A file to be uploaded: a path, bytes in memory, a reader, or a stream.
///
/// A string is a path.
///
/// ```
/// use notion_session::session::FileSource;
///
/// let on_disk = FileSource::from("reports/2027.pdf");
/// let in_memory = FileSource::bytes("hello.txt", "Hello!");
/// let read = FileSource::reader("zeros.bin", std::io::repeat(0)).length(30_000_000);
/// ```
pub struct FileSource {
    pub(super) name: Option<String>,
    pub(super) length: Option<u64>,
    pub(super) content: Content,
}

/// The source of the bytes.
pub(super) enum Content {
    Path(PathBuf),
    Bytes(Bytes),
    Reader(Box<dyn Read + Send>),
    Stream(Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>),
}

impl FileSource {
    /// Creates a source from bytes in memory, with the name of the file.
    pub fn bytes(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        Self {
            name: Some(name.into()),
            length: Some(bytes.len() as u64),
            content: Content::Bytes(bytes),
        }
    }

    /// Creates a source from a reader, with the name of the file. If the [`length`](Self::length) is not set, the maximum is
    /// 20 MiB.
    ///
    /// It is read on a separate thread, so that it may block, and only as fast as it is sent.
    pub fn reader(name: impl Into<String>, reader: impl Read + Send + 'static) -> Self {
        Self {
            name: Some(name.into()),
            length: None,
            content: Content::Reader(Box::new(reader)),
        }
    }

    /// Creates a source from a stream, with the name of the file. If the [`length`](Self::length) is not set, the maximum is
    /// 20 MiB.
    ///
    /// It is polled only as fast as its bytes are sent.
    pub fn stream<E>(
        name: impl Into<String>,
        stream: impl Stream<Item = Result<Bytes, E>> + Send + 'static,
    ) -> Self
    where
        E: Into<Box<dyn std::error::Error + Send + Sync>> + 'static,
    {
        Self {
            name: Some(name.into()),
            length: None,
            content: Content::Stream(Box::pin(
                stream.map(|piece| piece.map_err(io::Error::other)),
            )),
        }
    }

    /// Sets the number of bytes of a reader or a stream, which must be exact.
    #[must_use]
    pub fn length(mut self, bytes: u64) -> Self {
        self.length = Some(bytes);
        self
    }

    /// Returns the name, the length if it is known, and the bytes. A path is opened.
    pub(super) async fn open(self) -> Result<Opened> {
        let Self {
            name,
            length,
            content,
        } = self;
        let content = match content {
            Content::Path(path) => {
                let shown = path.display().to_string();
                let name = name.or_else(|| file_name(&path));
                let opened = spawn_blocking(move || {
                    let file = File::open(path)?;
                    let metadata = file.metadata()?;
                    if metadata.is_dir() {
                        return Err(io::Error::other("it is a folder"));
                    }
                    Ok((file, metadata.is_file().then_some(metadata.len())))
                });
                let (file, found) =
                    joined(opened.await).map_err(|error| Error::file(&shown, error))?;
                return Ok(Opened {
                    shown,
                    name,
                    length: length.or(found),
                    bytes: Incoming::Reader(Some(Box::new(file))),
                });
            }
            Content::Bytes(bytes) => Incoming::Bytes(bytes),
            Content::Reader(reader) => Incoming::Reader(Some(reader)),
            Content::Stream(stream) => Incoming::Stream {
                stream,
                rest: Bytes::new(),
            },
        };
        Ok(Opened {
            shown: name.clone().unwrap_or_default(),
            name,
            length,
            bytes: content,
        })
    }
}

fn file_name(path: &Path) -> Option<String> {
    Some(path.file_name()?.to_string_lossy().into_owned())
}

/// A source whose bytes can be taken.
pub(super) struct Opened {
    /// Returns its name in errors.
    pub(super) shown: String,
    pub(super) name: Option<String>,
    pub(super) length: Option<u64>,
    pub(super) bytes: Incoming,
}

/// Bytes that are taken part by part.
pub(super) enum Incoming {
    Bytes(Bytes),
    /// `None` after the end.
    Reader(Option<Box<dyn Read + Send>>),
    Stream {
        stream: Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>,
        /// Bytes that were received and not yet taken.
        rest: Bytes,
    },
}

impl Incoming {
    /// Returns the next bytes, up to a number; fewer at the end, and none after it.
    pub(super) async fn take(&mut self, size: usize) -> io::Result<Bytes> {
        match self {
            Self::Bytes(bytes) => {
                let size = size.min(bytes.len());
                Ok(bytes.split_to(size))
            }
            Self::Reader(slot) => {
                let Some(mut reader) = slot.take() else {
                    return Ok(Bytes::new());
                };
                let read = spawn_blocking(move || {
                    let mut part = Vec::with_capacity(size);
                    let mut limited = reader.by_ref().take(size as u64);
                    limited.read_to_end(&mut part)?;
                    Ok((part, reader))
                });
                let (part, reader) = joined(read.await)?;
                if part.len() == size {
                    *slot = Some(reader);
                }
                Ok(part.into())
            }
            Self::Stream { stream, rest } => {
                if rest.len() < size {
                    let mut part = Vec::with_capacity(size);
                    part.extend_from_slice(rest);
                    *rest = Bytes::new();
                    while part.len() < size {
                        let Some(mut piece) = stream.next().await.transpose()? else {
                            break;
                        };
                        let fits = (size - part.len()).min(piece.len());
                        part.extend_from_slice(&piece.split_to(fits));
                        *rest = piece;
                    }
                    return Ok(part.into());
                }
                Ok(rest.split_to(size))
            }
        }
    }
}

/// Converts the panic of a reader's thread into an error, because the reader is the caller's code.
fn joined<T>(result: Result<io::Result<T>, tokio::task::JoinError>) -> io::Result<T> {
    result.unwrap_or_else(|error| Err(io::Error::other(error)))
}

macro_rules! paths {
    ($($path:ty),*) => {$(
        impl From<$path> for FileSource {
            fn from(path: $path) -> Self {
                Self {
                    name: None,
                    length: None,
                    content: Content::Path(path.into()),
                }
            }
        }
    )*};
}

paths!(&str, String, &String, &Path, PathBuf, &PathBuf);

impl fmt::Debug for FileSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let content: &dyn fmt::Debug = match &self.content {
            Content::Path(path) => path,
            Content::Bytes(_) => &"bytes",
            Content::Reader(_) => &"a reader",
            Content::Stream(_) => &"a stream",
        };
        f.debug_struct("FileSource")
            .field("name", &self.name)
            .field("length", &self.length)
            .field("content", content)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use futures_util::stream;
    use proptest::prelude::*;

    use super::*;

    async fn parts(source: FileSource, size: usize) -> Vec<Bytes> {
        let mut opened = source.open().await.unwrap();
        let mut parts = Vec::new();
        loop {
            let part = opened.bytes.take(size).await.unwrap();
            if part.is_empty() {
                return parts;
            }
            parts.push(part);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        /// However the bytes come, the parts are the file cut at the same places.
        #[test]
        fn parts_are_the_file_however_it_comes(
            pieces in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..20), 0..12),
            size in 1_usize..30,
        ) {
            let all: Vec<u8> = pieces.concat();
            let expected: Vec<Bytes> = all.chunks(size).map(Bytes::copy_from_slice).collect();
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            let given = stream::iter(pieces.into_iter().map(|piece| Ok::<_, io::Error>(Bytes::from(piece))));
            let sources = [
                FileSource::bytes("a", all.clone()),
                FileSource::reader("a", io::Cursor::new(all)),
                FileSource::stream("a", given),
            ];
            for source in sources {
                prop_assert_eq!(&runtime.block_on(parts(source, size)), &expected);
            }
        }
    }

    #[tokio::test]
    async fn a_path_gives_name_and_length_and_what_is_none_is_named() {
        let opened = FileSource::from(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"));
        let opened = opened.open().await.unwrap();
        assert_eq!(opened.name.as_deref(), Some("Cargo.toml"));
        assert_eq!(
            opened.length,
            Some(include_bytes!("../../../Cargo.toml").len() as u64)
        );
        for path in ["/no/such/file.txt", env!("CARGO_MANIFEST_DIR")] {
            let error = FileSource::from(path).open().await.err().unwrap();
            assert!(
                matches!(error, Error::File(_)) && error.to_string().contains(path),
                "{error}"
            );
        }
    }
}
