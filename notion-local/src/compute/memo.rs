//! What was computed for one answer, so that every value is computed once.
//!
//! A value is kept with what it used: where it is used again, that is charged again. So a bound is exceeded or not by the
//! value itself, and not by what happened to be computed before it.
//!
//! A reading request may be interrupted: from then on nothing more is computed, and the request is answered again later,
//! with what is kept here. See [`Memo::in_slices`].

use std::sync::Mutex;
use std::time::{Duration, Instant};

use notion_formula::{Error, ErrorKind, Result, Span, Usage, Value as Computed};
use uuid::Uuid;

use crate::property::Rolled;
use crate::state::{Map, PropertyId};
use crate::sync::lock;

/// How many related values one value may be computed from. What takes more is `unsupported`, as in Notion.
const MAX_VALUES: usize = 100_000;

/// How many bytes the values that are kept may take, about. All are forgotten when there are more.
const MAX_BYTES: usize = 64 << 20;

/// What computing one value used.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Used {
    pub(crate) formulas: Usage,
    /// How many related values it looked at, through all that it refers to.
    pub(crate) values: usize,
    /// How many tables away from its own the furthest of them is.
    pub(crate) tables: u8,
}

/// A value that was computed.
#[derive(Debug, Clone)]
pub(crate) enum Known {
    Formula(Result<Computed<Uuid>>),
    Rollup(Result<Rolled>),
}

impl Known {
    /// Returns true if a bound was exceeded.
    pub(super) fn exceeds(&self) -> bool {
        let error = match self {
            Self::Formula(result) => result.as_ref().err(),
            Self::Rollup(result) => result.as_ref().err(),
        };
        error.is_some_and(|error| error.kind() == ErrorKind::Limit)
    }

    fn bytes(&self) -> usize {
        const EACH: usize = 128;
        match self {
            Self::Formula(Ok(value)) => EACH + bytes(value),
            Self::Rollup(Ok(Rolled::Each(elements))) => EACH + 16 * elements.pages.len(),
            _ => EACH,
        }
    }
}

fn bytes(value: &Computed<Uuid>) -> usize {
    match value {
        Computed::Text(text) => text.len(),
        Computed::List(items) => items.iter().map(|item| 32 + bytes(item)).sum(),
        _ => 0,
    }
}

/// The values that are known, by page and property.
#[derive(Debug, Default)]
pub(crate) struct Memo(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    values: Map<Uuid, Vec<(PropertyId, Known, Used)>>,
    bytes: usize,
    /// How many values the value in the making has looked at so far, and how many tables away from the first one.
    used: (usize, u8),
    slice: Option<Slice>,
}

#[derive(Debug)]
struct Slice {
    length: Duration,
    /// When the first value was computed that was not known.
    began: Option<Instant>,
    /// Whether a value was completed since.
    is_ahead: bool,
    is_over: bool,
}

impl Memo {
    /// Computes for this time before it interrupts. The time begins with the first value that is not known.
    pub(crate) fn in_slices(length: Duration) -> Self {
        let memo = Self::default();
        lock(&memo.0).slice = Some(Slice {
            length,
            began: None,
            is_ahead: false,
            is_over: false,
        });
        memo
    }

    /// Begins the next slice.
    pub(crate) fn resume(&self) {
        let mut state = lock(&self.0);
        state.used = (0, 0);
        if let Some(slice) = &mut state.slice {
            slice.began = None;
            slice.is_ahead = false;
            slice.is_over = false;
        }
    }

    /// Returns true if values are missing because the slice is over: an answer that holds any is to be thrown away.
    pub(crate) fn is_interrupted(&self) -> bool {
        lock(&self.0)
            .slice
            .as_ref()
            .is_some_and(|slice| slice.is_over)
    }

    pub(super) fn get(&self, page: Uuid, property: &str) -> Option<(Known, Used)> {
        let state = lock(&self.0);
        let values = state.values.get(&page)?;
        let (_, known, used) = values.iter().find(|(id, ..)| &**id == property)?;
        Some((known.clone(), *used))
    }

    pub(super) fn keep(&self, page: Uuid, property: &PropertyId, known: Known, used: Used) {
        let mut state = lock(&self.0);
        if let Some(slice) = &mut state.slice {
            slice.is_ahead = true;
        }
        state.bytes += known.bytes();
        if state.bytes > MAX_BYTES {
            state.bytes = known.bytes();
            state.values.clear();
            // What is forgotten would be missing again in the next slice, and the answer would never be complete.
            if let Some(slice) = &mut state.slice {
                slice.length = Duration::MAX;
            }
        }
        let values = state.values.entry(page).or_default();
        values.push((property.clone(), known, used));
    }

    /// Before a value is computed that is not known.
    pub(super) fn begin(&self) -> Result<()> {
        let mut state = lock(&self.0);
        let Some(slice) = &mut state.slice else {
            return Ok(());
        };
        let began = *slice.began.get_or_insert_with(Instant::now);
        slice.is_over |= slice.is_ahead && began.elapsed() > slice.length;
        if slice.is_over {
            return Err(limit("the answer takes more time"));
        }
        Ok(())
    }

    /// Computes something, and reports how many values it looked at and how many tables away.
    pub(super) fn measure<T>(&self, compute: impl FnOnce() -> T) -> (T, (usize, u8)) {
        let outer = std::mem::take(&mut lock(&self.0).used);
        let result = compute();
        let mut state = lock(&self.0);
        let used = std::mem::replace(&mut state.used, outer);
        (result, used)
    }

    /// Looks at values that are this many tables away from the value that was asked for first.
    pub(super) fn look(&self, values: usize, tables: u8) -> Result<()> {
        let mut state = lock(&self.0);
        state.used.0 = state.used.0.saturating_add(values);
        state.used.1 = state.used.1.max(tables);
        if state.used.0 > MAX_VALUES {
            return Err(limit("the value is computed from too many others"));
        }
        Ok(())
    }
}

pub(super) fn limit(message: &str) -> Error {
    Error::new(ErrorKind::Limit, Span::default(), message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: usize) -> Known {
        Known::Formula(Ok(Computed::text("x".repeat(bytes))))
    }

    #[test]
    fn a_slice_is_over_after_its_time_and_not_before_a_value_is_complete() {
        let memo = Memo::in_slices(Duration::ZERO);
        let id: PropertyId = "title".into();
        assert!(memo.begin().is_ok());
        std::thread::sleep(Duration::from_millis(1));
        assert!(memo.begin().is_ok(), "nothing is complete yet");
        memo.keep(Uuid::nil(), &id, text(1), Used::default());
        std::thread::sleep(Duration::from_millis(1));
        assert!(memo.begin().is_err());
        assert!(memo.is_interrupted());
        memo.resume();
        assert!(!memo.is_interrupted());
        assert!(memo.get(Uuid::nil(), "title").is_some());
    }

    #[test]
    fn values_that_take_too_much_are_forgotten_and_end_the_slices() {
        let memo = Memo::in_slices(Duration::ZERO);
        let id: PropertyId = "title".into();
        for page in 0..70 {
            memo.keep(Uuid::from_u128(page), &id, text(1 << 20), Used::default());
        }
        assert!(memo.get(Uuid::from_u128(0), "title").is_none());
        assert!(memo.get(Uuid::from_u128(69), "title").is_some());
        memo.resume();
        assert!(memo.begin().is_ok());
        memo.keep(Uuid::nil(), &id, text(1), Used::default());
        std::thread::sleep(Duration::from_millis(1));
        assert!(memo.begin().is_ok(), "the answer is completed in one go");
    }
}
