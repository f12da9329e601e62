//! Plans for sets of related schemas.

use std::fmt;
use std::marker::PhantomData;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Allow, Change, SchemaSetPlan, SetMember, SetPlace};
use crate::error::Result;
use crate::schema::SchemaGraph;

/// What would have to change so that the databases of a set of schemas exist and have these schemas: `T` is a tuple of
/// structs. [`Session::plan_all`](crate::Session::plan_all) makes it and changes nothing; [`apply`](Self::apply)
/// applies it.
///
/// It prints the changes of each database, with the marks of a [`Plan`](super::Plan), and then the requests in their
/// order.
pub struct SetPlan<T = ()> {
    plan: SchemaSetPlan,
    typed: PhantomData<fn() -> T>,
}

impl SetPlan {
    /// Plans what makes the databases of a set exist and have these schemas, wherever the schemas are from. No request.
    ///
    /// # Errors
    ///
    /// [`Error::PropertyCycle`](crate::Error::PropertyCycle) if properties need each other;
    /// [`Error::Refused`](crate::Error::Refused) if the schemas contradict each other;
    /// [`Error::Config`](crate::Error::Config) if two schemas have the same data source.
    pub fn between(graph: &SchemaGraph, places: &[SetPlace]) -> Result<SetPlan> {
        Ok(SchemaSetPlan::between(graph, places)?.into())
    }

    /// Parses the JSON that [`to_json`](Self::to_json) wrote. The plan is not bound to structs.
    ///
    /// # Errors
    ///
    /// [`Error::Config`](crate::Error::Config) if it is not a plan of a set, or one of an unknown version, or was
    /// edited.
    pub fn from_json(json: &str) -> Result<SetPlan> {
        Ok(SchemaSetPlan::from_json(json)?.into())
    }
}

impl<T> SetPlan<T> {
    /// The plan without the structs that it is for.
    pub fn as_untyped(&self) -> &SchemaSetPlan {
        &self.plan
    }

    /// The databases, in the order of the set.
    pub fn databases(&self) -> &[SetMember] {
        self.plan.databases()
    }

    /// Returns whether nothing has to change: every database exists and has its schema. What a schema does not have
    /// is kept, so that it does not count.
    pub fn is_empty(&self) -> bool {
        self.plan.is_empty()
    }

    /// The changes that this policy refuses, each with its database.
    pub fn refused(&self, allow: Allow) -> impl Iterator<Item = (&SetMember, &Change)> {
        self.plan.refused(allow)
    }

    /// Returns how many requests change something if this policy is applied.
    pub fn requests(&self, allow: Allow) -> usize {
        self.plan.requests(allow)
    }

    /// Writes the plan as JSON, for a file or another process; [`from_json`](SetPlan::from_json) reads it.
    ///
    /// # Errors
    ///
    /// [`Error::Config`](crate::Error::Config) if the plan cannot be written as JSON.
    pub fn to_json(&self) -> Result<String> {
        Ok(self.plan.to_json()?)
    }
}

impl<T> From<SchemaSetPlan> for SetPlan<T> {
    fn from(plan: SchemaSetPlan) -> Self {
        SetPlan {
            plan,
            typed: PhantomData,
        }
    }
}

impl<T> fmt::Display for SetPlan<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.plan.fmt(f)
    }
}

impl<T> fmt::Debug for SetPlan<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SetPlan").field(&self.plan).finish()
    }
}

// By hand, because deriving would ask the same of `T`.
impl<T> Clone for SetPlan<T> {
    fn clone(&self) -> Self {
        self.plan.clone().into()
    }
}

impl<T> PartialEq for SetPlan<T> {
    fn eq(&self, other: &Self) -> bool {
        self.plan == other.plan
    }
}

/// In the same form as a [`SchemaSetPlan`].
impl<T> Serialize for SetPlan<T> {
    fn serialize<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
        self.plan.serialize(serializer)
    }
}

impl<'de, T> Deserialize<'de> for SetPlan<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        SchemaSetPlan::deserialize(deserializer).map(Self::from)
    }
}
