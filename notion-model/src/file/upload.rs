//! File uploads.

use crate::id::{FileUploadId, UserId};
use crate::json::{Empty, object, open_enum, tagged};
use crate::time::Timestamp;

object! {
    /// A file upload: from its announcement until the file is attached to something, or the upload expires.
    pub struct FileUpload is "file_upload" (
        /// The upload's id.
        id: FileUploadId,
    ) {
        /// When the upload was announced, to the minute.
        absent created_time: Option<Timestamp>,
        /// Who announced it.
        absent created_by: Option<Uploader>,
        /// When the upload was changed last, to the minute.
        absent last_edited_time: Option<Timestamp>,
        /// When the upload expires, unless the file is attached before.
        null expiry_time: Option<Timestamp>,
        /// Where to send the file, as long as the upload is pending.
        absent upload_url: Option<String>,
        /// Where to say that all parts have been sent.
        absent complete_url: Option<String>,
        /// Whether the upload is in the trash.
        written in_trash: bool,
        /// How far the upload is.
        absent status: Option<FileUploadStatus>,
        /// The file's name.
        null filename: Option<String>,
        /// The file's media type.
        null content_type: Option<String>,
        /// The file's size in bytes, once it has been sent.
        null content_length: Option<u64>,
        /// What came of fetching the file from the web.
        absent file_import_result: Option<FileImportResult>,
        /// How many parts there are.
        absent number_of_parts: Option<NumberOfParts>,
        /// The former name of `in_trash`, in API versions before 2026-03-11.
        absent archived: Option<bool>,
        /// The id of the request that this answers.
        absent request_id: Option<String>,
    }
}

object! {
    /// Who announced an upload. Unlike other users in Notion's answers, it says its type, but not that it is a user.
    pub struct Uploader (
        /// The user's id.
        id: UserId,
    ) {
        /// What the user is.
        absent kind as "type": Option<UploaderType>,
    }
}

open_enum! {
    /// What the user is that announced an upload.
    pub enum UploaderType {
        Person = "person",
        Bot = "bot",
        Agent = "agent",
    }
}

open_enum! {
    /// How far an upload is.
    pub enum FileUploadStatus {
        Pending = "pending",
        Uploaded = "uploaded",
        Expired = "expired",
        Failed = "failed",
    }
}

open_enum! {
    /// How a file is to be uploaded; in requests only.
    pub enum FileUploadMode {
        SinglePart = "single_part",
        MultiPart = "multi_part",
        ExternalUrl = "external_url",
    }
}

object! {
    /// What came of fetching a file from the web.
    pub struct FileImportResult {
        /// Success or error.
        tagged kind: FileImportKind,
        /// When Notion fetched the file.
        absent imported_time: Option<Timestamp>,
    }
}

tagged! {
    /// Whether fetching a file from the web succeeded.
    pub enum FileImportKind {
        /// It did.
        Success(Empty) = "success",
        /// It did not.
        Error(FileImportError) = "error",
    }
}

object! {
    /// Why a file could not be fetched from the web.
    pub struct FileImportError {
        /// What went wrong.
        absent kind as "type": Option<FileImportErrorType>,
        /// What went wrong, more exactly.
        absent code: Option<String>,
        /// The same in words.
        absent message: Option<String>,
        /// Which part of the request was at fault.
        null parameter: Option<String>,
        /// The HTTP status that the other server answered with.
        null status_code: Option<u16>,
    }
}

open_enum! {
    /// What went wrong when a file was fetched from the web.
    pub enum FileImportErrorType {
        ValidationError = "validation_error",
        InternalSystemError = "internal_system_error",
        DownloadError = "download_error",
        UploadError = "upload_error",
    }
}

object! {
    /// How many parts an upload has.
    pub struct NumberOfParts {
        /// All of them.
        absent total: Option<u64>,
        /// Those that Notion has.
        absent sent: Option<u64>,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::known;

    #[test]
    fn uploads_in_parts_and_failed_imports_are_known() {
        let upload: FileUpload = known(
            r#"{"object": "file_upload", "id": "00000000-0000-4000-8000-0000000000fa",
                "created_time": "2026-06-27T16:53:00.000Z",
                "created_by": {"id": "00000000-0000-4000-8000-0000000000f1", "type": "agent"},
                "last_edited_time": "2026-06-27T16:53:00.000Z", "expiry_time": null, "in_trash": false, "status": "failed",
                "filename": null, "content_type": null, "content_length": null,
                "upload_url": "https://api.notion.com/v1/file_uploads/x/send",
                "complete_url": "https://api.notion.com/v1/file_uploads/x/complete",
                "number_of_parts": {"total": 3, "sent": 1},
                "file_import_result": {"imported_time": "2026-06-27T16:54:00.000Z", "type": "error", "error": {
                    "type": "download_error", "code": "not_found", "message": "No such file.", "parameter": null,
                    "status_code": 404}}}"#,
        );
        let FileImportKind::Error(error) = upload.file_import_result.unwrap().kind else {
            panic!("not an error");
        };
        assert_eq!(
            (error.kind, error.status_code),
            (Some(FileImportErrorType::DownloadError), Some(404))
        );
    }
}
