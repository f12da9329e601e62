//! One property value: `{"id": "a%3Bx", "type": "number", "number": 5}`.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor,
};
use serde_json::Value;

use super::Kind;
use super::codec::{self, Codec};
use crate::codec::{Key, Quick, Scan, Word, first};

/// Reads the value of the one property that a text begins with, and says where the value ends.
///
/// # Errors
///
/// If the property is of another kind, or its content does not fit.
pub fn decode_property<V: Codec>(json: &str) -> Result<(V::Value, usize), serde_json::Error> {
    if let Some(found) = decode_usual::<V>(json) {
        return Ok(found);
    }
    match first::<Read<V>>(json) {
        Ok((Read(value), end)) => Ok((value, end)),
        Err(_) if is_null::<V>(json) => Err(serde_json::Error::custom(
            "it is empty in Notion, and the field cannot be; an `Option` can",
        )),
        Err(error) => Err(error),
    }
}

/// The same for the one form in which Notion has sent every value so far: the id, the type, the content,
/// and with a relation whether there is more. Its keys need no parsing, only comparing. What is
/// otherwise, errors included, is left to the reader that takes keys in any order.
fn decode_usual<V: Codec>(json: &str) -> Option<(V::Value, usize)> {
    let mut scan = Scan::new(json);
    let is_usual = scan.word("{\"id\":")
        && scan.plain_text().is_some()
        && scan.word(",\"type\":\"")
        && scan.word(V::Kind::WIRE)
        && scan.word("\",\"")
        && scan.word(V::Kind::WIRE)
        && scan.word("\":");
    if !is_usual {
        return None;
    }
    let mut value = V::decode(&mut Quick::new(&mut scan)).ok()?;
    if scan.word(",\"has_more\":true") {
        V::set_truncated(&mut value);
    } else {
        scan.word(",\"has_more\":false");
    }
    scan.word("}").then(|| (value, scan.at()))
}

/// A property value of what `V` stands for.
struct Read<V: Codec>(V::Value);

impl<'de, V: Codec> Deserialize<'de> for Read<V> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Read<V>, D::Error> {
        PropertyValue::<V>(PhantomData).deserialize(json).map(Read)
    }
}

/// Returns true if the content is null. Asked only after something went wrong.
fn is_null<V: Codec>(json: &str) -> bool {
    let Ok((value, _)) = first::<Value>(json) else {
        return false;
    };
    value.get(V::Kind::WIRE).is_some_and(Value::is_null)
}

/// A property value of what `V` stands for, as a seed.
pub(crate) struct PropertyValue<V>(pub(crate) PhantomData<V>);

impl<'de, V: Codec> DeserializeSeed<'de> for PropertyValue<V> {
    type Value = V::Value;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<V::Value, D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de, V: Codec> Visitor<'de> for PropertyValue<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the value of a {} property", V::Kind::WIRE)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<V::Value, A::Error> {
        let mut content = Content::Missing;
        let (mut is_of_type, mut truncated) = (false, false);
        let keys = [V::Kind::WIRE, "type", "has_more"];
        while let Some(key) = map.next_key_seed(Key(&keys))? {
            match key {
                Some(0) if is_of_type => {
                    content = Content::Read(map.next_value_seed(codec::Content::<V>::new())?);
                }
                // It may be of another type, which is the better error and may come after it.
                Some(0) => content = Content::Kept(map.next_value()?),
                Some(1) => {
                    if let Some(found) = map.next_value_seed(Word(V::Kind::WIRE))? {
                        return Err(A::Error::custom(format!(
                            "it is a `{found}` property in Notion, and the field reads a `{}` property",
                            V::Kind::WIRE
                        )));
                    }
                    is_of_type = true;
                }
                Some(_) => truncated = is_more(&map.next_value()?),
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        let mut value = match content {
            Content::Read(value) => value,
            Content::Kept(json) => V::decode(json).map_err(A::Error::custom)?,
            Content::Missing => {
                return Err(A::Error::custom(format!(
                    "the value has no `{}`",
                    V::Kind::WIRE
                )));
            }
        };
        if truncated {
            V::set_truncated(&mut value);
        }
        Ok(value)
    }
}

/// The content of a value, whose keys come in any order.
enum Content<T> {
    Missing,
    /// It came before the type.
    Kept(Value),
    Read(T),
}

/// Returns true if `has_more` says that a value is a part. Whatever is not known to say no says so, since a part that is taken for
/// the whole would be written back.
fn is_more(has_more: &Value) -> bool {
    !matches!(has_more, Value::Null | Value::Bool(false))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prelude::*;
    use crate::schema::{As, flag};

    #[derive(NotionSchema)]
    struct Task {
        #[notion(title)]
        _name: String,
    }

    fn error<V: Codec>(json: &str) -> String {
        decode_property::<V>(json)
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default()
    }

    #[test]
    fn the_content_is_read_wherever_it_stands() {
        let forward = r#"{"id":"a","type":"number","number":5}"#;
        let backward = r#"{"number":5,"type":"number","id":"a"}"#;
        assert_eq!(
            decode_property::<f64>(forward).unwrap(),
            (5.0, forward.len())
        );
        let followed = format!("{backward},\"B\":1");
        assert_eq!(
            decode_property::<f64>(&followed).unwrap(),
            (5.0, backward.len())
        );
    }

    #[test]
    fn what_was_cut_short_is_seen_wherever_it_stands() {
        let list = r#"{"id":"38c9ce7b-60a4-8100-8000-000000000001"}"#;
        for (more, complete) in [(true, false), (false, true)] {
            for json in [
                format!(r#"{{"id":"a","type":"relation","relation":[{list}],"has_more":{more}}}"#),
                format!(r#"{{"has_more":{more},"id":"a","type":"relation","relation":[{list}]}}"#),
                format!(
                    r#"{{"id":"a","type":"relation","relation":[{list}], "has_more":{more} }}"#
                ),
            ] {
                let (relation, end) = decode_property::<Relation<Task>>(&json).unwrap();
                assert_eq!(
                    (relation.is_complete(), end),
                    (complete, json.len()),
                    "{json}"
                );
            }
        }
    }

    #[test]
    fn an_id_is_no_obstacle_whatever_is_in_it() {
        for id in ["", "title", r#"a\"b"#, r"\\", "é"] {
            let json = format!(r#"{{"id":"{id}","type":"number","number":5}}"#);
            assert_eq!(decode_property::<f64>(&json).unwrap(), (5.0, json.len()));
        }
        let cut = r#"{"id":"a\","type":"number","number":5}"#;
        assert!(decode_property::<f64>(cut).is_err(), "the id does not end");
    }

    #[test]
    fn empty_is_none_whether_notion_writes_null_or_a_list() {
        let number = r#"{"id":"a","type":"number","number":null}"#;
        let text = r#"{"id":"a","type":"rich_text","rich_text":[]}"#;
        assert_eq!(decode_property::<Option<f64>>(number).unwrap().0, None);
        assert_eq!(decode_property::<Option<String>>(text).unwrap().0, None);
        assert_eq!(decode_property::<String>(text).unwrap().0, "");
        let url = r#"{"id":"a","type":"url","url":null}"#;
        assert_eq!(
            decode_property::<As<flag::Url, Option<String>>>(url)
                .unwrap()
                .0,
            None
        );
    }

    #[test]
    fn the_error_is_the_same_in_any_order_and_quotes_the_type() {
        let members = [
            r#""id":"a""#,
            r#""type":"descendingemail""#,
            r#""number":{"odd":1}"#,
            r#""has_more":"perhaps""#,
        ];
        let mut errors = std::collections::HashSet::new();
        for first in 0..4 {
            for second in 0..4 {
                let mut order = members.to_vec();
                order.swap(0, first);
                order.swap(1, second);
                errors.insert(error::<f64>(&format!("{{{}}}", order.join(","))));
            }
        }
        let errors: Vec<_> = errors
            .iter()
            .map(|error| error.split(" at line").next().unwrap())
            .collect();
        assert!(
            errors.iter().all(|error| *error
                == "it is a `descendingemail` property in Notion, and the field reads a `number` property"),
            "{errors:?}"
        );
    }

    #[test]
    fn a_relation_whose_has_more_is_odd_is_taken_for_a_part() {
        for (more, complete) in [
            ("null", true),
            ("false", true),
            ("1", false),
            ("\"\"", false),
            ("{}", false),
        ] {
            for json in [
                format!(r#"{{"id":"a","type":"relation","relation":[],"has_more":{more}}}"#),
                format!(r#"{{"has_more":{more},"relation":[],"type":"relation"}}"#),
            ] {
                let (relation, _) = decode_property::<Relation<Task>>(&json).unwrap();
                assert_eq!(relation.is_complete(), complete, "{json}");
            }
        }
    }

    #[test]
    fn what_does_not_fit_says_how() {
        let json = r#"{"id":"a","type":"number","number":null}"#;
        assert!(
            error::<f64>(json).contains("an `Option` can"),
            "{}",
            error::<f64>(json)
        );
        let json = r#"{"id":"a","type":"select","select":null}"#;
        assert!(
            error::<f64>(json)
                .starts_with("it is a `select` property in Notion, and the field reads a `number`"),
            "{}",
            error::<f64>(json)
        );
    }
}
