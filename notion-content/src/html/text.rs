//! Texts as HTML.

use notion_model::{
    Annotations, Color, DateValue, LinkMention, MentionKind, RichText as Run, RichTextKind,
    TemplateMentionKind,
};

use super::address;

/// Text that means nothing but itself, in a text and in an attribute.
pub(super) fn escape(out: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            character => out.push(character),
        }
    }
}

/// The same, and lines as lines.
fn escape_lines(out: &mut String, text: &str) {
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            out.push_str("<br>");
        }
        escape(out, line);
    }
}

/// Writes a link, or the text alone if a browser should not follow the address.
pub(super) fn link(out: &mut String, url: &str, class: &str, text: &str) {
    match address::link(url) {
        Some(url) => {
            out.push_str("<a");
            attribute(out, "href", &url);
            if !class.is_empty() {
                attribute(out, "class", class);
            }
            out.push('>');
            out.push_str(text);
            out.push_str("</a>");
        }
        None => out.push_str(text),
    }
}

/// ` name="value"`
pub(super) fn attribute(out: &mut String, name: &str, value: &str) {
    out.push_str(&format!(" {name}=\""));
    escape(out, value);
    out.push('"');
}

/// The class of a colour; none for the usual one.
pub(super) fn class(color: Option<&Color>) -> Option<String> {
    let color =
        color.filter(|color| !matches!(color, Color::Default | Color::DefaultBackground))?;
    let word = color.as_str();
    let plain = word
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    plain.then(|| word.replace('_', "-"))
}

/// Returns a text with its formatting.
pub(super) fn rich(runs: &[Run]) -> String {
    let mut out = String::new();
    for run in runs {
        let looks = run.annotations.clone().unwrap_or_default();
        let inner = dressed(content(run), &looks);
        match leads_to(run) {
            Some(url) => link(&mut out, &url, "", &inner),
            None => out.push_str(&inner),
        }
    }
    out
}

fn leads_to(run: &Run) -> Option<String> {
    match &run.kind {
        RichTextKind::Text(text) => text.link.as_ref().map(|link| link.url.clone()),
        RichTextKind::Mention(mention) => match &mention.kind {
            MentionKind::Page(page) => Some(notion(page.id)),
            MentionKind::Database(database) => Some(notion(database.id)),
            MentionKind::LinkPreview(link) => Some(link.url.clone()),
            MentionKind::LinkMention(link) => Some(link.href.clone()),
            _ => None,
        },
        _ => None,
    }
}

/// Where a page or a database is.
pub(super) fn notion(id: impl std::fmt::Display) -> String {
    format!(
        "https://app.notion.com/p/{}",
        id.to_string().replace('-', "")
    )
}

fn dressed(mut text: String, looks: &Annotations) -> String {
    for (tag, holds) in [
        ("code", looks.code),
        ("s", looks.strikethrough),
        ("em", looks.italic),
        ("strong", looks.bold),
        ("u", looks.underline),
    ] {
        if holds {
            text = format!("<{tag}>{text}</{tag}>");
        }
    }
    match class(Some(&looks.color)) {
        Some(class) => format!("<span class=\"{class}\">{text}</span>"),
        None => text,
    }
}

fn content(run: &Run) -> String {
    let mut out = String::new();
    match &run.kind {
        RichTextKind::Text(text) => escape_lines(&mut out, &text.content),
        RichTextKind::Equation(equation) => {
            out.push_str("<code>");
            escape(&mut out, &equation.expression);
            out.push_str("</code>");
        }
        RichTextKind::Mention(mention) => self::mention(&mut out, &mention.kind, run),
        _ => escape_lines(&mut out, run.to_plain_text()),
    }
    out
}

fn mention(out: &mut String, kind: &MentionKind, run: &Run) {
    let name = run.to_plain_text();
    match kind {
        MentionKind::Date(date) => self::date(out, date),
        MentionKind::CustomEmoji(emoji) if address::picture(&emoji.url).is_some() => {
            icon(out, &emoji.url, &emoji.name);
        }
        _ => {
            let name = match (name, kind) {
                (name, MentionKind::LinkPreview(link)) if name == link.url || name.is_empty() => {
                    &*address::shown(&link.url)
                }
                // Notion's plain text of such a mention is the address.
                (
                    _,
                    MentionKind::LinkMention(LinkMention {
                        title: Some(title), ..
                    }),
                ) if !title.trim().is_empty() => title,
                ("", MentionKind::LinkMention(link)) => &*address::shown(&link.href),
                ("", MentionKind::CustomEmoji(emoji)) => &emoji.name,
                ("", MentionKind::TemplateMention(template)) => match &template.kind {
                    TemplateMentionKind::Date(keyword) | TemplateMentionKind::User(keyword) => {
                        keyword
                    }
                    _ => "a mention of a template",
                },
                ("", MentionKind::User(_)) => "@somebody",
                ("", MentionKind::Page(_)) => "a page",
                ("", MentionKind::Database(_)) => "a database",
                (name, _) => name,
            };
            out.push_str("<span class=\"mention\">");
            escape(out, name);
            out.push_str("</span>");
        }
    }
}

fn date(out: &mut String, date: &DateValue) {
    time(out, date.start.as_str());
    if let Some(end) = &date.end {
        out.push_str(" → ");
        time(out, end.as_str());
    }
    if let Some(zone) = &date.time_zone {
        out.push_str(" (");
        escape(out, zone);
        out.push(')');
    }
}

fn time(out: &mut String, moment: &str) {
    out.push_str("<time");
    attribute(out, "datetime", moment);
    out.push('>');
    escape(out, moment);
    out.push_str("</time>");
}

/// A small picture in a text; its name where a browser may not load it.
pub(super) fn icon(out: &mut String, url: &str, name: &str) {
    match address::picture(url) {
        Some(url) => {
            out.push_str("<img class=\"icon\"");
            attribute(out, "src", &url);
            attribute(out, "alt", name);
            out.push('>');
        }
        None => escape(out, name),
    }
}
