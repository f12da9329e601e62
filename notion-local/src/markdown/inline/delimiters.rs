//! Stars and tildes that open and close styles.
//!
//! It is the algorithm of CommonMark, one run of delimiters after the other: a run closes the nearest run before it that
//! fits, two characters if both have two, and what remains may open. Two runs that would add up to a multiple of three
//! do not fit, so that `*a**b**c*` is bold in italic. Other than in CommonMark a run beside a space may open and close:
//! Notion writes `**bold **`.

/// A style of delimiters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Bold,
    Italic,
    Strikethrough,
}

/// A run of delimiters in a line.
#[derive(Debug)]
pub(super) struct Delimiter {
    pub(super) character: char,
    /// How many characters neither open nor close anything.
    pub(super) remaining: usize,
    pub(super) closes: Vec<Mark>,
    pub(super) opens: Vec<Mark>,
}

/// A run that may still be closed.
#[derive(Debug)]
struct Open {
    at: usize,
    character: char,
    length: usize,
    remaining: usize,
}

/// The runs of a line.
#[derive(Debug, Default)]
pub(super) struct Delimiters {
    pub(super) runs: Vec<Delimiter>,
    open: Vec<Open>,
    /// Below this height there is nothing open that fits: by character and length modulo three.
    bottoms: [[usize; 3]; 2],
}

impl Delimiters {
    /// Adds a run, which may close others. Returns its place.
    pub(super) fn add(&mut self, character: char, length: usize) -> usize {
        let at = self.runs.len();
        let mut run = Delimiter {
            character,
            remaining: length,
            closes: Vec::new(),
            opens: Vec::new(),
        };
        while let Some((place, taken)) = self.fitting(character, length, run.remaining) {
            let mark = match (character, taken) {
                ('~', _) => Mark::Strikethrough,
                (_, 2) => Mark::Bold,
                _ => Mark::Italic,
            };
            self.open.truncate(place + 1);
            if let Some(open) = self.open.last_mut() {
                open.remaining -= taken;
                if let Some(opener) = self.runs.get_mut(open.at) {
                    opener.remaining -= taken;
                    opener.opens.push(mark);
                }
                if open.remaining < least(character) {
                    self.open.pop();
                }
            }
            let height = self.open.len();
            for bottom in self.bottoms.iter_mut().flatten() {
                *bottom = (*bottom).min(height);
            }
            run.closes.push(mark);
            run.remaining -= taken;
        }
        if run.remaining >= least(character) {
            self.open.push(Open {
                at,
                character,
                length,
                remaining: run.remaining,
            });
        }
        self.runs.push(run);
        at
    }

    /// The nearest open run that fits, and how many characters of both are used.
    fn fitting(
        &mut self,
        character: char,
        length: usize,
        remaining: usize,
    ) -> Option<(usize, usize)> {
        if remaining < least(character) {
            return None;
        }
        let bottom = self
            .bottoms
            .get_mut(usize::from(character == '~'))?
            .get_mut(length % 3)?;
        let fits = |open: &Open| {
            let sum = open.length + length;
            open.character == character
                && (character == '~'
                    || !sum.is_multiple_of(3)
                    || (open.length.is_multiple_of(3) && length.is_multiple_of(3)))
        };
        let above = self.open.get(*bottom..).unwrap_or_default();
        let Some(found) = above.iter().rposition(fits) else {
            *bottom = self.open.len();
            return None;
        };
        let open = above.get(found)?;
        let taken = if open.remaining >= 2 && remaining >= 2 {
            2
        } else {
            1
        };
        Some((*bottom + found, taken))
    }
}

/// How many characters a style takes at least.
fn least(character: char) -> usize {
    if character == '~' { 2 } else { 1 }
}
