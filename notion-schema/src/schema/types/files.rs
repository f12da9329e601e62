//! Files.

use std::ops::{Deref, DerefMut};

use notion_model::{File, FileKind};
use notion_vocabulary::limits::MAX_URL_CHARACTERS;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::schema::{Property, Refusal, kind, rule};

/// Files, each a name with a place that it lies at.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Files(pub Vec<File>);

impl Files {
    /// One file that lies outside Notion.
    pub fn external(name: impl Into<String>, url: impl Into<String>) -> Files {
        Files(vec![File::external(url).named(name)])
    }
}

impl Deref for Files {
    type Target = Vec<File>;

    fn deref(&self) -> &Vec<File> {
        &self.0
    }
}

impl DerefMut for Files {
    fn deref_mut(&mut self) -> &mut Vec<File> {
        &mut self.0
    }
}

#[diagnostic::do_not_recommend]
impl Property for Files {
    type Kind = kind::Files;

    fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error> {
        Vec::deserialize(content).map(Files)
    }
    fn encode<Z: Serializer>(&self, content: Z) -> Result<Z::Ok, Z::Error> {
        self.0.serialize(content)
    }
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    fn check(&self) -> Result<(), Refusal> {
        self.0.iter().try_for_each(check_file)
    }
}

/// Checks the address of a file that lies outside Notion.
pub fn check_file(file: &File) -> Result<(), Refusal> {
    match &file.kind {
        FileKind::External(external) if external.url.is_empty() => Err(Refusal::new(
            "a file outside Notion needs an address, and \"\" is not one",
        )),
        FileKind::External(external) => {
            rule::length("the address of a file", MAX_URL_CHARACTERS, &external.url)
        }
        _ => Ok(()),
    }
}
