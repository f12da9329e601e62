//! Events: who did what to which object, and when.

use std::fmt;

use notion_model::{
    BlockId, CommentId, DataSourceId, DatabaseId, FileUploadId, PageId, UserId, ViewId,
};
use serde::de::{self, Deserializer};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::EventKind;

/// An event of a subscription. It names the objects by IDs only; their present state has to be requested.
///
/// Nothing is lost: [`json`](Self::json) returns the whole event, including members that this crate does not know.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Event {
    /// The type of the event, with its data.
    pub kind: EventKind,
    /// The object of the event.
    pub entity: Option<Entity>,
    /// The parent of the object.
    pub parent: Option<Parent>,
    /// The ID of the event, which is the same in each attempt to deliver it.
    pub id: String,
    /// The time of the event.
    pub timestamp: Option<notion_model::Timestamp>,
    /// The people and bots who caused it.
    pub authors: Vec<Entity>,
    /// The number of the attempt to deliver the event, counted from 1.
    pub attempt_number: Option<u32>,
    /// The API version of the event.
    pub api_version: Option<String>,
    /// The workspace.
    pub workspace_id: Option<Uuid>,
    /// The subscription.
    pub subscription_id: Option<Uuid>,
    /// The integration.
    pub integration_id: Option<Uuid>,
    /// The people and bots who can see the object, for a public integration.
    pub accessible_by: Vec<Entity>,
    json: Map<String, Value>,
}

impl Event {
    /// Returns the event as Notion sent it.
    pub fn json(&self) -> &Map<String, Value> {
        &self.json
    }

    /// Returns the ID of the page, if the object is a page.
    pub fn page_id(&self) -> Option<PageId> {
        self.entity.as_ref().and_then(Entity::page_id)
    }

    /// Returns the ID of the data source, if the object is a data source.
    pub fn data_source_id(&self) -> Option<DataSourceId> {
        self.entity.as_ref().and_then(Entity::data_source_id)
    }

    fn read(json: Map<String, Value>) -> Option<Self> {
        let name = json.get("type")?.as_str()?;
        let id = json.get("id")?.as_str()?.to_owned();
        let field = |name: &str| json.get(name).unwrap_or(&Value::Null);
        let data = field("data");
        let entities = |value: &Value| {
            value
                .as_array()
                .map(|list| Entity::all(list))
                .unwrap_or_default()
        };
        Some(Self {
            kind: EventKind::read(name, data),
            entity: Entity::read(field("entity")),
            parent: Parent::read(&data["parent"]),
            id,
            timestamp: field("timestamp").as_str().map(Into::into),
            authors: entities(field("authors")),
            attempt_number: field("attempt_number")
                .as_u64()
                .and_then(|number| number.try_into().ok()),
            api_version: field("api_version").as_str().map(str::to_owned),
            workspace_id: uuid(field("workspace_id")),
            subscription_id: uuid(field("subscription_id")),
            integration_id: uuid(field("integration_id")),
            accessible_by: entities(field("accessible_by")),
            json,
        })
    }
}

/// An event is any object with an `id` and a `type`.
impl<'de> Deserialize<'de> for Event {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = Map::deserialize(deserializer)?;
        Self::read(json).ok_or_else(|| de::Error::custom("an event has an `id` and a `type`"))
    }
}

/// Serializes the event as Notion sent it.
impl Serialize for Event {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.json.serialize(serializer)
    }
}

/// An object that an event names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Entity {
    /// The kind of the object.
    pub kind: EntityKind,
    /// The ID.
    pub id: Uuid,
}

/// The kinds of objects that an event can name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EntityKind {
    /// A page.
    Page,
    /// A block.
    Block,
    /// A database.
    Database,
    /// A data source.
    DataSource,
    /// A view.
    View,
    /// A comment.
    Comment,
    /// A file upload.
    FileUpload,
    /// A person.
    Person,
    /// An integration's user.
    Bot,
    /// The workspace.
    Workspace,
    /// A teamspace.
    Team,
    /// An agent.
    Agent,
    /// A kind that this crate does not know, with Notion's name.
    Other(String),
}

impl Entity {
    pub(super) fn read(json: &Value) -> Option<Self> {
        let kind = match json["type"].as_str()? {
            "page" => EntityKind::Page,
            "block" => EntityKind::Block,
            "database" => EntityKind::Database,
            "data_source" => EntityKind::DataSource,
            "view" => EntityKind::View,
            "comment" => EntityKind::Comment,
            "file_upload" => EntityKind::FileUpload,
            "person" => EntityKind::Person,
            "bot" => EntityKind::Bot,
            "space" => EntityKind::Workspace,
            "team" => EntityKind::Team,
            "agent" => EntityKind::Agent,
            other => EntityKind::Other(other.to_owned()),
        };
        let id = uuid(&json["id"])?;
        Some(Self { kind, id })
    }

    pub(super) fn all(list: &[Value]) -> Vec<Self> {
        list.iter().filter_map(Self::read).collect()
    }

    fn is(&self, kind: &EntityKind) -> Option<Uuid> {
        (self.kind == *kind).then_some(self.id)
    }

    /// Returns the ID as that of a page, if this is a page.
    pub fn page_id(&self) -> Option<PageId> {
        self.is(&EntityKind::Page).map(Into::into)
    }

    /// Returns the ID as that of a block, if this is a block, a page or a database.
    pub fn block_id(&self) -> Option<BlockId> {
        [EntityKind::Block, EntityKind::Page, EntityKind::Database]
            .contains(&self.kind)
            .then(|| self.id.into())
    }

    /// Returns the ID as that of a database, if this is a database.
    pub fn database_id(&self) -> Option<DatabaseId> {
        self.is(&EntityKind::Database).map(Into::into)
    }

    /// Returns the ID as that of a data source, if this is a data source.
    pub fn data_source_id(&self) -> Option<DataSourceId> {
        self.is(&EntityKind::DataSource).map(Into::into)
    }

    /// Returns the ID as that of a view, if this is a view.
    pub fn view_id(&self) -> Option<ViewId> {
        self.is(&EntityKind::View).map(Into::into)
    }

    /// Returns the ID as that of a comment, if this is a comment.
    pub fn comment_id(&self) -> Option<CommentId> {
        self.is(&EntityKind::Comment).map(Into::into)
    }

    /// Returns the ID as that of a file upload, if this is a file upload.
    pub fn file_upload_id(&self) -> Option<FileUploadId> {
        self.is(&EntityKind::FileUpload).map(Into::into)
    }

    /// Returns the ID as that of a user, if this is a person or a bot.
    pub fn user_id(&self) -> Option<UserId> {
        self.is(&EntityKind::Person)
            .or(self.is(&EntityKind::Bot))
            .map(Into::into)
    }
}

/// What something lives in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Parent {
    /// The page, block, database or workspace.
    pub entity: Entity,
    /// The data source, if the object is a row.
    pub data_source_id: Option<DataSourceId>,
}

impl Parent {
    fn read(json: &Value) -> Option<Self> {
        Some(Self {
            entity: Entity::read(json)?,
            data_source_id: uuid(&json["data_source_id"]).map(Into::into),
        })
    }
}

pub(super) fn uuid(json: &Value) -> Option<Uuid> {
    Uuid::parse_str(json.as_str()?).ok()
}

/// Writes `page.created of page 0000…, attempt 1`, for logs. It contains no names and no content.
impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.name())?;
        if let Some(entity) = &self.entity {
            write!(f, " of {}", entity.id)?;
        }
        match self.attempt_number {
            Some(number) => write!(f, ", attempt {number}"),
            None => Ok(()),
        }
    }
}
