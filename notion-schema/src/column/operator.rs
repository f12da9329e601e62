//! The operators, as traits of kinds and methods of columns.
//!
//! The bounds are on the methods, because the compiler then reports a missing operator with the messages of these traits.

use serde_json::json;

use super::Column;
use super::expression::{Condition, On};
use super::filter::Filter;
use super::operand::{Num, OneOrMany, Operand, OperandValue, Text, User, VerificationStatus, When};
use crate::schema::{Codec, Kind, NotionOptions, NotionSchema, kind};
use notion_model::PageId;

/// Property kinds with `eq`.
#[diagnostic::on_unimplemented(
    message = "a Notion `{Self}` property has no `equals` filter",
    label = "`eq` is not available here",
    note = "for relation, people and multi_select use `contains`; for files, `is_empty`"
)]
pub trait Equals: Kind {
    /// The type of the operand.
    type Operand;
}

/// Property kinds with `ne`.
#[diagnostic::on_unimplemented(
    message = "a Notion `{Self}` property has no `does_not_equal` filter",
    label = "`ne` is not available here",
    note = "for relation, people and multi_select use `not_contains`; for a date, `before` and `after`"
)]
pub trait NotEquals: Kind {
    /// The type of the operand.
    type Operand;
}

/// Property kinds with one option: `in_list` and `not_in_list`.
#[diagnostic::on_unimplemented(
    message = "a Notion `{Self}` property cannot be compared with a list",
    label = "`in_list` and `not_in_list` are not available here",
    note = "these are for select and status; a multi_select has `contains`, which takes one option or several"
)]
pub trait Listed: Kind {
    /// The type of an element.
    type Operand;
}

/// Property kinds whose values are ordered.
#[diagnostic::on_unimplemented(
    message = "a Notion `{Self}` property has no order",
    label = "`gt`, `ge`, `lt` and `le` are not available here",
    note = "these are for numbers and unique ids; dates have `before` and `after`"
)]
pub trait Ordered: Kind {
    /// The type of the operand.
    type Operand;
}

/// Kinds that hold several things, or a text that holds another.
#[diagnostic::on_unimplemented(
    message = "a Notion `{Self}` property has no `contains` filter",
    label = "`contains` and `not_contains` are not available here",
    note = "these are for text, multi_select, people and relation; a select or status has `eq`"
)]
pub trait Contains: Kind {
    /// The type of the operand.
    type Operand;
}

/// Property kinds of text.
#[diagnostic::on_unimplemented(
    message = "a Notion `{Self}` property is not a text",
    label = "`starts_with` and `ends_with` are not available here",
    note = "these are for titles, rich text, URLs, e-mail addresses and phone numbers"
)]
pub trait TextLike: Kind {
    /// The type of the operand.
    type Operand;
}

/// Property kinds of dates.
#[diagnostic::on_unimplemented(
    message = "a Notion `{Self}` property is not a date",
    label = "`before`, `after`, `past_week` and their like are not available here",
    note = "these are for dates, and for when a page was created and last edited; numbers have `lt` and `gt`"
)]
pub trait DateLike: Kind {
    /// The type of the operand.
    type Operand;
}

/// Property kinds with `between`.
#[diagnostic::on_unimplemented(
    message = "a Notion `{Self}` property has no range",
    label = "`between` is not available here",
    note = "it is for numbers, unique ids and dates"
)]
pub trait Ranged: Kind {
    /// The type of both ends.
    type Operand;
    /// The operator of the lower end.
    #[doc(hidden)]
    const FROM: &'static str;
    /// The operator of the upper end.
    #[doc(hidden)]
    const TO: &'static str;
}

/// Property kinds of verifications.
#[diagnostic::on_unimplemented(
    message = "a Notion `{Self}` property is not a verification",
    label = "`status` is not available here",
    note = "a status property is compared with `eq`, `ne`, `in_list` and `not_in_list`"
)]
pub trait Verified: Kind {
    /// The type of the operand.
    type Operand;
}

/// Property kinds that can be empty.
#[diagnostic::on_unimplemented(
    message = "a Notion `{Self}` property is never empty",
    label = "`is_empty` and `is_not_empty` are not available here",
    note = "a checkbox is on or off: use `eq`; whether a page was ever verified is asked with `status`"
)]
pub trait Emptiness: Kind {}

impl<S: NotionSchema, V: Codec> Column<S, V> {
    /// Matches rows whose property equals the value. The formatting of text is ignored.
    pub fn eq<O>(self, value: O) -> Filter<S>
    where
        V::Kind: Equals,
        O: Operand<<V::Kind as Equals>::Operand>,
    {
        self.condition("equals", value.into_operand())
    }

    /// Matches rows whose property does not equal the value, including empty ones.
    pub fn ne<O>(self, value: O) -> Filter<S>
    where
        V::Kind: NotEquals,
        O: Operand<<V::Kind as NotEquals>::Operand>,
    {
        self.condition("does_not_equal", value.into_operand())
    }

    /// Matches rows whose property is one of these options. An empty list is an error when the query is sent.
    pub fn in_list<O>(self, options: impl IntoIterator<Item = O>) -> Filter<S>
    where
        V::Kind: Listed,
        O: Operand<<V::Kind as Listed>::Operand>,
    {
        self.condition("equals", list(options))
    }

    /// Matches rows whose property is none of these options, including empty ones. An empty list is an error when the query is
    /// sent.
    pub fn not_in_list<O>(self, options: impl IntoIterator<Item = O>) -> Filter<S>
    where
        V::Kind: Listed,
        O: Operand<<V::Kind as Listed>::Operand>,
    {
        self.condition("does_not_equal", list(options))
    }

    /// Matches pages of wikis by their verification.
    pub fn status<O>(self, status: O) -> Filter<S>
    where
        V::Kind: Verified,
        O: Operand<<V::Kind as Verified>::Operand>,
    {
        self.condition("status", status.into_operand())
    }

    /// Matches rows whose property contains the value. Text is compared without regard to case. Of several options, passed as
    /// an array or a `Vec`, it must contain at least one.
    pub fn contains<O>(self, value: O) -> Filter<S>
    where
        V::Kind: Contains,
        O: Operand<<V::Kind as Contains>::Operand>,
    {
        self.condition("contains", value.into_operand())
    }

    /// Matches rows whose property does not contain the value, including empty ones. Of several options, passed as an array or
    /// a `Vec`, it must contain none.
    pub fn not_contains<O>(self, value: O) -> Filter<S>
    where
        V::Kind: Contains,
        O: Operand<<V::Kind as Contains>::Operand>,
    {
        self.condition("does_not_contain", value.into_operand())
    }

    /// Matches rows whose property is empty.
    pub fn is_empty(self) -> Filter<S>
    where
        V::Kind: Emptiness,
    {
        self.condition("is_empty", true.into())
    }

    /// Matches rows whose property is not empty.
    pub fn is_not_empty(self) -> Filter<S>
    where
        V::Kind: Emptiness,
    {
        self.condition("is_not_empty", true.into())
    }

    fn condition(self, operator: &'static str, operand: OperandValue) -> Filter<S> {
        let mut path = Vec::with_capacity(2);
        <V::Kind as Kind>::filter_path(&mut path);
        Filter::of(Condition {
            on: On::Property(self.name),
            path,
            operator,
            operand: operand.of::<S>(self.name),
        })
    }
}

/// A list of values as it is sent.
pub(super) fn list<T>(values: impl IntoIterator<Item = impl Operand<T>>) -> OperandValue {
    OperandValue::list(values.into_iter().map(Operand::into_operand))
}

/// Not generated by a macro, so that the compiler points at a method and not into a macro.
impl<S: NotionSchema, V: Codec> Column<S, V> {
    /// Matches rows whose number is greater than the value.
    pub fn gt<O>(self, value: O) -> Filter<S>
    where
        V::Kind: Ordered,
        O: Operand<<V::Kind as Ordered>::Operand>,
    {
        self.condition("greater_than", value.into_operand())
    }

    /// Matches rows whose number is greater than or equal to the value.
    pub fn ge<O>(self, value: O) -> Filter<S>
    where
        V::Kind: Ordered,
        O: Operand<<V::Kind as Ordered>::Operand>,
    {
        self.condition("greater_than_or_equal_to", value.into_operand())
    }

    /// Matches rows whose number is less than the value.
    pub fn lt<O>(self, value: O) -> Filter<S>
    where
        V::Kind: Ordered,
        O: Operand<<V::Kind as Ordered>::Operand>,
    {
        self.condition("less_than", value.into_operand())
    }

    /// Matches rows whose number is less than or equal to the value.
    pub fn le<O>(self, value: O) -> Filter<S>
    where
        V::Kind: Ordered,
        O: Operand<<V::Kind as Ordered>::Operand>,
    {
        self.condition("less_than_or_equal_to", value.into_operand())
    }

    /// Matches rows whose number or date is in a range, both ends included. It counts as two conditions.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema)]
    /// # struct Task { #[notion(title)] task: String, estimate: Option<f64>, due: Option<Date> }
    /// let t = Task::COL;
    /// assert_eq!(t.estimate.between(2, 8).to_string(), "Estimate ≥ 2 and Estimate ≤ 8");
    /// let november = t.due.between(Date::new(2026, 11, 1)?, Date::new(2026, 11, 30)?);
    /// assert_eq!(november.to_string(), "Due on or after 2026-11-01 and Due on or before 2026-11-30");
    /// # Ok::<(), notion_session::schema::ParseDateError>(())
    /// ```
    pub fn between<O>(self, first: O, last: O) -> Filter<S>
    where
        V::Kind: Ranged,
        O: Operand<<V::Kind as Ranged>::Operand>,
    {
        let from = self.condition(<V::Kind as Ranged>::FROM, first.into_operand());
        from & self.condition(<V::Kind as Ranged>::TO, last.into_operand())
    }

    /// Matches rows whose text starts with the value, ignoring case.
    pub fn starts_with<O>(self, value: O) -> Filter<S>
    where
        V::Kind: TextLike,
        O: Operand<<V::Kind as TextLike>::Operand>,
    {
        self.condition("starts_with", value.into_operand())
    }

    /// Matches rows whose text ends with the value, ignoring case.
    pub fn ends_with<O>(self, value: O) -> Filter<S>
    where
        V::Kind: TextLike,
        O: Operand<<V::Kind as TextLike>::Operand>,
    {
        self.condition("ends_with", value.into_operand())
    }

    /// Matches rows whose date is before the value.
    pub fn before<O>(self, value: O) -> Filter<S>
    where
        V::Kind: DateLike,
        O: Operand<<V::Kind as DateLike>::Operand>,
    {
        self.condition("before", value.into_operand())
    }

    /// Matches rows whose date is after the value.
    pub fn after<O>(self, value: O) -> Filter<S>
    where
        V::Kind: DateLike,
        O: Operand<<V::Kind as DateLike>::Operand>,
    {
        self.condition("after", value.into_operand())
    }

    /// Matches rows whose date is the value or before it.
    pub fn on_or_before<O>(self, value: O) -> Filter<S>
    where
        V::Kind: DateLike,
        O: Operand<<V::Kind as DateLike>::Operand>,
    {
        self.condition("on_or_before", value.into_operand())
    }

    /// Matches rows whose date is the value or after it.
    pub fn on_or_after<O>(self, value: O) -> Filter<S>
    where
        V::Kind: DateLike,
        O: Operand<<V::Kind as DateLike>::Operand>,
    {
        self.condition("on_or_after", value.into_operand())
    }
}

macro_rules! spans {
    ($($(#[$doc:meta])* $name:ident)*) => {
        impl<S: NotionSchema, V: Codec> Column<S, V> {$(
            $(#[$doc])*
            pub fn $name(self) -> Filter<S>
            where
                V::Kind: DateLike,
            {
                self.condition(stringify!($name), json!({}).into())
            }
        )*}
    };
}

spans! {
    /// Matches rows whose date is in the present week.
    this_week
    /// Matches rows whose date is in the seven days up to today.
    past_week
    /// Matches rows whose date is in the month up to today.
    past_month
    /// Matches rows whose date is in the year up to today.
    past_year
    /// Matches rows whose date is in the seven days from today on.
    next_week
    /// Matches rows whose date is in the month from today on.
    next_month
    /// Matches rows whose date is in the year from today on.
    next_year
}

/// Declares the operators of the kinds.
macro_rules! texts {
    ($($kind:ident)*) => {$(
        #[diagnostic::do_not_recommend]
        impl Equals for kind::$kind {
            type Operand = Text;
        }
        #[diagnostic::do_not_recommend]
        impl NotEquals for kind::$kind {
            type Operand = <kind::$kind as Equals>::Operand;
        }
        #[diagnostic::do_not_recommend]
        impl Contains for kind::$kind {
            type Operand = Text;
        }
        #[diagnostic::do_not_recommend]
        impl TextLike for kind::$kind {
            type Operand = Text;
        }
        #[diagnostic::do_not_recommend]
        impl Emptiness for kind::$kind {}
    )*};
}
texts! { Title RichText Url Email PhoneNumber }

macro_rules! numbers {
    ($($kind:ident)*) => {$(
        #[diagnostic::do_not_recommend]
        impl Equals for kind::$kind {
            type Operand = Num;
        }
        #[diagnostic::do_not_recommend]
        impl NotEquals for kind::$kind {
            type Operand = <kind::$kind as Equals>::Operand;
        }
        #[diagnostic::do_not_recommend]
        impl Ordered for kind::$kind {
            type Operand = Num;
        }
        #[diagnostic::do_not_recommend]
        impl Ranged for kind::$kind {
            type Operand = Num;
            const FROM: &'static str = "greater_than_or_equal_to";
            const TO: &'static str = "less_than_or_equal_to";
        }
        #[diagnostic::do_not_recommend]
        impl Emptiness for kind::$kind {}
    )*};
}
numbers! { Number UniqueId }

macro_rules! dates {
    ($($kind:ident)*) => {$(
        #[diagnostic::do_not_recommend]
        impl Equals for kind::$kind {
            type Operand = When;
        }
        #[diagnostic::do_not_recommend]
        impl DateLike for kind::$kind {
            type Operand = When;
        }
        #[diagnostic::do_not_recommend]
        impl Ranged for kind::$kind {
            type Operand = When;
            const FROM: &'static str = "on_or_after";
            const TO: &'static str = "on_or_before";
        }
        #[diagnostic::do_not_recommend]
        impl Emptiness for kind::$kind {}
    )*};
}
dates! { Date CreatedTime LastEditedTime }

macro_rules! people {
    ($($kind:ident)*) => {$(
        #[diagnostic::do_not_recommend]
        impl Contains for kind::$kind {
            type Operand = User;
        }
        #[diagnostic::do_not_recommend]
        impl Emptiness for kind::$kind {}
    )*};
}
people! { People CreatedBy LastEditedBy }

#[diagnostic::do_not_recommend]
impl Equals for kind::Checkbox {
    type Operand = bool;
}
#[diagnostic::do_not_recommend]
impl NotEquals for kind::Checkbox {
    type Operand = bool;
}

#[diagnostic::do_not_recommend]
impl<E: NotionOptions> Equals for kind::Select<E> {
    type Operand = E;
}
#[diagnostic::do_not_recommend]
impl<E: NotionOptions> NotEquals for kind::Select<E> {
    type Operand = E;
}
#[diagnostic::do_not_recommend]
impl<E: NotionOptions> Listed for kind::Select<E> {
    type Operand = E;
}
#[diagnostic::do_not_recommend]
impl<E: NotionOptions> Emptiness for kind::Select<E> {}

#[diagnostic::do_not_recommend]
impl<E: NotionOptions> Equals for kind::Status<E> {
    type Operand = E;
}
#[diagnostic::do_not_recommend]
impl<E: NotionOptions> NotEquals for kind::Status<E> {
    type Operand = E;
}
#[diagnostic::do_not_recommend]
impl<E: NotionOptions> Listed for kind::Status<E> {
    type Operand = E;
}
#[diagnostic::do_not_recommend]
impl<E: NotionOptions> Emptiness for kind::Status<E> {}

#[diagnostic::do_not_recommend]
impl<E: NotionOptions> Contains for kind::MultiSelect<E> {
    type Operand = OneOrMany<E>;
}
#[diagnostic::do_not_recommend]
impl<E: NotionOptions> Emptiness for kind::MultiSelect<E> {}

#[diagnostic::do_not_recommend]
impl Emptiness for kind::Files {}

#[diagnostic::do_not_recommend]
impl Verified for kind::Verification {
    type Operand = VerificationStatus;
}
#[diagnostic::do_not_recommend]
impl NotEquals for kind::Verification {
    type Operand = VerificationStatus;
}

#[diagnostic::do_not_recommend]
impl<T: NotionSchema> Contains for kind::Relation<T> {
    type Operand = PageId<T>;
}
#[diagnostic::do_not_recommend]
impl<T: NotionSchema> Emptiness for kind::Relation<T> {}

/// A formula and a rollup have the operators of their result.
macro_rules! computed {
    ($($kind:ident)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<K: Equals> Equals for kind::$kind<K> {
            type Operand = K::Operand;
        }
        #[diagnostic::do_not_recommend]
        impl<K: NotEquals> NotEquals for kind::$kind<K> {
            type Operand = K::Operand;
        }
        #[diagnostic::do_not_recommend]
        impl<K: Ordered> Ordered for kind::$kind<K> {
            type Operand = K::Operand;
        }
        #[diagnostic::do_not_recommend]
        impl<K: Ranged> Ranged for kind::$kind<K> {
            type Operand = K::Operand;
            const FROM: &'static str = K::FROM;
            const TO: &'static str = K::TO;
        }
        #[diagnostic::do_not_recommend]
        impl<K: DateLike> DateLike for kind::$kind<K> {
            type Operand = K::Operand;
        }
        #[diagnostic::do_not_recommend]
        impl<K: Emptiness> Emptiness for kind::$kind<K> {}
        #[diagnostic::do_not_recommend]
        impl<K: TextLike> TextLike for kind::$kind<K> {
            type Operand = K::Operand;
        }
        #[diagnostic::do_not_recommend]
        impl<K: TextLike> Contains for kind::$kind<K> {
            type Operand = K::Operand;
        }
    )*};
}
computed! { Formula Rollup }
