//! Which callouts GitHub's alerts stand for.

use notion_model::{Icon, IconKind};
use pulldown_cmark::BlockQuoteKind;

/// The word and the icon of each.
const ALERTS: [(BlockQuoteKind, &str, &str); 5] = [
    (BlockQuoteKind::Note, "NOTE", "ℹ️"),
    (BlockQuoteKind::Tip, "TIP", "💡"),
    (BlockQuoteKind::Important, "IMPORTANT", "❗"),
    (BlockQuoteKind::Warning, "WARNING", "⚠️"),
    (BlockQuoteKind::Caution, "CAUTION", "🛑"),
];

/// The icon of an alert. What there are icons for is a choice: GitHub's are no emojis.
pub(super) fn icon(kind: BlockQuoteKind) -> Icon {
    let found = ALERTS.iter().find(|(other, ..)| *other == kind);
    Icon::emoji(found.map_or("💡", |(_, _, icon)| icon))
}

/// The word of the alert with this icon. Notion takes 💡 if there is none.
pub(super) fn word(icon: Option<&Icon>) -> Option<&'static str> {
    let emoji = match icon.map(|icon| &icon.kind) {
        None => "💡",
        Some(IconKind::Emoji(emoji)) => emoji,
        Some(_) => return None,
    };
    let found = ALERTS.iter().find(|(_, _, icon)| *icon == emoji)?;
    Some(found.1)
}
