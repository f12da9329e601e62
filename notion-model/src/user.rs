//! Users and groups.

use crate::id::{GroupId, UserId};
use crate::object::object;
use crate::tagged::{by_object, tagged};

object! {
    /// A user: a person or a bot. In `created_by` and `last_edited_by` Notion gives the id alone.
    pub struct User is "user" (
        /// The user's id.
        id: UserId,
    ) {
        /// The user's name.
        absent name: Option<String>,
        /// The user's picture.
        absent avatar_url: Option<String>,
        /// Person or bot. Without a type where Notion gave the id alone.
        tagged kind: UserKind,
        /// The id of the request that this answers.
        absent request_id: Option<String>,
    }
}

tagged! {
    /// What a [`User`] is.
    pub enum UserKind {
        /// A person.
        Person(Person) = "person",
        /// A bot: an integration.
        Bot(Bot) = "bot",
    }
}

object! {
    /// What Notion says of a person.
    pub struct Person {
        /// The e-mail address, if the integration may read it.
        absent email: Option<String>,
        /// Whether the person has shown that the address is theirs.
        absent email_verified: Option<bool>,
    }
}

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

object! {
    /// A group of users, as a value of a people property.
    pub struct Group is "group" (
        /// The group's id.
        id: GroupId,
    ) {
        /// The group's name.
        absent name: Option<String>,
    }
}

by_object! {
    /// A value of a people property: a user or a group.
    pub enum UserOrGroup {
        /// A user.
        User(User) = "user",
        /// A group.
        Group(Group) = "group",
    }
    without object: User(User)
}

impl From<User> for UserOrGroup {
    fn from(user: User) -> Self {
        Self::User(user)
    }
}

impl From<UserId> for UserOrGroup {
    fn from(id: UserId) -> Self {
        Self::User(User::new(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::known;

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

    #[test]
    fn users_may_have_nothing_but_an_id() {
        let json = r#"{"object": "user", "id": "00000000-0000-4000-8000-0000000000fa"}"#;
        let user: User = known(json);
        assert_eq!(user.kind, UserKind::Untyped);
        assert_eq!(
            serde_json::to_string(&User::new(user.id)).unwrap(),
            json.replace(": ", ":").replace(", ", ",")
        );
        let person: UserOrGroup = known(r#"{"id": "00000000-0000-4000-8000-0000000000fa"}"#);
        assert_eq!(person, UserOrGroup::from(user.id));
    }
}
