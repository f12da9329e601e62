//! Signs of a text that the parser must not see as what they are.
//!
//! A parser of CommonMark gives a sign its meaning before anybody can object: `_` in an address, `$` in a price. So such a
//! sign is replaced by a symbol that the text does not have before the parser runs, and put back in what comes out of it.
//! To Markdown, a symbol is punctuation without a meaning: what is beside it is read as if the sign itself were there.

use std::borrow::Cow;
use std::collections::HashSet;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag as Start};

/// Blocks of 128 characters, one for each of ASCII: the first of some, and how many. Mathematical operators, arrows,
/// Braille and Byzantine music are symbols. The private characters after them count as letters; a text that has all
/// symbols may have emphasis read a little differently. No text below 4 MB has all of them.
const BLOCKS: [(u32, u32); 7] = [
    (0x2a00, 2),
    (0x2900, 2),
    (0x2800, 2),
    (0x2200, 2),
    (0x1_d000, 1),
    (0xe000, 50),
    (0xf_0000, 511),
];

const BLOCK: u32 = 128;

/// A text with hidden signs.
pub(super) struct Hidden<'a> {
    pub(super) text: Cow<'a, str>,
    /// What would replace the ASCII character 0, if a sign is hidden.
    first: Option<u32>,
}

impl<'a> Hidden<'a> {
    /// Hides the signs at these places, which are characters of ASCII and in order.
    pub(super) fn new(text: &'a str, places: &[usize]) -> Self {
        let first = (!places.is_empty()).then(|| unused_block(text)).flatten();
        let Some(first) = first else {
            return Self {
                text: text.into(),
                first: None,
            };
        };
        let mut out = String::with_capacity(text.len() + 3 * places.len());
        let mut done = 0;
        for place in places {
            let sign = text.as_bytes().get(*place).copied().unwrap_or_default();
            let symbol = char::from_u32(first + u32::from(sign));
            if let (Some(symbol), Some(before)) = (symbol, text.get(done..*place)) {
                out.push_str(before);
                out.push(symbol);
                done = place + 1;
            }
        }
        out.push_str(text.get(done..).unwrap_or_default());
        Self {
            text: out.into(),
            first: Some(first),
        }
    }

    /// The event with the signs put back.
    pub(super) fn restore<'e>(&self, event: Event<'e>) -> Event<'e> {
        if self.first.is_none() {
            return event;
        }
        let back = |text: CowStr<'e>| self.restore_text(text);
        match event {
            Event::Text(text) => Event::Text(back(text)),
            Event::Code(text) => Event::Code(back(text)),
            Event::Html(text) => Event::Html(back(text)),
            Event::InlineHtml(text) => Event::InlineHtml(back(text)),
            Event::InlineMath(text) => Event::InlineMath(back(text)),
            Event::DisplayMath(text) => Event::DisplayMath(back(text)),
            Event::FootnoteReference(text) => Event::FootnoteReference(back(text)),
            Event::Start(Start::FootnoteDefinition(text)) => {
                Event::Start(Start::FootnoteDefinition(back(text)))
            }
            Event::Start(Start::CodeBlock(CodeBlockKind::Fenced(text))) => {
                Event::Start(Start::CodeBlock(CodeBlockKind::Fenced(back(text))))
            }
            Event::Start(Start::Link {
                link_type,
                dest_url,
                title,
                id,
            }) => Event::Start(Start::Link {
                link_type,
                dest_url: back(dest_url),
                title: back(title),
                id,
            }),
            Event::Start(Start::Image {
                link_type,
                dest_url,
                title,
                id,
            }) => Event::Start(Start::Image {
                link_type,
                dest_url: back(dest_url),
                title: back(title),
                id,
            }),
            event => event,
        }
    }

    fn restore_text<'e>(&self, text: CowStr<'e>) -> CowStr<'e> {
        let sign = |character: char| {
            let code = u32::from(character).checked_sub(self.first?)?;
            u8::try_from(code).ok().filter(u8::is_ascii).map(char::from)
        };
        if !text.contains(|character| sign(character).is_some()) {
            return text;
        }
        let back = text
            .chars()
            .map(|character| sign(character).unwrap_or(character));
        CowStr::from(back.collect::<String>())
    }
}

/// The first character of a block that the text does not use.
fn unused_block(text: &str) -> Option<u32> {
    let mut used = HashSet::new();
    for character in text.chars().filter(|character| *character >= '\u{2200}') {
        used.insert(u32::from(character) / BLOCK * BLOCK);
    }
    blocks().find(|first| !used.contains(first))
}

/// The first character of each block.
fn blocks() -> impl Iterator<Item = u32> {
    BLOCKS
        .iter()
        .flat_map(|(first, count)| (0..*count).map(move |block| first + block * BLOCK))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_signs_come_back_and_symbols_of_the_text_stay() {
        for text in ["a*b_c$", "\u{2a2a}*\u{292a}_\u{e02a}", "*"] {
            let places: Vec<usize> = text
                .match_indices(['*', '_', '$'])
                .map(|(at, _)| at)
                .collect();
            let hidden = Hidden::new(text, &places);
            assert!(!hidden.text.contains(['*', '_', '$']));
            let event = Event::Text(hidden.text.to_string().into());
            assert_eq!(hidden.restore(event), Event::Text(text.into()));
        }
    }

    #[test]
    fn nothing_is_hidden_where_every_symbol_is_used() {
        let all: String = blocks().filter_map(char::from_u32).collect();
        let text = format!("*{all}");
        assert_eq!(Hidden::new(&text, &[0]).text, text);
    }
}
