//! One event: who did something to what, and when.

use std::fmt;

use notion_model::{
    BlockId, CommentId, DataSourceId, DatabaseId, FileUploadId, PageId, UserId, ViewId,
};
use serde::de::{self, Deserializer};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::EventKind;

/// An event of a subscription. It names what happened, and to what, by ids; how things are now, the API says.
///
/// Whatever Notion says is kept: [`json`](Self::json) has all of it, also what is newer than this crate.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Event {
    /// What happened.
    pub kind: EventKind,
    /// What it happened to.
    pub entity: Option<Entity>,
    /// What that lives in.
    pub parent: Option<Parent>,
    /// The event's id; each attempt to deliver it has the same.
    pub id: String,
    /// When it happened.
    pub timestamp: Option<notion_model::Timestamp>,
    /// Who did it: people and bots.
    pub authors: Vec<Entity>,
    /// Which attempt to deliver the event this is, from 1 on.
    pub attempt_number: Option<u32>,
    /// The version of the API that the event is written in.
    pub api_version: Option<String>,
    /// The workspace.
    pub workspace_id: Option<Uuid>,
    /// The subscription.
    pub subscription_id: Option<Uuid>,
    /// The integration.
    pub integration_id: Option<Uuid>,
    /// The people and bots who may see it, in a public integration.
    pub accessible_by: Vec<Entity>,
    json: Map<String, Value>,
}

impl Event {
    /// Returns all that Notion said.
    pub fn json(&self) -> &Map<String, Value> {
        &self.json
    }

    /// Returns the page that it happened to, if it is one.
    pub fn page_id(&self) -> Option<PageId> {
        self.entity.as_ref().and_then(Entity::page_id)
    }

    /// Returns the data source that it happened to, if it is one.
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

/// All that Notion said, as it came.
impl Serialize for Event {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.json.serialize(serializer)
    }
}

/// Something that an event names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Entity {
    /// What it is.
    pub kind: EntityKind,
    /// Its id.
    pub id: Uuid,
}

/// What an event may name.
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
    /// Somebody.
    Person,
    /// An integration's user.
    Bot,
    /// The workspace.
    Workspace,
    /// A team's space.
    Team,
    /// An agent.
    Agent,
    /// Something newer than this crate, in Notion's word.
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

    /// Returns the page that this is.
    pub fn page_id(&self) -> Option<PageId> {
        self.is(&EntityKind::Page).map(Into::into)
    }

    /// Returns the block that this is; pages and databases are blocks too.
    pub fn block_id(&self) -> Option<BlockId> {
        [EntityKind::Block, EntityKind::Page, EntityKind::Database]
            .contains(&self.kind)
            .then(|| self.id.into())
    }

    /// Returns the database that this is.
    pub fn database_id(&self) -> Option<DatabaseId> {
        self.is(&EntityKind::Database).map(Into::into)
    }

    /// Returns the data source that this is.
    pub fn data_source_id(&self) -> Option<DataSourceId> {
        self.is(&EntityKind::DataSource).map(Into::into)
    }

    /// Returns the view that this is.
    pub fn view_id(&self) -> Option<ViewId> {
        self.is(&EntityKind::View).map(Into::into)
    }

    /// Returns the comment that this is.
    pub fn comment_id(&self) -> Option<CommentId> {
        self.is(&EntityKind::Comment).map(Into::into)
    }

    /// Returns the file upload that this is.
    pub fn file_upload_id(&self) -> Option<FileUploadId> {
        self.is(&EntityKind::FileUpload).map(Into::into)
    }

    /// Returns the user that this is, person or bot.
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
    /// The page, the block, the database, the workspace, …
    pub entity: Entity,
    /// The data source, of a row.
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

/// `page.created of page 0000…, attempt 1`: for logs. Names and contents are not in it.
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
