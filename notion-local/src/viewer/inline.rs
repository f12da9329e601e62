//! Rich text as HTML.

use maud::{Markup, html};
use notion_model::{Annotations, Color, MentionKind, RichText, RichTextKind};

use super::links::{self, Link};
use super::time;

/// Renders rich text.
pub(super) fn rich(runs: &[RichText]) -> Markup {
    html! { @for run in runs { (one(run)) } }
}

fn one(run: &RichText) -> Markup {
    let inner = match &run.annotations {
        Some(looks) => dressed(content(run), looks),
        None => content(run),
    };
    match leads_to(run) {
        Some(to) => link(&to, &inner),
        None => inner,
    }
}

/// Renders a link. A link to another host is marked and sends no referrer.
pub(super) fn link(to: &Link, inner: &Markup) -> Markup {
    match to {
        Link::Here(path) => html! { a href=(path) { (inner) } },
        Link::Elsewhere(url) => html! {
            a.elsewhere href=(url) target="_blank" rel="noopener noreferrer" title=(url) { (inner) }
        },
    }
}

fn leads_to(run: &RichText) -> Option<Link> {
    match &run.kind {
        RichTextKind::Text(text) => links::follow(&text.link.as_ref()?.url),
        RichTextKind::Mention(mention) => match &mention.kind {
            MentionKind::Page(page) => Some(Link::Here(links::object(page.id))),
            MentionKind::Database(database) => Some(Link::Here(links::object(database.id))),
            MentionKind::LinkPreview(link) => links::follow(&link.url),
            MentionKind::LinkMention(link) => links::follow(&link.href),
            _ => None,
        },
        _ => None,
    }
}

fn dressed(mut inner: Markup, looks: &Annotations) -> Markup {
    if looks.code {
        inner = html! { code { (inner) } };
    }
    if looks.strikethrough {
        inner = html! { s { (inner) } };
    }
    if looks.italic {
        inner = html! { em { (inner) } };
    }
    if looks.bold {
        inner = html! { strong { (inner) } };
    }
    if looks.underline {
        inner = html! { u { (inner) } };
    }
    match class(Some(&looks.color)) {
        Some(class) => html! { span class=(class) { (inner) } },
        None => inner,
    }
}

fn content(run: &RichText) -> Markup {
    match &run.kind {
        RichTextKind::Equation(equation) => math(&equation.expression),
        RichTextKind::Mention(mention) => match &mention.kind {
            MentionKind::Date(date) => html! { span.mention { "@" (time::date(date)) } },
            _ => html! { span.mention { (run.to_plain_text()) } },
        },
        _ => html! { (run.to_plain_text()) },
    }
}

/// Renders an equation as its KaTeX source.
pub(super) fn math(expression: &str) -> Markup {
    html! { code.math title="equation" { (expression) } }
}

/// Returns the class of a color, or `None` for the default color.
pub(super) fn class(color: Option<&Color>) -> Option<String> {
    let color =
        color.filter(|color| !matches!(color, Color::Default | Color::DefaultBackground))?;
    let word = color.as_str();
    let is_word = word
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    is_word.then(|| format!("c-{}", word.replace('_', "-")))
}
