//! Icons of pages and databases. Pictures on other hosts are not loaded; a drawing replaces them.

use maud::{Markup, PreEscaped, html};
use notion_model::{Icon, IconKind};

use super::links;

/// The drawing for a page or database without an icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Usual {
    Page,
    Database,
}

impl Usual {
    fn drawing(self) -> Markup {
        PreEscaped(
            match self {
                Self::Page => {
                    r#"<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="M4 1.5h5l3.5 3.5v9a.5.5 0 0 1-.5.5H4a.5.5 0 0 1-.5-.5V2a.5.5 0 0 1 .5-.5zM9 1.5V5h3.5M5.5 8h5M5.5 10.5h5"/></svg>"#
                }
                Self::Database => {
                    r#"<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="M2.5 3h11v10h-11zM2.5 6h11M2.5 9.5h11M6.5 6v7"/></svg>"#
                }
            }
            .to_owned(),
        )
    }
}

/// Renders an icon, or the usual drawing.
pub(super) fn icon(icon: Option<&Icon>, usual: Usual) -> Markup {
    match icon {
        Some(icon) => shown(icon).unwrap_or_else(|| usual.drawing()),
        None => usual.drawing(),
    }
}

/// Renders an icon, if that needs no other host.
pub(super) fn shown(icon: &Icon) -> Option<Markup> {
    match &icon.kind {
        IconKind::Emoji(emoji) => Some(html! { span.icon.emoji aria-hidden="true" { (emoji) } }),
        IconKind::Hosted(file) => match links::follow(&file.url) {
            Some(links::Link::Here(path)) => Some(html! { img.icon src=(path) alt=""; }),
            _ => None,
        },
        IconKind::CustomEmoji(emoji) => {
            Some(html! { span.icon.named title=(emoji.url) { ":" (emoji.name) ":" } })
        }
        IconKind::Native(_)
        | IconKind::External(_)
        | IconKind::Upload(_)
        | IconKind::Untyped
        | IconKind::Unknown(_) => None,
    }
}
