//! Text within a line: styles, links, equations, mentions.

use jiff::civil;
use uuid::Uuid;

use crate::id;
use crate::render::plain_url;
use crate::state::date::Point;
use crate::state::text::merge;
use crate::state::{Annotations, Content, DateValue, Mention, Run, Workspace};

/// Characters that a backslash takes their meaning from.
const SPECIAL: &str = "\\*~`$[]<>{}|^";

/// The runs of a line.
pub(crate) fn read(text: &str, workspace: &Workspace) -> Vec<Run> {
    let mut reader = Reader {
        workspace,
        runs: Vec::new(),
    };
    reader.read(text, &Annotations::default(), None);
    merge(reader.runs)
}

struct Reader<'a> {
    workspace: &'a Workspace,
    runs: Vec<Run>,
}

impl Reader<'_> {
    fn read(&mut self, text: &str, style: &Annotations, link: Option<&str>) {
        let mut rest = text;
        let mut ends = Ends::of(text);
        let mut plain = String::new();
        while let Some(c) = rest.chars().next() {
            if let Some(after) = self.special(rest, &mut ends, &mut plain, style, link) {
                rest = after;
                continue;
            }
            let escaped = rest
                .strip_prefix('\\')
                .and_then(|tail| tail.chars().next())
                .filter(|c| SPECIAL.contains(*c));
            if let Some(escaped) = escaped {
                plain.push(escaped);
                rest = rest.get(1 + escaped.len_utf8()..).unwrap_or_default();
            } else {
                plain.push(c);
                rest = rest.get(c.len_utf8()..).unwrap_or_default();
            }
        }
        self.flush(&mut plain, style, link);
    }

    /// Something with a meaning at the start of the text: what comes behind it.
    fn special<'t>(
        &mut self,
        text: &'t str,
        ends: &mut Ends<'t>,
        plain: &mut String,
        style: &Annotations,
        link: Option<&str>,
    ) -> Option<&'t str> {
        if let Some((inner, after)) = ends.between(text, "`", "`") {
            self.flush(plain, style, link);
            let style = Annotations {
                code: true,
                ..style.clone()
            };
            self.push(
                Content::Text {
                    content: inner.to_owned(),
                    link: link.map(str::to_owned),
                },
                &style,
            );
            return Some(after);
        }
        let styles = ["**", "~~", "*"];
        for mark in styles {
            if let Some((inner, after)) = ends.between(text, mark, mark)
                && !inner.starts_with(' ')
            {
                self.flush(plain, style, link);
                let mut style = style.clone();
                match mark {
                    "**" => style.bold = true,
                    "~~" => style.strikethrough = true,
                    _ => style.italic = true,
                }
                self.read(inner, &style, link);
                return Some(after);
            }
        }
        if let Some((inner, after)) = ends.between(text, "$", "$")
            && !inner.starts_with(' ')
        {
            self.flush(plain, style, link);
            self.push(Content::Equation(inner.trim_matches('`').to_owned()), style);
            return Some(after);
        }
        if let Some((inner, after)) = ends.between(text, "[", "]")
            && let Some((url, after)) = ends.between(after, "(", ")")
        {
            self.flush(plain, style, link);
            self.read(inner, style, Some(url));
            return Some(after);
        }
        if let Some(after) = text.strip_prefix("<br>") {
            plain.push('\n');
            return Some(after);
        }
        if text.starts_with("<span ") {
            let (head, after) = ends.split_once(text, ">")?;
            let (inner, after) = ends.split_once(after, "</span>")?;
            self.flush(plain, style, link);
            let mut style = style.clone();
            if let Some(color) = attribute(head, "color") {
                style.color = color.replace("_bg", "_background");
            }
            style.underline |= attribute(head, "underline") == Some("true");
            self.read(inner, &style, link);
            return Some(after);
        }
        if text.starts_with("<mention-") {
            let (mention, after) = self.mention(text, ends)?;
            self.flush(plain, style, link);
            self.push(Content::Mention(mention), style);
            return Some(after);
        }
        None
    }

    fn mention<'t>(&self, text: &'t str, ends: &mut Ends<'t>) -> Option<(Mention, &'t str)> {
        let (head, after) = ends.split_once(text, ">")?;
        let kind = head.strip_prefix("<mention-")?.split([' ', '/']).next()?;
        let end = match kind {
            "user" => "</mention-user>",
            "page" => "</mention-page>",
            "database" => "</mention-database>",
            "date" => "</mention-date>",
            _ => return None,
        };
        let after = match head.ends_with('/') {
            true => after,
            false => ends
                .split_once(after, end)
                .map_or(after, |(_, after)| after),
        };
        let id = || attribute(head, "url").and_then(url_id);
        let mention = match kind {
            "user" => Mention::User(id().filter(|id| self.workspace.users.contains_key(id))?),
            "page" => Mention::Page(id().filter(|id| self.workspace.pages.contains_key(id))?),
            "database" => {
                Mention::Database(id().filter(|id| self.workspace.databases.contains_key(id))?)
            }
            "date" => {
                let day = |name: &str| attribute(head, name)?.parse::<civil::Date>().ok();
                Mention::Date(DateValue {
                    start: Point::Day(day("start")?),
                    end: day("end").map(Point::Day),
                })
            }
            _ => return None,
        };
        Some((mention, after))
    }

    fn flush(&mut self, plain: &mut String, style: &Annotations, link: Option<&str>) {
        if !plain.is_empty() {
            let content = std::mem::take(plain);
            self.push(
                Content::Text {
                    content,
                    link: link.map(str::to_owned),
                },
                style,
            );
        }
    }

    fn push(&mut self, content: Content, style: &Annotations) {
        self.runs.push(Run {
            content,
            annotations: style.clone(),
        });
    }
}

/// The runs as a line.
pub(super) fn write(workspace: &Workspace, runs: &[Run]) -> String {
    runs.iter().map(|run| write_run(workspace, run)).collect()
}

fn write_run(workspace: &Workspace, run: &Run) -> String {
    let style = &run.annotations;
    let mut text = match &run.content {
        Content::Text { content, .. } if style.code => format!("`{content}`"),
        Content::Text { content, .. } => escape(content),
        Content::Equation(expression) => format!("$`{expression}`$"),
        Content::Mention(mention) => write_mention(workspace, mention, run),
    };
    for (on, mark) in [
        (style.italic, "*"),
        (style.bold, "**"),
        (style.strikethrough, "~~"),
    ] {
        if on {
            text = format!("{mark}{text}{mark}");
        }
    }
    let color = (style.color != "default")
        .then(|| format!(" color=\"{}\"", style.color.replace("_background", "_bg")));
    let underline = style.underline.then_some(" underline=\"true\"");
    if color.is_some() || underline.is_some() {
        text = format!(
            "<span{}{}>{text}</span>",
            color.unwrap_or_default(),
            underline.unwrap_or_default()
        );
    }
    match &run.content {
        Content::Text {
            link: Some(url), ..
        } => format!("[{text}]({url})"),
        _ => text,
    }
}

fn write_mention(workspace: &Workspace, mention: &Mention, run: &Run) -> String {
    let tag = |kind: &str, id: Uuid| {
        let name = run.plain(workspace);
        format!(
            "<mention-{kind} url=\"{}\">{}</mention-{kind}>",
            plain_url(id),
            name.trim_start_matches('@')
        )
    };
    match mention {
        Mention::User(id) => tag("user", *id),
        Mention::Page(id) => tag("page", *id),
        Mention::Database(id) => tag("database", *id),
        Mention::Date(date) => {
            let end = date
                .end
                .map(|end| format!(" end=\"{}\"", end.print()))
                .unwrap_or_default();
            format!("<mention-date start=\"{}\"{end}/>", date.start.print())
        }
        Mention::CustomEmoji(_) | Mention::Template { .. } | Mention::Link { .. } => {
            escape(&run.plain(workspace))
        }
    }
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push_str("<br>"),
            c => {
                if SPECIAL.contains(c) {
                    out.push('\\');
                }
                out.push(c);
            }
        }
    }
    out
}

/// Where marks end. A text may begin many things that never end; looking to its end for each of them would take time
/// with the square of its length.
struct Ends<'t> {
    text: &'t str,
    /// For a mark: where it was looked for, and the first place behind that where it is.
    found: Vec<(&'static str, usize, Option<usize>)>,
}

impl<'t> Ends<'t> {
    fn of(text: &'t str) -> Self {
        Self {
            text,
            found: Vec::new(),
        }
    }

    /// What stands between two marks at the start of a rest of the text, and what comes behind. A mark behind a
    /// backslash is none.
    fn between(
        &mut self,
        rest: &'t str,
        open: &str,
        close: &'static str,
    ) -> Option<(&'t str, &'t str)> {
        let tail = rest.strip_prefix(open)?;
        if tail.starts_with(close) {
            return None;
        }
        self.split_once(tail, close)
    }

    /// What stands before a mark in a rest of the text, and what comes behind.
    fn split_once(&mut self, rest: &'t str, mark: &'static str) -> Option<(&'t str, &'t str)> {
        let start = self.text.len() - rest.len();
        let at = self.find(mark, start)?;
        Some((self.text.get(start..at)?, self.text.get(at + mark.len()..)?))
    }

    fn find(&mut self, mark: &'static str, from: usize) -> Option<usize> {
        let known = self.found.iter_mut().find(|(known, ..)| *known == mark);
        if let Some((_, since, at)) = &known
            && *since <= from
            && at.is_none_or(|at| at >= from)
        {
            return *at;
        }
        let at = search(self.text, mark, from);
        match known {
            Some(known) => *known = (mark, from, at),
            None => self.found.push((mark, from, at)),
        }
        at
    }
}

fn search(text: &str, mark: &str, mut from: usize) -> Option<usize> {
    loop {
        let at = from + text.get(from..)?.find(mark)?;
        if !text.get(..at)?.ends_with('\\') {
            return Some(at);
        }
        from = at + mark.len();
    }
}

/// The value of an attribute in the head of a tag.
pub(super) fn attribute<'t>(head: &'t str, name: &str) -> Option<&'t str> {
    let (_, tail) = head.split_once(&format!("{name}=\""))?;
    tail.split_once('"').map(|(value, _)| value)
}

/// The id at the end of an address.
pub(super) fn url_id(url: &str) -> Option<Uuid> {
    let path = url.split(['?', '#']).next()?;
    let tail = path.get(path.len().checked_sub(32)?..)?;
    id::parse(tail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(text: &str) -> String {
        let (workspace, _) = Workspace::fresh(0);
        write(&workspace, &read(text, &workspace))
    }

    #[test]
    fn styles_survive_reading_and_writing() {
        for text in [
            "plain",
            "**bold** and *italic* and ~~gone~~",
            "`code` and [a link](https://example.com/)",
            "<span color=\"blue\">blue</span>, <span underline=\"true\">under</span>",
            "2 \\* 3 \\< 4",
            "a<br>b",
            "$`x^2`$",
            "<mention-date start=\"2026-01-02\"/>",
        ] {
            assert_eq!(round(text), text);
        }
    }

    #[test]
    fn marks_without_an_end_are_text() {
        let (workspace, _) = Workspace::fresh(0);
        assert_eq!(
            read("2 * 3 [x] (y) ** z", &workspace),
            [Run::text("2 * 3 [x] (y) ** z")]
        );
    }
}
