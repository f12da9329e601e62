//! Values that are computed when somebody looks: rollups and formulas, and what filters and sorts read.

mod aggregate;
mod formula;
mod formula_types;
mod memo;
mod read;

use std::sync::Arc;

use jiff::Timestamp;
use notion_formula::{Budget, Result, Usage, Value as Computed};
use uuid::Uuid;

use crate::property::{Formula, Rolled, Rollup};
use crate::state::{Page, PropertyId, Workspace};

pub(crate) use aggregate::{Aggregate, aggregate};
pub(crate) use formula::{Host, answer_to_json, value_to_read};
pub(crate) use formula_types::result_type;
pub(crate) use memo::Memo;
pub(crate) use read::Read;

use memo::{Known, Used, limit};

/// How many tables a value may lead through. Notion refuses formulas of more tables.
const MAX_TABLES: u8 = 10;

/// How many lists may be shown in a list of values. Notion shows none.
const MAX_SHOWN_LISTS: u8 = 1;

/// What computing needs: the workspace, one moment that counts as now, how many tables lie between the value that was
/// asked for and this one, and what is known already.
#[derive(Debug, Clone)]
pub(crate) struct Computing<'a> {
    pub(crate) workspace: &'a Workspace,
    pub(crate) now: Timestamp,
    tables: u8,
    memo: Arc<Memo>,
}

impl<'a> Computing<'a> {
    /// Computing at this moment.
    pub(crate) fn new(workspace: &'a Workspace) -> Self {
        Self {
            workspace,
            now: workspace.clock.now(),
            tables: 0,
            memo: workspace.memo.clone().unwrap_or_default(),
        }
    }

    /// Returns true if a list is shown here: those of lists of lists would be as long as all of them together.
    pub(crate) fn shows_lists(&self) -> bool {
        self.tables <= MAX_SHOWN_LISTS
    }

    /// Returns true if values are missing because their computation was interrupted.
    pub(crate) fn is_interrupted(&self) -> bool {
        self.memo.is_interrupted()
    }

    /// One table further, to look at this number of values there.
    pub(crate) fn further(&self, values: usize) -> Result<Self> {
        if self.tables >= MAX_TABLES {
            return Err(limit("the value depends on too many data sources"));
        }
        self.memo.look(values, self.tables + 1)?;
        Ok(Self {
            tables: self.tables + 1,
            ..self.clone()
        })
    }

    /// The value of a formula for a page, within the bounds of the formula that asks or within those of its own.
    pub(crate) fn formula(
        &self,
        page: &Page,
        property: &PropertyId,
        formula: &Formula,
        budget: Option<&mut Budget>,
    ) -> Result<Computed<Uuid>> {
        let known = self.known(page, property, budget, |budget| {
            let host = Host::new(self.clone());
            let (result, usage) = budget.measure(|budget| formula.evaluate(&host, page.id, budget));
            (Known::Formula(result), usage)
        })?;
        match known {
            Known::Formula(result) => result,
            Known::Rollup(_) => Ok(Computed::Empty),
        }
    }

    /// The value of a rollup for a page. For a formula that asks, every related page is one step.
    pub(crate) fn rollup(
        &self,
        page: &Page,
        property: &PropertyId,
        rollup: &Rollup,
        budget: Option<&mut Budget>,
    ) -> Result<Rolled> {
        let known = self.known(page, property, budget, |budget| {
            let (result, usage) =
                budget.measure(|budget| budget.apart(|budget| rollup.compute(self, page, budget)));
            let related = rollup.related(self.workspace, page).len() as u64;
            let charged = budget.charge(Usage::default().with_steps(related));
            let result = charged.and(result);
            (Known::Rollup(result), usage.with_steps(related))
        })?;
        match known {
            Known::Rollup(result) => result,
            Known::Formula(_) => Err(limit("the value is not a rollup")),
        }
    }

    fn known(
        &self,
        page: &Page,
        property: &PropertyId,
        budget: Option<&mut Budget>,
        compute: impl FnOnce(&mut Budget) -> (Known, Usage),
    ) -> Result<Known> {
        // A value that exceeds a bound does so wherever it is asked for, if it was asked for by itself.
        let is_alone = budget.is_none() && self.tables == 0;
        let own = &mut Budget::default();
        let budget = budget.unwrap_or(own);
        if let Some((known, used)) = self.memo.get(page.id, property) {
            budget.charge(used.formulas)?;
            self.pass_on(used)?;
            return Ok(known);
        }
        self.memo.begin()?;
        let ((known, formulas), (values, tables)) = self.memo.measure(|| compute(budget));
        let used = Used {
            formulas,
            values,
            tables: tables.saturating_sub(self.tables),
        };
        let is_settled = !self.memo.is_interrupted();
        if !known.exceeds() {
            self.pass_on(used)?;
            if is_settled {
                self.memo.keep(page.id, property, known.clone(), used);
            }
        } else if is_alone && is_settled {
            let used = Used::default();
            self.memo.keep(page.id, property, known.clone(), used);
        }
        Ok(known)
    }

    /// What a value has used counts for the value that refers to it.
    fn pass_on(&self, used: Used) -> Result<()> {
        if self.tables + used.tables > MAX_TABLES {
            return Err(limit("the value depends on too many data sources"));
        }
        self.memo.look(used.values, self.tables + used.tables)
    }
}
