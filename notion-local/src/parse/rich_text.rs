//! Rich text.

use serde_json::Value;

use crate::error::{ApiError, Result};
use crate::state::id;
use crate::state::text::merge;
use crate::state::{Annotations, Content, DateValue, Mention, Run, Workspace};

/// Reads a list of runs whose shape has been checked. What can be computed (`plain_text`, `href`) is not read.
pub(crate) fn rich_text(value: &Value, workspace: &Workspace) -> Result<Vec<Run>> {
    let mut runs = Vec::new();
    for item in value.as_array().into_iter().flatten() {
        runs.push(Run {
            content: content(item, workspace)?,
            annotations: annotations(item.get("annotations")),
        });
    }
    Ok(merge(runs))
}

fn content(item: &Value, workspace: &Workspace) -> Result<Content> {
    if let Some(expression) = item.pointer("/equation/expression").and_then(Value::as_str) {
        return Ok(Content::Equation(expression.to_owned()));
    }
    if let Some(value) = item.get("mention") {
        return mention(value, workspace).map(Content::Mention);
    }
    let link = item
        .pointer("/text/link/url")
        .and_then(Value::as_str)
        .map(str::to_owned);
    let content = item
        .pointer("/text/content")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let link = link.filter(|link| !link.is_empty());
    if let Some(link) = &link
        && !workspace.importing
        && !is_address(link)
    {
        return Err(ApiError::invalid_link());
    }
    Ok(Content::Text { content, link })
}

/// Returns true if a link leads anywhere: Notion takes `http:` and `https:`. Choice: `mailto:` and `tel:` are taken too, for
/// nothing is known of them.
pub(crate) fn is_address(link: &str) -> bool {
    let scheme = link
        .split_once(':')
        .map(|(scheme, rest)| (scheme.to_ascii_lowercase(), rest));
    match scheme {
        Some((scheme, rest)) if scheme == "mailto" || scheme == "tel" => !rest.is_empty(),
        _ => is_web_address(link),
    }
}

/// Returns true if an address is `http:` or `https:`, with a host.
pub(crate) fn is_web_address(link: &str) -> bool {
    let Some((scheme, rest)) = link.split_once("://") else {
        return false;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    (scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https"))
        && !host.is_empty()
        && !host.contains(char::is_whitespace)
}

fn mention(value: &Value, workspace: &Workspace) -> Result<Mention> {
    let id_of = |kind: &str| {
        value
            .get(kind)
            .and_then(|v| v.get("id"))
            .and_then(Value::as_str)
            .and_then(id::parse)
    };
    if let Some(id) = id_of("user") {
        return workspace.check_user(id).map(|()| Mention::User(id));
    }
    if let Some(id) = id_of("page") {
        return workspace.check_page(id).map(|()| Mention::Page(id));
    }
    if let Some(id) = id_of("database") {
        return workspace.check_database(id).map(|()| Mention::Database(id));
    }
    if let Some(id) = id_of("custom_emoji") {
        return Ok(Mention::CustomEmoji(id));
    }
    if let Some(date) = value.get("date") {
        return DateValue::parse(date)
            .map(Mention::Date)
            .ok_or_else(|| ApiError::invalid_date("mention"));
    }
    if let Some(template) = value.get("template_mention") {
        for kind in ["template_mention_date", "template_mention_user"] {
            if let Some(word) = template.get(kind).and_then(Value::as_str) {
                return Ok(Mention::Template {
                    kind,
                    value: word.to_owned(),
                });
            }
        }
    }
    for kind in ["link_preview", "link_mention"] {
        // Only imports have these: requests of this shape are refused before.
        if let Some(link) = value.get(kind) {
            let href = link
                .get("href")
                .or_else(|| link.get("url"))
                .and_then(Value::as_str);
            return Ok(Mention::Link {
                kind: kind.into(),
                value: link.clone(),
                href: href.map(str::to_owned),
            });
        }
    }
    Err(ApiError::validation(
        "A mention should name what it mentions.",
    ))
}

fn annotations(value: Option<&Value>) -> Annotations {
    let flag = |key: &str| {
        value
            .and_then(|v| v.get(key))
            .and_then(Value::as_bool)
            .unwrap_or(false)
    };
    let color = value
        .and_then(|v| v.get("color"))
        .and_then(Value::as_str)
        .unwrap_or("default");
    Annotations {
        bold: flag("bold"),
        italic: flag("italic"),
        strikethrough: flag("strikethrough"),
        underline: flag("underline"),
        code: flag("code"),
        color: color.to_owned(),
    }
}
