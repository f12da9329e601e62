//! Rich text. What it reads as and where it leads is computed from what is mentioned now.

use serde_json::{Value, json};

use super::{Object, plain_url, user_value};
use crate::state::{Annotations, Content, Mention, Run, Workspace};

/// A list of runs.
pub(crate) fn rich_text(workspace: &Workspace, runs: &[Run]) -> Value {
    runs.iter().map(|run| item(workspace, run)).collect()
}

fn item(workspace: &Workspace, run: &Run) -> Value {
    let (kind, value, href) = match &run.content {
        Content::Text { content, link } => {
            let link_value = link.as_ref().map(|url| json!({ "url": url }));
            (
                "text",
                json!({ "content": content, "link": link_value }),
                link.clone(),
            )
        }
        Content::Equation(expression) => ("equation", json!({ "expression": expression }), None),
        Content::Mention(mention) => {
            let (value, href) = self::mention(workspace, mention);
            ("mention", value, href)
        }
    };
    Object::new()
        .put("type", kind)
        .put(kind, value)
        .put("annotations", annotations(&run.annotations))
        .put("plain_text", run.plain(workspace))
        .put("href", href)
        .into()
}

fn mention(workspace: &Workspace, mention: &Mention) -> (Value, Option<String>) {
    let of = |kind: &str, value: Value| Object::new().put("type", kind).put(kind, value).into();
    match mention {
        Mention::User(id) => (of("user", user_value(workspace, *id)), None),
        Mention::Page(id) => (of("page", json!({ "id": id })), Some(plain_url(*id))),
        Mention::Database(id) => (of("database", json!({ "id": id })), Some(plain_url(*id))),
        Mention::Date(date) => (of("date", date.render()), None),
        Mention::CustomEmoji(id) => (
            of("custom_emoji", super::file::custom_emoji(workspace, *id)),
            None,
        ),
        Mention::Template { kind, value } => (
            of(
                "template_mention",
                Object::new()
                    .put("type", *kind)
                    .put(kind, value.clone())
                    .into(),
            ),
            None,
        ),
        Mention::Link { kind, value, href } => (of(kind, value.clone()), href.clone()),
    }
}

fn annotations(annotations: &Annotations) -> Value {
    Object::new()
        .put("bold", annotations.bold)
        .put("italic", annotations.italic)
        .put("strikethrough", annotations.strikethrough)
        .put("underline", annotations.underline)
        .put("code", annotations.code)
        .put("color", annotations.color.clone())
        .into()
}
