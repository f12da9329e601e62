//! Everything that the server knows.

use indexmap::IndexMap;
use uuid::Uuid;

use super::{User, UserKind};
use crate::clock::Clock;
use crate::id::{IdKind, Ids};

/// A workspace with all that is in it.
#[derive(Debug)]
pub(crate) struct Workspace {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    pub(crate) clock: Clock,
    pub(crate) ids: Ids,
    /// The bot that the token belongs to.
    pub(crate) bot: Uuid,
    pub(crate) users: IndexMap<Uuid, User>,
}

impl Workspace {
    /// A workspace with a person, a bot and the page "Home", whose id is returned too.
    pub(crate) fn fresh(seed: u64) -> (Self, Uuid) {
        let mut ids = Ids::new(seed);
        let person = User {
            id: ids.random(),
            name: Some("Ada Lovelace".into()),
            avatar_url: None,
            kind: UserKind::Person {
                email: Some("ada@example.com".into()),
            },
        };
        let bot = User {
            id: ids.random(),
            name: Some("Local integration".into()),
            avatar_url: None,
            kind: UserKind::Bot,
        };
        let workspace = Self {
            id: ids.random(),
            name: "Local workspace".into(),
            clock: Clock::default(),
            bot: bot.id,
            users: [(person.id, person), (bot.id, bot)].into_iter().collect(),
            ids,
        };
        let mut workspace = workspace;
        let home = workspace.ids.made(IdKind::Block);
        (workspace, home)
    }

    /// The bot's name, for error texts.
    pub(crate) fn bot_name(&self) -> &str {
        self.users
            .get(&self.bot)
            .and_then(|bot| bot.name.as_deref())
            .unwrap_or_default()
    }
}
