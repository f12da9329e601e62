//! Multi-selects: `Vec<E>` of an enum of options.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};
use serde::ser::Serializer;

use crate::schema::fingerprint;
use crate::schema::options::Named;
use crate::schema::{NotionOptions, Property, PropertyAs, Refusal, flag, kind, options, rule};

impl<E: NotionOptions> Property for Vec<E> {
    type Kind = kind::MultiSelect<E>;

    fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error> {
        content.deserialize_seq(List(PhantomData))
    }
    fn encode<Z: Serializer>(&self, content: Z) -> Result<Z::Ok, Z::Error> {
        content.collect_seq(self.iter().map(Named::of))
    }
    fn is_empty(&self) -> bool {
        self.as_slice().is_empty()
    }
    fn fingerprint(&self) -> u64 {
        if self.is_empty() {
            return fingerprint::NOTHING;
        }
        // A multi-select is a set: Notion has each option once, and an order of options says nothing.
        let mut names: Vec<_> = self.iter().map(|one| rule::folded(one.name())).collect();
        names.sort_unstable();
        names.dedup();
        fingerprint::of_value(names)
    }
    fn check(&self) -> Result<(), Refusal> {
        rule::count("options in a multi-select", self.len())?;
        self.iter()
            .try_for_each(|one| rule::option_name(one.name()))
    }
}

#[diagnostic::do_not_recommend]
impl<E: NotionOptions> PropertyAs<flag::MultiSelect> for Vec<E> {
    type Codec = Vec<E>;
}

struct List<E>(PhantomData<E>);

impl<'de, E: NotionOptions> Visitor<'de> for List<E> {
    type Value = Vec<E>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of options")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut options: A) -> Result<Vec<E>, A::Error> {
        let mut list = Vec::with_capacity(options.size_hint().unwrap_or(0));
        while let Some(option) = options.next_element_seed(One(PhantomData))? {
            list.push(option);
        }
        Ok(list)
    }
}

struct One<E>(PhantomData<E>);

impl<'de, E: NotionOptions> DeserializeSeed<'de> for One<E> {
    type Value = E;

    fn deserialize<D: Deserializer<'de>>(self, option: D) -> Result<E, D::Error> {
        options::decode(option)
    }
}
