//! Values of which Notion sends the beginning, and their whole in their place.

use serde_json::Value;

use super::{Row, fingerprint};
use crate::schema::{Field, NotionSchema, ReadError, Visit, VisitMut};

/// Returns whether a property is all that Notion has.
pub fn is_whole<S: NotionSchema>(row: &S, property: &'static str) -> bool {
    struct CompletenessVisitor {
        property: &'static str,
        whole: bool,
    }
    impl Visit for CompletenessVisitor {
        fn field<T>(&mut self, field: &Field<T>, value: &T) {
            if field.property.name == self.property {
                self.whole = (field.is_complete)(value);
            }
        }
    }
    let mut look = CompletenessVisitor {
        property,
        whole: true,
    };
    row.visit(&mut look);
    look.whole
}

/// Puts a whole value in place of its part.
///
/// # Errors
///
/// If the value does not fit the field.
pub fn put_whole<S: NotionSchema>(
    row: &mut Row<S>,
    property: &'static str,
    value: &Value,
) -> Result<(), serde_json::Error> {
    struct Put<'a> {
        property: &'static str,
        json: String,
        fingerprints: std::slice::IterMut<'a, u64>,
        error: Option<ReadError>,
    }
    impl VisitMut for Put<'_> {
        fn field<T>(&mut self, field: &Field<T>, value: &mut T) {
            let read_as = self.fingerprints.next();
            if field.property.name != self.property {
                return;
            }
            match (field.decode)(&self.json) {
                Ok((mut whole, _)) => {
                    (field.set_complete)(&mut whole);
                    if let Some(read_as) = read_as {
                        *read_as = fingerprint(field, &whole);
                    }
                    *value = whole;
                }
                Err(source) => self.error = Some(source.into()),
            }
        }
    }
    let mut put = Put {
        property,
        json: value.to_string(),
        fingerprints: row.fingerprints.iter_mut(),
        error: None,
    };
    row.value.visit_mut(&mut put);
    put.error.map_or(Ok(()), |error| Err(error.source))
}

/// Returns the content of a property as it would be sent; null where Notion computes it.
pub fn content<S: NotionSchema>(row: &S, property: &'static str) -> Value {
    struct Content(&'static str, Value);
    impl Visit for Content {
        fn field<T>(&mut self, field: &Field<T>, value: &T) {
            if field.property.name == self.0
                && !field.is_computed
                && let Ok(content) = (field.content)(value)
            {
                self.1 = content;
            }
        }
    }
    let mut content = Content(property, Value::Null);
    row.visit(&mut content);
    content.1
}
