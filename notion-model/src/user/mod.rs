//! Users and groups.

mod bot;
mod group;

pub use bot::{Bot, BotOwner, BotOwnerKind, WorkspaceLimits};
pub use group::{Group, UserOrGroup};

use crate::id::UserId;
use crate::json::{object, tagged};

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
        Bot(Box<Bot>) = "bot",
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::known;

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
