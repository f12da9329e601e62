//! Plans: what would be sent, worked out before anything is.
//!
#![doc = include_str!("docs/schema-changes.md")]

use std::fmt;
use std::marker::PhantomData;

use notion_model::{DataSource, DataSourceId};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::Result;
use crate::schema::SchemaNode;
use crate::session::Untyped;

pub use notion_schema::plan::{Action, Allow, Change, CreationPlan, Fingerprint, Risk, SchemaPlan};

/// What would have to change so that a database has the schema `S`. [`Session::plan`](crate::Session::plan) makes it and
/// changes nothing; [`apply`](Self::apply) applies it.
///
/// It prints one line a change, with `+` for what is added, `>` for a new name, `~` for other settings, `!` for what
/// may lose values, `?` for what the schema does not have and what is kept, and `x` for what Notion's API does not do.
pub struct Plan<S = Untyped> {
    plan: SchemaPlan,
    typed: PhantomData<fn() -> S>,
}

impl Plan {
    /// The plan that makes a data source have this schema, wherever the schema is from. No request.
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

    /// A plan from the JSON that [`to_json`](Self::to_json) gave. It is bound to no struct.
    ///
    /// # Errors
    ///
    /// [`Error::Config`](crate::Error::Config) where it is no plan, or one of a version that this crate does not know.
    pub fn from_json(json: &str) -> Result<Plan> {
        Ok(SchemaPlan::from_json(json)?.into())
    }
}

impl<S> Plan<S> {
    /// Returns the plan without the struct that it is for.
    pub fn as_untyped(&self) -> &SchemaPlan {
        &self.plan
    }

    /// Returns the name of the schema: the struct's.
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

    /// What it was worked out from.
    pub fn base(&self) -> &Fingerprint {
        self.plan.base()
    }

    /// Returns all changes, also those to what the schema does not have, which only a policy brings about.
    pub fn changes(&self) -> &[Change] {
        self.plan.changes()
    }

    /// Returns true if nothing has to change. What the schema does not have is no reason to: it is kept.
    pub fn is_empty(&self) -> bool {
        self.plan.is_empty()
    }

    /// The changes that such a policy refuses.
    pub fn refused(&self, allow: Allow) -> impl Iterator<Item = &Change> {
        self.plan.refused(allow)
    }

    /// As JSON, for a file or another process; [`from_json`](Plan::from_json) reads it.
    ///
    /// # Errors
    ///
    /// [`Error::Config`](crate::Error::Config) where the plan cannot be written as JSON.
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

// By hand, because deriving would ask the same of `S`.
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

/// In the same form as a [`SchemaPlan`].
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
