//! What an integration sees: what it was given, and all that is in it. What it does not see is not there for it.

use serde_json::Value;
use uuid::Uuid;

use crate::error::Result;
use crate::id;
use crate::integration::Integration;
use crate::reply::Reply;
use crate::request::Incoming;
use crate::state::{Parent, User, UserKind, Workspace};

/// The keys whose values name pages, databases, data sources and blocks.
const NAMES: [&str; 8] = [
    "id",
    "page_id",
    "database_id",
    "data_source_id",
    "block_id",
    "discussion_id",
    "view_id",
    "file_upload_id",
];

impl Workspace {
    /// Adds an integration with a bot of its own, or gives the one that has this name something else. Tells its token.
    pub(crate) fn integrate(&mut self, name: &str, given: Vec<Uuid>) -> String {
        let users = &self.users;
        let is_named = |one: &&mut Integration| {
            one.given.is_some()
                && users.get(&one.bot).and_then(|bot| bot.name.as_deref()) == Some(name)
        };
        if let Some(known) = self.integrations.iter_mut().find(is_named) {
            known.given = Some(given);
            return known.token.clone();
        }
        let bot = User {
            id: self.ids.random(),
            name: Some(name.to_owned()),
            avatar_url: None,
            kind: UserKind::Bot { owner: None },
        };
        // The place in the sequence is used up in any case, so that all other ids are the same.
        let mut token = format!("ntn_local{:016x}", self.ids.next());
        if self.is_private {
            token = random_token();
        }
        while self.integrations.iter().any(|one| one.token == token) {
            token = format!("ntn_local{:016x}", self.ids.next());
        }
        self.integrations.push(Integration {
            bot: bot.id,
            token: token.clone(),
            given: Some(given),
        });
        self.users.insert(bot.id, bot);
        token
    }

    /// The bot that is asked with a token.
    pub(crate) fn bot_with(&self, token: &str) -> Option<Uuid> {
        let asking = self.integrations.iter().find(|one| one.token == token)?;
        Some(asking.bot)
    }

    /// A token of the workspace's own bot.
    pub(crate) fn own_token(&self) -> &str {
        let own = self.integrations.iter().find(|one| one.bot == self.bot);
        own.map_or("", |own| own.token.as_str())
    }

    /// Lets the workspace's own bot be asked with this token too, unless the token is somebody's.
    pub(crate) fn accept(&mut self, token: &str) {
        if !self.integrations.iter().any(|one| one.token == token) {
            let own = Integration {
                bot: self.bot,
                token: token.to_owned(),
                given: None,
            };
            self.integrations.insert(0, own);
        }
    }

    /// Lets the workspace's own bot be asked with this token, and nobody with a token that comes from a seed. Tells whether
    /// anything has changed.
    pub(crate) fn make_private(&mut self, token: &str) -> bool {
        self.is_private = true;
        let before = self.integrations.clone();
        let own = self.bot;
        self.integrations
            .retain(|one| one.bot != own || !is_derived(&one.token));
        for one in &mut self.integrations {
            if is_derived(&one.token) {
                one.token = random_token();
            }
        }
        let own = Integration {
            bot: own,
            token: token.to_owned(),
            given: None,
        };
        let known = self.integrations.iter().position(|one| one.token == token);
        match known {
            Some(at) if self.integrations.get(at) == Some(&own) => self.integrations.swap(0, at),
            Some(_) => {}
            None => self.integrations.insert(0, own),
        }
        before != self.integrations
    }

    /// Whether somebody can be asked with a token that comes from a seed.
    pub(crate) fn has_known_token(&self) -> bool {
        self.integrations.iter().any(|one| is_derived(&one.token))
    }

    /// Whether the integration that asks sees something.
    pub(crate) fn sees(&self, id: Uuid) -> bool {
        let asking = self.integrations.iter().find(|one| one.bot == self.bot);
        let Some(given) = asking.and_then(|asking| asking.given.as_ref()) else {
            return true;
        };
        if let Some(upload) = self.uploads.get(&id) {
            return upload.history.created_by == self.bot;
        }
        let mut at = Some(self.place_of(id));
        while let Some(id) = at {
            if given.contains(&id) {
                return true;
            }
            at = self.parent_of(id);
        }
        false
    }

    /// The page, block or database that a comment, a discussion or a view is on; other things are where they are.
    fn place_of(&self, id: Uuid) -> Uuid {
        if self.pages.contains_key(&id) || self.blocks.contains_key(&id) {
            return id;
        }
        if let Some(view) = self.views.get(&id) {
            return view.database;
        }
        let comment = self.comments.get(&id).or_else(|| {
            let mut all = self.comments.values();
            all.find(|comment| comment.discussion == id)
        });
        match comment.map(|comment| comment.parent) {
            Some(Parent::Page(on) | Parent::Block(on)) => on,
            Some(Parent::Workspace) | None => id,
        }
    }

    /// What an id is the id of, in the words of errors.
    fn kind_of(&self, id: Uuid) -> Option<&'static str> {
        let kinds = [
            (self.pages.contains_key(&id), "page"),
            (self.databases.contains_key(&id), "database"),
            (self.data_sources.contains_key(&id), "data_source"),
            (self.blocks.contains_key(&id), "block"),
            (self.views.contains_key(&id), "view"),
            (self.comments.contains_key(&id), "comment"),
            (self.uploads.contains_key(&id), "file_upload"),
            (self.place_of(id) != id, "discussion"),
        ];
        kinds.iter().find_map(|(is, kind)| is.then_some(*kind))
    }

    fn check_seen(&self, text: &str) -> Result<()> {
        let Some(id) = id::parse(text) else {
            return Ok(());
        };
        match self.kind_of(id) {
            Some(kind) if !self.sees(id) => Err(self.not_found(kind, id)),
            _ => Ok(()),
        }
    }

    fn check_named(&self, value: &Value) -> Result<()> {
        match value {
            Value::Array(values) => values.iter().try_for_each(|value| self.check_named(value)),
            Value::Object(map) => map.iter().try_for_each(|(key, value)| match value {
                Value::String(text) if NAMES.contains(&key.as_str()) => self.check_seen(text),
                value => self.check_named(value),
            }),
            _ => Ok(()),
        }
    }
}

/// A token that nobody can compute: 122 random bits of the system.
pub(crate) fn random_token() -> String {
    format!("ntn_local{}", Uuid::new_v4().simple())
}

/// Returns whether a token has the form of those that come from a seed. Such a token can be guessed, because most seeds are 0.
pub(crate) fn is_derived(token: &str) -> bool {
    token
        .strip_prefix("ntn_local")
        .is_some_and(|rest| rest.len() == 16 && rest.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Refuses a request that names, in its path, its query or its body, what the integration does not see. Choice: it does
/// so before the shape of the body is checked.
pub(crate) fn check(workspace: &Workspace, request: &Incoming) -> Result<()> {
    let asking = workspace
        .integrations
        .iter()
        .find(|one| one.bot == workspace.bot);
    if asking.is_none_or(|asking| asking.given.is_none()) {
        return Ok(());
    }
    let named = request.segments.iter().chain(
        request
            .query
            .iter()
            .filter(|(key, _)| NAMES.contains(&key.as_str()))
            .map(|(_, value)| value),
    );
    for text in named {
        workspace.check_seen(text)?;
    }
    request
        .json()
        .map_or(Ok(()), |body| workspace.check_named(&body))
}

/// Gives an integration what it has just made at the top of the workspace.
pub(crate) fn give(workspace: &mut Workspace, reply: &Reply) {
    let made = reply
        .body
        .get("id")
        .and_then(Value::as_str)
        .and_then(id::parse);
    let is_top = |id: &Uuid| {
        (workspace.pages.contains_key(id) || workspace.databases.contains_key(id))
            && workspace.parent_of(*id).is_none()
    };
    let Some(made) = made.filter(is_top).filter(|id| !workspace.sees(*id)) else {
        return;
    };
    let bot = workspace.bot;
    let mut all = workspace.integrations.iter_mut();
    if let Some(given) = all
        .find(|one| one.bot == bot)
        .and_then(|one| one.given.as_mut())
    {
        given.push(made);
    }
}
