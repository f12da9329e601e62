//! Which strings are an emoji.
//!
//! Notion compares the emoji of an icon with a list, and refuses the whole request where it is not in it: "body.icon.emoji
//! should be `"😀"`, `"😃"`, …" (published by users of other clients). The list here is Unicode's own, with skin tones, so
//! that an emoji that is newer than this crate's table is refused as well.

use crate::Reason;

/// The emoji as Notion has it: fully qualified, `⚙️` for `⚙`.
///
/// # Errors
///
/// If the string is not exactly one emoji.
pub(crate) fn qualified(emoji: &str) -> Result<&'static str, Reason> {
    // Editors and input methods leave the variation selector away, and Notion's answers have it.
    let found = emojis::get(emoji).map(emojis::Emoji::as_str);
    found.ok_or_else(|| Reason::Emoji {
        emoji: emoji.chars().take(MAX_SHOWN).collect(),
    })
}

/// The most characters of a string that an error shows.
const MAX_SHOWN: usize = 30;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_emoji_is_accepted_in_each_of_its_forms() {
        for emoji in [
            "😀",
            "💡",
            "⚙️",
            "❤️",
            "👍🏽",
            "🇩🇪",
            "1️⃣",
            "#️⃣",
            "©️",
            "👨‍👩‍👧",
            "🧑🏿‍🚀",
            "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
            "👁️‍🗨️",
            "🏳️‍🌈",
            "🫨",
        ] {
            assert_eq!(qualified(emoji), Ok(emoji));
        }
        for (short, emoji) in [("⚙", "⚙️"), ("❤", "❤️"), ("☎", "☎️"), ("👁‍🗨", "👁️‍🗨️")]
        {
            assert_eq!(qualified(short), Ok(emoji));
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for other in [
            "",
            " ",
            "x",
            "1",
            "#",
            "snake",
            "snake:purple",
            ":smile:",
            "😀😀",
            "😀 ",
            " 😀",
            "😀x",
            "🇽",
            "🇽🇽",
            "\u{200d}",
            "\u{fe0f}",
            "e\u{301}",
            "é",
            "中",
            "👩‍x",
            "💡\u{200d}",
            "https://example.com/a.png",
        ] {
            assert!(
                matches!(qualified(other), Err(Reason::Emoji { .. })),
                "{other:?}"
            );
        }
        let message = qualified(&"x".repeat(1_000_000)).unwrap_err().to_string();
        assert!(message.len() < 200, "{message}");
    }
}
