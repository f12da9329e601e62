//! Groups of users.

use super::User;
use crate::id::{GroupId, UserId};
use crate::json::{by_object, object};

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
