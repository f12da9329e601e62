//! From a snapshot to a workspace. Ids and times stay as they are given; what is computed is left out.

use std::collections::HashMap;

use indexmap::IndexMap;
use jiff::Timestamp;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::block;
use crate::id::percent_decode;
use crate::parse::{self, ValueContext};
use crate::property::{
    self, Choice, Formula, PropertyKind, Relation, Rollup, Status, status::Group,
};
use crate::state::{
    Block, Comment, CustomEmoji, DataSource, Database, FieldValue, History, Page, PageParent,
    Parent, Property, PropertyId, Run, Schema, ShownAs, TITLE, Upload, UploadContent, User,
    UserKind, Workspace,
};

/// What is wrong with a snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotError {
    place: String,
    reason: String,
}

impl std::fmt::Display for SnapshotError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "the snapshot cannot be read at {}: {}",
            self.place, self.reason
        )
    }
}

impl std::error::Error for SnapshotError {}

type Result<T> = std::result::Result<T, SnapshotError>;

fn fail<T>(place: impl Into<String>, reason: impl Into<String>) -> Result<T> {
    Err(SnapshotError {
        place: place.into(),
        reason: reason.into(),
    })
}

/// Reads a snapshot into an empty workspace. Returns the workspace and the page that counts as home.
pub(crate) fn import(snapshot: &Value, seed: u64) -> Result<(Workspace, Uuid)> {
    let mut workspace = Workspace::empty(seed);
    workspace.importing = true;
    if let Some(id) = uuid(snapshot.pointer("/workspace/id")) {
        workspace.id = id;
    }
    if let Some(name) = snapshot.pointer("/workspace/name").and_then(Value::as_str) {
        name.clone_into(&mut workspace.name);
    }
    each(snapshot, "custom_emojis", |emoji, _| {
        let emoji = CustomEmoji {
            id: id_of(emoji, "custom_emojis")?,
            name: text(emoji, "name"),
            url: text(emoji, "url"),
        };
        workspace.emojis.insert(emoji.id, emoji);
        Ok(())
    })?;
    each(snapshot, "users", |value, place| {
        user(&mut workspace, value, place)
    })?;
    if let Some(bot) = uuid(snapshot.get("bot")) {
        workspace.bot = bot;
    }
    each(snapshot, "databases", |value, place| {
        database(&mut workspace, value, place)
    })?;
    each(snapshot, "data_sources", |value, place| {
        data_source(&mut workspace, value, place)
    })?;
    // Pages first without their values, since values name other pages.
    each(snapshot, "pages", |value, place| {
        page(&mut workspace, value, place)
    })?;
    each(snapshot, "pages", |value, place| {
        page_values(&mut workspace, value, place)
    })?;
    each(snapshot, "blocks", |value, place| {
        self::block(&mut workspace, value, place)
    })?;
    each(snapshot, "comments", |value, place| {
        comment(&mut workspace, value, place)
    })?;
    each(snapshot, "file_uploads", |value, place| {
        upload(&mut workspace, value, place)
    })?;
    adopt(&mut workspace);
    workspace.importing = false;
    let home = uuid(snapshot.get("home"))
        .or_else(|| workspace.pages.keys().next().copied())
        .unwrap_or_default();
    Ok((workspace, home))
}

fn each(
    snapshot: &Value,
    key: &str,
    mut read: impl FnMut(&Value, &str) -> Result<()>,
) -> Result<()> {
    for (index, value) in snapshot
        .get(key)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .enumerate()
    {
        read(value, &format!("{key}[{index}]"))?;
    }
    Ok(())
}

fn user(workspace: &mut Workspace, value: &Value, place: &str) -> Result<()> {
    let kind = match value.get("type").and_then(Value::as_str) {
        Some("bot") => UserKind::Bot,
        _ => UserKind::Person {
            email: optional_text(value.get("person"), "email"),
        },
    };
    let user = User {
        id: id_of(value, place)?,
        name: optional_text(Some(value), "name"),
        avatar_url: optional_text(Some(value), "avatar_url"),
        kind,
    };
    // The bot that a token belongs to is the one that is shown in full.
    if value.pointer("/bot/owner").is_some() {
        workspace.bot = user.id;
        let limit = value.pointer("/bot/workspace_limits/max_file_upload_size_in_bytes");
        workspace.max_upload = limit
            .and_then(Value::as_u64)
            .unwrap_or(workspace.max_upload);
    }
    workspace.users.insert(user.id, user);
    Ok(())
}

fn database(workspace: &mut Workspace, value: &Value, place: &str) -> Result<()> {
    let id = id_of(value, place)?;
    let sources = value.get("data_sources").and_then(Value::as_array);
    let database = Database {
        id,
        parent: parent(value.get("parent")),
        history: history(workspace, value),
        title: runs(workspace, value.get("title"), place)?,
        description: runs(workspace, value.get("description"), place)?,
        icon: checked(
            parse::icon(value.get("icon").unwrap_or(&Value::Null), workspace),
            place,
        )?,
        cover: checked(
            parse::cover(value.get("cover").unwrap_or(&Value::Null), workspace),
            place,
        )?,
        is_inline: flag(value, "is_inline"),
        is_locked: flag(value, "is_locked"),
        in_trash: flag(value, "in_trash"),
        data_sources: sources
            .into_iter()
            .flatten()
            .filter_map(|source| uuid(source.get("id")))
            .collect(),
    };
    workspace.databases.insert(id, database);
    Ok(())
}

fn data_source(workspace: &mut Workspace, value: &Value, place: &str) -> Result<()> {
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
        history: history(workspace, value),
        title: runs(workspace, value.get("title"), place)?,
        description: runs(workspace, value.get("description"), place)?,
        icon: checked(
            parse::icon(value.get("icon").unwrap_or(&Value::Null), workspace),
            place,
        )?,
        cover: checked(
            parse::cover(value.get("cover").unwrap_or(&Value::Null), workspace),
            place,
        )?,
        is_inline: flag(value, "is_inline"),
        in_trash: flag(value, "in_trash"),
        schema,
        rows: Vec::new(),
        next_number: 1,
    };
    // A data source whose database is not in the snapshot has one that looks like it.
    let database = workspace
        .databases
        .entry(database_id)
        .or_insert_with(|| Database {
            id: database_id,
            parent: parent(value.get("database_parent")),
            history: source.history.clone(),
            title: if source.title.is_empty() {
                vec![Run::text("New database")]
            } else {
                source.title.clone()
            },
            description: source.description.clone(),
            icon: source.icon.clone(),
            cover: source.cover.clone(),
            is_inline: source.is_inline,
            is_locked: false,
            in_trash: false,
            data_sources: Vec::new(),
        });
    if !database.data_sources.contains(&id) {
        database.data_sources.push(id);
    }
    workspace.data_sources.insert(id, source);
    Ok(())
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
        "formula" => PropertyKind::Formula(Formula::stored(word("expression").unwrap_or_default())),
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
            function: word("function")?.to_owned(),
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

fn page(workspace: &mut Workspace, value: &Value, place: &str) -> Result<()> {
    let id = id_of(value, place)?;
    let above = value.get("parent");
    let data_source = uuid(above.and_then(|parent| parent.get("data_source_id")));
    let parent = match (data_source, parent(above)) {
        (Some(id), _) => PageParent::DataSource(id),
        (None, Parent::Workspace) => PageParent::Workspace,
        (None, Parent::Page(id)) => PageParent::Page(id),
        (None, Parent::Block(id)) => PageParent::Block(id),
    };
    let page = Page {
        id,
        parent,
        history: history(workspace, value),
        icon: checked(
            parse::icon(value.get("icon").unwrap_or(&Value::Null), workspace),
            place,
        )?,
        cover: checked(
            parse::cover(value.get("cover").unwrap_or(&Value::Null), workspace),
            place,
        )?,
        in_trash: flag(value, "in_trash"),
        is_locked: flag(value, "is_locked"),
        cells: HashMap::new(),
        number: number_of(value).unwrap_or_default(),
    };
    workspace.pages.insert(id, page);
    if let Some(source) = data_source.and_then(|id| workspace.data_sources.get_mut(&id)) {
        source.rows.push(id);
    }
    Ok(())
}

/// The number in the page's unique id, if it has one.
fn number_of(page: &Value) -> Option<u64> {
    let properties = page.get("properties")?.as_object()?;
    properties
        .values()
        .find_map(|property| property.pointer("/unique_id/number")?.as_u64())
}

fn page_values(workspace: &mut Workspace, value: &Value, place: &str) -> Result<()> {
    let id = id_of(value, place)?;
    let Some(properties) = value.get("properties").and_then(Value::as_object) else {
        return Ok(());
    };
    let source = workspace.pages.get(&id).and_then(Page::data_source);
    let cells = match source.and_then(|id| workspace.data_sources.get(&id)) {
        None => {
            let title = properties
                .values()
                .find(|property| property.get("type") == Some(&"title".into()));
            let runs = runs(workspace, title.and_then(|title| title.get("title")), place)?;
            vec![(PropertyId::from(TITLE), crate::state::Cell::Text(runs))]
        }
        Some(source) => row_values(workspace, source, properties, place)?,
    };
    if let Some(page) = workspace.pages.get_mut(&id) {
        page.cells.extend(cells);
    }
    Ok(())
}

fn row_values(
    workspace: &Workspace,
    source: &DataSource,
    properties: &Map<String, Value>,
    place: &str,
) -> Result<Vec<(PropertyId, crate::state::Cell)>> {
    let mut context = ValueContext::new(workspace, source.id);
    let mut cells = Vec::new();
    for (name, value) in properties {
        let id = value
            .get("id")
            .and_then(Value::as_str)
            .map(percent_decode)
            .unwrap_or_default();
        let Some(property) = source
            .schema
            .by_id(&id)
            .or_else(|| source.schema.by_name(name))
        else {
            continue;
        };
        if property.kind.is_computed() {
            continue;
        }
        let Some(inner) = value.get(property.kind.name()) else {
            continue;
        };
        let place = format!("{place}.properties.{name}");
        if let Some(cell) = checked(property::parse(property, inner, &mut context), &place)? {
            cells.push((property.id.clone(), cell));
        }
    }
    Ok(cells)
}

fn block(workspace: &mut Workspace, value: &Value, place: &str) -> Result<()> {
    let id = id_of(value, place)?;
    let parent = parent(value.get("parent"));
    let type_name = text(value, "type");
    if let Parent::Page(above) | Parent::Block(above) = parent {
        workspace.children.entry(above).or_default().push(id);
    }
    let payload = value.get(&type_name).cloned().unwrap_or(Value::Null);
    let (kind, fields) = if matches!(type_name.as_str(), "child_page" | "child_database") {
        return Ok(());
    } else if let Some(kind) = block::foreign(&type_name) {
        (kind, vec![("", FieldValue::Raw(payload))])
    } else {
        let one = Value::Array(vec![Value::Object(
            [(type_name.clone(), payload)].into_iter().collect(),
        )]);
        let drafts = checked(block::drafts(Some(&one), workspace, true), place)?;
        let Some(draft) = drafts.into_iter().next() else {
            return fail(place, "unknown block type");
        };
        (draft.kind, draft.fields)
    };
    let block = Block {
        id,
        parent,
        history: history(workspace, value),
        in_trash: flag(value, "in_trash"),
        kind,
        fields,
    };
    workspace.blocks.insert(id, block);
    Ok(())
}

fn comment(workspace: &mut Workspace, value: &Value, place: &str) -> Result<()> {
    let id = id_of(value, place)?;
    let comment = Comment {
        id,
        parent: parent(value.get("parent")),
        discussion: uuid(value.get("discussion_id")).unwrap_or_default(),
        history: history(workspace, value),
        text: runs(workspace, value.get("rich_text"), place)?,
        shown_as: ShownAs::Author,
        attachments: Vec::new(),
    };
    workspace.comments.insert(id, comment);
    Ok(())
}

/// Uploads come without their bytes: as many zeros stand for them.
fn upload(workspace: &mut Workspace, value: &Value, place: &str) -> Result<()> {
    let id = id_of(value, place)?;
    let length = value
        .get("content_length")
        .and_then(Value::as_u64)
        .and_then(|n| usize::try_from(n).ok());
    let imported = value
        .pointer("/file_import_result/imported_time")
        .and_then(Value::as_str);
    let content = match (length, imported) {
        (_, Some(time)) => UploadContent::Elsewhere {
            url: String::new(),
            imported: time.parse().ok(),
            length,
        },
        (Some(length), None) => UploadContent::Here(vec![0; length].into()),
        (None, None) => UploadContent::Announced,
    };
    let history = history(workspace, value);
    let expires = value
        .get("expiry_time")
        .and_then(Value::as_str)
        .and_then(|time| time.parse().ok());
    let upload = Upload {
        id,
        filename: optional_text(Some(value), "filename"),
        content_type: optional_text(Some(value), "content_type"),
        expires: expires.unwrap_or(history.created),
        attached: value.get("expiry_time").is_some_and(Value::is_null)
            && value.get("status") != Some(&"expired".into()),
        history,
        content,
    };
    workspace.uploads.insert(id, upload);
    Ok(())
}

/// Puts rows into order, numbers them on, and gives pages and databases a place under their parent.
fn adopt(workspace: &mut Workspace) {
    let times: IndexMap<Uuid, Timestamp> = workspace
        .pages
        .iter()
        .map(|(id, page)| (*id, page.history.created))
        .collect();
    let numbers: IndexMap<Uuid, u64> = workspace
        .pages
        .iter()
        .map(|(id, page)| (*id, page.number))
        .collect();
    for source in workspace.data_sources.values_mut() {
        source.rows.sort_by_key(|row| times.get(row).copied());
        let highest = source.rows.iter().filter_map(|row| numbers.get(row)).max();
        source.next_number = highest.copied().unwrap_or_default() + 1;
    }
    let pages = workspace
        .pages
        .values()
        .filter_map(|page| match page.parent {
            PageParent::Page(above) | PageParent::Block(above) => {
                Some((page.history.created, page.id, above))
            }
            _ => None,
        });
    let databases = workspace
        .databases
        .values()
        .filter_map(|database| match database.parent {
            Parent::Page(above) | Parent::Block(above) => {
                Some((database.history.created, database.id, above))
            }
            Parent::Workspace => None,
        });
    let mut orphans: Vec<(Timestamp, Uuid, Uuid)> = pages.chain(databases).collect();
    orphans.sort();
    for (_, id, above) in orphans {
        let children = workspace.children.entry(above).or_default();
        if !children.contains(&id) {
            children.push(id);
        }
    }
}

fn history(workspace: &mut Workspace, value: &Value) -> History {
    let mut history = workspace.new_history();
    let time = |key: &str| {
        value
            .get(key)
            .and_then(Value::as_str)
            .and_then(|text| text.parse().ok())
    };
    let by = |key: &str| uuid(value.get(key).and_then(|user| user.get("id")));
    history.created = time("created_time").unwrap_or(history.created);
    history.edited = time("last_edited_time").unwrap_or(history.created);
    history.created_by = by("created_by").unwrap_or(history.created_by);
    history.edited_by = by("last_edited_by").unwrap_or(history.created_by);
    history
}

fn parent(value: Option<&Value>) -> Parent {
    let id = |key: &str| uuid(value.and_then(|parent| parent.get(key)));
    id("page_id")
        .map(Parent::Page)
        .or_else(|| id("block_id").map(Parent::Block))
        .unwrap_or(Parent::Workspace)
}

fn runs(workspace: &Workspace, value: Option<&Value>, place: &str) -> Result<Vec<Run>> {
    checked(
        parse::rich_text(value.unwrap_or(&Value::Null), workspace),
        place,
    )
}

fn checked<T>(result: crate::error::Result<T>, place: &str) -> Result<T> {
    result.map_err(|error| SnapshotError {
        place: place.to_owned(),
        reason: error.message,
    })
}

fn uuid(value: Option<&Value>) -> Option<Uuid> {
    value
        .and_then(Value::as_str)
        .and_then(|text| Uuid::try_parse(text).ok())
}

fn id_of(value: &Value, place: &str) -> Result<Uuid> {
    match uuid(value.get("id")) {
        Some(id) => Ok(id),
        None => fail(place, "it has no id"),
    }
}

fn text(value: &Value, key: &str) -> String {
    value
        .get(key)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

fn optional_text(value: Option<&Value>, key: &str) -> Option<String> {
    value
        .and_then(|value| value.get(key))
        .and_then(Value::as_str)
        .map(str::to_owned)
}

fn flag(value: &Value, key: &str) -> bool {
    value.get(key).and_then(Value::as_bool).unwrap_or(false)
}
