//! The plan for a set of related schemas: what is created, what is changed, and in which order.
//!
//! | file | what it does |
//! |---|---|
//! | `matching` | which live property each property of the set means |
//! | `build` | the changes of every database, and the order of the requests |
//! | `views` | the views that are missing or differ |
//! | `broken` | which rollups and formulas a change breaks |
//! | `member` | one database of the plan |
//! | `base` | what the plan was computed from, and how that has changed since |
//! | `request` | the bodies of the requests |
//! | `show` | the plan as text |

mod base;
mod broken;
mod build;
mod matching;
mod member;
mod request;
mod show;
mod views;

use notion_model::{DataSourceId, PropertyId};
use serde::{Deserialize, Serialize};

pub use base::SetBase;
pub use build::SetPlace;
pub use member::{MemberPlace, NewDatabase, SetMember};
pub use request::{SetCreation, SetRequest, SetUpdate, SetView};

use super::allow::{Allow, Verdict};
use super::base::checksum;
use super::change::{Action, Change};
use crate::error::{Error, Result};

/// The version of the JSON form.
const VERSION: u32 = 1;

/// What would have to change so that the databases of a set of schemas exist and have these schemas.
///
/// It prints the changes of each database, and then the requests in their order. The marks are those of a
/// [`SchemaPlan`](super::SchemaPlan).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SchemaSetPlan {
    version: u32,
    databases: Vec<SetMember>,
    steps: Vec<SetStep>,
    /// Of everything else, so that a plan that was edited is not applied.
    checksum: String,
}

/// One request of the plan, or several about the same database.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SetStep {
    /// The database, by its place in the set.
    pub database: usize,
    /// The changes, by their places among those of the database.
    pub changes: Vec<usize>,
    /// Properties that get a temporary name first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub park: Vec<Parked>,
}

/// A property that gets a temporary name, since another one is to have the name that it has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parked {
    /// The property.
    pub id: PropertyId,
    /// The temporary name.
    pub name: String,
}

impl SchemaSetPlan {
    fn new(databases: Vec<SetMember>, steps: Vec<SetStep>) -> SchemaSetPlan {
        let mut plan = SchemaSetPlan {
            version: VERSION,
            databases,
            steps,
            checksum: String::new(),
        };
        plan.checksum = plan.expected_checksum();
        plan
    }

    /// Parses the JSON that [`to_json`](Self::to_json) wrote.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidPlan`] if it is not a plan of a set, or one of an unknown version, or was edited.
    pub fn from_json(json: &str) -> Result<SchemaSetPlan> {
        let plan: SchemaSetPlan = serde_json::from_str(json).map_err(|error| {
            Error::invalid_plan(format!("this is not a plan for a set of schemas: {error}"))
        })?;
        if plan.version != VERSION {
            return Err(Error::invalid_plan(format!(
                "this is a plan of version {}, and version {VERSION} is known: plan again",
                plan.version
            )));
        }
        if plan.checksum != plan.expected_checksum() {
            return Err(Error::invalid_plan(
                "the plan was edited after it was written: change the schemas instead, and plan again",
            ));
        }
        plan.check_places()?;
        Ok(plan)
    }

    /// Writes the plan as JSON, for a file or another process; [`from_json`](Self::from_json) reads it.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidPlan`] if the plan cannot be written as JSON.
    pub fn to_json(&self) -> Result<String> {
        serde_json::to_string_pretty(self)
            .map_err(|error| Error::invalid_plan(format!("the plan cannot be written: {error}")))
    }

    /// The databases, in the order of the set.
    pub fn databases(&self) -> &[SetMember] {
        &self.databases
    }

    /// Returns whether nothing has to change: every database exists and has its schema. What a schema does not have
    /// is kept, so that it does not count.
    pub fn is_empty(&self) -> bool {
        self.databases.iter().all(SetMember::is_unchanged)
    }

    /// The changes that this policy refuses, each with its database.
    pub fn refused(&self, allow: Allow) -> impl Iterator<Item = (&SetMember, &Change)> {
        let pairs = self
            .databases
            .iter()
            .flat_map(|member| member.changes().iter().map(move |change| (member, change)));
        pairs.filter(move |(_, change)| allow.verdict(change) == Verdict::Refuse)
    }

    /// Returns how many requests change something if this policy is applied. Requests that only read are not
    /// counted, and neither is the one that names the other side of a new two-way relation where Notion does not.
    pub fn requests(&self, allow: Allow) -> usize {
        let of = |step: &SetStep| {
            let member = &self.databases[step.database];
            if member.is_new() && self.creates(step) {
                return 1;
            }
            let is_done = |at: &&usize| allow.verdict(&member.changes()[**at]) == Verdict::Do;
            let done = || step.changes.iter().filter(is_done);
            let describes =
                |at: &usize| matches!(member.changes()[*at].action, Action::DescribeDatabase(_));
            let described = done().any(describes);
            let others = done().any(|at| !describes(at)) || !step.park.is_empty();
            usize::from(described) + usize::from(others)
        };
        self.steps.iter().map(of).sum()
    }

    /// The requests, in their order.
    #[doc(hidden)]
    pub fn steps(&self) -> &[SetStep] {
        &self.steps
    }

    /// Whether a step creates the database that it is about: the first one of a new database.
    #[doc(hidden)]
    pub fn creates(&self, step: &SetStep) -> bool {
        let first = self.steps.iter().find(|it| it.database == step.database);
        self.databases[step.database].is_new()
            && first.is_some_and(|first| std::ptr::eq(first, step))
    }

    /// The ID that stands for the data source of a database that the plan creates.
    pub(super) fn placeholder(database: usize) -> DataSourceId {
        // Notion's own IDs are of version 4 or 8.
        DataSourceId::from(uuid::Uuid::from_u128(database as u128 + 1))
    }

    fn expected_checksum(&self) -> String {
        let all = (self.version, &self.databases, &self.steps);
        checksum([serde_json::to_string(&all).unwrap_or_default().as_str()])
    }

    /// Refuses steps about what the plan does not have.
    fn check_places(&self) -> Result<()> {
        let is_known = |step: &SetStep| {
            let member = self.databases.get(step.database);
            member.is_some_and(|it| step.changes.iter().all(|at| *at < it.changes().len()))
        };
        if self.steps.iter().all(is_known) {
            return Ok(());
        }
        Err(Error::invalid_plan(
            "the plan has a step about a change that it does not have: plan again",
        ))
    }
}
