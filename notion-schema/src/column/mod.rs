//! Typed columns: what queries filter and sort by, and what updates assign to.
//!
//! A [`Column`] is a handle on one property of a schema; `Task::COL` has one for each field. Its methods are the operators
//! that Notion has for the property's kind. An operator that the kind does not have, a value of another type, and a filter
//! of another schema do not compile.
//!
//! ```
//! # use notion_session::prelude::*;
//! # #[derive(NotionSchema, Debug, Default)]
//! # struct Task { #[notion(title)] task: String, estimate: Option<f64>, due: Option<Date>, done: bool }
//! let t = Task::COL;
//! let urgent = t.done.eq(false) & (t.due.before(Relative::Tomorrow) | t.estimate.ge(5));
//! let order = t.due.asc();
//! # drop((urgent, order));
//! ```
//!
//! | kind | operators |
//! |---|---|
//! | text: title, rich text, URL, e-mail, phone number | `eq` `ne` `contains` `not_contains` `starts_with` `ends_with` `is_empty` `is_not_empty` |
//! | number, unique id | `eq` `ne` `gt` `ge` `lt` `le` `is_empty` `is_not_empty` |
//! | checkbox | `eq` `ne` |
//! | select, status | `eq` `ne` `in_list` `not_in_list` `is_empty` `is_not_empty` |
//! | multi-select | `contains` `not_contains`, of one option or several; `is_empty` `is_not_empty` |
//! | date, created and last edited time | `eq` `before` `after` `on_or_before` `on_or_after` `this_week` `past_week` `past_month` `past_year` `next_week` `next_month` `next_year` `is_empty` `is_not_empty` |
//! | people, created and last edited by, relation | `contains` `not_contains` `is_empty` `is_not_empty` |
//! | files | `is_empty` `is_not_empty` |
//! | verification | `status` `ne` |
//! | formula, rollup | those of the kind of their result; `Query` describes the cost of filters by formulas |
//! | rollup that shows values | `any` `every` `none`, each of a condition on a value |
//!
//! A point in time is a [`Date`](crate::schema::Date), a [`DateTime`](crate::schema::DateTime) or a
//! [`Relative`] one; a user is a [`UserId`](notion_model::UserId) or [`Me`]. Combine filters with `&` and `|`; there is no
//! "not", because Notion has a negated operator instead for nearly every operator. [`timestamp`] has the page's own times, for schemas
//! without a property for them.

mod assign;
pub(crate) mod decide;
mod element;
pub(crate) mod expression;
mod filter;
pub(crate) mod operand;
mod operator;
mod relation_check;
mod rollup_check;
mod sort;
pub(crate) mod split;

use std::fmt;
use std::marker::PhantomData;

pub use assign::{Assignment, Assignments, ValueFor, Writable};
pub use element::{Element, ElementCondition, ElementKind, Elements};
pub use filter::{Filter, IntoFilter};
pub use operand::{Me, Num, OneOrMany, Operand, Relative, Text, User, VerificationStatus, When};
pub use operator::{
    Contains, DateLike, Emptiness, Equals, Listed, NotEquals, Ordered, Ranged, TextLike, Verified,
};
pub use sort::{Sort, timestamp};

#[doc(hidden)]
pub use relation_check::{PointsBackTo, columns, is_same, names_back, points_back, two_way_field};
#[doc(hidden)]
pub use rollup_check::{HoldsRollup, RolledUp, RollsUp, check_numbers, function, rolled_up};

/// A typed handle on a property of the schema `S` whose values have the type `V`.
pub struct Column<S, V> {
    name: &'static str,
    of: PhantomData<fn() -> (S, V)>,
}

impl<S, V> Column<S, V> {
    /// Creates a column. Called by the derive.
    #[doc(hidden)]
    pub const fn named(name: &'static str) -> Column<S, V> {
        Column {
            name,
            of: PhantomData,
        }
    }

    /// Returns the property's name in Notion.
    pub const fn name(self) -> &'static str {
        self.name
    }
}

// Not derived, because the derive would require the same of `S` and `V`.
impl<S, V> Clone for Column<S, V> {
    fn clone(&self) -> Column<S, V> {
        *self
    }
}

impl<S, V> Copy for Column<S, V> {}

impl<S, V> fmt::Debug for Column<S, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Column").field(&self.name).finish()
    }
}
