//! Integrations: who may ask, by tokens, and what each one sees.

use uuid::Uuid;

use super::{Parent, User, UserKind, Workspace};
use crate::error::{ApiError, Result};

/// A connection to the workspace. A bot may have several tokens.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Integration {
    pub(crate) bot: Uuid,
    pub(crate) token: String,
    /// What it was given. Nothing here means everything.
    pub(crate) given: Option<Vec<Uuid>>,
}

/// Without the token.
impl std::fmt::Debug for Integration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Integration")
            .field("bot", &self.bot)
            .field("given", &self.given)
            .finish_non_exhaustive()
    }
}

/// The bot of the integration whose token a request bears.
pub(crate) fn bot_of(authorization: Option<&str>, integrations: &[Integration]) -> Result<Uuid> {
    let bearer = authorization
        .and_then(bearer)
        .filter(|bearer| !bearer.is_empty())
        .ok_or_else(ApiError::no_bearer)?;
    let asking = integrations.iter().find(|one| one.token == bearer);
    Ok(asking.ok_or_else(ApiError::unauthorized)?.bot)
}

/// The token in the value of the header `Authorization`.
pub(crate) fn bearer(authorization: &str) -> Option<&str> {
    let (scheme, token) = authorization.split_once(' ')?;
    let is_bearer = scheme.eq_ignore_ascii_case("bearer");
    is_bearer.then_some(token.trim())
}

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

    /// Returns true if somebody can be asked with a token that comes from a seed.
    pub(crate) fn has_known_token(&self) -> bool {
        self.integrations.iter().any(|one| is_derived(&one.token))
    }

    /// Returns true if the integration that asks sees something.
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
    pub(crate) fn kind_of(&self, id: Uuid) -> Option<&'static str> {
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
