//! Plans: what would be sent, worked out before anything is.
//!
//! | file | what it plans |
//! |---|---|
//! | `creation` | the order in which related databases come to be |
//! | `request` | the bodies of the requests of that order |
//! | `adopt` | other sides of relations that never got their names |
//! | `compare` | in what a property differs from what a schema says of it |
//! | `fit`, `mismatch` | the same as errors say it, where a data source is to be bound |
//! | `difference`, `options`, `change` | the same as changes, each with its risk |
//! | `schema_plan`, `base` | the changes of one database, and what they were worked out from |
//! | `allow` | what a person lets a plan do |
//! | `update` | the bodies of the requests that carry changes out |
//! | `set` | the plan for a set of related schemas |

pub(crate) mod adopt;
pub(crate) mod allow;
mod base;
mod change;
mod compare;
pub(crate) mod creation;
mod difference;
pub(crate) mod fit;
mod mismatch;
mod options;
pub(crate) mod request;
pub(crate) mod schema_plan;
pub(crate) mod set;
pub(crate) mod update;

use std::fmt;

pub use allow::Allow;
pub use base::Fingerprint;
pub use change::{Action, Change, Risk};
pub use mismatch::{Difference, DifferenceKind};
pub use schema_plan::SchemaPlan;
pub use set::{MemberPlace, NewDatabase, SchemaSetPlan, SetBase, SetMember, SetPlace};

use creation::{Creation, State, Step};

use crate::schema::SchemaGraph;

/// The requests that would create a set of related databases, in their order, and why it is this
/// one. `Session::plan_creation` makes it and sends nothing.
///
/// It prints one line a request, and under it the reasons.
#[derive(Debug, Clone)]
pub struct CreationPlan {
    lines: Vec<(String, Vec<String>)>,
}

impl CreationPlan {
    #[doc(hidden)]
    pub fn new(graph: &SchemaGraph, creation: &Creation) -> CreationPlan {
        let line = |step: &Step| match step {
            Step::Create { schema, properties } => {
                let node = &graph.schemas[*schema];
                let count = match properties.len() {
                    1 => "1 property".to_owned(),
                    count => format!("{count} properties"),
                };
                format!("create \"{}\" with {count}", node.title)
            }
            Step::Update {
                schema,
                properties,
                describe,
                ..
            } => {
                let node = &graph.schemas[*schema];
                let mut places: Vec<_> = properties.iter().chain(describe).collect();
                places.sort_unstable();
                let names: Vec<_> = places
                    .into_iter()
                    .map(|at| format!("`{}`", node.properties[*at].name))
                    .collect();
                format!("complete \"{}\" with {}", node.title, names.join(", "))
            }
        };
        let lines = creation
            .steps
            .iter()
            .map(line)
            .zip(creation.reasons.iter().cloned());
        CreationPlan {
            lines: lines.collect(),
        }
    }

    /// How many requests it takes.
    pub fn requests(&self) -> usize {
        self.lines.len()
    }
}

impl fmt::Display for CreationPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, (line, reasons)) in self.lines.iter().enumerate() {
            if number > 0 {
                writeln!(f)?;
            }
            write!(f, "{}. {line}", number + 1)?;
            for reason in reasons {
                write!(f, "\n   - {reason}")?;
            }
        }
        Ok(())
    }
}
