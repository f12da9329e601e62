//! From a snapshot to a workspace. Ids and times stay as they are given; what is computed is left out.

use std::collections::HashSet;

use indexmap::IndexMap;
use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use super::source::Source;
use super::value::{
    Result, check_counters, counter, face, fail, history, id_of, optional_text, parent, text, uuid,
};
use super::{content, page, schema};
use crate::state::id::Ids;
use crate::state::integration::Integration;
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
pub(super) fn import(snapshot: &Source<'_>, seed: u64) -> Result<(Workspace, Uuid)> {
    let mut workspace = Workspace::empty(seed);
    workspace.importing = true;
    check_keys(snapshot)?;
    let used = ids_in(snapshot)?;
    let about = snapshot.get("workspace")?;
    if let Some(id) = uuid(about.get("id")) {
        workspace.id = id;
    }
    if let Some(name) = about.get("name").and_then(Value::as_str) {
        name.clone_into(&mut workspace.name);
    }
    workspace.ids = match snapshot.get("ids")? {
        // Snapshots written by hand leave this out: new ids are made that differ from those in use.
        Value::Null => Ids::learned(seed, &used),
        position => match position.as_str().and_then(Ids::resume) {
            Some(ids) => ids,
            None => {
                return fail(
                    "ids",
                    format!(
                        "it should be 28 hexadecimal digits, as in a snapshot of the server, instead was {position}"
                    ),
                );
            }
        },
    };
    workspace.fleeting_ids = workspace.ids.fleeting();
    workspace.ids.never_make(used.clone());
    snapshot.each("custom_emojis", |emoji, place| {
        let emoji = CustomEmoji {
            id: id_of(emoji, place)?,
            name: text(emoji, "name"),
            url: text(emoji, "url"),
        };
        workspace.emojis.insert(emoji.id, emoji);
        Ok(())
    })?;
    snapshot.each("users", |value, place| user(&mut workspace, value, place))?;
    if let Some(bot) = named(snapshot, "bot")? {
        workspace.bot = bot;
    } else if used.contains(&workspace.bot) && !workspace.users.contains_key(&workspace.bot) {
        workspace.bot = workspace.ids.random();
    }
    let mut own = std::mem::take(&mut workspace.integrations);
    snapshot.each("integrations", |value, place| {
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
    snapshot.each("databases", |value, place| {
        database(&mut workspace, value, place)
    })?;
    snapshot.each("data_sources", |value, place| {
        schema::data_source(&mut workspace, value, place)
    })?;
    // Pages first without their values, since values name other pages.
    snapshot.each("pages", |value, place| {
        page::page(&mut workspace, value, place)
    })?;
    snapshot.each("pages", |value, place| {
        page::page_values(&mut workspace, value, place)
    })?;
    snapshot.each("blocks", |value, place| {
        content::block(&mut workspace, value, place)
    })?;
    snapshot.each("comments", |value, place| {
        content::comment(&mut workspace, value, place)
    })?;
    snapshot.each("file_uploads", |value, place| {
        content::upload(&mut workspace, value, place)
    })?;
    snapshot.each("views", |value, place| {
        content::view(&mut workspace, value, place)
    })?;
    adopt(&mut workspace);
    check_children(&workspace)?;
    check_places(&workspace)?;
    workspace.importing = false;
    let home = named(snapshot, "home")?
        .or_else(|| workspace.pages.keys().next().copied())
        .unwrap_or_default();
    Ok((workspace, home))
}

/// An id that the snapshot holds once. Missing and null are nothing.
fn named(snapshot: &Source<'_>, key: &str) -> Result<Option<Uuid>> {
    match snapshot.get(key)? {
        Value::Null => Ok(None),
        value => match uuid(Some(&value)) {
            Some(id) => Ok(Some(id)),
            None => fail(key, format!("it should be an id, instead was {value}")),
        },
    }
}

/// Whoever writes a snapshot may misspell a word, and should not wonder where everything is.
fn check_keys(snapshot: &Source<'_>) -> Result<()> {
    let keys = snapshot.keys()?;
    match keys
        .into_iter()
        .find(|key| !known().any(|known| known == *key))
    {
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

/// All ids that a snapshot names, wherever it does. Every id is the id of one thing; blocks of pages and databases have
/// theirs.
fn ids_in(snapshot: &Source<'_>) -> Result<HashSet<Uuid>> {
    let (mut known, mut blocks, mut all) = (HashSet::new(), HashSet::new(), HashSet::new());
    for key in KEYS {
        collect_ids(&snapshot.get(key)?, &mut all);
    }
    for key in LISTS {
        snapshot.each(key, |value, place| {
            collect_ids(value, &mut all);
            if matches!(snapshot, Source::Value(_)) {
                check_counters(value, place)?;
            }
            let Some(id) = uuid(value.get("id")) else {
                return Ok(());
            };
            let kind = value.get("type").and_then(Value::as_str);
            let is_place = key == "blocks" && matches!(kind, Some("child_page" | "child_database"));
            let is_new = if is_place {
                blocks.insert(id)
            } else {
                known.insert(id)
            };
            if is_new {
                Ok(())
            } else {
                fail(place, "its id is that of another object")
            }
        })?;
    }
    Ok(all)
}

fn collect_ids(value: &Value, ids: &mut HashSet<Uuid>) {
    match value {
        Value::String(text) if matches!(text.len(), 32 | 36) => ids.extend(uuid(Some(value))),
        Value::Array(values) => values.iter().for_each(|value| collect_ids(value, ids)),
        Value::Object(map) => map.values().for_each(|value| collect_ids(value, ids)),
        _ => {}
    }
}

/// What is in a page or a block is there once, and says so itself.
fn check_children(workspace: &Workspace) -> Result<()> {
    for (above, children) in &workspace.children {
        let mut known = HashSet::new();
        for child in children {
            if !known.insert(child) {
                return fail("blocks", format!("{child} is in {above} twice"));
            }
            if workspace.parent_of(*child) != Some(*above) {
                return fail(
                    "blocks",
                    format!("{child} is listed in {above}, which is not its parent"),
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
        let limit = counter(
            limit,
            "bot.workspace_limits.max_file_upload_size_in_bytes",
            place,
        )?;
        workspace.max_upload = limit.unwrap_or(workspace.max_upload);
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
        history: history(workspace, value, place)?,
        face: face(workspace, value, place)?,
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
