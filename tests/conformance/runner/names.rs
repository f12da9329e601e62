//! What has one name in the recording and another one here: ids of objects, properties and options.

use std::collections::HashMap;

use serde_json::Value;
use uuid::Uuid;

/// A renaming, one to one.
#[derive(Debug, Default)]
pub(crate) struct Names {
    ids: HashMap<Uuid, Uuid>,
    ids_back: HashMap<Uuid, Uuid>,
    /// Ids of properties and options that are no UUIDs, and cursors.
    words: HashMap<String, String>,
}

impl Names {
    /// Says that what is `recorded` there is `actual` here. False if either is something else already.
    pub(crate) fn bind(&mut self, recorded: &str, actual: &str) -> bool {
        if let (Ok(there), Ok(here)) = (Uuid::try_parse(recorded), Uuid::try_parse(actual)) {
            let known = (
                self.ids.get(&there).copied(),
                self.ids_back.get(&here).copied(),
            );
            return match known {
                (None, None) => {
                    self.ids.insert(there, here);
                    self.ids_back.insert(here, there);
                    true
                }
                (Some(bound), _) => bound == here,
                (None, Some(_)) => false,
            };
        }
        match self.words.get(recorded) {
            Some(bound) => bound == actual,
            None => {
                self.words.insert(recorded.to_owned(), actual.to_owned());
                true
            }
        }
    }

    /// Says that everything in a snapshot has the same name here.
    pub(crate) fn keep(&mut self, snapshot: &Value) {
        match snapshot {
            Value::String(text) if is_id(text) => {
                self.bind(text, text);
            }
            Value::Array(items) => items.iter().for_each(|item| self.keep(item)),
            Value::Object(map) => {
                if map.contains_key("type")
                    && let Some(Value::String(id)) = map.get("id")
                {
                    self.bind(id, id);
                }
                map.values().for_each(|value| self.keep(value));
            }
            _ => {}
        }
    }

    /// Says the same of cursors, which may change their meaning.
    pub(crate) fn bind_cursor(&mut self, recorded: &str, actual: &str) {
        self.words.insert(recorded.to_owned(), actual.to_owned());
    }

    /// A recorded text in our names: ids inside of it are replaced.
    pub(crate) fn translate(&self, text: &str) -> String {
        if let Some(word) = self.words.get(text) {
            return word.clone();
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while !rest.is_empty() {
            if let Some((length, id, dashed)) = id_at(rest)
                && let Some(here) = self.ids.get(&id)
            {
                out.push_str(&if dashed {
                    here.to_string()
                } else {
                    here.simple().to_string()
                });
                rest = &rest[length..];
                continue;
            }
            let token = rest
                .strip_prefix("block_property:")
                .and_then(|tail| tail.split_once(':'));
            if let Some((property, tail)) = token {
                let here = self.words.get(property).map_or(property, String::as_str);
                out.push_str("block_property:");
                out.push_str(here);
                out.push(':');
                rest = tail;
                continue;
            }
            let length = rest.chars().next().map_or(1, char::len_utf8);
            out.push_str(&rest[..length]);
            rest = &rest[length..];
        }
        out
    }

    /// A recorded request in our names.
    pub(crate) fn translate_value(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.translate(text)),
            Value::Array(items) => items
                .iter()
                .map(|item| self.translate_value(item))
                .collect(),
            Value::Object(map) => map
                .iter()
                .map(|(key, value)| (self.translate(key), self.translate_value(value)))
                .collect(),
            other => other.clone(),
        }
    }
}

/// An id at the start of a text: its length, itself, and whether it has dashes.
fn id_at(text: &str) -> Option<(usize, Uuid, bool)> {
    for (length, dashed) in [(36, true), (32, false)] {
        let Some(start) = text.get(..length) else {
            continue;
        };
        if start.contains('-') == dashed
            && let Ok(id) = Uuid::try_parse(start)
        {
            return Some((length, id, dashed));
        }
    }
    None
}

/// Whether a text is an id, with or without dashes.
pub(crate) fn is_id(text: &str) -> bool {
    matches!(text.len(), 32 | 36) && Uuid::try_parse(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_inside_of_texts_are_renamed() {
        let mut names = Names::default();
        let (there, here) = (
            "3839ce7b-60a4-8168-ba4d-000b1ee50a86",
            "00000000-0000-4000-8000-000000000001",
        );
        assert!(names.bind(there, here));
        assert!(names.bind("DUnB", "xxxx"));
        assert!(!names.bind(there, "00000000-0000-4000-8000-000000000002"));
        assert_eq!(
            names.translate(&format!(
                "{{{{notion:block_property:DUnB:{there}:s}}}}.length()"
            )),
            format!("{{{{notion:block_property:xxxx:{here}:s}}}}.length()")
        );
        assert_eq!(
            names.translate("https://www.notion.so/A-3839ce7b60a48168ba4d000b1ee50a86"),
            "https://www.notion.so/A-00000000000040008000000000000001"
        );
    }
}
