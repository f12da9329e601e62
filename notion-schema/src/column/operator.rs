//! The operators, as traits of kinds and methods of columns.
//!
//! The bounds stand at the methods: there the compiler reports an operator that a kind does not
//! have in the words given here.

use serde_json::json;

use super::Column;
use super::expression::{Condition, On};
use super::filter::Filter;
use super::operand::{Num, OneOrMany, Operand, OperandValue, Text, User, VerificationStatus, When};
use crate::schema::{Codec, Kind, NotionOptions, NotionSchema, kind};
use notion_model::PageId;

/// Kinds whose values can be compared with a value.
#[diagnostic::on_unimplemented(
    message = "a Notion `{Self}` property has no `equals` filter",
    label = "`eq` is not available here",
    note = "for relation, people and multi_select use `contains`; for files, `is_empty`"
)]
pub trait Equals: Kind {
    /// What a value is compared with.
    type Operand;
}

/// Kinds that can be asked for values other than one.
#[diagnostic::on_unimplemented(
    message = "a Notion `{Self}` property has no `does_not_equal` filter",
    label = "`ne` is not available here",
    note = "for relation, people and multi_select use `not_contains`; for a date, `before` and `after`"
)]
pub trait NotEquals: Kind {
    /// What a value is compared with.
    type Operand;
}

/// Kinds that hold one of several options.
#[diagnostic::on_unimplemented(
    message = "a Notion `{Self}` property cannot be compared with a list",
    label = "`in_list` and `not_in_list` are not available here",
    note = "these are for select and status; a multi_select has `contains`, which takes one option or several"
)]
pub trait Listed: Kind {
    /// What the list is of.
    type Operand;
}

/// Kinds whose values have an order.
#[diagnostic::on_unimplemented(
    message = "a Notion `{Self}` property has no order",
    label = "`gt`, `ge`, `lt` and `le` are not available here",
    note = "these are for numbers and unique ids; dates have `before` and `after`"
)]
pub trait Ordered: Kind {
    /// What a value is compared with.
    type Operand;
}

/// Kinds that hold several things, or a text that holds another.
#[diagnostic::on_unimplemented(
    message = "a Notion `{Self}` property has no `contains` filter",
    label = "`contains` and `not_contains` are not available here",
    note = "these are for text, multi_select, people and relation; a select or status has `eq`"
)]
pub trait Contains: Kind {
    /// What is looked for.
    type Operand;
}

/// Kinds that hold text.
#[diagnostic::on_unimplemented(
    message = "a Notion `{Self}` property is not a text",
    label = "`starts_with` and `ends_with` are not available here",
    note = "these are for titles, rich text, URLs, e-mail addresses and phone numbers"
)]
pub trait TextLike: Kind {
    /// What the text starts or ends with.
    type Operand;
}

/// Kinds that hold a date.
#[diagnostic::on_unimplemented(
    message = "a Notion `{Self}` property is not a date",
    label = "`before`, `after`, `past_week` and their like are not available here",
    note = "these are for dates, and for when a page was created and last edited; numbers have `lt` and `gt`"
)]
pub trait DateLike: Kind {
    /// What a date is compared with.
    type Operand;
}

/// Kinds whose values can lie in a range.
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

/// Kinds that say whether a page was verified.
#[diagnostic::on_unimplemented(
    message = "a Notion `{Self}` property is not a verification",
    label = "`status` is not available here",
    note = "a status property is compared with `eq`, `ne`, `in_list` and `not_in_list`"
)]
pub trait Verified: Kind {
    /// What the verification is compared with.
    type Operand;
}

/// Kinds that can be empty.
#[diagnostic::on_unimplemented(
    message = "a Notion `{Self}` property is never empty",
    label = "`is_empty` and `is_not_empty` are not available here",
    note = "a checkbox is on or off: use `eq`; whether a page was ever verified is asked with `status`"
)]
pub trait Emptiness: Kind {}

impl<S: NotionSchema, V: Codec> Column<S, V> {
    /// The property equals the value. Text is compared without regard to formatting.
    pub fn eq<O>(self, value: O) -> Filter<S>
    where
        V::Kind: Equals,
        O: Operand<<V::Kind as Equals>::Operand>,
    {
        self.condition("equals", value.into_operand())
    }

    /// The property does not equal the value; an empty one does not.
    pub fn ne<O>(self, value: O) -> Filter<S>
    where
        V::Kind: NotEquals,
        O: Operand<<V::Kind as NotEquals>::Operand>,
    {
        self.condition("does_not_equal", value.into_operand())
    }

    /// The property is one of these options. A list of none is refused when the query is sent.
    pub fn in_list<O>(self, options: impl IntoIterator<Item = O>) -> Filter<S>
    where
        V::Kind: Listed,
        O: Operand<<V::Kind as Listed>::Operand>,
    {
        self.condition("equals", list(options))
    }

    /// The property is none of these options; an empty one is not. A list of none is refused when
    /// the query is sent.
    pub fn not_in_list<O>(self, options: impl IntoIterator<Item = O>) -> Filter<S>
    where
        V::Kind: Listed,
        O: Operand<<V::Kind as Listed>::Operand>,
    {
        self.condition("does_not_equal", list(options))
    }

    /// The page is verified, or its verification has expired, or it never was. For wikis.
    pub fn status<O>(self, status: O) -> Filter<S>
    where
        V::Kind: Verified,
        O: Operand<<V::Kind as Verified>::Operand>,
    {
        self.condition("status", status.into_operand())
    }

    /// The property holds the value, or the text in any letter case. Of several options, given as
    /// an array or a `Vec`, it holds one at least.
    pub fn contains<O>(self, value: O) -> Filter<S>
    where
        V::Kind: Contains,
        O: Operand<<V::Kind as Contains>::Operand>,
    {
        self.condition("contains", value.into_operand())
    }

    /// The property does not hold the value; an empty one does not. Of several options, given as an
    /// array or a `Vec`, it holds none.
    pub fn not_contains<O>(self, value: O) -> Filter<S>
    where
        V::Kind: Contains,
        O: Operand<<V::Kind as Contains>::Operand>,
    {
        self.condition("does_not_contain", value.into_operand())
    }

    /// The property has no value.
    pub fn is_empty(self) -> Filter<S>
    where
        V::Kind: Emptiness,
    {
        self.condition("is_empty", true.into())
    }

    /// The property has a value.
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

/// Written out, and not by a macro, so that the compiler points at a method and not into a macro.
impl<S: NotionSchema, V: Codec> Column<S, V> {
    /// The number is greater.
    pub fn gt<O>(self, value: O) -> Filter<S>
    where
        V::Kind: Ordered,
        O: Operand<<V::Kind as Ordered>::Operand>,
    {
        self.condition("greater_than", value.into_operand())
    }

    /// The number is greater or equal.
    pub fn ge<O>(self, value: O) -> Filter<S>
    where
        V::Kind: Ordered,
        O: Operand<<V::Kind as Ordered>::Operand>,
    {
        self.condition("greater_than_or_equal_to", value.into_operand())
    }

    /// The number is less.
    pub fn lt<O>(self, value: O) -> Filter<S>
    where
        V::Kind: Ordered,
        O: Operand<<V::Kind as Ordered>::Operand>,
    {
        self.condition("less_than", value.into_operand())
    }

    /// The number is less or equal.
    pub fn le<O>(self, value: O) -> Filter<S>
    where
        V::Kind: Ordered,
        O: Operand<<V::Kind as Ordered>::Operand>,
    {
        self.condition("less_than_or_equal_to", value.into_operand())
    }

    /// The number or date lies in a range, both ends included: two conditions.
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

    /// The text starts so, in any letter case.
    pub fn starts_with<O>(self, value: O) -> Filter<S>
    where
        V::Kind: TextLike,
        O: Operand<<V::Kind as TextLike>::Operand>,
    {
        self.condition("starts_with", value.into_operand())
    }

    /// The text ends so, in any letter case.
    pub fn ends_with<O>(self, value: O) -> Filter<S>
    where
        V::Kind: TextLike,
        O: Operand<<V::Kind as TextLike>::Operand>,
    {
        self.condition("ends_with", value.into_operand())
    }

    /// The date lies before.
    pub fn before<O>(self, value: O) -> Filter<S>
    where
        V::Kind: DateLike,
        O: Operand<<V::Kind as DateLike>::Operand>,
    {
        self.condition("before", value.into_operand())
    }

    /// The date lies after.
    pub fn after<O>(self, value: O) -> Filter<S>
    where
        V::Kind: DateLike,
        O: Operand<<V::Kind as DateLike>::Operand>,
    {
        self.condition("after", value.into_operand())
    }

    /// The date lies before, or is the same.
    pub fn on_or_before<O>(self, value: O) -> Filter<S>
    where
        V::Kind: DateLike,
        O: Operand<<V::Kind as DateLike>::Operand>,
    {
        self.condition("on_or_before", value.into_operand())
    }

    /// The date lies after, or is the same.
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
    /// The date lies in the week that today is in.
    this_week
    /// The date lies in the seven days up to today.
    past_week
    /// The date lies in the month up to today.
    past_month
    /// The date lies in the year up to today.
    past_year
    /// The date lies in the seven days from today.
    next_week
    /// The date lies in the month from today.
    next_month
    /// The date lies in the year from today.
    next_year
}

/// Which kind has which operators.
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
