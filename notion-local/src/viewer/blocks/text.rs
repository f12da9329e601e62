//! The text of blocks, from the workspace.
//!
//! Nearly all of a page is text. By way of JSON, each run would become a dozen keys first, which took most of the time that a long page
//! needed.

use notion_model::{Annotations, Equation, Link, RichText, RichTextKind, Text};

use crate::render;
use crate::state::{Content, Run, Workspace};

/// Reads the runs of a text.
pub(super) fn runs(workspace: &Workspace, runs: &[Run]) -> Vec<RichText> {
    runs.iter().map(|run| self::run(workspace, run)).collect()
}

fn run(workspace: &Workspace, run: &Run) -> RichText {
    let (kind, href) = match &run.content {
        Content::Text { content, link } => {
            let mut text = Text::default();
            text.content.clone_from(content);
            text.link = link.as_ref().map(|url| Link {
                url: url.clone(),
                ..Link::default()
            });
            (RichTextKind::Text(text), link.clone())
        }
        Content::Equation(expression) => {
            let mut equation = Equation::default();
            equation.expression.clone_from(expression);
            (RichTextKind::Equation(equation), None)
        }
        // Rare, and of many forms.
        Content::Mention(_) => {
            let json = render::rich_text(workspace, std::slice::from_ref(run));
            let mentions: Vec<RichText> = serde_json::from_value(json).unwrap_or_default();
            return mentions.into_iter().next().unwrap_or_default();
        }
    };
    let looks = &run.annotations;
    RichText {
        kind,
        annotations: Some(Annotations {
            bold: looks.bold,
            italic: looks.italic,
            strikethrough: looks.strikethrough,
            underline: looks.underline,
            code: looks.code,
            color: looks.color.as_str().into(),
            ..Annotations::default()
        }),
        plain_text: run.plain(workspace),
        href,
        ..RichText::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::Mention;
    use notion_model::{Color, plain_text};

    /// As the API gives it, whatever a run contains.
    #[test]
    fn runs_are_read_as_the_api_gives_them() {
        let (workspace, _) = Workspace::fresh(0);
        let mut bold = Run::text("bold and red");
        bold.annotations.bold = true;
        bold.annotations.color = "red_background".into();
        let mut linked = Run::text("a link");
        if let Content::Text { link, .. } = &mut linked.content {
            *link = Some("https://example.com/".into());
        }
        let equation = Run {
            content: Content::Equation("e=mc^2".into()),
            ..Run::text("")
        };
        let home = *workspace.pages.keys().next().unwrap();
        let mention = Run {
            content: Content::Mention(Mention::Page(home)),
            ..Run::text("")
        };
        let all = [Run::text("plain, "), bold, linked, equation, mention];
        let read = runs(&workspace, &all);
        let given: Vec<RichText> =
            serde_json::from_value(render::rich_text(&workspace, &all)).unwrap();
        assert_eq!(read, given);
        assert_eq!(plain_text(&read), "plain, bold and reda linke=mc^2Home");
        let looks = read[1].annotations.as_ref().unwrap();
        assert!(looks.bold && looks.color == Color::RedBackground);
    }
}
