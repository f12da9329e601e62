//! Rich text as it is kept: what was written, and ids where something is mentioned.

use uuid::Uuid;

use super::{DateValue, Page, Workspace};

/// One run of rich text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Run {
    pub(crate) content: Content,
    pub(crate) annotations: Annotations,
}

/// What a run holds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Content {
    Text {
        content: String,
        link: Option<String>,
    },
    Mention(Mention),
    Equation(String),
}

/// What is mentioned.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Mention {
    User(Uuid),
    Page(Uuid),
    Database(Uuid),
    Date(DateValue),
    CustomEmoji(Uuid),
    /// `today`, `now` or `me`, for templates.
    Template {
        kind: &'static str,
        value: String,
    },
    /// What the API alone cannot make: link previews and link mentions, as they were imported.
    Link {
        kind: String,
        value: serde_json::Value,
        href: Option<String>,
    },
}

/// How a run looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Annotations {
    pub(crate) bold: bool,
    pub(crate) italic: bool,
    pub(crate) strikethrough: bool,
    pub(crate) underline: bool,
    pub(crate) code: bool,
    pub(crate) color: String,
}

impl Default for Annotations {
    fn default() -> Self {
        Self {
            bold: false,
            italic: false,
            strikethrough: false,
            underline: false,
            code: false,
            color: "default".into(),
        }
    }
}

impl Run {
    /// Plain text.
    pub(crate) fn text(content: impl Into<String>) -> Self {
        Self {
            content: Content::Text {
                content: content.into(),
                link: None,
            },
            annotations: Annotations::default(),
        }
    }

    /// What the run reads as. A mention reads as the present name of what it mentions.
    pub(crate) fn plain(&self, workspace: &Workspace) -> String {
        match &self.content {
            Content::Text { content, .. } => content.clone(),
            Content::Equation(expression) => expression.clone(),
            Content::Mention(mention) => {
                let mut reading = Reading {
                    workspace,
                    path: Vec::new(),
                    text: String::new(),
                    characters: 0,
                    titles: 0,
                };
                reading.mention(mention);
                reading.text
            }
        }
    }
}

/// How many characters a mention reads as: as many as a request may give to one run. Titles may mention each other, so
/// that a title without a bound doubles with every page that mentions the one before twice.
const MAX_MENTION: usize = 2_000;

/// How many titles are read for one mention, and how many of them one in the other.
const MAX_TITLES: usize = 10_000;
const MAX_DEPTH: usize = 100;

/// What a page or a database without a title is called. So is one in its own title, where that mentions it.
const UNTITLED: &str = "Untitled";

/// A mention in the making of its text.
struct Reading<'a> {
    workspace: &'a Workspace,
    /// The pages and databases whose titles are being read.
    path: Vec<Uuid>,
    text: String,
    characters: usize,
    titles: usize,
}

impl Reading<'_> {
    fn is_full(&self) -> bool {
        self.characters >= MAX_MENTION || self.titles >= MAX_TITLES
    }

    fn push(&mut self, text: &str) {
        for c in text.chars() {
            if self.is_full() {
                if !self.text.ends_with('…') {
                    self.text.push('…');
                }
                return;
            }
            self.text.push(c);
            self.characters += 1;
        }
    }

    fn mention(&mut self, mention: &Mention) {
        let workspace = self.workspace;
        match mention {
            Mention::User(id) => {
                let name = workspace
                    .users
                    .get(id)
                    .and_then(|user| user.name.as_deref());
                self.push("@");
                self.push(name.unwrap_or("Anonymous"));
            }
            Mention::Page(id) => self.title(*id, workspace.pages.get(id).map(Page::title)),
            Mention::Database(id) => {
                let database = workspace.databases.get(id);
                self.title(*id, database.map(|database| database.face.title.as_slice()));
            }
            Mention::Date(date) => match date.end {
                None => self.push(&date.start.print()),
                Some(end) => self.push(&format!("{} → {}", date.start.print(), end.print())),
            },
            Mention::CustomEmoji(id) => {
                let name = workspace.emojis.get(id).map(|emoji| emoji.name.as_str());
                self.push(&format!(":{}:", name.unwrap_or_default()));
            }
            Mention::Template { value, .. } => self.push(&format!("@{value}")),
            Mention::Link { href, .. } => self.push(href.as_deref().unwrap_or_default()),
        }
    }

    fn title(&mut self, id: Uuid, title: Option<&[Run]>) {
        let is_open = self.path.contains(&id) || self.path.len() >= MAX_DEPTH;
        let before = self.text.len();
        if !is_open {
            self.path.push(id);
            self.titles += 1;
            for run in title.unwrap_or_default() {
                if self.is_full() {
                    self.push("…");
                    break;
                }
                match &run.content {
                    Content::Text { content, .. } => self.push(content),
                    Content::Equation(expression) => self.push(expression),
                    Content::Mention(mention) => self.mention(mention),
                }
            }
            self.path.pop();
        }
        if self.text.len() == before {
            self.push(UNTITLED);
        }
    }
}

/// What rich text reads as.
pub(crate) fn plain(workspace: &Workspace, runs: &[Run]) -> String {
    match runs {
        [] => String::new(),
        [one] => one.plain(workspace),
        runs => runs.iter().map(|run| run.plain(workspace)).collect(),
    }
}

/// Joins neighbouring runs of text that look the same and link to the same place, as Notion does, and drops the runs
/// without text, which Notion does not keep. They go first, so that the neighbours of a dropped run are joined too:
/// what comes out does not change when it is sent again.
pub(crate) fn merge(runs: Vec<Run>) -> Vec<Run> {
    let mut merged: Vec<Run> = Vec::with_capacity(runs.len());
    for run in runs {
        if matches!(&run.content, Content::Text { content, .. } if content.is_empty()) {
            continue;
        }
        if let (
            Some(Run {
                content:
                    Content::Text {
                        content: before,
                        link: link_before,
                    },
                annotations,
            }),
            Content::Text { content, link },
        ) = (merged.last_mut(), &run.content)
            && link_before == link
            && *annotations == run.annotations
        {
            before.push_str(content);
        } else {
            merged.push(run);
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_that_look_the_same_become_one() {
        let bold = Run {
            annotations: Annotations {
                bold: true,
                ..Annotations::default()
            },
            ..Run::text("c")
        };
        let merged = merge(vec![
            Run::text("a"),
            Run::text(""),
            Run::text("b"),
            bold.clone(),
        ]);
        assert_eq!(merged, [Run::text("ab"), bold]);
    }

    #[test]
    fn the_neighbours_of_a_run_without_text_become_one() {
        let empty_link = Run {
            content: Content::Text {
                content: String::new(),
                link: Some("https://example.com".to_owned()),
            },
            ..Run::text("")
        };
        let merged = merge(vec![Run::text("a"), empty_link, Run::text("b")]);
        assert_eq!(merged, [Run::text("ab")]);
    }
}
