//! What came out, by endpoint.

use std::collections::BTreeMap;
use std::fmt;

use super::compare::Strictness;
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
        let mut recordings: BTreeMap<&str, (usize, usize, Strictness)> = BTreeMap::new();
        let mut whole = Strictness::default();
        for outcome in &self.outcomes {
            let (all, agree, strictness) = recordings.entry(&outcome.recording).or_default();
            *all += 1;
            *agree += usize::from(outcome.differences.is_empty());
            *strictness += outcome.strictness;
            whole += outcome.strictness;
        }
        writeln!(
            f,
            "how strictly: exact values, renamed ids, by form, results of searches left out"
        )?;
        for (recording, (all, agree, strictness)) in recordings {
            writeln!(
                f,
                "{}  {agree:>4} of {all:>4}  {recording}",
                columns(strictness)
            )?;
        }
        writeln!(f, "{}  in all", columns(whole))?;
        writeln!(f)?;
        for (endpoint, (all, agree)) in endpoints {
            writeln!(f, "{agree:>5} of {all:>4}  {endpoint}")?;
        }
        let (all, agree) = self.counts();
        writeln!(f, "{agree:>5} of {all:>4}  in all")
    }
}

fn columns(strictness: Strictness) -> String {
    let Strictness {
        exact,
        renamed,
        by_form,
        left_out,
    } = strictness;
    format!("{exact:>7} {renamed:>7} {by_form:>7} {left_out:>5}")
}
