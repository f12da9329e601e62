//! Attributes: `name="value"` in the head of a tag, and `{name="value"}` after the text of a block.

/// The value of an attribute in the head of a tag.
pub(super) fn attribute<'t>(head: &'t str, name: &str) -> Option<&'t str> {
    let mut rest = head;
    loop {
        let at = rest.find(name)?;
        let (before, tail) = rest.split_at_checked(at)?;
        let tail = tail.get(name.len()..)?;
        let is_name = before.is_empty() || before.ends_with([' ', '\t', '{']);
        if is_name && let Some(value) = tail.strip_prefix("=\"") {
            return value.split_once('"').map(|(value, _)| value);
        }
        rest = tail;
    }
}

/// The attributes of a block.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Attributes {
    pub(super) color: Option<String>,
    pub(super) is_toggle: bool,
}

/// The text of a block without the lists of attributes at its end, and the attributes.
pub(super) fn suffix(text: &str) -> (&str, Attributes) {
    let mut attributes = Attributes::default();
    let mut text = text;
    while let Some((before, list)) = last_list(text) {
        if let Some(color) = attribute(list, "color").and_then(super::inline::color) {
            attributes.color.get_or_insert(color);
        }
        attributes.is_toggle |= attribute(list, "toggle") == Some("true");
        text = trim_end(before);
    }
    (text, attributes)
}

/// A text without the spaces at its end, but for one after a backslash.
pub(super) fn trim_end(text: &str) -> &str {
    let head = text.trim_end_matches([' ', '\t']);
    let slashes = head.len() - head.trim_end_matches('\\').len();
    if slashes % 2 == 1 && head.len() < text.len() {
        return text.get(..=head.len()).unwrap_or(head);
    }
    head
}

/// A list that has only attributes that are known. Whatever else is in braces is text.
fn last_list(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_suffix('}')?;
    let at = inner.rfind('{')?;
    let (before, list) = (inner.get(..at)?, inner.get(at + 1..)?);
    let slashes = before.len() - before.trim_end_matches('\\').len();
    let mut rest = list;
    if slashes % 2 == 1 || rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let (name, value) = rest.split_once("=\"")?;
        let (value, after) = value.split_once('"')?;
        match name {
            "color" => super::inline::color(value).map(|_| ())?,
            "toggle" if matches!(value, "true" | "false") => {}
            _ => return None,
        }
        rest = after.trim_start_matches(' ');
    }
    Some((before, list))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_come_in_any_order_and_in_one_list_or_several() {
        let both = Attributes {
            color: Some("blue_background".into()),
            is_toggle: true,
        };
        for text in [
            "Heading {toggle=\"true\" color=\"blue_bg\"}",
            "Heading {color=\"blue_bg\" toggle=\"true\"}",
            "Heading {toggle=\"true\"} {color=\"blue_bg\"}",
        ] {
            assert_eq!(suffix(text), ("Heading", Attributes { ..copy(&both) }));
        }
    }

    fn copy(attributes: &Attributes) -> Attributes {
        Attributes {
            color: attributes.color.clone(),
            is_toggle: attributes.is_toggle,
        }
    }

    #[test]
    fn other_braces_are_text() {
        for text in [
            "a {b}",
            "a {color=\"nothing\"}",
            "a \\{color=\"blue\"}",
            "a {}",
            "a {size=\"1\"}",
        ] {
            assert_eq!(suffix(text), (text, Attributes::default()));
        }
    }

    #[test]
    fn attributes_are_found_by_their_whole_name() {
        let head = "<mention-date startTime=\"10:30\" start=\"2026-01-02\"";
        assert_eq!(attribute(head, "start"), Some("2026-01-02"));
        assert_eq!(attribute(head, "Time"), None);
    }
}
