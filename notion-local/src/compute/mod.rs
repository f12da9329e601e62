//! Values that are computed when somebody looks: rollups and formulas, and what filters and sorts read.

mod aggregate;
mod read;

use jiff::Timestamp;

use crate::state::Workspace;

pub(crate) use aggregate::{Aggregate, aggregate};
pub(crate) use read::Read;

/// How deep rollups and formulas may refer to one another. Notion refuses formulas of more tables.
const DEEPEST: u8 = 10;

/// What computing needs: the workspace, one moment that counts as now, and how deep it has gone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Computing<'a> {
    pub(crate) workspace: &'a Workspace,
    pub(crate) now: Timestamp,
    depth: u8,
}

impl<'a> Computing<'a> {
    /// Computing at this moment.
    pub(crate) fn new(workspace: &'a Workspace) -> Self {
        Self {
            workspace,
            now: workspace.clock.now(),
            depth: 0,
        }
    }

    /// One step from table to table, or nothing where it went too deep.
    pub(crate) fn deeper(self) -> Option<Self> {
        (self.depth < DEEPEST).then_some(Self {
            depth: self.depth + 1,
            ..self
        })
    }
}
