//! From the struct to property values: all that is filled, or what was changed.

use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use crate::codec::PropertyIds;
use crate::error::{Error, Result};
use crate::schema::{Encoded, Field, NotionSchema, PropertyDefinition, Refusal, Visit};

/// The property values of a new row: everything but what is empty, so that Notion's own defaults
/// apply, and what Notion computes.
///
/// # Errors
///
/// [`Error::Refused`], where Notion would not take a value.
pub(crate) fn filled<S: NotionSchema>(row: &S) -> Result<Properties> {
    struct Filled {
        properties: Properties,
        refused: Option<Error>,
    }
    impl Visit for Filled {
        fn field<T>(&mut self, field: &Field<T>, value: &T) {
            if let Err(reason) = (field.check)(value) {
                self.refused
                    .get_or_insert_with(|| refused(&field.property, &reason));
            } else if let Encoded::Value(content) = (field.encode)(value) {
                let Properties(properties) = &mut self.properties;
                properties.push((field.property.name, field.property.config.wire(), content));
            }
        }
    }
    let mut filled = Filled {
        properties: Properties(Vec::new()),
        refused: None,
    };
    row.visit(&mut filled);
    filled.refused.map_or(Ok(filled.properties), Err)
}

/// The name, the type and the content of each property of a new row. They are written as they stand:
/// to make a JSON object of them first costs as much as all the rest of a request.
#[derive(Debug)]
pub(crate) struct Properties(Vec<(&'static str, &'static str, Value)>);

impl Properties {
    /// As a request has them, each under the key that the ids say.
    pub(crate) fn keyed<'a>(&'a self, ids: &'a PropertyIds) -> impl Serialize + 'a {
        struct Keyed<'a>(&'a Properties, &'a PropertyIds);
        impl Serialize for Keyed<'_> {
            fn serialize<Z: Serializer>(&self, to: Z) -> std::result::Result<Z::Ok, Z::Error> {
                let Keyed(Properties(properties), ids) = self;
                to.collect_map(properties.iter().map(|(name, wire, content)| {
                    let value = Tagged { wire, content };
                    (ids.key(name), value)
                }))
            }
        }
        struct Tagged<'a> {
            wire: &'static str,
            content: &'a Value,
        }
        impl Serialize for Tagged<'_> {
            fn serialize<Z: Serializer>(&self, to: Z) -> std::result::Result<Z::Ok, Z::Error> {
                to.collect_map([(self.wire, self.content)])
            }
        }
        Keyed(self, ids)
    }

    /// As an object, by their names.
    pub(crate) fn into_map(self) -> Map<String, Value> {
        let object = |(name, wire, content): (&str, &str, Value)| {
            (name.to_owned(), Value::from_iter([(wire, content)]))
        };
        self.0.into_iter().map(object).collect()
    }
}

/// What each writable property is now.
pub(crate) fn fingerprints<S: NotionSchema>(row: &S) -> Vec<u64> {
    struct Fingerprints(Vec<u64>);
    impl Visit for Fingerprints {
        fn field<T>(&mut self, field: &Field<T>, value: &T) {
            self.0.push((field.fingerprint)(value));
        }
    }
    let mut fingerprints = Fingerprints(Vec::with_capacity(S::SCHEMA.properties.len()));
    row.visit(&mut fingerprints);
    fingerprints.0
}

/// What of a row was changed since it was read.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    changed: Vec<(PropertyDefinition, Value, Option<Refusal>)>,
}

/// Compares a row with what it was.
pub(crate) fn changed<S: NotionSchema>(row: &S, before: &[u64]) -> Changes {
    struct Compare<'a> {
        before: std::slice::Iter<'a, u64>,
        changes: Changes,
    }
    impl Visit for Compare<'_> {
        fn field<T>(&mut self, field: &Field<T>, value: &T) {
            // A value that cannot be sent may have no content of its own to compare, as a number
            // that is none; it was not read from Notion, so it is a change. A value that was read
            // and cannot be sent, such as a truncated one, is none while it is as it was.
            let refusal = (field.check)(value).err();
            let same = self.before.next() == Some(&(field.fingerprint)(value));
            if same && refusal.is_none() {
                return;
            }
            match (field.encode)(value) {
                Encoded::Computed => {}
                content if same && content != Encoded::null() => drop(content),
                Encoded::Value(content) | Encoded::Empty(content) => {
                    self.changes
                        .changed
                        .push((field.property, content, refusal));
                }
            }
        }
    }
    let mut compare = Compare {
        before: before.iter(),
        changes: Changes::default(),
    };
    row.visit(&mut compare);
    compare.changes
}

impl Changes {
    pub(crate) fn is_empty(&self) -> bool {
        self.changed.is_empty()
    }

    /// The properties, by their names in Notion.
    pub(crate) fn names(&self) -> Vec<&'static str> {
        self.changed
            .iter()
            .map(|(property, ..)| property.name)
            .collect()
    }

    /// What to send.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`], where Notion would not take a value.
    pub(crate) fn into_properties(self) -> Result<Map<String, Value>> {
        let mut properties = Map::new();
        for (property, content, refusal) in self.changed {
            if let Some(reason) = refusal {
                return Err(refused(&property, &reason));
            }
            put(&mut properties, &property, content);
        }
        Ok(properties)
    }
}

/// Adds a property value to those of a request.
pub(crate) fn put(
    properties: &mut Map<String, Value>,
    property: &PropertyDefinition,
    content: Value,
) {
    let value = Map::from_iter([(property.config.wire().to_owned(), content)]);
    properties.insert(property.name.to_owned(), value.into());
}

/// The error for a value that Notion would not take.
pub(crate) fn refused(property: &PropertyDefinition, reason: &Refusal) -> Error {
    Error::refused(
        property.name,
        format!("field `{}`", property.field),
        reason.0.as_str(),
    )
}
