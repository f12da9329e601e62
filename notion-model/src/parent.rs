//! What an object lives in.

use serde::ser::SerializeMap;
use serde_json::Value;

use crate::id::{BlockId, DataSourceId, DatabaseId, PageId};
use crate::json::{FieldIndex, Json, Reader, Tagged, Unknown, object, take_content, take_type};

object! {
    /// What a page, a database, a data source, a block, a comment or a view lives in.
    ///
    /// ```
    /// use notion_model::{Parent, ParentKind};
    ///
    /// let json = r#"{"type": "page_id", "page_id": "38c9ce7b-60a4-815a-8d3b-f2a1c0d4e5f6"}"#;
    /// let parent: Parent = serde_json::from_str(json)?;
    /// assert!(matches!(parent.kind, ParentKind::Page(id) if parent.page_id() == Some(id)));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub struct Parent {
        /// What kind of parent, and its id.
        tagged kind: ParentKind,
    }
}

/// What kind of parent, and its id.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum ParentKind {
    /// A page.
    Page(PageId),
    /// A data source: the parent of its rows.
    DataSource {
        /// The data source.
        id: DataSourceId,
        /// The database that the data source is in. Notion always says it; in a request it is left out.
        database_id: Option<DatabaseId>,
    },
    /// A database: the parent of its data sources and views.
    Database(DatabaseId),
    /// A block: the parent of nested blocks.
    Block(BlockId),
    /// An agent.
    Agent(String),
    /// The workspace itself.
    Workspace,
    /// Neither a type nor a content: the object says nothing of it.
    #[default]
    Untyped,
    /// Another type, or a content of another shape than the one known here.
    Unknown(Unknown),
}

impl Parent {
    fn of(kind: ParentKind) -> Self {
        Self {
            kind,
            ..Self::default()
        }
    }

    /// A page as the parent.
    pub fn page<S>(id: PageId<S>) -> Self {
        Self::of(ParentKind::Page(id.cast()))
    }

    /// A data source as the parent, as in a request: without its database.
    pub fn data_source<S>(id: DataSourceId<S>) -> Self {
        Self::of(ParentKind::DataSource {
            id: id.cast(),
            database_id: None,
        })
    }

    /// A data source as the parent, as Notion answers: with its database.
    pub fn row_of<S>(id: DataSourceId<S>, database_id: DatabaseId) -> Self {
        Self::of(ParentKind::DataSource {
            id: id.cast(),
            database_id: Some(database_id),
        })
    }

    /// A database as the parent.
    pub fn database(id: DatabaseId) -> Self {
        Self::of(ParentKind::Database(id))
    }

    /// A block as the parent.
    pub fn block(id: BlockId) -> Self {
        Self::of(ParentKind::Block(id))
    }

    /// The workspace as the parent.
    pub fn workspace() -> Self {
        Self::of(ParentKind::Workspace)
    }

    /// Returns the page, if the parent is one.
    pub fn page_id(&self) -> Option<PageId> {
        match self.kind {
            ParentKind::Page(id) => Some(id),
            _ => None,
        }
    }

    /// Returns the data source, if the parent is one.
    pub fn data_source_id(&self) -> Option<DataSourceId> {
        match self.kind {
            ParentKind::DataSource { id, .. } => Some(id),
            _ => None,
        }
    }

    /// Returns the database, if the parent is one, or a data source of which Notion said the database.
    pub fn database_id(&self) -> Option<DatabaseId> {
        match self.kind {
            ParentKind::Database(id) => Some(id),
            ParentKind::DataSource { database_id, .. } => database_id,
            _ => None,
        }
    }

    /// Returns the block, if the parent is one.
    pub fn block_id(&self) -> Option<BlockId> {
        match self.kind {
            ParentKind::Block(id) => Some(id),
            _ => None,
        }
    }
}

impl ParentKind {
    /// The types that this version of the crate knows, in Notion's words.
    // `data_source_id` first: beside it stands the key `database_id`, which is then not the type.
    pub const TYPES: &'static [&'static str] = &[
        "data_source_id",
        "page_id",
        "database_id",
        "block_id",
        "agent_id",
        "workspace",
    ];

    /// Returns the type in Notion's word; empty if there is none.
    pub fn type_name(&self) -> &str {
        match self {
            Self::Page(_) => "page_id",
            Self::DataSource { .. } => "data_source_id",
            Self::Database(_) => "database_id",
            Self::Block(_) => "block_id",
            Self::Agent(_) => "agent_id",
            Self::Workspace => "workspace",
            Self::Untyped => "",
            Self::Unknown(unknown) => &unknown.kind,
        }
    }
}

// By hand, because a data source as the parent takes two keys.
impl Tagged for ParentKind {
    fn take(reader: &mut Reader<'_>, field: FieldIndex) -> Self {
        // Without a `type`, a data source's database must not be taken for the parent.
        let known: &[&str] = if reader.get("data_source_id").is_some() {
            &["data_source_id"]
        } else {
            Self::TYPES
        };
        let kind = match take_type(reader, field, known) {
            None => return Self::Untyped,
            Some("page_id") => take_content(reader, "page_id").map(Self::Page),
            Some("data_source_id") => {
                take_content(reader, "data_source_id").map(|id| Self::DataSource {
                    id,
                    database_id: reader.take_fitting("database_id"),
                })
            }
            Some("database_id") => take_content(reader, "database_id").map(Self::Database),
            Some("block_id") => take_content(reader, "block_id").map(Self::Block),
            Some("agent_id") => take_content(reader, "agent_id").map(Self::Agent),
            Some("workspace") if reader.get("workspace").and_then(Json::as_bool) == Some(true) => {
                reader.take("workspace");
                Ok(Self::Workspace)
            }
            Some(other) => Err(Unknown::take(reader, other)),
        };
        kind.unwrap_or_else(Self::Unknown)
    }

    fn put<M: SerializeMap>(&self, tag: bool, map: &mut M) -> Result<(), M::Error> {
        match self {
            Self::Untyped => return Ok(()),
            Self::Unknown(unknown) => return unknown.put(tag, map),
            _ if tag => map.serialize_entry("type", self.type_name())?,
            _ => {}
        }
        match self {
            Self::Page(id) => map.serialize_entry("page_id", id),
            Self::DataSource { id, database_id } => {
                map.serialize_entry("data_source_id", id)?;
                match database_id {
                    Some(id) => map.serialize_entry("database_id", id),
                    None => Ok(()),
                }
            }
            Self::Database(id) => map.serialize_entry("database_id", id),
            Self::Block(id) => map.serialize_entry("block_id", id),
            Self::Agent(id) => map.serialize_entry("agent_id", id),
            Self::Workspace => map.serialize_entry("workspace", &true),
            Self::Untyped | Self::Unknown(_) => Ok(()),
        }
    }

    fn from_bare(json: Json<'_>) -> Self {
        Self::Unknown(Unknown::from_bare(json))
    }

    fn bare(&self) -> Option<&Value> {
        match self {
            Self::Unknown(unknown) => unknown.bare(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{known, same};
    use serde_json::json;

    const ID: &str = "00000000-0000-4000-8000-0000000000fa";

    #[test]
    fn every_parent_is_known() {
        for kind in ParentKind::TYPES {
            let content = if *kind == "workspace" {
                "true".to_owned()
            } else {
                format!("{ID:?}")
            };
            let typed: Parent = known(&format!(r#"{{"type": "{kind}", "{kind}": {content}}}"#));
            assert_eq!(typed.kind.type_name(), *kind);
            let untyped: Parent = known(&format!(r#"{{"{kind}": {content}}}"#));
            assert_eq!(untyped, typed);
        }
    }

    #[test]
    fn the_parent_of_a_row_has_two_ids() {
        let json = format!(
            r#"{{"type": "data_source_id", "data_source_id": "{ID}", "database_id": "{ID}"}}"#
        );
        let parent: Parent = known(&json);
        assert_eq!(
            parent,
            Parent::row_of(ID.parse::<DataSourceId>().unwrap(), ID.parse().unwrap())
        );
        assert!(parent.data_source_id().is_some() && parent.database_id().is_some());
        // Without a type, and in the other order, it is still no database.
        let untyped: Parent = known(&format!(
            r#"{{"database_id": "{ID}", "data_source_id": "{ID}"}}"#
        ));
        assert_eq!(untyped, parent);
    }

    #[test]
    fn odd_parents_are_kept() {
        for parent in [
            json!({"type": "workspace", "workspace": false}),
            json!({"type": "page_id", "page_id": "no id"}),
            json!({"type": "data_source_id", "data_source_id": ID, "database_id": 7}),
            json!({"type": "team_id", "team_id": ID, "page_id": ID}),
            json!({"type": 7}),
            json!({}),
            json!("workspace"),
        ] {
            assert_eq!(same::<Parent>(&parent).page_id(), None);
        }
    }
}
