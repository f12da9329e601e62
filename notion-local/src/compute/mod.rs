//! Values that are computed when somebody looks: rollups and formulas, and what filters and sorts read.

mod aggregate;
mod formula;
mod formula_types;
mod read;

use std::cell::Cell;
use std::rc::Rc;

use jiff::Timestamp;

use crate::state::Workspace;

pub(crate) use aggregate::{Aggregate, aggregate};
pub(crate) use formula::{Host, answer_to_json, value_to_read};
pub(crate) use formula_types::result_type;
pub(crate) use read::Read;

/// How deep rollups and formulas may refer to one another. Notion refuses formulas of more tables.
const DEEPEST: u8 = 10;

/// How many related values one value may be computed from. What takes more is `unsupported`, as in Notion.
const MOST_VALUES: usize = 100_000;

/// What computing needs: the workspace, one moment that counts as now, how deep it has gone and how much it has read.
#[derive(Debug, Clone)]
pub(crate) struct Computing<'a> {
    pub(crate) workspace: &'a Workspace,
    pub(crate) now: Timestamp,
    depth: u8,
    read: Rc<Cell<usize>>,
}

impl<'a> Computing<'a> {
    /// Computing at this moment.
    pub(crate) fn new(workspace: &'a Workspace) -> Self {
        Self {
            workspace,
            now: workspace.clock.now(),
            depth: 0,
            read: Rc::default(),
        }
    }

    /// One step from table to table, to read so many values, or nothing where it went too far.
    pub(crate) fn deeper(&self, values: usize) -> Option<Self> {
        let before = if self.depth == 0 { 0 } else { self.read.get() };
        let read = before + values;
        self.read.set(read);
        (self.depth < DEEPEST && read <= MOST_VALUES).then(|| Self {
            depth: self.depth + 1,
            ..self.clone()
        })
    }
}
