//! What an event says that happened.

use notion_model::{FileImportResult, PageId, PropertyId, ViewType};
use serde_json::Value;

use super::event::{Entity, uuid};

/// Makes [`EventKind`]: one place that knows a type's name and what is in its data.
macro_rules! kinds {
    ($(
        $(#[$meta:meta])*
        $variant:ident $({ $( $(#[$field_meta:meta])* $field:ident: $type:ty = $read:expr ),+ $(,)? })? = $name:literal,
    )*) => {
        /// What happened, with what the event says beyond what it happened to.
        ///
        /// What a list says that an event does not have is empty here; [`Event::json`](super::Event::json) has all of it.
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum EventKind {
            $(
                $(#[$meta])*
                #[doc = concat!("`", $name, "`")]
                $variant $({ $( $(#[$field_meta])* $field: $type ),+ })?,
            )*
            /// Something newer than this crate, in Notion's word.
            Unknown(String),
        }

        impl EventKind {
            /// Notion's words for all that this crate knows.
            pub const NAMES: &'static [&'static str] = &[$($name),*];

            /// Notion's word for it.
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
    /// A page was made.
    PageCreated = "page.created",
    /// The content of a page changed.
    PageContentUpdated {
        /// Which blocks.
        blocks: Vec<Entity> = updated_blocks,
    } = "page.content_updated",
    /// Values of properties changed.
    PagePropertiesUpdated {
        /// Which properties.
        properties: Vec<PropertyId> = property_ids,
    } = "page.properties_updated",
    /// A page moved elsewhere.
    PageMoved = "page.moved",
    /// A page went into the trash.
    PageDeleted = "page.deleted",
    /// A page came out of the trash.
    PageUndeleted = "page.undeleted",
    /// A page was locked.
    PageLocked = "page.locked",
    /// A page was unlocked.
    PageUnlocked = "page.unlocked",
    /// What was said in a meeting was deleted.
    PageTranscriptDeleted {
        /// The block of the meeting.
        target: Option<Entity> = |data: &Value| Entity::read(&data["target"]),
        /// What was deleted.
        transcript_id: Option<String> = |data: &Value| text(&data["transcript_id"]),
    } = "page.transcription_block.transcript_deleted",
    /// A database was made.
    DatabaseCreated = "database.created",
    /// A database moved elsewhere.
    DatabaseMoved = "database.moved",
    /// A database went into the trash.
    DatabaseDeleted = "database.deleted",
    /// A database came out of the trash.
    DatabaseUndeleted = "database.undeleted",
    /// Rows of a database came, went or changed; in versions of the API before 2025-09-03.
    DatabaseContentUpdated {
        /// Which.
        blocks: Vec<Entity> = updated_blocks,
    } = "database.content_updated",
    /// The properties of a database changed; in versions of the API before 2025-09-03.
    DatabaseSchemaUpdated {
        /// Which.
        properties: Vec<PropertyChange> = property_changes,
    } = "database.schema_updated",
    /// A data source was made.
    DataSourceCreated = "data_source.created",
    /// Rows of a data source came, went or changed.
    DataSourceContentUpdated {
        /// Which.
        blocks: Vec<Entity> = updated_blocks,
    } = "data_source.content_updated",
    /// The properties of a data source changed.
    DataSourceSchemaUpdated {
        /// Which.
        properties: Vec<PropertyChange> = property_changes,
    } = "data_source.schema_updated",
    /// A data source moved elsewhere.
    DataSourceMoved = "data_source.moved",
    /// A data source went into the trash.
    DataSourceDeleted = "data_source.deleted",
    /// A data source came out of the trash.
    DataSourceUndeleted = "data_source.undeleted",
    /// A view was made.
    ViewCreated {
        /// What it looks like.
        view_type: Option<ViewType> = |data: &Value| data["view_type"].as_str().map(Into::into),
    } = "view.created",
    /// A view changed.
    ViewUpdated {
        /// What of it: `name`, `filter`, `sorts`, `configuration`.
        fields: Vec<String> = |data: &Value| texts(&data["updated_fields"]),
    } = "view.updated",
    /// A view was deleted.
    ViewDeleted = "view.deleted",
    /// A comment was written.
    CommentCreated {
        /// On which page, or on something in which page.
        page: Option<PageId> = page,
    } = "comment.created",
    /// A comment was changed.
    CommentUpdated {
        /// On which page, or on something in which page.
        page: Option<PageId> = page,
    } = "comment.updated",
    /// A comment was deleted.
    CommentDeleted {
        /// On which page, or on something in which page.
        page: Option<PageId> = page,
    } = "comment.deleted",
    /// A file was announced.
    FileUploadCreated = "file_upload.created",
    /// A file has come.
    FileUploadCompleted = "file_upload.completed",
    /// A file was not attached to anything in time.
    FileUploadExpired = "file_upload.expired",
    /// A file could not be fetched from the web.
    FileUploadFailed {
        /// Why.
        result: Option<FileImportResult> = |data: &Value| {
            serde_json::from_value(data["file_import_result"].clone()).ok()
        },
    } = "file_upload.upload_failed",
}

/// What happened to one property of a data source.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PropertyChange {
    /// The property.
    pub id: PropertyId,
    /// Its name, where it has one.
    pub name: Option<String>,
    /// What happened to it.
    pub action: PropertyAction,
}

/// What may happen to a property.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PropertyAction {
    /// It was made.
    Created,
    /// It was changed.
    Updated,
    /// It was deleted.
    Deleted,
    /// Something newer than this crate, in Notion's word.
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
