//! The types of events.

use notion_model::{FileImportResult, PageId, PropertyId, ViewType};
use serde_json::Value;

use super::event::{Entity, uuid};

/// Defines [`EventKind`]: the only place with the name and the data of each type.
macro_rules! kinds {
    ($(
        $(#[$meta:meta])*
        $variant:ident $({ $( $(#[$field_meta:meta])* $field:ident: $type:ty = $read:expr ),+ $(,)? })? = $name:literal,
    )*) => {
        /// The type of an event, with its data.
        ///
        /// A list that the event does not have is empty; [`Event::json`](super::Event::json) has the whole event.
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum EventKind {
            $(
                $(#[$meta])*
                #[doc = concat!("`", $name, "`")]
                $variant $({ $( $(#[$field_meta])* $field: $type ),+ })?,
            )*
            /// A kind that this crate does not know, with Notion's name.
            Unknown(String),
        }

        impl EventKind {
            /// Notion's names of all types that this crate knows.
            pub const NAMES: &'static [&'static str] = &[$($name),*];

            /// Returns Notion's name of the type.
            pub fn name(&self) -> &str {
                match self {
                    $( Self::$variant $({ $( $field: _ ),+ })? => $name, )*
                    Self::Unknown(name) => name,
                }
            }

            pub(super) fn read(name: &str, data: &Value) -> Self {
                match name {
                    $( $name => Self::$variant $({ $( $field: $read(data) ),+ })?, )*
                    other => Self::Unknown(other.to_owned()),
                }
            }
        }
    };
}

kinds! {
    /// A page was created.
    PageCreated = "page.created",
    /// The content of a page changed.
    PageContentUpdated {
        /// The blocks.
        blocks: Vec<Entity> = updated_blocks,
    } = "page.content_updated",
    /// Values of properties changed.
    PagePropertiesUpdated {
        /// The properties.
        properties: Vec<PropertyId> = property_ids,
    } = "page.properties_updated",
    /// A page was moved.
    PageMoved = "page.moved",
    /// A page was moved to the trash.
    PageDeleted = "page.deleted",
    /// A page was restored from the trash.
    PageUndeleted = "page.undeleted",
    /// A page was locked.
    PageLocked = "page.locked",
    /// A page was unlocked.
    PageUnlocked = "page.unlocked",
    /// The transcript of a meeting was deleted.
    PageTranscriptDeleted {
        /// The block of the meeting.
        target: Option<Entity> = |data: &Value| Entity::read(&data["target"]),
        /// The transcript.
        transcript_id: Option<String> = |data: &Value| text(&data["transcript_id"]),
    } = "page.transcription_block.transcript_deleted",
    /// A database was created.
    DatabaseCreated = "database.created",
    /// A database was moved.
    DatabaseMoved = "database.moved",
    /// A database was moved to the trash.
    DatabaseDeleted = "database.deleted",
    /// A database was restored from the trash.
    DatabaseUndeleted = "database.undeleted",
    /// Rows of a database were added, removed or changed (API versions before 2025-09-03).
    DatabaseContentUpdated {
        /// The changes.
        blocks: Vec<Entity> = updated_blocks,
    } = "database.content_updated",
    /// The properties of a database were changed (API versions before 2025-09-03).
    DatabaseSchemaUpdated {
        /// The changes.
        properties: Vec<PropertyChange> = property_changes,
    } = "database.schema_updated",
    /// A data source was created.
    DataSourceCreated = "data_source.created",
    /// Rows of a data source were added, removed or changed.
    DataSourceContentUpdated {
        /// The changes.
        blocks: Vec<Entity> = updated_blocks,
    } = "data_source.content_updated",
    /// The properties of a data source were changed.
    DataSourceSchemaUpdated {
        /// The changes.
        properties: Vec<PropertyChange> = property_changes,
    } = "data_source.schema_updated",
    /// A data source was moved.
    DataSourceMoved = "data_source.moved",
    /// A data source was moved to the trash.
    DataSourceDeleted = "data_source.deleted",
    /// A data source was restored from the trash.
    DataSourceUndeleted = "data_source.undeleted",
    /// A view was created.
    ViewCreated {
        /// Returns the type of the view.
        view_type: Option<ViewType> = |data: &Value| data["view_type"].as_str().map(Into::into),
    } = "view.created",
    /// A view was changed.
    ViewUpdated {
        /// The changed members: `name`, `filter`, `sorts`, `configuration`.
        fields: Vec<String> = |data: &Value| texts(&data["updated_fields"]),
    } = "view.updated",
    /// A view was deleted.
    ViewDeleted = "view.deleted",
    /// A comment was created.
    CommentCreated {
        /// The page that the comment is on or in.
        page: Option<PageId> = page,
    } = "comment.created",
    /// A comment was changed.
    CommentUpdated {
        /// The page that the comment is on or in.
        page: Option<PageId> = page,
    } = "comment.updated",
    /// A comment was deleted.
    CommentDeleted {
        /// The page that the comment is on or in.
        page: Option<PageId> = page,
    } = "comment.deleted",
    /// A file upload was created.
    FileUploadCreated = "file_upload.created",
    /// A file upload was completed.
    FileUploadCompleted = "file_upload.completed",
    /// A file upload expired, because it was not attached in time.
    FileUploadExpired = "file_upload.expired",
    /// A file could not be imported from the web.
    FileUploadFailed {
        /// The reason.
        result: Option<FileImportResult> = |data: &Value| {
            serde_json::from_value(data["file_import_result"].clone()).ok()
        },
    } = "file_upload.upload_failed",
}

/// The change of one property of a data source.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PropertyChange {
    /// The property.
    pub id: PropertyId,
    /// Its name, if the event has it.
    pub name: Option<String>,
    /// The change.
    pub action: PropertyAction,
}

/// The kinds of changes of a property.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PropertyAction {
    /// The property was created.
    Created,
    /// The property was changed.
    Updated,
    /// The property was deleted.
    Deleted,
    /// A kind that this crate does not know, with Notion's name.
    Other(String),
}

fn updated_blocks(data: &Value) -> Vec<Entity> {
    data["updated_blocks"]
        .as_array()
        .map(|list| Entity::all(list))
        .unwrap_or_default()
}

fn property_ids(data: &Value) -> Vec<PropertyId> {
    let ids = texts(&data["updated_properties"]);
    ids.into_iter().map(Into::into).collect()
}

fn property_changes(data: &Value) -> Vec<PropertyChange> {
    let changes = data["updated_properties"].as_array();
    changes.into_iter().flatten().filter_map(change).collect()
}

fn change(json: &Value) -> Option<PropertyChange> {
    let action = match json["action"].as_str()? {
        "created" => PropertyAction::Created,
        "updated" => PropertyAction::Updated,
        "deleted" => PropertyAction::Deleted,
        other => PropertyAction::Other(other.to_owned()),
    };
    Some(PropertyChange {
        id: json["id"].as_str()?.into(),
        name: text(&json["name"]),
        action,
    })
}

fn page(data: &Value) -> Option<PageId> {
    uuid(&data["page_id"]).map(Into::into)
}

fn text(json: &Value) -> Option<String> {
    json.as_str().map(str::to_owned)
}

fn texts(json: &Value) -> Vec<String> {
    let list = json.as_array();
    list.into_iter().flatten().filter_map(text).collect()
}
