//! From a workspace to a snapshot: Notion's own objects, with all that they leave out or cut short.

use std::io::{self, Write};

use base64::Engine as _;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::schema::SAVED_IN_UI;
use crate::compute::Computing;
use crate::exchange::Version;
use crate::property::{PropertyKind, people};
use crate::render;
use crate::state::clock::precise;
use crate::state::{Cell, DataSource, History, Page, Template, UploadContent, UserKind, Workspace};

/// The whole workspace. Reading it again gives the same workspace, but for queries of views and for tasks, which are
/// not kept.
pub(crate) fn export(workspace: &Workspace, home: Uuid) -> Value {
    let mut snapshot = head(workspace, home);
    for (key, list) in lists(workspace) {
        snapshot.insert(key.to_owned(), list.map(unsigned).collect());
    }
    snapshot.into()
}

/// Writes the same as text, object by object: a large workspace is not in memory a second time.
pub(crate) fn write(workspace: &Workspace, home: Uuid, to: &mut impl Write) -> io::Result<()> {
    let mut separator = '{';
    for (key, value) in head(workspace, home) {
        write!(to, "{separator}{}:{value}", Value::from(key))?;
        separator = ',';
    }
    for (key, list) in lists(workspace) {
        write!(to, ",\"{key}\":")?;
        let mut separator = '[';
        for object in list.map(unsigned) {
            write!(to, "{separator}{object}")?;
            separator = ',';
        }
        to.write_all(if separator == '[' { b"[]" } else { b"]" })?;
    }
    to.write_all(b"}")
}

/// What a snapshot holds once.
fn head(workspace: &Workspace, home: Uuid) -> Map<String, Value> {
    let integrations: Vec<Value> = workspace
        .integrations
        .iter()
        .map(|one| json!({ "bot": one.bot, "token": one.token, "pages": one.given }))
        .collect();
    [
        (
            "workspace",
            json!({ "id": workspace.id, "name": workspace.name }),
        ),
        ("bot", json!(workspace.bot)),
        ("integrations", integrations.into()),
        ("home", json!(home)),
        ("ids", workspace.ids.position().into()),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value))
    .collect()
}

type List<'a> = Box<dyn Iterator<Item = Value> + 'a>;

/// The lists of a snapshot, in the order in which they are written.
fn lists(workspace: &Workspace) -> [(&'static str, List<'_>); 9] {
    let users = workspace.users.values();
    let users = users.map(|user| {
        let mut object: Value = render::full_user(workspace, user).into();
        // Answers show the owner of the bot that asks, and of no other one.
        if let UserKind::Bot { owner: Some(owner) } = &user.kind
            && let Some(bot) = object.get_mut("bot")
        {
            set(bot, "owner", owner.clone());
        }
        object
    });
    let emojis = workspace.emojis.values();
    let emojis =
        emojis.map(|emoji| json!({ "id": emoji.id, "name": emoji.name, "url": emoji.url }));
    let comments = workspace.comments.values();
    let comments =
        comments.map(|comment| exact(render::comment(workspace, comment).into(), &comment.history));
    let views = workspace.views.values();
    let views = views.map(|view| exact(render::view(view).into(), &view.history));
    [
        ("users", Box::new(users)),
        ("custom_emojis", Box::new(emojis)),
        ("databases", databases(workspace)),
        ("data_sources", data_sources(workspace)),
        ("pages", pages(workspace)),
        ("blocks", blocks(workspace)),
        ("comments", Box::new(comments)),
        ("views", Box::new(views)),
        ("file_uploads", uploads(workspace)),
    ]
}

fn unsigned(mut object: Value) -> Value {
    unsign(&mut object);
    object
}

/// Addresses without their signatures, which are made anew whenever a file is shown.
fn unsign(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(unsign),
        Value::Object(map) => {
            if map.contains_key("url") && map.shift_remove("expiry_time").is_some() {
                let url = map.get("url").and_then(Value::as_str).unwrap_or_default();
                let url = url.split('?').next().unwrap_or_default().to_owned();
                map.insert("url".into(), url.into());
            }
            map.values_mut().for_each(unsign);
        }
        _ => {}
    }
}

/// An object with its times to the millisecond, and whether it was put into the trash itself.
fn exact(mut object: Value, history: &History) -> Value {
    set(&mut object, "created_time", precise(history.created));
    set(&mut object, "last_edited_time", precise(history.edited));
    set(&mut object, "order", history.order);
    object
}

fn set(object: &mut Value, key: &str, value: impl Into<Value>) {
    if let Some(map) = object.as_object_mut() {
        map.insert(key.to_owned(), value.into());
    }
}

fn databases(workspace: &Workspace) -> List<'_> {
    let mut all: Vec<_> = workspace.databases.values().collect();
    all.sort_by_key(|database| (database.history.created.as_millisecond(), database.id));
    Box::new(all.into_iter().map(|database| {
        let object = render::database(workspace, database, Version::V2026).into();
        let mut object = exact(object, &database.history);
        set(&mut object, "in_trash", database.face.in_trash);
        set(
            &mut object,
            "created_by",
            render::partial_user(database.history.created_by),
        );
        set(
            &mut object,
            "last_edited_by",
            render::partial_user(database.history.edited_by),
        );
        object
    }))
}

fn data_sources(workspace: &Workspace) -> List<'_> {
    let mut all: Vec<_> = workspace.data_sources.values().collect();
    all.sort_by_key(|source| (source.history.created.as_millisecond(), source.id));
    Box::new(all.into_iter().map(|source| {
        let object = render::data_source(workspace, source, Version::V2026).into();
        let mut object = exact(object, &source.history);
        set(&mut object, "in_trash", source.face.in_trash);
        set(&mut object, "next_number", source.next_number);
        formulas_of_requests(source, &mut object);
        object
    }))
}

/// Marks the formulas that came through the API.
fn formulas_of_requests(source: &DataSource, object: &mut Value) {
    for property in source.schema.properties.values() {
        let PropertyKind::Formula(formula) = &property.kind else {
            continue;
        };
        let mut path = ["properties", &property.name, "formula"].into_iter();
        let config = path.try_fold(&mut *object, |value, key| value.get_mut(key));
        if let Some(config) = config.filter(|_| !formula.is_saved_in_ui) {
            set(config, SAVED_IN_UI, false);
        }
    }
}

/// Rows in the order of their creation, then all other pages.
fn pages(workspace: &Workspace) -> List<'_> {
    let computing = Computing::new(workspace);
    let mut sources: Vec<_> = workspace.data_sources.values().collect();
    sources.sort_by_key(|source| (source.history.created.as_millisecond(), source.id));
    let templates: Vec<Template> = sources
        .iter()
        .flat_map(|source| source.templates.clone())
        .collect();
    let rows = sources.into_iter().flat_map(|source| &source.rows).copied();
    let of_templates: Vec<Uuid> = templates.iter().map(|template| template.page).collect();
    let rows = rows
        .chain(of_templates)
        .filter_map(|id| workspace.pages.get(&id));
    let mut others: Vec<&Page> = workspace
        .pages
        .values()
        .filter(|page| {
            let source = page.data_source();
            source.is_none_or(|source| !workspace.data_sources.contains_key(&source))
        })
        .collect();
    others.sort_by_key(|page| (page.history.created.as_millisecond(), page.id));
    Box::new(rows.chain(others).map(move |page| {
        let object = render::page(&computing, page, Version::V2026).into();
        let mut object = exact(object, &page.history);
        set(&mut object, "in_trash", page.face.in_trash);
        set(&mut object, "number", page.number);
        all_references(workspace, page, &mut object);
        if let Some(template) = templates.iter().find(|template| template.page == page.id) {
            set(
                &mut object,
                "template",
                json!({ "is_default": template.is_default }),
            );
        }
        object
    }))
}

/// Relations and people without their cut at 25.
fn all_references(workspace: &Workspace, page: &Page, object: &mut Value) {
    let source = page
        .data_source()
        .and_then(|id| workspace.data_sources.get(&id));
    let Some(properties) = object.get_mut("properties").and_then(Value::as_object_mut) else {
        return;
    };
    for property in source
        .into_iter()
        .flat_map(|source| source.schema.properties.values())
    {
        let Some(value) = properties.get_mut(&property.name) else {
            continue;
        };
        match (&property.kind, page.cells.get(&property.id)) {
            (PropertyKind::Relation(_), Some(Cell::Relation(pages))) => {
                let all: Vec<Value> = pages.iter().map(|id| json!({ "id": id })).collect();
                set(value, "relation", all);
                set(value, "has_more", false);
            }
            (PropertyKind::People, people) => {
                set(value, "people", people::render_all(workspace, people));
            }
            _ => {}
        }
    }
}

/// Everything that is in pages and blocks, in its order; pages and databases only hold a place.
fn blocks(workspace: &Workspace) -> List<'_> {
    let mut parents: Vec<&Uuid> = workspace.children.keys().collect();
    parents.sort();
    let children = parents
        .into_iter()
        .filter_map(|parent| workspace.children.get(parent))
        .flatten();
    Box::new(children.filter_map(|id| {
        let object = render::block(workspace, *id, Version::V2026)?.into();
        let Some(block) = workspace.blocks.get(id) else {
            return Some(object);
        };
        let mut object = exact(object, &block.history);
        set(&mut object, "in_trash", block.in_trash);
        Some(object)
    }))
}

fn uploads(workspace: &Workspace) -> List<'_> {
    Box::new(workspace.uploads.values().map(|upload| {
        let mut object = render::upload(workspace, upload, Version::V2026).into();
        object = exact(object, &upload.history);
        set(&mut object, "expires", precise(upload.expires));
        set(&mut object, "attached", upload.attached);
        match &upload.content {
            UploadContent::Here(bytes) => set(&mut object, "content", encoded(bytes)),
            UploadContent::Elsewhere { url, .. } => set(&mut object, "url", url.clone()),
            UploadContent::Parts { sent, .. } => {
                let parts: Vec<Value> = sent
                    .iter()
                    .map(|part| part.as_ref().map(|part| encoded(part)).into())
                    .collect();
                set(&mut object, "parts", parts);
            }
            UploadContent::Gone { .. } => set(&mut object, "is_gone", true),
            UploadContent::Announced => {}
        }
        object
    }))
}

fn encoded(bytes: &[u8]) -> String {
    base64::engine::general_purpose::STANDARD.encode(bytes)
}
