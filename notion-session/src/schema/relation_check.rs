//! Both sides of a two-way relation name each other: what the compiler checks of it.

use super::NotionSchema;
use super::field::As;
use super::flag;
use super::types::Relates;
use crate::column::Column;

/// A relation that leads to rows of schema `S`.
#[diagnostic::on_unimplemented(
    message = "`two_way` must name the relation of the target that points back here",
    label = "not a two-way relation to `{S}`",
    note = "both sides name each other: `#[notion(two_way = tasks)]` here, \
            `#[notion(two_way = project)]` there"
)]
pub trait PointsBackTo<S> {}

#[diagnostic::do_not_recommend]
impl<S: NotionSchema, T: Relates<Target = S>> PointsBackTo<S> for As<flag::Relation, T> {}

/// Takes the column of the target that is the other side; never called.
pub const fn points_back<S, T, V: PointsBackTo<S>>(_: Column<T, V>) {}
