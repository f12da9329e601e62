//! People.

use std::ops::{Deref, DerefMut};

use notion_model::UserId;
use serde::de::{Deserialize, Deserializer};
use serde_json::{Value, json};

use crate::schema::fingerprint;
use crate::schema::{Encoded, Property, Refusal, kind};

/// The most people that Notion takes in one value.
const MOST: usize = 100;

/// People, by their ids. [`Session::get_user`](crate::Session::get_user) tells who they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct People(pub Vec<UserId>);

impl Deref for People {
    type Target = Vec<UserId>;

    fn deref(&self) -> &Vec<UserId> {
        &self.0
    }
}

impl DerefMut for People {
    fn deref_mut(&mut self) -> &mut Vec<UserId> {
        &mut self.0
    }
}

impl<const N: usize> From<[UserId; N]> for People {
    fn from(people: [UserId; N]) -> People {
        People(people.into())
    }
}

impl FromIterator<UserId> for People {
    fn from_iter<I: IntoIterator<Item = UserId>>(people: I) -> People {
        People(people.into_iter().collect())
    }
}

/// What is read of a user: the id alone.
#[derive(serde::Deserialize)]
pub(super) struct Reference {
    #[serde(deserialize_with = "crate::row::read_id")]
    pub(super) id: UserId,
}

impl Property for People {
    type Kind = kind::People;

    fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error> {
        let people = Vec::<Reference>::deserialize(content)?;
        Ok(people.into_iter().map(|user| user.id).collect())
    }
    fn encode(&self) -> Encoded {
        let user = |id: &UserId| json!({ "object": "user", "id": id });
        Encoded::list(self.0.iter().map(user).collect::<Vec<Value>>())
    }
    fn fingerprint(&self) -> u64 {
        if self.0.is_empty() {
            fingerprint::NOTHING
        } else {
            fingerprint::of_value(&self.0)
        }
    }
    fn check(&self) -> Result<(), Refusal> {
        if self.0.len() > MOST {
            return Err(Refusal::new(format!(
                "Notion takes at most {MOST} people in a property, and these are {}",
                self.0.len()
            )));
        }
        Ok(())
    }
}
