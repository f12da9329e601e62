//! Schemas: the traits that the derives implement, and the types of fields.
//!
//! A struct with `#[derive(NotionSchema)]` declares the properties of a database. The type of a field decides the type of
//! its property, and an attribute chooses where a type fits several:
//!
//! ```
//! use notion_session::prelude::*;
//!
//! #[derive(NotionOptions, Clone, Copy, Debug, PartialEq)]
//! enum Stage { Open, Done }
//!
//! #[derive(NotionSchema, Debug, Default)]
//! #[notion(title = "Tasks")]
//! struct Task {
//!     task: Title,
//!     estimate: Option<f64>,                     // a number
//!     due: Option<Date>,
//!     stage: Option<Stage>,                      // a select
//!     #[notion(url)]
//!     link: Option<String>,                      // without the attribute: a text
//!     #[notion(formula = "{estimate} * 8")]
//!     hours: Formula<f64>,
//! }
//!
//! let schema = <Task as NotionSchema>::SCHEMA;
//! assert_eq!((schema.title, schema.properties.len()), ("Tasks", 6));
//! ```
//!
//! # Types of fields
//!
//! | type of the field | property |
//! |---|---|
//! | [`Title`], or `String` and [`RichText`] with `#[notion(title)]` | title |
//! | `String`, [`RichText`] | text |
//! | `f64`, `i64`, `u32` and the other numbers | number |
//! | `bool` | checkbox |
//! | an enum with [`NotionOptions`], a `Vec` of it | select or status, multi-select |
//! | [`Date`], [`DateTime`], [`DateRange`] | date |
//! | [`Relation`], `Option<PageId<T>>` | relation |
//! | [`Formula`], [`Rollup`] | formula, rollup |
//! | [`People`], [`Files`], [`Place`] | person, files, place |
//! | [`Url`], [`Email`], [`PhoneNumber`], [`Status`] | URL, e-mail, phone number, status |
//! | [`CreatedTime`], [`LastEditedTime`], [`CreatedBy`], [`LastEditedBy`], [`UniqueId`], [`Verification`], [`Button`] | the property of the same name; Notion sets it |
//!
//! `Option` of a type is the same property, which may be empty. For a type of your own, derive `NotionProperty` for a struct
//! around one of these, or implement [`Property`].
//!
//! # Traits
//!
//! | trait | implemented by | what it has |
//! |---|---|---|
//! | [`NotionSchema`] | `#[derive(NotionSchema)]` | [`Schema`] as a constant, and a typed column for each field |
//! | [`NotionOptions`] | `#[derive(NotionOptions)]` | the options of a select, status or multi-select |
//! | [`Property`], [`PropertyAs`] | the types above | conversions between a value and Notion's JSON |
//! | [`Codec`] | for types of your own | the same, for one kind of property |
//! | [`Kind`] | the types in [`kind`] | the name of a property type in Notion's API |
//!
//! [`SchemaGraph`] contains schemas as owned data, of structs or of databases in Notion: plans compare these.

// Where to look:
//
//   definition            `NotionSchema` and the constants of a schema
//   kind, flag            property types as Rust types, and the names that attributes give them
//   property, codec       conversions of values
//   options               `NotionOptions`
//   types                 the types of fields
//   cell                  values for tables with typed columns
//   field                 a field as the derive declares it
//   read, value, visit    reading a struct from the values of a row, and visiting its values
//   formula_check         the compiler's checks of formula fields
//   rule                  Notion's rules for values
//   graph                 schemas as owned data

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
pub use options::{NotionOptions, ParseOptionError};
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
pub use options::{OneOption, OtherName, parse_option};
#[doc(hidden)]
pub use property::As;
#[doc(hidden)]
pub use read::{ReadError, Values};
#[doc(hidden)]
pub use visit::{Visit, VisitMut};

pub(crate) use definition::same;
