//! What came out, by endpoint.

use std::collections::BTreeMap;
use std::fmt;

use super::run::Outcome;

/// All outcomes.
#[derive(Debug, Default)]
pub(crate) struct Report {
    outcomes: Vec<Outcome>,
}

impl Report {
    pub(crate) fn add(&mut self, outcomes: Vec<Outcome>) {
        self.outcomes.extend(outcomes);
    }

    /// How many interactions there were, and how many agree.
    pub(crate) fn counts(&self) -> (usize, usize) {
        (
            self.outcomes.len(),
            self.outcomes
                .iter()
                .filter(|outcome| outcome.differences.is_empty())
                .count(),
        )
    }
}

/// A table by endpoint, and below it each difference.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut endpoints: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for outcome in &self.outcomes {
            let (all, agree) = endpoints.entry(&outcome.endpoint).or_default();
            *all += 1;
            *agree += usize::from(outcome.differences.is_empty());
        }
        for outcome in self
            .outcomes
            .iter()
            .filter(|outcome| !outcome.differences.is_empty())
        {
            writeln!(
                f,
                "{} #{} {}",
                outcome.recording, outcome.index, outcome.endpoint
            )?;
            for difference in &outcome.differences {
                writeln!(
                    f,
                    "    {}\n        notion {}\n        here   {}",
                    difference.path, difference.recorded, difference.actual
                )?;
            }
        }
        writeln!(f)?;
        for (endpoint, (all, agree)) in endpoints {
            writeln!(f, "{agree:>5} of {all:>4}  {endpoint}")?;
        }
        let (all, agree) = self.counts();
        writeln!(f, "{agree:>5} of {all:>4}  in all")
    }
}
