//! From a workspace to a snapshot: Notion's own objects, with all that they leave out or cut short.

use base64::Engine as _;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::clock::precise;
use crate::compute::Computing;
use crate::property::{PropertyKind, people};
use crate::render;
use crate::request::Version;
use crate::state::{Cell, History, Page, Template, UploadContent, Workspace};

/// The whole workspace. Reading it again gives the same workspace, but for queries of views and for tasks, which are
/// not kept.
pub(crate) fn export(workspace: &Workspace, home: Uuid) -> Value {
    let users: Vec<Value> = workspace
        .users
        .values()
        .map(|user| render::full_user(workspace, user).into())
        .collect();
    let integrations: Vec<Value> = workspace
        .integrations
        .iter()
        .map(|one| json!({ "bot": one.bot, "token": one.token, "pages": one.given }))
        .collect();
    let emojis: Vec<Value> = workspace
        .emojis
        .values()
        .map(|emoji| json!({ "id": emoji.id, "name": emoji.name, "url": emoji.url }))
        .collect();
    let comments: Vec<Value> = workspace
        .comments
        .values()
        .map(|comment| exact(render::comment(workspace, comment).into(), &comment.history))
        .collect();
    let views: Vec<Value> = workspace
        .views
        .values()
        .map(|view| render::view(view).into())
        .collect();
    let mut snapshot = json!({
        "workspace": { "id": workspace.id, "name": workspace.name },
        "bot": workspace.bot,
        "integrations": integrations,
        "home": home,
        "ids": workspace.ids.position(),
        "users": users,
        "custom_emojis": emojis,
        "databases": databases(workspace),
        "data_sources": data_sources(workspace),
        "pages": pages(workspace),
        "blocks": blocks(workspace),
        "comments": comments,
        "views": views,
        "file_uploads": uploads(workspace),
    });
    unsign(&mut snapshot);
    snapshot
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

fn databases(workspace: &Workspace) -> Vec<Value> {
    let mut all: Vec<_> = workspace.databases.values().collect();
    all.sort_by_key(|database| (database.history.created.as_millisecond(), database.id));
    all.iter()
        .map(|database| {
            let object = render::database(workspace, database, Version::V2026).into();
            let mut object = exact(object, &database.history);
            set(&mut object, "in_trash", database.in_trash);
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
        })
        .collect()
}

fn data_sources(workspace: &Workspace) -> Vec<Value> {
    let mut all: Vec<_> = workspace.data_sources.values().collect();
    all.sort_by_key(|source| (source.history.created.as_millisecond(), source.id));
    all.iter()
        .map(|source| {
            let object = render::data_source(workspace, source, Version::V2026).into();
            let mut object = exact(object, &source.history);
            set(&mut object, "in_trash", source.in_trash);
            set(&mut object, "next_number", source.next_number);
            object
        })
        .collect()
}

/// Rows in the order of their creation, then all other pages.
fn pages(workspace: &Workspace) -> Vec<Value> {
    let computing = Computing::new(workspace);
    let mut sources: Vec<_> = workspace.data_sources.values().collect();
    sources.sort_by_key(|source| (source.history.created.as_millisecond(), source.id));
    let templates: Vec<Template> = sources
        .iter()
        .flat_map(|source| source.templates.clone())
        .collect();
    let rows = sources.into_iter().flat_map(|source| &source.rows);
    let rows = rows
        .chain(templates.iter().map(|template| &template.page))
        .filter_map(|id| workspace.pages.get(id));
    let mut others: Vec<&Page> = workspace
        .pages
        .values()
        .filter(|page| page.data_source().is_none())
        .collect();
    others.sort_by_key(|page| (page.history.created.as_millisecond(), page.id));
    rows.chain(others)
        .map(|page| {
            let object = render::page(&computing, page, Version::V2026).into();
            let mut object = exact(object, &page.history);
            set(&mut object, "in_trash", page.in_trash);
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
        })
        .collect()
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
fn blocks(workspace: &Workspace) -> Vec<Value> {
    let mut parents: Vec<&Uuid> = workspace.children.keys().collect();
    parents.sort();
    let children = parents
        .into_iter()
        .filter_map(|parent| workspace.children.get(parent))
        .flatten();
    children
        .filter_map(|id| {
            let object = render::block(workspace, *id, Version::V2026)?.into();
            let Some(block) = workspace.blocks.get(id) else {
                return Some(object);
            };
            let mut object = exact(object, &block.history);
            set(&mut object, "in_trash", block.in_trash);
            Some(object)
        })
        .collect()
}

fn uploads(workspace: &Workspace) -> Vec<Value> {
    workspace
        .uploads
        .values()
        .map(|upload| {
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
                UploadContent::Announced => {}
            }
            object
        })
        .collect()
}

fn encoded(bytes: &[u8]) -> String {
    base64::engine::general_purpose::STANDARD.encode(bytes)
}
