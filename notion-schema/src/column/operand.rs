//! The operands of filters.

use std::marker::PhantomData;

use notion_model::{PageId, UserId};
use serde_json::Value;

use super::assign::place_of;
use crate::row::Row;
use crate::schema::{
    Date, DateOrTime, DateRange, DateTime, NotionOptions, NotionSchema, Property, Refusal, Title,
    rule,
};

/// Values that a filter accepts for an operand of type `T`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value for this filter, which takes `{T}`",
    label = "not a `{T}`",
    note = "text is compared with a string, a number with a number, a date with a `Date`, a `DateTime` or a `Relative` day (a string is parsed with `\"2026-01-31\".parse::<Date>()?`), a select with a variant of its enum, people with a `UserId` or a `&User`, a relation with a `PageId` of its schema or a `&Row`"
)]
pub trait Operand<T> {
    /// Converts it to the value that is sent.
    #[doc(hidden)]
    fn into_operand(self) -> OperandValue;
}

/// A value as it is sent, or the reason why Notion would not accept it.
#[doc(hidden)]
#[derive(Debug, Clone, PartialEq)]
pub struct OperandValue {
    pub(super) value: Value,
    pub(crate) refusal: Option<Refusal>,
    /// The column that it is compared with, for the error.
    pub(super) place: Option<String>,
}

impl<V: Into<Value>> From<V> for OperandValue {
    fn from(value: V) -> OperandValue {
        OperandValue {
            value: value.into(),
            refusal: None,
            place: None,
        }
    }
}

impl OperandValue {
    /// A value that was checked. What JSON cannot carry, as NaN, is shown as text; it is never sent.
    fn checked(
        value: impl Into<Value>,
        shown: &impl ToString,
        check: Result<(), Refusal>,
    ) -> OperandValue {
        let value = match value.into() {
            Value::Null => shown.to_string().into(),
            value => value,
        };
        OperandValue {
            value,
            refusal: check.err(),
            place: None,
        }
    }

    /// A value that is never sent, for this reason.
    pub(super) fn refused(reason: &str) -> OperandValue {
        OperandValue::checked(Value::Null, &"", Err(Refusal::new(reason)))
    }

    /// The same, compared with a column of a schema.
    pub(super) fn of<S: NotionSchema>(self, column: &str) -> OperandValue {
        OperandValue {
            place: self.refusal.as_ref().map(|_| place_of::<S>(column)),
            ..self
        }
    }

    /// A list of values.
    pub(crate) fn list(values: impl Iterator<Item = OperandValue>) -> OperandValue {
        let mut refusal = None;
        let values = values.map(|operand| {
            if refusal.is_none() {
                refusal = operand.refusal;
            }
            operand.value
        });
        OperandValue {
            value: values.collect(),
            refusal,
            place: None,
        }
    }
}

/// Text: a `&str` or `String`.
#[derive(Debug)]
pub struct Text;

/// A number of any of Rust's types.
#[derive(Debug)]
pub struct Num;

/// A point in time: a [`Date`], a [`DateTime`], or a [`Relative`] one.
#[derive(Debug)]
pub struct When;

/// A user: a [`UserId`], or [`Me`].
#[derive(Debug)]
pub struct User;

/// An option `E`, or several of them: an array, a slice or a `Vec`.
#[derive(Debug)]
pub struct OneOrMany<E>(PhantomData<E>);

/// The verification of a wiki page, in filters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VerificationStatus {
    /// The page is verified.
    Verified,
    /// The verification has expired.
    Expired,
    /// The page was never verified, or its verification was removed.
    None,
}

impl VerificationStatus {
    const fn as_str(self) -> &'static str {
        match self {
            VerificationStatus::Verified => "verified",
            VerificationStatus::Expired => "expired",
            VerificationStatus::None => "none",
        }
    }
}

/// The user who sends the query. The token of an internal integration belongs to a bot, so that it matches nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Me;

/// A day relative to the day of the query, by Notion's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
#[expect(missing_docs, reason = "each variant says it all")]
pub enum Relative {
    Today,
    Tomorrow,
    Yesterday,
    OneWeekAgo,
    OneWeekFromNow,
    OneMonthAgo,
    OneMonthFromNow,
}

impl Relative {
    const fn as_str(self) -> &'static str {
        match self {
            Relative::Today => "today",
            Relative::Tomorrow => "tomorrow",
            Relative::Yesterday => "yesterday",
            Relative::OneWeekAgo => "one_week_ago",
            Relative::OneWeekFromNow => "one_week_from_now",
            Relative::OneMonthAgo => "one_month_ago",
            Relative::OneMonthFromNow => "one_month_from_now",
        }
    }
}

/// One line an invocation: the compiler shows it where a value does not fit.
macro_rules! operand {
    ($of:ty: $value:ty => |$this:ident| $json:expr) => {
        #[diagnostic::do_not_recommend]
        impl Operand<$of> for $value {
            fn into_operand(self) -> OperandValue {
                let $this = self;
                OperandValue::from($json)
            }
        }
    };
}

/// The same of values that are checked as the value of a property is.
macro_rules! checked {
    ($of:ty: $value:ty => |$this:ident| $json:expr, $check:expr) => {
        #[diagnostic::do_not_recommend]
        impl Operand<$of> for $value {
            fn into_operand(self) -> OperandValue {
                let $this = self;
                OperandValue::checked($json, &$this, $check)
            }
        }
    };
}

operand! { Text: &str => |text| text }
operand! { Text: String => |text| text }
operand! { Text: &String => |text| text.as_str() }
operand! { Text: Title => |title| title.0 }
operand! { Text: &Title => |title| title.0.as_str() }
checked! { Num: f64 => |number| number, Property::check(&number) }
checked! { Num: f32 => |number| number, Property::check(&number) }
operand! { Num: i64 => |number| number }
operand! { Num: i32 => |number| number }
operand! { Num: i16 => |number| number }
operand! { Num: u64 => |number| number }
operand! { Num: u32 => |number| number }
operand! { Num: u16 => |number| number }
operand! { Num: u8 => |number| number }
operand! { bool: bool => |on| on }
checked! { When: Date => |date| date.to_string(), Property::check(&date) }
checked! { When: DateTime => |time| time.to_string(), Property::check(&time) }
checked! { When: DateOrTime => |time| time.to_string(), DateRange::from(time).check() }
checked! { When: jiff::civil::Date => |date| date.to_string(), Date::from(date).check() }
checked! { When: jiff::Timestamp => |time| time.to_string(), DateTime::from(time).check() }
operand! { When: Relative => |day| day.as_str() }
operand! { User: UserId => |user| user.to_string() }
operand! { User: &UserId => |user| user.to_string() }
operand! { User: Me => |_me| "me" }
operand! { VerificationStatus: VerificationStatus => |status| status.as_str() }

#[diagnostic::do_not_recommend]
impl<E: NotionOptions> Operand<E> for E {
    fn into_operand(self) -> OperandValue {
        option(&self)
    }
}

#[diagnostic::do_not_recommend]
impl<E: NotionOptions> Operand<E> for &E {
    fn into_operand(self) -> OperandValue {
        option(self)
    }
}

/// An option by its name. A name that no option can have is refused: with it a filter finds nothing, or everything.
fn option<E: NotionOptions>(option: &E) -> OperandValue {
    let name = option.name();
    OperandValue::checked(name, &name, rule::option_name(name))
}

/// The names of options, as a list.
fn names<'a, E: NotionOptions>(options: impl Iterator<Item = &'a E>) -> OperandValue {
    OperandValue::list(options.map(option))
}

macro_rules! one_or_many {
    ($([$($generics:tt)*] $ty:ty => |$this:ident| $json:expr;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> Operand<OneOrMany<E>> for $ty {
            fn into_operand(self) -> OperandValue {
                let $this = self;
                $json
            }
        }
    )*};
}
one_or_many! {
    [E: NotionOptions] E => |one| option(&one);
    [E: NotionOptions] &E => |one| option(one);
    [E: NotionOptions] &[E] => |options| names(options.iter());
    [E: NotionOptions] Vec<E> => |options| names(options.iter());
    [E: NotionOptions, const N: usize] [E; N] => |options| names(options.iter());
    [E: NotionOptions, const N: usize] &[E; N] => |options| names(options.iter());
}

#[diagnostic::do_not_recommend]
impl<T> Operand<PageId<T>> for PageId<T> {
    fn into_operand(self) -> OperandValue {
        self.to_string().into()
    }
}

/// The ID of the row.
#[diagnostic::do_not_recommend]
impl<T> Operand<PageId<T>> for &Row<T> {
    fn into_operand(self) -> OperandValue {
        self.id().to_string().into()
    }
}

#[diagnostic::do_not_recommend]
impl<T> Operand<PageId<T>> for &PageId<T> {
    fn into_operand(self) -> OperandValue {
        self.to_string().into()
    }
}
