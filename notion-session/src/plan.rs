//! Plans: the changes that a database needs, computed before anything is sent.
//!
#![doc = include_str!("docs/schema-changes.md")]

mod set;

use std::fmt;
use std::marker::PhantomData;

use notion_model::{DataSource, DataSourceId};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::Result;
use crate::schema::SchemaNode;
use crate::session::Untyped;

pub use notion_schema::plan::{
    Action, Allow, Change, CreationPlan, Fingerprint, MemberPlace, NewDatabase, Risk, SchemaPlan,
    SchemaSetPlan, SetBase, SetMember, SetPlace,
};
pub use set::SetPlan;

/// The changes that a database needs to match the schema `S`. [`Session::plan`](crate::Session::plan) computes it and changes
/// nothing; [`apply`](Self::apply) executes it.
///
/// `Display` prints one line for each change: `+` adds, `>` renames, `~` changes settings, `!` may lose values, `?` marks what
/// the schema does not have (it is kept), and `x` what Notion's API cannot do.
pub struct Plan<S = Untyped> {
    plan: SchemaPlan,
    typed: PhantomData<fn() -> S>,
}

impl Plan {
    /// Computes the plan that makes a data source match a schema, wherever the schema is from. No request.
    ///
    /// ```
    /// use notion_session::model::DataSource;
    /// use notion_session::plan::Plan;
    /// use notion_session::prelude::*;
    /// use notion_session::schema::SchemaGraph;
    ///
    /// #[derive(NotionSchema)]
    /// struct Task {
    ///     #[notion(title)]
    ///     name: String,
    ///     estimate: Option<f64>,
    /// }
    ///
    /// let live: DataSource = serde_json::from_value(serde_json::json!({
    ///     "object": "data_source", "id": "38c9ce7b-60a4-8100-8000-000000000001",
    ///     "title": [{ "type": "text", "text": { "content": "Task" }, "plain_text": "Task" }],
    ///     "properties": { "Name": { "id": "title", "name": "Name", "type": "title", "title": {} } },
    /// }))?;
    /// let graph = SchemaGraph::of(&[Task::schema()]);
    /// let plan = Plan::between(&graph.schemas[0], &live);
    /// assert_eq!(
    ///     plan.to_string(),
    ///     "Task (data source 38c9ce7b-60a4-8100-8000-000000000001): 1 to add\n  + Estimate  number"
    /// );
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn between(schema: &SchemaNode, live: &DataSource) -> Plan {
        SchemaPlan::between(schema, live).into()
    }

    /// Reads a plan from the JSON of [`to_json`](Self::to_json). It is not bound to a struct.
    ///
    /// # Errors
    ///
    /// [`Error::Config`](crate::Error::Config) if it is not a plan, or has a version that this crate does not know.
    pub fn from_json(json: &str) -> Result<Plan> {
        Ok(SchemaPlan::from_json(json)?.into())
    }
}

impl<S> Plan<S> {
    /// Returns the plan without its struct.
    pub fn as_untyped(&self) -> &SchemaPlan {
        &self.plan
    }

    /// Returns the name of the struct.
    pub fn schema(&self) -> &str {
        self.plan.schema()
    }

    /// Returns the title that the database had.
    pub fn database(&self) -> &str {
        self.plan.database()
    }

    /// Returns the data source that it is for.
    pub fn data_source_id(&self) -> DataSourceId {
        self.plan.data_source_id()
    }

    /// Returns the state of the database that it was computed from.
    pub fn base(&self) -> &Fingerprint {
        self.plan.base()
    }

    /// Returns all changes, including those of unknown properties and options, which are applied only if the policy allows it.
    pub fn changes(&self) -> &[Change] {
        self.plan.changes()
    }

    /// Returns true if nothing has to change. Properties and options that the schema does not have are kept, and do not count.
    pub fn is_empty(&self) -> bool {
        self.plan.is_empty()
    }

    /// Returns the changes that a policy refuses.
    pub fn refused(&self, allow: Allow) -> impl Iterator<Item = &Change> {
        self.plan.refused(allow)
    }

    /// Returns the plan as JSON, for a file or another process; [`from_json`](Plan::from_json) reads it.
    ///
    /// # Errors
    ///
    /// [`Error::Config`](crate::Error::Config) if the plan cannot be written as JSON.
    pub fn to_json(&self) -> Result<String> {
        Ok(self.plan.to_json()?)
    }
}

impl<S> From<SchemaPlan> for Plan<S> {
    fn from(plan: SchemaPlan) -> Self {
        Plan {
            plan,
            typed: PhantomData,
        }
    }
}

impl<S> fmt::Display for Plan<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.plan.fmt(f)
    }
}

impl<S> fmt::Debug for Plan<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Plan").field(&self.plan).finish()
    }
}

// Not derived, because the derive would require the same of `S`.
impl<S> Clone for Plan<S> {
    fn clone(&self) -> Self {
        self.plan.clone().into()
    }
}

impl<S> PartialEq for Plan<S> {
    fn eq(&self, other: &Self) -> bool {
        self.plan == other.plan
    }
}

/// Serializes like a [`SchemaPlan`].
impl<S> Serialize for Plan<S> {
    fn serialize<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
        self.plan.serialize(serializer)
    }
}

impl<'de, S> Deserialize<'de> for Plan<S> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        SchemaPlan::deserialize(deserializer).map(Self::from)
    }
}
