//! The front matter of a page in a file: YAML between two lines of dashes, whose values are written as JSON.

use notion_session::model::Page;
use serde_json::{Map, Value, json};

use crate::value::plain;

/// The front matter of a page: its id, URL and title, and the other properties of a row.
pub(crate) fn write(page: &Page, values: &[(String, Value)]) -> String {
    let mut text = format!("---\nid: {}\n", page.id);
    if let Some(url) = &page.url {
        text += &format!("url: {}\n", json!(url));
    }
    for (_, value) in values.iter().filter(|(_, value)| value["type"] == "title") {
        text += &format!("title: {}\n", plain(value));
    }
    let mut others = others(values).peekable();
    if others.peek().is_some() {
        text += "properties:\n";
    }
    for (name, value) in others {
        text += &format!("  {}: {}\n", json!(name), plain(value));
    }
    text + "---\n"
}

/// The same as JSON.
pub(crate) fn to_json(page: &Page, values: &[(String, Value)]) -> Value {
    let title = values.iter().find(|(_, value)| value["type"] == "title");
    let title = title.map(|(_, value)| plain(value));
    let properties: Map<String, Value> = others(values)
        .map(|(name, value)| (name.clone(), plain(value)))
        .collect();
    json!({ "id": page.id, "url": page.url, "title": title, "properties": properties })
}

fn others(values: &[(String, Value)]) -> impl Iterator<Item = &(String, Value)> {
    let mut others: Vec<_> = values
        .iter()
        .filter(|(_, value)| value["type"] != "title")
        .collect();
    // By name: the order that Notion's API gives has no meaning.
    others.sort_by(|(left, _), (right, _)| left.cmp(right));
    others.into_iter()
}

/// A text without its front matter.
pub(crate) fn strip(text: &str) -> &str {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let Some(rest) = text
        .strip_prefix("---\n")
        .or_else(|| text.strip_prefix("---\r\n"))
    else {
        return text;
    };
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        at += line.len();
        if line.trim_end() == "---" {
            return rest[at..].trim_start_matches(['\r', '\n']);
        }
        // A rule at the top of a text has no keys after it.
        if !line.contains(':') {
            return text;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_stripped_and_a_rule_is_not() {
        assert_eq!(strip("---\nid: x\n  \"a\": 1\n---\n\n# Text\n"), "# Text\n");
        assert_eq!(strip("\u{feff}---\r\nid: x\r\n---\r\nText"), "Text");
        for text in ["---\n\nText\n", "Text\n---\na: b\n---\n", "---\na: b\n", ""] {
            assert_eq!(strip(text), text);
        }
    }
}
