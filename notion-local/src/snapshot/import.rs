//! From a snapshot to a workspace. Ids and times stay as they are given; what is computed is left out.

use std::collections::HashSet;

use indexmap::IndexMap;
use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use super::value::{
    Result, checked, fail, flag, history, id_of, optional_text, parent, runs, text, uuid,
};
use super::{content, page, schema};
use crate::id::Ids;
use crate::integration::Integration;
use crate::parse;
use crate::state::{CustomEmoji, Database, PageParent, Parent, User, UserKind, Workspace};

/// What a snapshot says once.
const KEYS: [&str; 5] = ["workspace", "bot", "integrations", "home", "ids"];
/// What it has lists of, each with an id.
const LISTS: [&str; 9] = [
    "users",
    "custom_emojis",
    "databases",
    "data_sources",
    "pages",
    "blocks",
    "comments",
    "views",
    "file_uploads",
];

/// Reads a snapshot into an empty workspace. Returns the workspace and the page that counts as home.
pub(crate) fn import(snapshot: &Value, seed: u64) -> Result<(Workspace, Uuid)> {
    let mut workspace = Workspace::empty(seed);
    workspace.importing = true;
    check_keys(snapshot)?;
    check_ids(snapshot)?;
    if let Some(id) = uuid(snapshot.pointer("/workspace/id")) {
        workspace.id = id;
    }
    if let Some(name) = snapshot.pointer("/workspace/name").and_then(Value::as_str) {
        name.clone_into(&mut workspace.name);
    }
    // Ids go on behind those that were used up, so that none is made twice.
    if let Some(ids) = snapshot
        .get("ids")
        .and_then(Value::as_str)
        .and_then(Ids::resume)
    {
        workspace.fleeting_ids = ids.fleeting();
        workspace.ids = ids;
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
    let mut own = std::mem::take(&mut workspace.integrations);
    each(snapshot, "integrations", |value, place| {
        integration(&mut workspace, value, place)
    })?;
    let bot = workspace.bot;
    if !workspace.integrations.iter().any(|one| one.bot == bot) {
        own.iter_mut().for_each(|first| first.bot = bot);
        workspace.integrations.splice(0..0, own);
    }
    // Whoever asks is somebody, even where nobody was thought of.
    for one in &workspace.integrations {
        workspace.users.entry(one.bot).or_insert_with(|| User {
            id: one.bot,
            name: Some("Local integration".into()),
            avatar_url: None,
            kind: UserKind::Bot { owner: None },
        });
    }
    each(snapshot, "databases", |value, place| {
        database(&mut workspace, value, place)
    })?;
    each(snapshot, "data_sources", |value, place| {
        schema::data_source(&mut workspace, value, place)
    })?;
    // Pages first without their values, since values name other pages.
    each(snapshot, "pages", |value, place| {
        page::page(&mut workspace, value, place)
    })?;
    each(snapshot, "pages", |value, place| {
        page::page_values(&mut workspace, value, place)
    })?;
    each(snapshot, "blocks", |value, place| {
        content::block(&mut workspace, value, place)
    })?;
    each(snapshot, "comments", |value, place| {
        content::comment(&mut workspace, value, place)
    })?;
    each(snapshot, "file_uploads", |value, place| {
        content::upload(&mut workspace, value, place)
    })?;
    each(snapshot, "views", |value, place| {
        content::view(&mut workspace, value, place)
    })?;
    adopt(&mut workspace);
    check_places(&workspace)?;
    workspace.importing = false;
    let home = uuid(snapshot.get("home"))
        .or_else(|| workspace.pages.keys().next().copied())
        .unwrap_or_default();
    Ok((workspace, home))
}

/// Whoever writes a snapshot may misspell a word, and should not wonder where everything is.
fn check_keys(snapshot: &Value) -> Result<()> {
    let Some(map) = snapshot.as_object() else {
        return fail("", "it should be an object");
    };
    match map.keys().find(|key| !known().any(|known| known == *key)) {
        Some(unknown) => fail(
            "",
            format!(
                "{unknown} is not known; known are {}",
                known().collect::<Vec<_>>().join(", ")
            ),
        ),
        None => Ok(()),
    }
}

/// Every key that a snapshot may have, in the order in which it is written.
fn known() -> impl Iterator<Item = &'static str> {
    KEYS.into_iter().chain(LISTS)
}

/// Every id is the id of one thing. Blocks that stand for pages and databases have theirs.
fn check_ids(snapshot: &Value) -> Result<()> {
    let mut known = HashSet::new();
    for key in LISTS {
        for (index, value) in list(snapshot, key)?.iter().enumerate() {
            let kind = value.get("type").and_then(Value::as_str);
            if key == "blocks" && matches!(kind, Some("child_page" | "child_database")) {
                continue;
            }
            if uuid(value.get("id")).is_some_and(|id| !known.insert(id)) {
                return fail(
                    format!("{key}[{index}]"),
                    "its id is that of another object",
                );
            }
        }
    }
    Ok(())
}

/// Nothing is in itself, not even by way of others: whoever looks for what is above would never end.
fn check_places(workspace: &Workspace) -> Result<()> {
    let mut good = HashSet::new();
    let pages = workspace.pages.keys();
    let databases = workspace.databases.keys();
    for start in pages.chain(databases).chain(workspace.blocks.keys()) {
        let mut way = HashSet::new();
        let mut at = Some(*start);
        while let Some(id) = at.filter(|id| !good.contains(id)) {
            if !way.insert(id) {
                return fail("", format!("{id} is in itself"));
            }
            at = workspace.parent_of(id);
        }
        good.extend(way);
    }
    Ok(())
}

fn list<'a>(snapshot: &'a Value, key: &str) -> Result<&'a [Value]> {
    match snapshot.get(key) {
        None | Some(Value::Null) => Ok(&[]),
        Some(Value::Array(values)) => Ok(values),
        Some(_) => fail(key, "it should be a list"),
    }
}

fn each(
    snapshot: &Value,
    key: &str,
    mut read: impl FnMut(&Value, &str) -> Result<()>,
) -> Result<()> {
    for (index, value) in list(snapshot, key)?.iter().enumerate() {
        read(value, &format!("{key}[{index}]"))?;
    }
    Ok(())
}

fn user(workspace: &mut Workspace, value: &Value, place: &str) -> Result<()> {
    let kind = match value.get("type").and_then(Value::as_str) {
        Some("bot") => UserKind::Bot {
            owner: value.pointer("/bot/owner").cloned(),
        },
        _ => UserKind::Person {
            email: optional_text(value.get("person"), "email"),
            is_verified: value
                .pointer("/person/email_verified")
                .and_then(Value::as_bool),
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

/// An integration: its bot, its token, and the pages and databases that it was given; everything where they are left out.
fn integration(workspace: &mut Workspace, value: &Value, place: &str) -> Result<()> {
    let Some(bot) = uuid(value.get("bot")) else {
        return fail(place, "it has no bot");
    };
    let Some(token) = optional_text(Some(value), "token").filter(|token| !token.is_empty()) else {
        return fail(place, "it has no token");
    };
    if workspace.integrations.iter().any(|one| one.token == token) {
        return fail(place, "its token is that of another one");
    }
    let given = match value.get("pages") {
        None | Some(Value::Null) => None,
        Some(Value::Array(pages)) => {
            let ids: Option<Vec<Uuid>> = pages.iter().map(|id| uuid(Some(id))).collect();
            match ids {
                Some(ids) => Some(ids),
                None => return fail(place, "its pages should be ids"),
            }
        }
        Some(_) => return fail(place, "its pages should be a list of ids"),
    };
    workspace
        .integrations
        .push(Integration { bot, token, given });
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
        source
            .rows
            .sort_by_key(|row| times.get(row).map(|at| at.as_millisecond()));
        let highest = source.rows.iter().filter_map(|row| numbers.get(row)).max();
        source.next_number = source
            .next_number
            .max(highest.copied().unwrap_or_default() + 1);
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
