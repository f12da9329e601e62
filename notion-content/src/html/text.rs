//! Texts as HTML.

use notion_model::{Annotations, Color, DateValue, MentionKind, RichText as Run, RichTextKind};

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

/// Where a link may lead to; `None` where a browser would do something else than go there.
pub(super) fn safe(url: &str) -> Option<String> {
    // Between pages of a workspace, Notion leaves out where they are.
    if url.starts_with('/') && !url.starts_with("//") && !url.starts_with("/\\") {
        return Some(format!("https://app.notion.com{url}"));
    }
    let scheme = url.split_once(':')?.0.to_ascii_lowercase();
    let rest = url.get(scheme.len() + 1..)?;
    let good = match scheme.as_str() {
        "http" | "https" => rest.starts_with("//"),
        "mailto" | "tel" => true,
        _ => false,
    };
    good.then(|| url.to_owned())
}

/// A link, or the text alone where there is nowhere to go.
pub(super) fn link(out: &mut String, url: &str, class: &str, text: &str) {
    match safe(url) {
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

/// A text with its looks.
pub(super) fn rich(runs: &[Run]) -> String {
    let mut out = String::new();
    for run in runs {
        let looks = run.annotations.clone().unwrap_or_default();
        let inner = dressed(content(run), &looks);
        match address(run) {
            Some(url) => link(&mut out, &url, "", &inner),
            None => out.push_str(&inner),
        }
    }
    out
}

fn address(run: &Run) -> Option<String> {
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
        MentionKind::Date(date) => time(out, date),
        MentionKind::CustomEmoji(emoji) if safe(&emoji.url).is_some() => {
            out.push_str("<img class=\"icon\"");
            attribute(out, "src", &emoji.url);
            attribute(out, "alt", &emoji.name);
            out.push('>');
        }
        _ => {
            let name = match (name, kind) {
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

fn time(out: &mut String, date: &DateValue) {
    let mut one = |moment: &str| {
        out.push_str("<time");
        attribute(out, "datetime", moment);
        out.push('>');
        escape(out, moment);
        out.push_str("</time>");
    };
    one(date.start.as_str());
    if let Some(end) = &date.end {
        one(end.as_str());
    }
}
