//! What a string can be as an icon. `notion-content` has the same for programs, and the derive does not depend on it.

/// Whether a string can be the name of one of Notion's own icons, as `snake` or `arrow-up`.
pub(crate) fn is_native_name(name: &str) -> bool {
    let fits = |byte: u8| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_')
    };
    !name.is_empty() && name.bytes().all(fits)
}

/// Whether a string is one emoji, by the blocks that Unicode has emoji in and the ways in which it puts them together: a
/// pictograph with what changes its looks, several that a joiner holds together, a flag, a keycap.
///
/// The blocks have some signs that are not emoji. Notion refuses these itself.
pub(crate) fn is_emoji(text: &str) -> bool {
    const JOINER: char = '\u{200D}';

    if is_flag(text) || is_keycap(text) {
        return true;
    }
    text.split(JOINER).all(|part| {
        let mut characters = part.chars();
        characters.next().is_some_and(is_pictograph) && characters.all(changes_looks)
    })
}

/// The letters of a country.
fn is_flag(text: &str) -> bool {
    let is_letter = |letter| matches!(letter, '\u{1F1E6}'..='\u{1F1FF}');
    text.chars().count() == 2 && text.chars().all(is_letter)
}

/// A digit, `#` or `*` on a key.
fn is_keycap(text: &str) -> bool {
    let mut characters = text.chars();
    matches!(characters.next(), Some('0'..='9' | '#' | '*'))
        && matches!(characters.as_str(), "\u{FE0F}\u{20E3}" | "\u{20E3}")
}

/// Variation selectors, skin tones, and the tags that spell the flag of a region.
fn changes_looks(character: char) -> bool {
    matches!(character, '\u{FE0E}' | '\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}' | '\u{E0020}'..='\u{E007F}')
}

fn is_pictograph(character: char) -> bool {
    matches!(
        character,
        '\u{A9}' | '\u{AE}' | '\u{203C}' | '\u{2049}' | '\u{2122}' | '\u{2139}'
            | '\u{2194}'..='\u{21AA}' | '\u{231A}'..='\u{23FF}' | '\u{24C2}' | '\u{25AA}'..='\u{25FE}'
            | '\u{2600}'..='\u{27BF}' | '\u{2934}' | '\u{2935}' | '\u{2B05}'..='\u{2B55}' | '\u{3030}'
            | '\u{303D}' | '\u{3297}' | '\u{3299}' | '\u{1F004}'..='\u{1F0CF}' | '\u{1F170}'..='\u{1F19A}'
            | '\u{1F201}'..='\u{1F251}' | '\u{1F300}'..='\u{1FAFF}'
    )
}
