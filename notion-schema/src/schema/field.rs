//! One field of a schema, as the derive names it: where it stands, and how its values are read
//! and written.
//!
//! `Field<T>` asks nothing of `T`; [`field`] and [`field_as`], which make one, do. A type that
//! does not fit is therefore one error, where the field is made.

use std::fmt;

use serde_json::Value;

use super::cell::Cell;
use super::codec::Codec;
use super::definition::{Config, PropertyDefinition, Rollup, Sides};
use super::formula_check::{FormulaField, HoldsFormula};
use super::numbers::Numbers;
use super::property::{As, Property, PropertyAs};
use super::refusal::Refusal;
use super::value::decode_property;
use super::{Kind, flag};

/// A field of type `T` of some schema.
#[derive(Clone, Copy)]
pub struct Field<T: 'static> {
    /// Its place in the schema.
    pub property: PropertyDefinition,
    /// The two-way relations of its target, where it is one itself.
    pub target: Sides,
    /// What it gives, where it is a formula.
    pub gives: &'static str,
    /// The numbers that its type holds.
    pub holds: Numbers,
    /// The numbers that Notion gives, where it is a rollup.
    pub rolled_up: Numbers,
    /// Reads a value from the property value that a JSON text begins with, and says where it ends.
    pub decode: fn(&str) -> Result<(T, usize), serde_json::Error>,
    /// Whether Notion computes the values, so that they are never sent.
    pub is_computed: bool,
    /// Whether a value is nothing, so that an insertion leaves it out.
    pub is_empty: fn(&T) -> bool,
    /// Writes the content to send as JSON.
    pub encode: fn(&T, &mut Vec<u8>) -> Result<(), serde_json::Error>,
    /// The content to send.
    pub content: fn(&T) -> Result<Value, serde_json::Error>,
    /// A number that stands for the content to send.
    pub fingerprint: fn(&T) -> u64,
    /// The value as a person would read it.
    pub text: fn(&T) -> String,
    /// The value in a table with typed columns.
    pub cell: fn(&T) -> Cell,
    /// Whether a value is all that Notion has.
    pub is_complete: fn(&T) -> bool,
    /// Says of a value that it is all that Notion has.
    pub set_complete: fn(&mut T),
    /// Why Notion would refuse a value.
    pub check: fn(&T) -> Result<(), Refusal>,
}

/// What the derive knows of a field by its tokens.
#[derive(Debug, Clone, Copy)]
pub struct Names {
    /// The field's name in Rust.
    pub field: &'static str,
    /// The property's name in Notion.
    pub name: &'static str,
    /// The property's id, where the struct says it.
    pub id: Option<&'static str>,
    /// The names that the property had before.
    pub renamed_from: &'static [&'static str],
    /// The property's description; empty if there is none.
    pub description: &'static str,
}

impl Names {
    /// These.
    pub const fn new(field: &'static str, name: &'static str, description: &'static str) -> Names {
        Names {
            field,
            name,
            id: None,
            renamed_from: &[],
            description,
        }
    }

    /// `id = ".."`.
    pub const fn id(mut self, id: &'static str) -> Names {
        self.id = Some(id);
        self
    }

    /// `renamed_from = ".."`, as often as it stands there.
    pub const fn renamed_from(mut self, names: &'static [&'static str]) -> Names {
        self.renamed_from = names;
        self
    }
}

/// A field whose type decides its kind.
pub const fn field<T: Property>(names: Names) -> Field<T> {
    of::<T>(names)
}

/// A field whose kind an attribute chooses.
pub const fn field_as<F, T: PropertyAs<F>>(names: Names) -> Field<T> {
    of::<As<F, T>>(names)
}

/// A field with `formula`, of whose result nothing is known.
pub const fn formula_field<T: FormulaField>(names: Names, expression: &'static str) -> Field<T> {
    of::<As<flag::Formula, T>>(names).formula(expression)
}

/// A field with `formula`, which gives an `R`.
pub const fn formula_field_of<R, T: HoldsFormula<R>>(
    names: Names,
    expression: &'static str,
) -> Field<T> {
    of::<As<flag::Formula, T>>(names).formula(expression)
}

const fn of<V: Codec>(names: Names) -> Field<V::Value> {
    Field {
        property: PropertyDefinition {
            field: names.field,
            name: names.name,
            id: names.id,
            renamed_from: names.renamed_from,
            description: names.description,
            config: <V::Kind as Kind>::CONFIG,
            cell: V::CELL,
        },
        target: Sides::UNKNOWN,
        gives: <V::Kind as Kind>::GIVES,
        holds: V::NUMBERS,
        rolled_up: Numbers::Unknown,
        decode: decode_property::<V>,
        is_computed: <V::Kind as Kind>::COMPUTED,
        is_empty: V::is_empty,
        encode: encode::<V>,
        content: content::<V>,
        fingerprint: V::fingerprint,
        text: V::to_text,
        cell: V::cell,
        is_complete: V::is_complete,
        set_complete: V::set_complete,
        check: V::check,
    }
}

fn encode<V: Codec>(value: &V::Value, json: &mut Vec<u8>) -> Result<(), serde_json::Error> {
    V::encode(value, &mut serde_json::Serializer::new(json))
}

fn content<V: Codec>(value: &V::Value) -> Result<Value, serde_json::Error> {
    V::encode(value, serde_json::value::Serializer)
}

impl<T> Field<T> {
    /// `number = format`.
    pub const fn number_format(mut self, format: &'static str) -> Self {
        self.property.config = Config::Number {
            format: Some(format),
        };
        self
    }

    /// `prefix = ".."`.
    pub const fn prefix(mut self, prefix: &'static str) -> Self {
        self.property.config = Config::UniqueId {
            prefix: Some(prefix),
        };
        self
    }

    const fn formula(mut self, expression: &'static str) -> Self {
        self.property.config = Config::Formula {
            expression: Some(expression),
        };
        self
    }

    /// With the two-way relations of its target.
    pub(crate) const fn of_target(mut self, sides: Sides) -> Self {
        self.target = sides;
        self
    }

    /// With the Notion name of the other side.
    pub const fn two_way(mut self, back: &'static str) -> Self {
        if let Config::Relation { target, .. } = self.property.config {
            self.property.config = Config::Relation {
                target,
                two_way: Some(back),
            };
        }
        self
    }

    /// `rollup = function(relation.property)`, with the Notion names of both and the numbers that
    /// the function gives.
    pub(crate) const fn rollup(
        mut self,
        function: &'static str,
        relation: &'static str,
        property: &'static str,
        numbers: Numbers,
    ) -> Self {
        self.rolled_up = numbers;
        self.property.config = Config::Rollup(Some(Rollup {
            function,
            relation,
            property,
        }));
        self
    }
}

impl<T> fmt::Debug for Field<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Field").field(&self.property).finish()
    }
}
