//! Data sources of a snapshot.

use notion_vocabulary::RollupFunction;
use serde_json::Value;

use super::value::{
    Result, counter, face, fail, history, id_of, optional_text, parent, text, uuid,
};
use crate::property::{Choice, Formula, PropertyKind, Relation, Rollup, Status, status::Group};
use crate::render;
use crate::state::id::percent_decode;
use crate::state::{DataSource, Database, Face, Property, PropertyId, Run, Schema, Workspace};

/// The key of a formula's configuration that says whether it was last saved in Notion's own UI: `false` where it came
/// through the API.
pub(super) const SAVED_IN_UI: &str = "saved_in_ui";

pub(super) fn data_source(workspace: &mut Workspace, value: &Value, place: &str) -> Result<()> {
    let id = id_of(value, place)?;
    let database_id = uuid(value.pointer("/parent/database_id")).unwrap_or_default();
    let mut schema = Schema::default();
    for (name, config) in value
        .get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        let property = property_config(name, config);
        let Some(property) = property else {
            return fail(format!("{place}.properties.{name}"), "unknown type");
        };
        schema.properties.insert(property.id.clone(), property);
    }
    let source = DataSource {
        id,
        database: database_id,
        history: history(workspace, value, place)?,
        face: face(workspace, value, place)?,
        schema,
        rows: Vec::new(),
        templates: Vec::new(),
        next_number: counter(value.get("next_number"), "next_number", place)?.unwrap_or(1),
    };
    // A data source whose database is not in the snapshot has one that looks like it.
    let database = workspace
        .databases
        .entry(database_id)
        .or_insert_with(|| Database {
            id: database_id,
            parent: parent(value.get("database_parent")),
            history: source.history.clone(),
            face: of_database(&source.face),
            data_sources: Vec::new(),
        });
    if !database.data_sources.contains(&id) {
        database.data_sources.push(id);
    }
    workspace.data_sources.insert(id, source);
    Ok(())
}

/// The face of a database that is not in the snapshot, after that of a data source of it.
fn of_database(source: &Face) -> Face {
    let mut face = source.clone();
    if face.title.is_empty() {
        face.title = vec![Run::text(render::UNTITLED)];
    }
    (face.is_locked, face.in_trash) = (false, false);
    face
}

fn property_config(name: &str, value: &Value) -> Option<Property> {
    let id: PropertyId = percent_decode(value.get("id")?.as_str()?).into();
    let type_name = value.get("type")?.as_str()?;
    let config = value.get(type_name)?;
    let word = |key: &str| config.get(key).and_then(Value::as_str);
    let kind = match type_name {
        "number" => PropertyKind::Number {
            format: word("format").unwrap_or("number").to_owned(),
        },
        "select" => PropertyKind::Select(choices(config)),
        "multi_select" => PropertyKind::MultiSelect(choices(config)),
        "status" => PropertyKind::Status(Status {
            choices: choices(config),
            groups: groups(config),
        }),
        "unique_id" => PropertyKind::UniqueId {
            prefix: word("prefix").map(str::to_owned),
        },
        // Most formulas were made in Notion itself, so that this is what a snapshot means that does not say it.
        "formula" => PropertyKind::Formula(Formula::stored(
            word("expression").unwrap_or_default(),
            config.get(SAVED_IN_UI) != Some(&Value::Bool(false)),
        )),
        "relation" => PropertyKind::Relation(Relation {
            target: uuid(config.get("data_source_id"))?,
            synced: config
                .pointer("/dual_property/synced_property_id")
                .and_then(Value::as_str)
                .map(|id| percent_decode(id).into()),
        }),
        "rollup" => PropertyKind::Rollup(Rollup {
            relation: word("relation_property_id")?.into(),
            target: word("rollup_property_id")?.into(),
            function: RollupFunction::parse(word("function")?)?,
        }),
        plain => PropertyKind::plain(plain)?,
    };
    Some(Property {
        id,
        name: name.to_owned(),
        description: optional_text(Some(value), "description"),
        kind,
    })
}

fn choices(config: &Value) -> Vec<Choice> {
    let options = config.get("options").and_then(Value::as_array);
    options
        .into_iter()
        .flatten()
        .map(|option| Choice {
            id: text(option, "id").into(),
            name: text(option, "name"),
            color: text(option, "color"),
            description: optional_text(Some(option), "description"),
        })
        .collect()
}

fn groups(config: &Value) -> Vec<Group> {
    let groups = config.get("groups").and_then(Value::as_array);
    groups
        .into_iter()
        .flatten()
        .map(|group| Group {
            id: text(group, "id"),
            name: text(group, "name"),
            color: text(group, "color"),
            options: group
                .get("option_ids")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .map(Into::into)
                .collect(),
        })
        .collect()
}
