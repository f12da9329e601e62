//! Bots.

use super::User;
use crate::json::{object, tagged};

object! {
    /// What Notion says of a bot: all of it for the bot that asks, nothing for another.
    pub struct Bot {
        /// Who the bot belongs to.
        absent owner: Option<BotOwner>,
        /// The name of the workspace.
        absent workspace_name: Option<String>,
        /// The id of the workspace.
        absent workspace_id: Option<String>,
        /// What the workspace permits.
        absent workspace_limits: Option<WorkspaceLimits>,
    }
}

object! {
    /// Who a bot belongs to.
    pub struct BotOwner {
        /// The workspace or a user.
        tagged kind: BotOwnerKind,
    }
}

tagged! {
    /// Who a bot belongs to.
    pub enum BotOwnerKind {
        /// The workspace; always `true`.
        Workspace(bool) = "workspace",
        /// A user.
        User(Box<User>) = "user",
    }
}

object! {
    /// What a workspace permits.
    pub struct WorkspaceLimits {
        /// The size of the largest file that may be uploaded.
        absent max_file_upload_size_in_bytes: Option<u64>,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::known;
    use crate::user::UserKind;

    #[test]
    fn bots_say_whose_they_are() {
        let bot: User = known(
            r#"{"object": "user", "id": "00000000-0000-4000-8000-0000000000fa", "name": null, "avatar_url": null, "type": "bot",
                "bot": {"owner": {"type": "user", "user": {"object": "user", "id": "00000000-0000-4000-8000-000000000001",
                    "name": "Ada", "avatar_url": null, "type": "person", "person": {"email": "ada@example.com", "email_verified": true}}},
                    "workspace_id": "w", "workspace_limits": {"max_file_upload_size_in_bytes": 5368709120}, "workspace_name": null}}"#,
        );
        let UserKind::Bot(bot) = bot.kind else {
            panic!("not a bot");
        };
        let BotOwnerKind::User(owner) = bot.owner.unwrap().kind else {
            panic!("not owned by a user");
        };
        assert_eq!(owner.name.as_deref(), Some("Ada"));
    }
}
