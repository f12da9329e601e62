//! Rich text as it is kept: what was written, and ids where something is mentioned.

use uuid::Uuid;

use super::{DateValue, Workspace};

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
            Content::Mention(mention) => mention.plain(workspace),
        }
    }
}

impl Mention {
    fn plain(&self, workspace: &Workspace) -> String {
        match self {
            Self::User(id) => {
                let name = workspace
                    .users
                    .get(id)
                    .and_then(|user| user.name.as_deref());
                format!("@{}", name.unwrap_or("Anonymous"))
            }
            Self::Page(id) => {
                let title = workspace
                    .pages
                    .get(id)
                    .map(|page| plain(workspace, page.title()));
                title
                    .filter(|title| !title.is_empty())
                    .unwrap_or_else(|| "Untitled".into())
            }
            Self::Database(id) => {
                let title = workspace
                    .databases
                    .get(id)
                    .map(|database| plain(workspace, &database.title));
                title
                    .filter(|title| !title.is_empty())
                    .unwrap_or_else(|| "Untitled".into())
            }
            Self::Date(date) => match date.end {
                None => date.start.print(),
                Some(end) => format!("{} → {}", date.start.print(), end.print()),
            },
            Self::CustomEmoji(id) => {
                let name = workspace.emojis.get(id).map(|emoji| emoji.name.as_str());
                format!(":{}:", name.unwrap_or_default())
            }
            Self::Template { value, .. } => format!("@{value}"),
            Self::Link { href, .. } => href.clone().unwrap_or_default(),
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

/// Joins neighbouring runs of text that look the same and link to the same place, as Notion does.
pub(crate) fn merge(runs: Vec<Run>) -> Vec<Run> {
    let mut merged: Vec<Run> = Vec::with_capacity(runs.len());
    for run in runs {
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
    // A run without text is nothing to see; Notion does not keep it.
    merged
        .retain(|run| !matches!(&run.content, Content::Text { content, .. } if content.is_empty()));
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
}
