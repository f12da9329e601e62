//! Parsed JSON that borrows its texts from the input: what the types of this crate are read from.
//!
//! A [`serde_json::Value`] allocates every key, text and object and hashes every key, which takes longer than everything else in reading a
//! page. A [`Tape`] is one list of nodes in the order of the text: an object is a node with the number of the nodes after
//! it that belong to it, then its keys and values one after the other. [`Json`] is one value of it, as cheap as a
//! slice. Only what a type does not know becomes a `Value`, to be kept.

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// The number of nodes that a tape has room for at first: a page of 20 properties, so that it is seldom moved.
const ROOM: usize = 1024;

/// A parsed JSON value.
#[derive(Debug)]
pub(crate) struct Tape<'de> {
    nodes: Vec<Node<'de>>,
}

#[derive(Debug)]
enum Node<'de> {
    Null,
    Bool(bool),
    Number(Number),
    /// A text, or a key of an object.
    Text(Cow<'de, str>),
    /// A list, with the number of nodes that its items take, and the number of its items.
    List(usize, usize),
    /// An object, with the number of nodes that its keys and values take, and the number of its keys.
    Object(usize, usize),
}

impl<'de> Tape<'de> {
    /// Reads a value of any format that describes itself.
    pub(crate) fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut nodes = Vec::with_capacity(ROOM);
        deserializer.deserialize_any(Builder(&mut nodes))?;
        Ok(Self { nodes })
    }

    /// Begins an object whose entries are [added](Self::add) one by one.
    pub(crate) fn object() -> Self {
        Self {
            nodes: vec![Node::Object(0, 0)],
        }
    }

    /// Adds an entry to an object that [`object`](Self::object) began: its value comes next in the map.
    pub(crate) fn add<A: MapAccess<'de>>(
        &mut self,
        key: String,
        map: &mut A,
    ) -> Result<(), A::Error> {
        self.nodes.push(Node::Text(Cow::Owned(key)));
        map.next_value_seed(Builder(&mut self.nodes))?;
        let size = self.nodes.len() - 1;
        if let Some(Node::Object(nodes, keys)) = self.nodes.first_mut() {
            *nodes = size;
            *keys += 1;
        }
        Ok(())
    }

    /// The value.
    pub(crate) fn json(&self) -> Json<'_> {
        Json { nodes: &self.nodes }
    }
}

/// Appends one value.
struct Builder<'t, 'de>(&'t mut Vec<Node<'de>>);

impl<'de> DeserializeSeed<'de> for Builder<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Builder<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        self.0.push(Node::Null);
        Ok(())
    }

    fn visit_none<E: de::Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<(), E> {
        self.0.push(Node::Bool(value));
        Ok(())
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<(), E> {
        self.0.push(Node::Number(value.into()));
        Ok(())
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<(), E> {
        self.0.push(Node::Number(value.into()));
        Ok(())
    }

    // JSON has no infinity. Other formats have, and become `null` as in a `Value`.
    fn visit_f64<E: de::Error>(self, value: f64) -> Result<(), E> {
        let number = Number::from_f64(value).map_or(Node::Null, Node::Number);
        self.0.push(number);
        Ok(())
    }

    fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<(), E> {
        self.0.push(Node::Text(Cow::Borrowed(text)));
        Ok(())
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<(), E> {
        self.visit_string(text.to_owned())
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<(), E> {
        self.0.push(Node::Text(Cow::Owned(text)));
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let at = self.0.len();
        self.0.push(Node::List(0, 0));
        let mut len = 0;
        while items.next_element_seed(Builder(self.0))?.is_some() {
            len += 1;
        }
        let size = self.0.len() - at - 1;
        if let Some(list) = self.0.get_mut(at) {
            *list = Node::List(size, len);
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let at = self.0.len();
        self.0.push(Node::Object(0, 0));
        let mut keys = 0;
        while map.next_key_seed(KeyBuilder(self.0))?.is_some() {
            map.next_value_seed(Builder(self.0))?;
            keys += 1;
        }
        let size = self.0.len() - at - 1;
        if let Some(object) = self.0.get_mut(at) {
            *object = Node::Object(size, keys);
        }
        Ok(())
    }
}

/// Appends one key of an object.
struct KeyBuilder<'t, 'de>(&'t mut Vec<Node<'de>>);

impl<'de> DeserializeSeed<'de> for KeyBuilder<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for KeyBuilder<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the key of an object")
    }

    fn visit_borrowed_str<E: de::Error>(self, key: &'de str) -> Result<(), E> {
        Builder(self.0).visit_borrowed_str(key)
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<(), E> {
        Builder(self.0).visit_str(key)
    }
}

/// One value of a [`Tape`].
#[derive(Clone, Copy)]
pub(crate) struct Json<'a> {
    /// The node of the value, and those that belong to it.
    nodes: &'a [Node<'a>],
}

impl<'a> Json<'a> {
    pub(crate) fn is_null(self) -> bool {
        matches!(self.nodes, [Node::Null, ..])
    }

    pub(crate) fn as_bool(self) -> Option<bool> {
        match self.nodes {
            [Node::Bool(value), ..] => Some(*value),
            _ => None,
        }
    }

    pub(crate) fn as_number(self) -> Option<&'a Number> {
        match self.nodes {
            [Node::Number(number), ..] => Some(number),
            _ => None,
        }
    }

    pub(crate) fn as_u64(self) -> Option<u64> {
        self.as_number()?.as_u64()
    }

    pub(crate) fn as_str(self) -> Option<&'a str> {
        match self.nodes {
            [Node::Text(text), ..] => Some(text),
            _ => None,
        }
    }

    /// The items of a list.
    pub(crate) fn items(self) -> Option<Items<'a>> {
        match self.nodes {
            [Node::List(_, len), nodes @ ..] => Some(Items { nodes, len: *len }),
            _ => None,
        }
    }

    /// The entries of an object.
    pub(crate) fn entries(self) -> Option<Entries<'a>> {
        match self.nodes {
            [Node::Object(_, len), nodes @ ..] => Some(Entries { nodes, len: *len }),
            _ => None,
        }
    }

    /// The value of this key, if this is an object that has it.
    pub(crate) fn get(self, key: &str) -> Option<Json<'a>> {
        self.entries()?.get(key)
    }

    /// A copy that stands on its own.
    pub(crate) fn to_value(self) -> Value {
        if let Some(items) = self.items() {
            return Value::Array(items.map(Json::to_value).collect());
        }
        if let Some(entries) = self.entries() {
            return Value::Object(entries.to_map());
        }
        match self.nodes {
            [Node::Bool(value), ..] => Value::Bool(*value),
            [Node::Number(number), ..] => Value::Number(number.clone()),
            [Node::Text(text), ..] => Value::String(text.clone().into_owned()),
            _ => Value::Null,
        }
    }
}

/// Takes one value off the front.
fn next<'a>(nodes: &mut &'a [Node<'a>]) -> Option<Json<'a>> {
    let size = match nodes.first()? {
        Node::List(size, _) | Node::Object(size, _) => 1 + size,
        _ => 1,
    };
    let (value, rest) = nodes.split_at_checked(size)?;
    *nodes = rest;
    Some(Json { nodes: value })
}

/// The items of a list, as an iterator.
#[derive(Clone, Copy)]
pub(crate) struct Items<'a> {
    nodes: &'a [Node<'a>],
    len: usize,
}

impl Items<'_> {
    /// The number of items that are left.
    pub(crate) fn len(self) -> usize {
        self.len
    }
}

impl<'a> Iterator for Items<'a> {
    type Item = Json<'a>;

    fn next(&mut self) -> Option<Json<'a>> {
        let item = next(&mut self.nodes)?;
        self.len -= 1;
        Some(item)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.len, Some(self.len))
    }
}

/// The keys and values of an object, as an iterator.
#[derive(Clone, Copy, Default)]
pub(crate) struct Entries<'a> {
    nodes: &'a [Node<'a>],
    len: usize,
}

impl<'a> Entries<'a> {
    /// The number of entries that are left.
    pub(crate) fn len(self) -> usize {
        self.len
    }

    /// The value of this key.
    pub(crate) fn get(mut self, key: &str) -> Option<Json<'a>> {
        self.find(|(known, _)| *known == key)
            .map(|(_, value)| value)
    }

    pub(crate) fn to_map(self) -> Map<String, Value> {
        self.map(|(key, value)| (key.to_owned(), value.to_value()))
            .collect()
    }
}

impl<'a> Iterator for Entries<'a> {
    type Item = (&'a str, Json<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let (Node::Text(key), mut rest) = self.nodes.split_first()? else {
            return None;
        };
        let value = next(&mut rest)?;
        self.nodes = rest;
        self.len -= 1;
        Some((key, value))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.len, Some(self.len))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::any_json;
    use proptest::prelude::*;
    use serde_json::json;

    fn tape(text: &str) -> Tape<'_> {
        Tape::read(&mut serde_json::Deserializer::from_str(text)).unwrap()
    }

    proptest! {
        #[test]
        fn a_tape_is_the_value_that_it_was_read_from(json in any_json()) {
            let text = json.to_string();
            prop_assert_eq!(&tape(&text).json().to_value(), &json);
            prop_assert_eq!(&Tape::read(&json).unwrap().json().to_value(), &json);
        }
    }

    #[test]
    fn values_are_found_by_key() {
        let tape = tape(r#"{"a": [1, {"b": 2}], "c": "\n", "d": null}"#);
        let json = tape.json();
        assert_eq!(json.get("c").unwrap().as_str(), Some("\n"));
        assert!(json.get("d").unwrap().is_null() && json.get("b").is_none());
        let second = json.get("a").unwrap().items().unwrap().nth(1).unwrap();
        assert_eq!(second.get("b").unwrap().as_u64(), Some(2));
        assert!(json.items().is_none() && second.as_str().is_none());
    }

    #[test]
    fn an_object_is_made_entry_by_entry() {
        struct Two;
        impl<'de> Visitor<'de> for Two {
            type Value = Tape<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tape<'de>, A::Error> {
                let mut tape = Tape::object();
                while let Some(key) = map.next_key()? {
                    tape.add(key, &mut map)?;
                }
                Ok(tape)
            }
        }
        for json in [json!({}), json!({"a": {"b": [1]}, "c": []})] {
            let text = json.to_string();
            let tape = serde_json::Deserializer::from_str(&text)
                .deserialize_map(Two)
                .unwrap();
            assert_eq!(tape.json().to_value(), json);
        }
    }
}
