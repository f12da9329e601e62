//! File uploads: announced, sent, and attached to something within the hour.

use bytes::Bytes;
use notion_model::{FileUpload, FileUploadId, FileUploadMode, FileUploadStatus, List};
use serde::Serialize;

use super::Call;
use crate::http::{Client, Part, Request};

/// The endpoints of file uploads.
#[derive(Clone, Copy, Debug)]
pub struct FileUploads<'a> {
    pub(super) client: &'a Client,
}

impl FileUploads<'_> {
    /// Announces a file. `POST /v1/file_uploads`
    ///
    /// Not repeated where its answer is lost.
    ///
    /// # Limits
    ///
    /// 900 bytes a file name with its extension; 1 to 10,000 parts; the workspace's own limit a file
    /// (`bot.workspace_limits` of [`me`](super::Users::me)). What is not attached within the hour expires.
    ///
    /// # Errors
    ///
    /// `ValidationError` (400) if name, type or number of parts is missing or does not fit the mode, or where an external
    /// address cannot be fetched.
    pub fn create(self, upload: &CreateFileUpload) -> Call<FileUpload> {
        Call::with_body(self.client, Request::post("/v1/file_uploads"), upload)
    }

    /// Sends a file, up to 20 MiB. `POST /v1/file_uploads/{id}/send`
    ///
    /// # Errors
    ///
    /// `ValidationError` (400) if the type is not the announced one, the file is too large, or it was sent or has expired;
    /// `ObjectNotFound` (404).
    pub fn send(
        self,
        id: FileUploadId,
        filename: &str,
        content_type: &str,
        data: impl Into<Bytes>,
    ) -> Call<FileUpload> {
        self.send_parts(id, vec![Part::file("file", filename, content_type, data)])
    }

    /// Sends one part of a file, 5 to 20 MiB but for the last; parts are counted from 1.
    /// `POST /v1/file_uploads/{id}/send`
    ///
    /// Parts may be sent side by side and in any order.
    ///
    /// # Errors
    ///
    /// Those of [`send`](Self::send); `ValidationError` (400) also where the number is more than was announced.
    pub fn send_part(
        self,
        id: FileUploadId,
        number: u32,
        filename: &str,
        content_type: &str,
        data: impl Into<Bytes>,
    ) -> Call<FileUpload> {
        let number = Part::text("part_number", number.to_string());
        self.send_parts(
            id,
            vec![Part::file("file", filename, content_type, data), number],
        )
    }

    /// Says that all parts have been sent. `POST /v1/file_uploads/{id}/complete`
    ///
    /// # Errors
    ///
    /// `ValidationError` (400) if parts are missing or the upload was in one part; `ObjectNotFound` (404);
    /// `ConflictError` (409) if Notion's storage is not at hand.
    pub fn complete(self, id: FileUploadId) -> Call<FileUpload> {
        Call::new(
            self.client,
            Request::post(format!("/v1/file_uploads/{id}/complete")),
        )
    }

    /// One upload. `GET /v1/file_uploads/{id}`
    ///
    /// # Errors
    ///
    /// `ObjectNotFound` (404).
    pub fn retrieve(self, id: FileUploadId) -> Call<FileUpload> {
        Call::new(self.client, Request::get(format!("/v1/file_uploads/{id}")))
    }

    /// Returns the uploads, or those of a status, the newest first. `GET /v1/file_uploads`
    ///
    /// # Limits
    ///
    /// 100 uploads a part.
    pub fn list(self, status: Option<FileUploadStatus>) -> Call<List<FileUpload>> {
        let request = Request::get("/v1/file_uploads");
        let request = match status {
            Some(status) => request.query("status", status.as_str()),
            None => request,
        };
        Call::new(self.client, request)
    }

    fn send_parts(self, id: FileUploadId, parts: Vec<Part>) -> Call<FileUpload> {
        Call::new(
            self.client,
            Request::post(format!("/v1/file_uploads/{id}/send")).multipart(parts),
        )
    }
}

/// A file to be announced.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CreateFileUpload {
    /// How it comes; in one part unless set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<FileUploadMode>,
    /// The file's name with its extension; needed unless it comes in one part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filename: Option<String>,
    /// The file's media type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// How many parts, for a file in several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number_of_parts: Option<u32>,
    /// From where Notion fetches it, for a file on the web.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_url: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Client;
    use crate::http::Body;

    #[tokio::test]
    async fn a_part_carries_its_number() {
        let client = Client::builder()
            .token("x")
            .base_url("http://127.0.0.1:9")
            .build()
            .unwrap();
        let api = client.api();
        let id = FileUploadId::from(uuid::Uuid::nil());
        let call = api
            .file_uploads()
            .send_part(id, 2, "a.txt", "text/plain", "abc");
        let request = call.request().unwrap();
        assert!(!request.repeatable);
        let Body::Multipart(parts) = &request.body else {
            panic!("{request:?}")
        };
        assert_eq!(parts[0], Part::file("file", "a.txt", "text/plain", "abc"));
        assert_eq!(parts[1], Part::text("part_number", "2"));
    }
}
