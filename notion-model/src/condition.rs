//! The conditions of filters: an operator and its operand, `{"contains": "doc"}`.

use serde::{Deserialize, Serialize};
use serde_json::Number;

use crate::id::{PageId, UserId};
use crate::json::json_by_deserialize;
use crate::open_enum::open_enum;
use crate::time::Moment;

/// Makes an enum of conditions: JSON objects with one key, the operator. A variant without an operand writes the JSON
/// that is given for it.
macro_rules! conditions {
    ($(
        $(#[$meta:meta])*
        pub enum $name:ident {
            $( $(#[$vmeta:meta])* $variant:ident $( ($ty:ty) )? = $operator:literal $(: $operand:tt)? ),+ $(,)?
        }
    )+) => { $(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        pub enum $name {
            $( $(#[$vmeta])* $variant $( ($ty) )?, )+
            /// Anything else, as it came.
            Unknown(serde_json::Value),
        }

        impl $name {
            fn known(value: &serde_json::Value) -> Option<Self> {
                let object = value.as_object().filter(|object| object.len() == 1)?;
                let (operator, operand) = object.iter().next()?;
                match operator.as_str() {
                    $( $operator => $crate::condition::conditions!(@read operand, $variant $(, $ty)? $(; $operand)?), )+
                    _ => None,
                }
            }
        }

        $crate::json::deserialize_by_json!($name);

        impl $crate::json::FromJson for $name {
            fn from_json(json: &serde_json::Value) -> Result<Self, $crate::json::Misfit> {
                Ok(Self::known(json).unwrap_or_else(|| Self::Unknown(json.clone())))
            }
        }

        impl serde::Serialize for $name {
            fn serialize<Z: serde::Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
                use serde::ser::SerializeMap;
                if let Self::Unknown(value) = self {
                    return value.serialize(serializer);
                }
                let mut map = serializer.serialize_map(Some(1))?;
                match self {
                    $( $crate::condition::conditions!(@pattern operand, $variant $(, $ty)?) =>
                        $crate::condition::conditions!(@write map, $operator, operand $(, $ty)? $(; $operand)?), )+
                    Self::Unknown(_) => {}
                }
                map.end()
            }
        }
    )+ };
    (@read $found:ident, $variant:ident, $ty:ty) => {
        <$ty as $crate::json::FromJson>::from_json($found).ok().map(Self::$variant)
    };
    (@read $found:ident, $variant:ident; $operand:tt) => {
        (*$found == serde_json::json!($operand)).then_some(Self::$variant)
    };
    (@pattern $operand:ident, $variant:ident, $ty:ty) => { Self::$variant($operand) };
    (@pattern $operand:ident, $variant:ident) => { Self::$variant };
    (@write $map:ident, $operator:literal, $operand:ident, $ty:ty) => { $map.serialize_entry($operator, $operand)? };
    (@write $map:ident, $operator:literal, $name:ident; $operand:tt) => {
        $map.serialize_entry($operator, &serde_json::json!($operand))?
    };
}
pub(crate) use conditions;

conditions! {
    /// A condition on a text.
    pub enum TextCondition {
        /// Is this text.
        Equals(String) = "equals",
        /// Is another text, or none.
        DoesNotEqual(String) = "does_not_equal",
        /// Has this in it.
        Contains(String) = "contains",
        /// Does not have this in it.
        DoesNotContain(String) = "does_not_contain",
        /// Begins with this.
        StartsWith(String) = "starts_with",
        /// Ends with this.
        EndsWith(String) = "ends_with",
        /// Is empty.
        IsEmpty = "is_empty": true,
        /// Is not empty.
        IsNotEmpty = "is_not_empty": true,
    }

    /// A condition on a number.
    pub enum NumberCondition {
        /// Is this number.
        Equals(Number) = "equals",
        /// Is another number, or none.
        DoesNotEqual(Number) = "does_not_equal",
        /// Is greater.
        GreaterThan(Number) = "greater_than",
        /// Is less.
        LessThan(Number) = "less_than",
        /// Is this or greater.
        GreaterThanOrEqualTo(Number) = "greater_than_or_equal_to",
        /// Is this or less.
        LessThanOrEqualTo(Number) = "less_than_or_equal_to",
        /// Is empty.
        IsEmpty = "is_empty": true,
        /// Is not empty.
        IsNotEmpty = "is_not_empty": true,
    }

    /// A condition on a checkbox.
    pub enum CheckboxCondition {
        /// Is this.
        Equals(bool) = "equals",
        /// Is not this.
        DoesNotEqual(bool) = "does_not_equal",
    }

    /// A condition on a select or a status: options by name.
    pub enum SelectCondition {
        /// Is this option, or one of these.
        Equals(OneOrMany) = "equals",
        /// Is another option, or none.
        DoesNotEqual(OneOrMany) = "does_not_equal",
        /// Is empty.
        IsEmpty = "is_empty": true,
        /// Is not empty.
        IsNotEmpty = "is_not_empty": true,
    }

    /// A condition on a multi-select: options by name.
    pub enum MultiSelectCondition {
        /// Has this option, or one of these.
        Contains(OneOrMany) = "contains",
        /// Does not have it.
        DoesNotContain(OneOrMany) = "does_not_contain",
        /// Is empty.
        IsEmpty = "is_empty": true,
        /// Is not empty.
        IsNotEmpty = "is_not_empty": true,
    }

    /// A condition on a date or a time.
    pub enum DateCondition {
        /// Is this.
        Equals(DateOperand) = "equals",
        /// Is before.
        Before(DateOperand) = "before",
        /// Is after.
        After(DateOperand) = "after",
        /// Is this or before.
        OnOrBefore(DateOperand) = "on_or_before",
        /// Is this or after.
        OnOrAfter(DateOperand) = "on_or_after",
        /// Is in the week of today.
        ThisWeek = "this_week": {},
        /// Is in the seven days until today.
        PastWeek = "past_week": {},
        /// Is in the month until today.
        PastMonth = "past_month": {},
        /// Is in the year until today.
        PastYear = "past_year": {},
        /// Is in the seven days from today.
        NextWeek = "next_week": {},
        /// Is in the month from today.
        NextMonth = "next_month": {},
        /// Is in the year from today.
        NextYear = "next_year": {},
        /// Is empty.
        IsEmpty = "is_empty": true,
        /// Is not empty.
        IsNotEmpty = "is_not_empty": true,
    }

    /// A condition on users.
    pub enum PeopleCondition {
        /// Has this user.
        Contains(UserOperand) = "contains",
        /// Does not have this user.
        DoesNotContain(UserOperand) = "does_not_contain",
        /// Is empty.
        IsEmpty = "is_empty": true,
        /// Is not empty.
        IsNotEmpty = "is_not_empty": true,
    }

    /// A condition on files.
    pub enum FilesCondition {
        /// Is empty.
        IsEmpty = "is_empty": true,
        /// Is not empty.
        IsNotEmpty = "is_not_empty": true,
    }

    /// A condition on a relation.
    pub enum RelationCondition {
        /// Has this page.
        Contains(PageId) = "contains",
        /// Does not have this page.
        DoesNotContain(PageId) = "does_not_contain",
        /// Is empty.
        IsEmpty = "is_empty": true,
        /// Is not empty.
        IsNotEmpty = "is_not_empty": true,
    }

    /// A condition on the verification of a page of a wiki.
    pub enum VerificationCondition {
        /// Is in this state.
        Status(VerificationStatus) = "status",
        /// Is in another state.
        DoesNotEqual(VerificationStatus) = "does_not_equal",
    }
}

open_enum! {
    /// The state of verification that a filter asks for.
    pub enum VerificationStatus {
        Verified = "verified",
        Expired = "expired",
        None = "none",
    }
}

/// A name, or several of which one is to fit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum OneOrMany {
    /// One name.
    One(String),
    /// Several.
    Many(Vec<String>),
}

impl From<&str> for OneOrMany {
    fn from(name: &str) -> Self {
        Self::One(name.to_owned())
    }
}

impl From<String> for OneOrMany {
    fn from(name: String) -> Self {
        Self::One(name)
    }
}

impl From<Vec<String>> for OneOrMany {
    fn from(names: Vec<String>) -> Self {
        Self::Many(names)
    }
}

/// What a date is compared with: a day or an instant, or a day relative to today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum DateOperand {
    /// A day relative to today.
    Relative(RelativeDate),
    /// A day or an instant.
    Moment(Moment),
}

impl<T: Into<Moment>> From<T> for DateOperand {
    fn from(moment: T) -> Self {
        Self::Moment(moment.into())
    }
}

impl From<RelativeDate> for DateOperand {
    fn from(date: RelativeDate) -> Self {
        Self::Relative(date)
    }
}

/// A day relative to today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RelativeDate {
    /// `today`
    Today,
    /// `tomorrow`
    Tomorrow,
    /// `yesterday`
    Yesterday,
    /// `one_week_ago`
    OneWeekAgo,
    /// `one_week_from_now`
    OneWeekFromNow,
    /// `one_month_ago`
    OneMonthAgo,
    /// `one_month_from_now`
    OneMonthFromNow,
}

/// The user that a filter asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum UserOperand {
    /// A user.
    Id(UserId),
    /// Who asks. An internal integration is nobody.
    Me(Me),
}

/// `me`: who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Me {
    /// Who asks.
    #[serde(rename = "me")]
    Me,
}

json_by_deserialize!(OneOrMany, DateOperand, UserOperand);

impl UserOperand {
    /// Who asks.
    pub const ME: Self = Self::Me(Me::Me);
}

impl From<UserId> for UserOperand {
    fn from(id: UserId) -> Self {
        Self::Id(id)
    }
}
