//! Importing files from the web.

use notion_model::FileUploadMode;
use url::Url;

use super::plan::check_name;
use super::{FileUpload, guess_type};
use crate::api::CreateFileUpload;
use crate::awaitable::awaitable;
use crate::error::{Error, Result};
use crate::session::Session;
use notion_rest::internal::shown_address;

/// Lets Notion download a file from the web when it is awaited. Made by [`Session::import_url`].
#[must_use = "nothing is sent until it is awaited"]
#[derive(Clone)]
pub struct ImportUrl {
    session: Session,
    url: String,
    name: Option<String>,
    content_type: Option<String>,
    wait: bool,
}

impl Session {
    /// Lets Notion download a file from the web and store it, and waits until it has. The file has to be attached to something
    /// within an hour, as after [`upload`](Self::upload).
    ///
    /// One request, and one each time the status is read: immediately, then after pauses that grow to five seconds.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// let upload = session.import_url("https://example.com/report.pdf").await?;
    /// assert_eq!(upload.filename(), Some("report.pdf"));
    /// assert!(upload.is_uploaded());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When it is awaited: [`Error::Refused`] if the URL does not contain a file name and none is set;
    /// [`Error::UploadFailed`] if Notion cannot download it; [`Error::NotReady`] if that takes longer than
    /// five minutes; those of [`Client::send`](crate::http::Client::send).
    pub fn import_url(&self, url: impl Into<String>) -> ImportUrl {
        ImportUrl {
            session: self.clone(),
            url: url.into(),
            name: None,
            content_type: None,
            wait: true,
        }
    }
}

impl ImportUrl {
    /// Sets the name of the file (default: the last part of the URL).
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets the media type (default: that of the file name).
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// Returns without waiting. [`FileUpload::wait`] waits later.
    pub fn without_waiting(mut self) -> Self {
        self.wait = false;
        self
    }

    async fn send(self) -> Result<FileUpload> {
        let session = self.session;
        session.ensure_open()?;
        let Some(name) = self.name.or_else(|| name_in(&self.url)) else {
            let reason = "the address has no name of a file in it: give one with `name`";
            return Err(Error::refused(
                shown_address(&self.url),
                "import_url",
                reason,
            ));
        };
        check_name(&name)?;
        let new = CreateFileUpload {
            mode: Some(FileUploadMode::ExternalUrl),
            content_type: Some(self.content_type.unwrap_or_else(|| guess_type(&name))),
            filename: Some(name),
            number_of_parts: None,
            external_url: Some(self.url),
        };
        let data = session.api().file_uploads().create(&new).await?;
        let mut upload = FileUpload::new(session, data);
        if self.wait {
            upload.wait().await?;
        }
        Ok(upload)
    }
}

/// Returns the last part of a URL, if it looks like a file name.
fn name_in(url: &str) -> Option<String> {
    let url = Url::parse(url).ok()?;
    let last = url.path_segments()?.next_back()?;
    // The decoder is that of forms, where these three have another meaning.
    let plain = last
        .replace('+', "%2B")
        .replace('&', "%26")
        .replace('=', "%3D");
    let (name, _) = url::form_urlencoded::parse(plain.as_bytes()).next()?;
    Some(name.into_owned()).filter(|name| name.contains('.'))
}

awaitable! {
    ImportUrl, send -> FileUpload;
    |this| url: shown_address(&this.url), name: this.name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_last_part_of_an_address() {
        for (url, name) in [
            ("https://example.com/a/report.pdf", Some("report.pdf")),
            ("https://example.com/a%20b+c.png?x=1#y", Some("a b+c.png")),
            ("https://example.com/a=b&c.png", Some("a=b&c.png")),
            ("https://example.com/download", None),
            ("https://example.com/", None),
            ("nonsense", None),
        ] {
            assert_eq!(name_in(url).as_deref(), name, "{url}");
        }
    }
}
