//! Schemas: what `#[derive(NotionSchema)]` fills in.
//!
//! | file | what it holds |
//! |---|---|
//! | `definition` | [`NotionSchema`] and the const data of a schema |
//! | `kind` | the kinds of properties, as types |
//! | `property` | [`Property`] and [`PropertyAs`]: what makes a Rust type a property's value |
//! | `options` | [`NotionOptions`]: an enum as the options of a select |
//! | `types` | the Rust types that hold what no type of the standard library does |
//! | `codec` | [`Codec`]: how the values of a type are read, written, checked and shown |
//! | `cell` | values as a table with typed columns has them |
//! | `field` | one field of a schema, as the derive names it |
//! | `read`, `value`, `visit` | reading a struct from a row's property values, and going through its values |
//! | `formula_check` | what the compiler checks of a formula's field |
//! | `rule` | Notion's rules for values |
//! | `graph` | schemas as owned data, whether a struct describes them or Notion does |

pub(crate) mod cell;
pub(crate) mod codec;
pub(crate) mod definition;
mod field;
mod fingerprint;
pub mod flag;
mod formula_check;
mod graph;
pub mod kind;
mod numbers;
mod options;
pub(crate) mod property;
mod read;
mod refusal;
pub(crate) mod rule;
pub(crate) mod types;
pub(crate) mod value;
mod visit;

pub use cell::{Cell, CellType};
pub use codec::Codec;
#[doc(hidden)]
pub use codec::Maybe;
pub use definition::{Choice, Config, NotionSchema, PropertyDefinition, Schema};
pub use graph::{NodeKind, PropertyNode, SchemaGraph, SchemaNode, Target};
pub use kind::Kind;
pub use options::NotionOptions;
pub use property::{Property, PropertyAs};
pub use refusal::Refusal;
pub use types::*;

#[doc(hidden)]
pub use definition::{Sides, count_titles, count_unique_ids};
#[doc(hidden)]
pub use field::{Field, Names, field, field_as, formula_field, formula_field_of};
#[doc(hidden)]
pub use formula_check::{FormulaField, HoldsFormula, gives, is_of_kind, result};
#[doc(hidden)]
pub use numbers::Numbers;
#[doc(hidden)]
pub use options::{OneOption, OtherName};
#[doc(hidden)]
pub use property::As;
#[doc(hidden)]
pub use read::{ReadError, Values};
#[doc(hidden)]
pub use visit::{Visit, VisitMut};

pub(crate) use definition::same;
