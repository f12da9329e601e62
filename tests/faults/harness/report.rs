//! What the runs found.

use std::collections::BTreeMap;
use std::fmt;

/// What one run found.
pub(crate) struct Run {
    pub(crate) seed: u64,
    pub(crate) call: &'static str,
    pub(crate) way: String,
    /// The faults that happened, by their names.
    pub(crate) faults: Vec<String>,
    pub(crate) findings: Vec<Finding>,
}

/// Something that is wrong.
#[derive(Debug, Clone)]
pub(crate) enum Finding {
    /// Something that was reported as written, or that was there before, is not there.
    Lost(String),
    /// Something is there more than once.
    Doubled(String),
    /// The report and the server's state contradict each other in another way.
    Wrong(String),
}

/// The sums.
#[derive(Default)]
pub(crate) struct Report {
    runs: usize,
    by_kind: BTreeMap<String, usize>,
    by_call: BTreeMap<String, (usize, usize)>,
    lost: usize,
    doubled: usize,
    wrong: usize,
    details: Vec<String>,
}

impl Report {
    pub(crate) fn add(&mut self, run: Run) {
        self.runs += 1;
        for fault in &run.faults {
            *self.by_kind.entry(fault.clone()).or_default() += 1;
        }
        let sums = self.by_call.entry(run.call.to_owned()).or_default();
        sums.0 += 1;
        sums.1 += run.faults.len();
        for finding in run.findings {
            let (what, text) = match finding {
                Finding::Lost(text) => {
                    self.lost += 1;
                    ("lost", text)
                }
                Finding::Doubled(text) => {
                    self.doubled += 1;
                    ("doubled", text)
                }
                Finding::Wrong(text) => {
                    self.wrong += 1;
                    ("reported wrongly", text)
                }
            };
            self.details.push(format!(
                "{what}: {text}\n    {} over {}, faults: {}\n    repeat it with `--seed {} --count 1`",
                run.call,
                run.way,
                run.faults.join("; "),
                run.seed
            ));
        }
    }

    pub(crate) fn is_clean(&self) -> bool {
        self.details.is_empty()
    }

    /// How many calls were reached. The program that prints the report does not ask.
    #[allow(dead_code, reason = "the test asks, the example does not")]
    pub(crate) fn calls(&self) -> usize {
        self.by_call.len()
    }

    /// How many kinds of faults happened.
    #[allow(dead_code, reason = "the test asks, the example does not")]
    pub(crate) fn kinds(&self) -> usize {
        self.by_kind.len()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let faults: usize = self.by_kind.values().sum();
        writeln!(f, "{} runs, {faults} faults\n\nby kind:", self.runs)?;
        for (kind, count) in &self.by_kind {
            writeln!(f, "  {count:6}  {kind}")?;
        }
        writeln!(f, "\nby call:")?;
        for (call, (runs, faults)) in &self.by_call {
            writeln!(f, "  {faults:6}  in {runs:5} runs  {call}")?;
        }
        write!(
            f,
            "\nlost: {}, doubled: {}, reported wrongly: {}",
            self.lost, self.doubled, self.wrong
        )?;
        for detail in &self.details {
            write!(f, "\n  {detail}")?;
        }
        Ok(())
    }
}
