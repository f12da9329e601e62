//! Signs that the parser would take for something that they are not: those in addresses, and dollar signs of prices.
//!
//! The text is parsed once without formulas. That shows where its texts are, as opposed to code, tags and the addresses of
//! links. In them, from left to right:
//!
//! * an address without signs around it (see [`autolink`]) takes all signs in it, as in GitHub's parser;
//! * a dollar sign begins a formula if the next one can end it, as in Pandoc: no space after the first and before the
//!   second, and no digit after the second. In addition, no letter or digit of ASCII stands before the first, as on GitHub,
//!   so that `US$5 or US$ 6` is not a formula.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::autolink;

/// The places of the signs that have to be hidden from the parser, in order.
pub(super) fn misread(text: &str, options: Options) -> Vec<usize> {
    if !(text.contains(['$', '@']) || text.contains("://") || text.contains("www.")) {
        return Vec::new();
    }
    let mut survey = Survey {
        text,
        limit: text.len(),
        links: 0,
        after_address: 0,
        signs: Vec::new(),
        braces: Braces::default(),
        misread: Vec::new(),
    };
    let mut is_text = true;
    for (event, range) in Parser::new_ext(text, options - Options::ENABLE_MATH).into_offset_iter() {
        match event {
            Event::Text(content) => {
                // Entities are texts too, and not what the text has in this place.
                let source = text.get(range.clone());
                if is_text && source == Some(&*content) {
                    survey.text(range);
                }
            }
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => survey.links += 1,
            Event::End(TagEnd::Link | TagEnd::Image) => survey.links -= 1,
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough)
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough) => {}
            Event::Start(tag) => {
                survey.end_of_text();
                is_text = !matches!(tag, Tag::CodeBlock(_) | Tag::HtmlBlock);
                survey.limit = if tag == Tag::TableCell {
                    range.end
                } else {
                    text.len()
                };
            }
            Event::End(_) => {
                survey.end_of_text();
                is_text = true;
            }
            _ => {}
        }
    }
    survey.end_of_text();
    survey.misread
}

/// Returns true if a formula may be here, by what stands around its dollar signs.
pub(super) fn is_formula(text: &str, range: &Range<usize>) -> bool {
    let inside = range.start + 1..range.end.saturating_sub(1);
    opens(text, range.start) && closes(text, inside.end) && !inside.is_empty()
}

fn opens(text: &str, dollar: usize) -> bool {
    let before = text.get(..dollar).and_then(|text| text.chars().next_back());
    let after = text.get(dollar + 1..).and_then(|text| text.chars().next());
    !before.is_some_and(|before| before.is_ascii_alphanumeric())
        && after.is_some_and(|after| !after.is_whitespace())
}

fn closes(text: &str, dollar: usize) -> bool {
    let before = text.get(..dollar).and_then(|text| text.chars().next_back());
    let after = text.get(dollar + 1..).and_then(|text| text.chars().next());
    before.is_some_and(|before| !before.is_whitespace())
        && !after.is_some_and(|after| after.is_ascii_digit())
}

enum Sign {
    /// A dollar sign, and the pair of braces that it is in. A formula ends in the same pair that it began in:
    /// `$\text{for $x$}$` is one.
    Dollar(usize, usize),
    Address(Range<usize>),
}

/// The braces of a text that are open.
#[derive(Default)]
struct Braces {
    /// The numbers of the pairs that are open.
    open: Vec<usize>,
    /// How many there were.
    count: usize,
}

impl Braces {
    fn take(&mut self, byte: u8) {
        self.count += 1;
        // A closing brace without an opening one ends all formulas that began before it.
        if byte == b'{' || self.open.pop().is_none() {
            self.open.push(self.count);
        }
    }

    fn innermost(&self) -> usize {
        self.open.last().copied().unwrap_or_default()
    }
}

struct Survey<'a> {
    text: &'a str,
    /// Where an address ends at the latest: at the end of a cell.
    limit: usize,
    /// How many links and images are open.
    links: usize,
    /// Where the last address ended.
    after_address: usize,
    /// The signs of the text that is open: of a paragraph, a heading, a cell.
    signs: Vec<Sign>,
    braces: Braces,
    misread: Vec<usize>,
}

impl Survey<'_> {
    fn text(&mut self, range: Range<usize>) {
        let bytes = self.text.as_bytes();
        let until_limit = self.text.get(..self.limit).unwrap_or(self.text);
        let start = range.start;
        for place in range {
            let byte = bytes.get(place).copied().unwrap_or_default();
            // An escaped sign is the first one of a text.
            let is_escaped = place == start && place > 0 && bytes.get(place - 1) == Some(&b'\\');
            if byte == b'$' && !is_escaped {
                self.signs
                    .push(Sign::Dollar(place, self.braces.innermost()));
            } else if matches!(byte, b'{' | b'}') && !is_escaped {
                self.braces.take(byte);
            } else if autolink::is_trigger(byte)
                && self.links == 0
                && place >= self.after_address
                && let Some(address) =
                    autolink::at(until_limit, place, start.max(self.after_address))
            {
                self.after_address = address.range.end;
                self.signs.push(Sign::Address(address.range));
            }
        }
    }

    fn end_of_text(&mut self) {
        let signs = std::mem::take(&mut self.signs);
        self.braces = Braces::default();
        // The next dollar sign in the same braces.
        let mut next: Vec<Option<usize>> = vec![None; signs.len()];
        let mut last = HashMap::new();
        for (index, sign) in signs.iter().enumerate() {
            if let Sign::Dollar(place, braces) = sign
                && let Some(before) = last.insert(*braces, index)
                && let Some(next) = next.get_mut(before)
            {
                *next = Some(*place);
            }
        }
        let dollar = |index: usize| match signs.get(index) {
            Some(Sign::Dollar(place, _)) => Some(*place),
            _ => None,
        };
        let is_double =
            |index: usize| dollar(index).is_some_and(|place| dollar(index + 1) == Some(place + 1));
        let last_double = (0..signs.len()).rev().find(|index| is_double(*index));
        // Up to here, the text is something that was found.
        let mut done = 0;
        for (index, sign) in signs.iter().enumerate() {
            match sign {
                Sign::Dollar(place, _) if *place >= done => {
                    let end =
                        if is_double(index) && last_double.is_some_and(|last| last > index + 1) {
                            let other = (index + 2..signs.len()).find(|index| is_double(*index));
                            other.and_then(dollar).map(|other| other + 2)
                        } else {
                            let next = next.get(index).copied().flatten();
                            next.filter(|next| is_formula(self.text, &(*place..next + 1)))
                                .map(|next| next + 1)
                        };
                    match end {
                        Some(end) => done = end,
                        None => self.misread.push(*place),
                    }
                }
                Sign::Address(range) if range.start >= done => {
                    self.hide_signs(range.clone());
                    done = range.end;
                }
                _ => {}
            }
        }
    }

    fn hide_signs(&mut self, range: Range<usize>) {
        let bytes = self.text.as_bytes();
        let is_misread = |place: &usize| match bytes.get(*place) {
            // In a cell, this is how a `|` is written.
            Some(b'\\') => bytes.get(place + 1) != Some(&b'|'),
            Some(byte) => b"*_~[]&$`".contains(byte),
            None => false,
        };
        self.misread.extend(range.filter(is_misread));
    }
}
