//! What a recording takes for granted: the objects that it shows and did not make.
//!
//! Each object is taken as it is shown first. Nothing that is computed is taken over: the server ignores it.

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};

use super::apart::FarIds;
use super::recording::{Interaction, Recording};

mod implied;
mod sound;
mod stubs;

/// The snapshot that a recording starts from.
///
/// Where a recording names what it does not show, another recording of the same workspace may.
pub(crate) fn seed(recording: &Recording, library: &Library, far: &FarIds) -> Value {
    let mut seed = Seed {
        far: far.clone(),
        ..Seed::default()
    };
    let good = || recording.interactions.iter().filter(|one| one.status < 300);
    // Lists of users have all users in their order; everything else shows some of them in any.
    for interaction in good().filter(|one| one.path == "/v1/users") {
        for user in interaction.response["results"]
            .as_array()
            .into_iter()
            .flatten()
        {
            seed.take(user, false);
        }
    }
    good().for_each(|interaction| seed.learn(interaction));
    seed.borrow(library);
    let asking = seed
        .users
        .iter()
        .find(|user| user["bot"].get("owner").is_some());
    let asking = asking.map(|user| text(&user["id"]));
    seed.space = good()
        .find_map(|one| space_of(&one.response))
        .or_else(|| library.space.clone());
    seed.bot = seed.bot.or(asking).or_else(|| library.bot.clone());
    seed.finish()
}

/// Every object that a file of recordings shows, as it is shown first.
#[derive(Debug, Default)]
pub(crate) struct Library {
    objects: HashMap<String, Value>,
    /// The bot that asks in most recordings: the first one that is shown in full, or that made something.
    bot: Option<String>,
    /// The workspace of most recordings.
    space: Option<String>,
}

impl Library {
    /// Recordings that come first count first.
    pub(crate) fn of<'a>(recordings: impl IntoIterator<Item = &'a Recording>) -> Self {
        let mut library = Self::default();
        for interaction in recordings
            .into_iter()
            .flat_map(|recording| &recording.interactions)
        {
            let response = &interaction.response;
            if library.bot.is_none() {
                library.bot = bot_of(interaction);
            }
            if library.space.is_none() {
                library.space = space_of(response);
            }
            let listed = response["results"].as_array().into_iter().flatten();
            for object in listed.chain([response]) {
                if let (Some(id), Some("page" | "database" | "data_source" | "user")) =
                    (object["id"].as_str(), object["object"].as_str())
                {
                    library
                        .objects
                        .entry(id.to_owned())
                        .or_insert_with(|| object.clone());
                    // A database that is never shown is known by its data source.
                    if let Some(database) = object["parent"]["database_id"].as_str() {
                        library
                            .objects
                            .entry(database.to_owned())
                            .or_insert_with(|| object.clone());
                    }
                }
            }
        }
        library
    }
}

#[derive(Default)]
struct Seed {
    far: FarIds,
    created: HashSet<String>,
    known: HashSet<String>,
    users: Vec<Value>,
    emojis: Vec<Value>,
    databases: Vec<Value>,
    data_sources: Vec<Value>,
    pages: Vec<Value>,
    blocks: Vec<Value>,
    comments: Vec<Value>,
    uploads: Vec<Value>,
    /// Uploads that only a cursor names: older than all that is shown.
    unseen_uploads: Vec<Value>,
    /// The same of rows.
    unseen_rows: Vec<Value>,
    /// What another recording shows, and not this one.
    borrowed: Vec<String>,
    /// The number of the first row that was made, by data source.
    next_numbers: HashMap<String, u64>,
    /// Blocks that somebody has commented on.
    commented: Vec<String>,
    /// Data sources that are only named.
    unseen_sources: Vec<String>,
    /// Pages and blocks of which it is known what is in them.
    looked_into: HashSet<String>,
    views: Vec<Value>,
    /// Users of whom only the name is known.
    authors: Vec<Value>,
    workspace: Option<Value>,
    /// The id of the workspace, if something names it.
    space: Option<String>,
    /// Who makes things.
    bot: Option<String>,
    /// Blocks that tell when and by whom a page was made.
    histories: HashMap<String, Value>,
    /// What is named and may not be known otherwise: kind, id, title.
    missing: Vec<(&'static str, String, String)>,
}

impl Seed {
    fn learn(&mut self, interaction: &Interaction) {
        let response = &interaction.response;
        let path = interaction.path.trim_start_matches("/v1/");
        if self.bot.is_none() {
            self.bot = bot_of(interaction);
        }
        let creates = interaction.method == "POST"
            && matches!(
                path,
                "pages" | "databases" | "data_sources" | "comments" | "views" | "file_uploads"
            );
        if creates {
            self.create(response);
            for source in response["data_sources"].as_array().into_iter().flatten() {
                self.create(source);
            }
        }
        if interaction.method == "PATCH" && path.ends_with("/children") {
            let sent = interaction
                .request
                .as_ref()
                .and_then(|body| body["children"].as_array())
                .map_or(0, Vec::len);
            for block in response["results"]
                .as_array()
                .into_iter()
                .flatten()
                .take(sent)
            {
                self.create(block);
            }
        }
        let trashed = interaction.method == "DELETE"
            || interaction.request.as_ref().is_some_and(|body| {
                body.get("in_trash").is_some() || body.get("archived").is_some()
            });
        let changes = matches!(interaction.method.as_str(), "PATCH" | "DELETE") && trashed;
        match response["object"].as_str() {
            Some("list") => {
                // Queries show what is newer first, so the first to come is the last to have been made.
                let mut items: Vec<&Value> = response["results"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .collect();
                if path.ends_with("/query") || path == "search" || path == "file_uploads" {
                    items.reverse();
                }
                items.into_iter().for_each(|item| self.take(item, false));
            }
            _ => self.take(response, changes),
        }
        self.next_upload(interaction);
        self.note(interaction);
        self.look_inside(response);
        self.named(interaction);
    }

    /// A list of uploads that goes on names the next one in its cursor.
    fn next_upload(&mut self, interaction: &Interaction) {
        let response = &interaction.response;
        let (Some(next), Some(last)) = (
            response["next_cursor"].as_str(),
            response["results"].as_array().and_then(|all| all.last()),
        ) else {
            return;
        };
        if last["object"] == "file_upload" && uuid::Uuid::try_parse(next).is_ok() {
            let upload = json!({
                "object": "file_upload",
                "id": next,
                "created_time": last["created_time"],
                "created_by": last["created_by"],
                "expiry_time": last["expiry_time"],
                "filename": "unknown",
            });
            self.unseen_uploads.push(upload);
        }
    }

    /// Pages and databases that a request names have to be there.
    fn named(&mut self, interaction: &Interaction) {
        if let Some(id) = interaction
            .path
            .strip_prefix("/v1/blocks/")
            .and_then(|rest| rest.strip_suffix("/children"))
        {
            self.missing.push(("page", id.to_owned(), String::new()));
        }
        if let Some(id) = interaction.query.strip_prefix("block_id=") {
            self.missing.push((
                "page",
                id.split('&').next().unwrap_or_default().to_owned(),
                String::new(),
            ));
        }
        if let Some((_, id)) = interaction
            .path
            .strip_prefix("/v1/")
            .and_then(|path| path.split_once('/'))
        {
            self.missing.push((
                "named",
                id.split('/').next().unwrap_or_default().to_owned(),
                String::new(),
            ));
        }
        if let Some(body) = &interaction.request {
            self.named_in(body);
        }
    }

    fn named_in(&mut self, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.named_in(item)),
            Value::Object(map) => {
                for (kind, id) in [
                    ("named", map.get("data_source_id")),
                    ("page", map.get("page_id")),
                    ("database", map.get("database_id")),
                    ("page", map.get("page").and_then(|page| page.get("id"))),
                    (
                        "database",
                        map.get("database").and_then(|database| database.get("id")),
                    ),
                ] {
                    if let Some(id) = id.and_then(Value::as_str) {
                        self.missing.push((kind, id.to_owned(), String::new()));
                    }
                }
                map.values().for_each(|value| self.named_in(value));
            }
            _ => {}
        }
    }

    fn create(&mut self, object: &Value) {
        if let Some(id) = object["id"].as_str() {
            self.created.insert(id.to_owned());
        }
    }

    /// Takes an object over, unless the recording made it. `changes` says that this very request took it to the trash
    /// or back.
    fn take(&mut self, object: &Value, changes: bool) {
        let Some(id) = object["id"].as_str() else {
            return;
        };
        let parent = &object["parent"];
        let above = ["block_id", "page_id", "database_id", "data_source_id"];
        let of_created = object["object"] == "block"
            && above.iter().any(|key| {
                parent[key]
                    .as_str()
                    .is_some_and(|id| self.created.contains(id))
            });
        if of_created && object["type"] != "child_page" && object["type"] != "child_database" {
            self.created.insert(id.to_owned());
        }
        let kind = object["object"].as_str().unwrap_or_default();
        let name = format!("{kind} {id}");
        if self.created.contains(id) || !self.known.insert(name) {
            return;
        }
        let mut object = object.clone();
        if changes && let Some(trash) = object["in_trash"].as_bool() {
            object["in_trash"] = Value::Bool(!trash);
        }
        match kind {
            "user" => self.users.push(object),
            "database" => self.databases.push(object),
            "data_source" => self.data_sources.push(object),
            "page" => self.pages.push(object),
            "block" => self.blocks.push(object),
            "comment" => self.comments.push(object),
            "file_upload" => self.uploads.push(object),
            // Lists of views show no more than their ids.
            "view" if object.get("name").is_some() => self.views.push(object),
            _ => {}
        }
    }

    /// Users, emojis and the workspace are shown inside of other objects.
    fn look_inside(&mut self, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.look_inside(item)),
            Value::Object(map) => {
                if map.get("object") == Some(&json!("user")) && map.contains_key("type") {
                    self.take(value, false);
                }
                if let Some(emoji) = map
                    .get("custom_emoji")
                    .filter(|emoji| emoji.get("url").is_some())
                {
                    let name = format!("custom_emoji {}", emoji["id"]);
                    if self.known.insert(name) {
                        self.emojis.push(emoji.clone());
                    }
                }
                // Beside a comment stands the name of its author.
                if let (Some(name), Some(id)) = (
                    value["display_name"]["resolved_name"].as_str(),
                    value["created_by"]["id"].as_str(),
                ) {
                    let kind = if value["display_name"]["type"] == "integration" {
                        "bot"
                    } else {
                        "person"
                    };
                    let user = json!({ "object": "user", "id": id, "name": name, "type": kind });
                    self.authors.push(user);
                }
                if let Some(id) = map.get("workspace_id") {
                    self.workspace = Some(json!({ "id": id, "name": map.get("workspace_name") }));
                }
                map.values().for_each(|value| self.look_inside(value));
            }
            _ => {}
        }
    }

    /// Takes from the library what is named here and not shown: data sources, pages, databases.
    fn borrow(&mut self, library: &Library) {
        loop {
            let mut wanted: Vec<String> =
                self.missing.iter().map(|(_, id, _)| id.clone()).collect();
            for source in &self.data_sources {
                for property in source["properties"]
                    .as_object()
                    .into_iter()
                    .flat_map(|map| map.values())
                {
                    wanted.push(text(&property["relation"]["data_source_id"]));
                }
            }
            for page in &self.pages {
                wanted.push(text(&page["parent"]["data_source_id"]));
                let values = page["properties"]
                    .as_object()
                    .into_iter()
                    .flat_map(|map| map.values());
                let related = values
                    .filter_map(|value| value["relation"].as_array())
                    .flatten();
                wanted.extend(related.map(|related| text(&related["id"])));
            }
            let before = self.known.len();
            for id in wanted {
                let dashed = uuid::Uuid::try_parse(&id).map_or(id, |id| id.to_string());
                if let Some(object) = library.objects.get(&dashed) {
                    let before = self.known.len();
                    self.take(object, false);
                    if self.known.len() > before {
                        self.borrowed.push(dashed);
                    }
                }
            }
            if self.known.len() == before {
                return;
            }
        }
    }

    fn finish(mut self) -> Value {
        self.imply();
        self.stubs();
        // Databases do not tell who made them; their blocks do.
        for database in &mut self.databases {
            let block = database["id"]
                .as_str()
                .and_then(|id| self.histories.get(id));
            for key in ["created_by", "last_edited_by"] {
                if let Some(block) = block {
                    database[key] = block[key].clone();
                }
            }
        }
        for upload in std::mem::take(&mut self.unseen_uploads) {
            let id = text(&upload["id"]);
            if !self.created.contains(&id) && self.known.insert(format!("file_upload {id}")) {
                self.uploads.insert(0, upload);
            }
        }
        for author in std::mem::take(&mut self.authors) {
            if !self.users.iter().any(|user| user["id"] == author["id"]) {
                self.users.push(author);
            }
        }
        let bot = self.bot.clone().unwrap_or_else(|| self.far.make());
        if !self.users.iter().any(|user| user["id"] == bot.as_str()) {
            self.users.push(json!({ "object": "user", "id": bot, "name": "Ultimate Notion Tests", "type": "bot", "bot": {
                "owner": { "type": "workspace", "workspace": true },
                // Whatever was sent was not too large.
                "workspace_limits": { "max_file_upload_size_in_bytes": 5_u64 << 30 },
            } }));
        }
        let workspace = self.workspace.take().unwrap_or_else(|| {
            let id = self.space.take().unwrap_or_else(|| self.far.make());
            json!({ "id": id, "name": "Workspace" })
        });
        self.sound();
        json!({
            "workspace": workspace,
            "bot": bot,
            "users": self.users,
            "custom_emojis": self.emojis,
            "databases": self.databases,
            "data_sources": self.data_sources,
            "pages": self.pages,
            "blocks": self.blocks,
            "comments": self.comments,
            "file_uploads": self.uploads,
            "views": self.views,
        })
    }
}

/// The id of the workspace, if an answer names it: bots do, and so does every formula that uses a property.
fn space_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => {
            let (_, rest) = text.split_once("{{notion:block_property:")?;
            let (token, _) = rest.split_once("}}")?;
            let id = token.rsplit(':').next()?;
            uuid::Uuid::try_parse(id).ok().map(|id| id.to_string())
        }
        Value::Array(items) => items.iter().find_map(space_of),
        Value::Object(map) => {
            let own = map.get("workspace_id").and_then(Value::as_str);
            own.map(str::to_owned)
                .or_else(|| map.values().find_map(space_of))
        }
        _ => None,
    }
}

/// The bot that asks, if an interaction shows it: it has made or changed something, or it is shown in full.
fn bot_of(interaction: &Interaction) -> Option<String> {
    let response = &interaction.response;
    let found = match interaction.method.as_str() {
        _ if interaction.status >= 300 => None,
        "GET" if interaction.path == "/v1/users/me" => Some(&response["id"]),
        "POST" if response["object"] != "list" => Some(&response["created_by"]["id"]),
        "PATCH" | "DELETE" => Some(&response["last_edited_by"]["id"]),
        _ => None,
    };
    found.and_then(Value::as_str).map(str::to_owned)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
