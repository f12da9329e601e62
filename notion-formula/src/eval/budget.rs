//! Bounds: no formula takes more time, memory or stack than it is given.

use super::pattern::Patterns;
use crate::error::{Error, ErrorKind, Result, Span};
use crate::types::MAX_NESTING;

/// How many bytes a text may have.
pub(crate) const MAX_TEXT: usize = 1 << 20;
/// How many items a list may have.
pub(crate) const MAX_LIST: usize = 100_000;
/// How many levels of expressions may be open, through all formulas that refer to each other.
pub(crate) const MAX_LEVELS: usize = 512;

/// What a computation may use up, through all formulas that it reaches.
///
/// A step is about one node of a formula, or 64 bytes of text that are looked at. Text is bounded to a megabyte, a list
/// to a hundred thousand items and a hundred levels, formulas that refer to each other to fifteen, as in Notion. What goes beyond ends with an error
/// of kind [`ErrorKind::Limit`].
///
/// One budget may serve many rows: [`Budget::refill`] sets it back and keeps the regular expressions that it has seen.
///
/// ```
/// use notion_formula::{Budget, ErrorKind, Formula};
///
/// let formula = Formula::parse(r#"[1, 2, 3].map([1, 2, 3].map("x".repeat(9999))).length()"#)?;
/// let error = formula.evaluate_within(&(), &(), &mut Budget::new(100)).unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Limit);
/// # Ok::<(), notion_formula::Error>(())
/// ```
#[derive(Debug)]
pub struct Budget {
    steps: u64,
    left: u64,
    levels: usize,
    references: usize,
    /// The most levels and references since the last call of [`Budget::measure`] began.
    peak: (usize, usize),
    pub(crate) patterns: Patterns,
}

/// What one computation used of a budget. A host that keeps results charges it where a result is used again, so that
/// the bounds hold as if the result were computed again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    steps: u64,
    levels: usize,
    references: usize,
}

impl Usage {
    /// Returns the same depth with this number of steps, for a host that charges a result at another price than it cost.
    #[must_use]
    pub fn with_steps(self, steps: u64) -> Self {
        Self { steps, ..self }
    }
}

impl Budget {
    /// How many formulas may refer to each other in a row. Notion's own bound.
    pub const MAX_REFERENCES: usize = 15;

    /// So many steps. The default is a million, which take less than a second.
    #[must_use]
    pub fn new(steps: u64) -> Self {
        Self {
            steps,
            left: steps,
            levels: 0,
            references: 0,
            peak: (0, 0),
            patterns: Patterns::default(),
        }
    }

    /// As many steps as at first.
    pub fn refill(&mut self) {
        self.left = self.steps;
        self.levels = 0;
        self.references = 0;
        self.peak = (0, 0);
    }

    /// Runs a computation and reports what it used.
    ///
    /// ```
    /// use notion_formula::{Budget, ErrorKind, Formula};
    ///
    /// let formula = Formula::parse("1 + 2")?;
    /// let mut budget = Budget::new(5);
    /// let (value, usage) = budget.measure(|budget| formula.evaluate_within(&(), &(), budget));
    /// assert!(value.is_ok());
    /// // Three nodes took three of five steps: the same once more is too much.
    /// assert_eq!(budget.charge(usage).unwrap_err().kind(), ErrorKind::Limit);
    /// # Ok::<(), notion_formula::Error>(())
    /// ```
    pub fn measure<T>(&mut self, compute: impl FnOnce(&mut Self) -> T) -> (T, Usage) {
        let outer = self.peak;
        let (left, levels, references) = (self.left, self.levels, self.references);
        self.peak = (levels, references);
        let result = compute(self);
        let usage = Usage {
            steps: left.saturating_sub(self.left),
            levels: self.peak.0 - levels,
            references: self.peak.1 - references,
        };
        self.peak = (outer.0.max(self.peak.0), outer.1.max(self.peak.1));
        (result, usage)
    }

    /// Uses up what a computation used before, without computing again. [`Budget::measure`] has an example.
    ///
    /// # Errors
    /// Kind [`ErrorKind::Limit`] if the computation would exceed a bound here.
    pub fn charge(&mut self, usage: Usage) -> Result<()> {
        let span = Span::default();
        let levels = self.levels + usage.levels;
        let references = self.references + usage.references;
        if levels > MAX_LEVELS {
            return Err(too_deep(span));
        }
        if references > Self::MAX_REFERENCES {
            return Err(too_many_references(span));
        }
        self.peak = (self.peak.0.max(levels), self.peak.1.max(references));
        self.spend(usage.steps, span)
    }

    /// Runs a computation that has all steps of the budget for itself and uses up none of those that are left here.
    /// Nesting and references count on, since they bound the stack.
    ///
    /// ```
    /// use notion_formula::{Budget, Formula};
    ///
    /// let formula = Formula::parse("1 + 2")?;
    /// let mut budget = Budget::new(5);
    /// for _ in 0..9 {
    ///     budget.apart(|budget| formula.evaluate_within(&(), &(), budget))?;
    /// }
    /// # Ok::<(), notion_formula::Error>(())
    /// ```
    pub fn apart<T>(&mut self, compute: impl FnOnce(&mut Self) -> T) -> T {
        let left = std::mem::replace(&mut self.left, self.steps);
        let result = compute(self);
        self.left = left;
        result
    }

    /// Uses up some steps.
    #[inline]
    pub(crate) fn spend(&mut self, steps: u64, span: Span) -> Result<()> {
        match self.left.checked_sub(steps) {
            Some(left) => {
                self.left = left;
                Ok(())
            }
            None => Err(exhausted(span, "the formula takes too many steps")),
        }
    }

    /// Uses up what it takes to look at so many bytes, or to write them.
    #[inline]
    pub(crate) fn spend_bytes(&mut self, bytes: usize, span: Span) -> Result<()> {
        self.spend(bytes as u64 / 64, span)
    }

    /// Whether a text of that many bytes may be made.
    pub(crate) fn new_text(&mut self, bytes: usize, span: Span) -> Result<()> {
        if bytes > MAX_TEXT {
            return Err(exhausted(span, "the text is longer than a megabyte"));
        }
        self.spend_bytes(bytes, span)
    }

    /// Whether a list of that many items may be made.
    pub(crate) fn new_list(&mut self, items: usize, span: Span) -> Result<()> {
        if items > MAX_LIST {
            return Err(exhausted(span, "the list has more than 100,000 items"));
        }
        self.spend(items as u64, span)
    }

    /// Whether a list may hold lists that deep.
    pub(crate) fn nested(&self, depth: usize, span: Span) -> Result<()> {
        if depth <= MAX_NESTING {
            return Ok(());
        }
        Err(exhausted(
            span,
            "lists are nested more than 100 levels deep",
        ))
    }

    /// One level further in. It is left by setting back what [`Budget::levels`] said before.
    #[inline]
    pub(crate) fn enter(&mut self, span: Span) -> Result<()> {
        self.levels += 1;
        if self.levels <= MAX_LEVELS {
            self.peak.0 = self.peak.0.max(self.levels);
            return self.spend(1, span);
        }
        Err(too_deep(span))
    }

    pub(crate) fn levels(&self) -> usize {
        self.levels
    }

    pub(crate) fn leave_to(&mut self, levels: usize) {
        self.levels = levels;
    }

    /// One formula further in, and what to give to [`Budget::leave_formula`] afterwards.
    pub(crate) fn enter_formula(&mut self, span: Span) -> Result<usize> {
        if self.references >= Self::MAX_REFERENCES {
            return Err(too_many_references(span));
        }
        self.references += 1;
        self.peak.1 = self.peak.1.max(self.references);
        Ok(self.levels)
    }

    pub(crate) fn leave_formula(&mut self, levels: usize) {
        self.references -= 1;
        self.levels = levels;
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self::new(1_000_000)
    }
}

#[cold]
fn too_deep(span: Span) -> Error {
    exhausted(
        span,
        "the formulas that refer to each other are nested too deep",
    )
}

#[cold]
fn too_many_references(span: Span) -> Error {
    exhausted(span, "too many formulas refer to each other")
}

#[cold]
fn exhausted(span: Span, message: &str) -> Error {
    Error::new(ErrorKind::Limit, span, message)
}
