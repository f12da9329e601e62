//! Compile-time check that both sides of a two-way relation name each other.

use super::Column;
use crate::schema::{As, Field, Names, NotionSchema, Relates, Sides, field_as, flag, same};

/// A relation that points to rows with the schema `S`.
#[diagnostic::on_unimplemented(
    message = "`two_way` must name the relation of the target that points back here",
    label = "not a two-way relation to `{S}`",
    note = "both sides name each other: `#[notion(two_way = tasks)]` here, \
            `#[notion(two_way = project)]` there"
)]
pub trait PointsBackTo<S> {}

#[diagnostic::do_not_recommend]
impl<S: NotionSchema, T: Relates<Target = S>> PointsBackTo<S> for As<flag::Relation, T> {}

/// The columns of the schema that a relation leads to.
///
/// Here and below they are a parameter that the compiler infers: a field that is no relation is
/// then one error, where `T::Columns` in the result would be a second one.
pub const fn columns<T: Relates<Columns = C>, C>() -> C {
    <T::Target as NotionSchema>::COLUMNS
}

/// A field with `two_way`, and the columns of which one is the other side.
pub struct TwoWay<T: 'static, C> {
    /// The field, as yet without its other side.
    pub field: Field<T>,
    /// The target's columns.
    pub columns: C,
}

/// Begins a field with `two_way`.
pub const fn two_way_field<T: Relates<Columns = C>, C>(names: Names) -> TwoWay<T, C> {
    TwoWay {
        field: field_as::<flag::Relation, T>(names).of_target(<T::Target as NotionSchema>::SIDES),
        columns: <T::Target as NotionSchema>::COLUMNS,
    }
}

/// The name of the other side, which has to lead back to `S`.
pub const fn points_back<S, T, V: PointsBackTo<S>>(column: Column<T, V>) -> &'static str {
    column.name()
}

/// Returns true if the field `back` of `target` names the field `this` of `own` as its other side.
///
/// Only another two-way relation of `own` makes it false: where `back` names what is no such thing,
/// or is none itself, that is an error of its own elsewhere.
pub const fn names_back(own: &Sides, target: &Sides, back: &str, this: &str) -> bool {
    match other_side(target, back) {
        Some(other) => same(other, this) || other_side(own, other).is_none(),
        None => true,
    }
}

/// What a field with `two_way` names.
const fn other_side(sides: &Sides, of: &str) -> Option<&'static str> {
    let mut index = 0;
    while index < sides.two_way.len() {
        let (field, other) = sides.two_way[index];
        if same(field, of) {
            return Some(other);
        }
        index += 1;
    }
    None
}

/// Returns true if these are the same struct, by where they stand.
pub const fn is_same(one: &Sides, other: &Sides) -> bool {
    same(one.path, other.path) && !one.path.is_empty()
}
