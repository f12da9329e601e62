//! People.

use std::ops::{Deref, DerefMut};

use notion_content::Part;
use notion_model::UserId;
use notion_vocabulary::PropertyType;
use notion_vocabulary::limits::MAX_SHOWN_REFERENCES;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::schema::fingerprint;
use crate::schema::{Property, Refusal, kind, rule};

/// People, by their ids. `Session::get_user` tells who they are.
///
/// Notion sends 25 of them with a row and does not say whether there are more, so that 25 people are
/// perhaps not all: [`is_complete`](People::is_complete). They are never written back then, unless
/// `Session::complete` was asked for the others.
#[derive(Debug, Clone, Default)]
pub struct People {
    people: Vec<UserId>,
    part: Part,
}

impl People {
    /// Nobody.
    pub const fn new() -> People {
        People {
            people: Vec::new(),
            part: Part::WHOLE,
        }
    }

    /// Returns true if these are known to be all.
    pub const fn is_complete(&self) -> bool {
        self.part.is_whole()
    }
}

impl PartialEq for People {
    fn eq(&self, other: &People) -> bool {
        self.people == other.people && self.is_complete() == other.is_complete()
    }
}

impl Eq for People {}

impl Deref for People {
    type Target = Vec<UserId>;

    fn deref(&self) -> &Vec<UserId> {
        &self.people
    }
}

impl DerefMut for People {
    fn deref_mut(&mut self) -> &mut Vec<UserId> {
        &mut self.people
    }
}

impl From<UserId> for People {
    fn from(person: UserId) -> People {
        [person].into()
    }
}

impl From<Vec<UserId>> for People {
    fn from(people: Vec<UserId>) -> People {
        people.into_iter().collect()
    }
}

impl<const N: usize> From<[UserId; N]> for People {
    fn from(people: [UserId; N]) -> People {
        people.into_iter().collect()
    }
}

impl FromIterator<UserId> for People {
    fn from_iter<I: IntoIterator<Item = UserId>>(people: I) -> People {
        People {
            people: people.into_iter().collect(),
            part: Part::WHOLE,
        }
    }
}

/// What is read of a user: the id alone.
#[derive(serde::Deserialize)]
pub(super) struct Reference {
    #[serde(deserialize_with = "crate::codec::read_id")]
    pub(super) id: UserId,
}

#[diagnostic::do_not_recommend]
impl Property for People {
    type Kind = kind::People;

    fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error> {
        let people = Vec::<Reference>::deserialize(content)?;
        let people: Vec<_> = people.into_iter().map(|user| user.id).collect();
        Ok(People {
            part: if PropertyType::People
                .truncation()
                .may_omit(people.len(), None)
            {
                Part::truncated()
            } else {
                Part::WHOLE
            },
            people,
        })
    }
    fn encode<Z: Serializer>(&self, content: Z) -> Result<Z::Ok, Z::Error> {
        #[derive(Serialize)]
        struct User {
            object: &'static str,
            id: UserId,
        }
        content.collect_seq(self.people.iter().map(|id| User {
            object: "user",
            id: *id,
        }))
    }
    fn is_empty(&self) -> bool {
        self.people.is_empty()
    }
    fn fingerprint(&self) -> u64 {
        // Notion keeps a person once, however often a list has them.
        let mut people: Vec<UserId> = Vec::with_capacity(self.people.len());
        for person in &self.people {
            if !people.contains(person) {
                people.push(*person);
            }
        }
        let people = if people.is_empty() {
            fingerprint::NOTHING
        } else {
            fingerprint::of_value(people)
        };
        fingerprint::of_part(self.part, people)
    }
    fn is_complete(&self) -> bool {
        self.part.is_whole()
    }
    fn set_complete(&mut self) {
        self.part = Part::WHOLE;
    }
    fn check(&self) -> Result<(), Refusal> {
        if !self.part.is_whole() {
            return Err(Refusal::new(format!(
                "Notion shows {MAX_SHOWN_REFERENCES} people with a row, so that there may be others, whom writing \
                 these back would drop; complete the people first"
            )));
        }
        rule::count("people in a property", self.people.len())
    }
}
