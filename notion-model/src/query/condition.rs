//! The conditions of filters: an operator and its operand, `{"contains": "doc"}`.

use serde_json::Number;

use crate::id::PageId;
use crate::query::{DateOperand, OneOrMany, UserOperand, VerificationStatus};

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
            fn known(json: $crate::json::Json<'_>) -> Option<Self> {
                let mut entries = json.entries()?;
                let (operator, operand) = entries.next()?;
                if entries.next().is_some() {
                    return None;
                }
                match operator {
                    $( $operator => $crate::query::condition::conditions!(@read operand, $variant $(, $ty)? $(; $operand)?), )+
                    _ => None,
                }
            }
        }

        $crate::json::deserialize_by_json!($name);

        impl $crate::json::FromJson for $name {
            fn from_json(json: $crate::json::Json<'_>) -> Result<Self, $crate::json::Misfit> {
                Ok(Self::known(json).unwrap_or_else(|| Self::Unknown(json.to_value())))
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
                    $( $crate::query::condition::conditions!(@pattern operand, $variant $(, $ty)?) =>
                        $crate::query::condition::conditions!(@write map, $operator, operand $(, $ty)? $(; $operand)?), )+
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
        ($found.to_value() == serde_json::json!($operand)).then_some(Self::$variant)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::RelativeDate;
    use crate::testing::{known, same};
    use serde_json::json;

    #[test]
    fn every_operator_is_known() {
        for operator in [
            "equals",
            "does_not_equal",
            "contains",
            "does_not_contain",
            "starts_with",
            "ends_with",
        ] {
            known::<TextCondition>(&format!(r#"{{"{operator}": "x"}}"#));
        }
        for operator in [
            "equals",
            "does_not_equal",
            "greater_than",
            "less_than",
            "greater_than_or_equal_to",
            "less_than_or_equal_to",
        ] {
            known::<NumberCondition>(&format!(r#"{{"{operator}": 1.0}}"#));
        }
        for operator in ["equals", "does_not_equal"] {
            known::<CheckboxCondition>(&format!(r#"{{"{operator}": false}}"#));
            known::<SelectCondition>(&format!(r#"{{"{operator}": "x"}}"#));
            known::<SelectCondition>(&format!(r#"{{"{operator}": ["x", "y"]}}"#));
        }
        for operator in ["contains", "does_not_contain"] {
            known::<MultiSelectCondition>(&format!(r#"{{"{operator}": ["x"]}}"#));
            known::<PeopleCondition>(&format!(r#"{{"{operator}": "me"}}"#));
            known::<PeopleCondition>(&format!(
                r#"{{"{operator}": "00000000-0000-4000-8000-0000000000fa"}}"#
            ));
            known::<RelationCondition>(&format!(
                r#"{{"{operator}": "00000000-0000-4000-8000-0000000000fa"}}"#
            ));
        }
        for operator in ["equals", "before", "after", "on_or_before", "on_or_after"] {
            for operand in [
                "2026-06-27",
                "2026-06-27T10:00:00.000+02:00",
                "one_week_from_now",
            ] {
                known::<DateCondition>(&format!(r#"{{"{operator}": "{operand}"}}"#));
            }
        }
        for operator in [
            "this_week",
            "past_week",
            "past_month",
            "past_year",
            "next_week",
            "next_month",
            "next_year",
        ] {
            known::<DateCondition>(&format!(r#"{{"{operator}": {{}}}}"#));
        }
        for state in ["verified", "expired", "none"] {
            known::<VerificationCondition>(&format!(r#"{{"status": "{state}"}}"#));
            known::<VerificationCondition>(&format!(r#"{{"does_not_equal": "{state}"}}"#));
        }
        for operator in ["is_empty", "is_not_empty"] {
            let json = format!(r#"{{"{operator}": true}}"#);
            known::<TextCondition>(&json);
            known::<NumberCondition>(&json);
            known::<SelectCondition>(&json);
            known::<MultiSelectCondition>(&json);
            known::<DateCondition>(&json);
            known::<PeopleCondition>(&json);
            known::<FilesCondition>(&json);
            known::<RelationCondition>(&json);
        }
    }

    #[test]
    fn operands_are_told_apart() {
        let relative: DateCondition = known(r#"{"before": "today"}"#);
        assert_eq!(relative, DateCondition::Before(RelativeDate::Today.into()));
        let me: PeopleCondition = known(r#"{"contains": "me"}"#);
        assert_eq!(me, PeopleCondition::Contains(UserOperand::Me));
    }

    #[test]
    fn anything_else_is_kept() {
        for condition in [
            json!({"is_empty": false}),
            json!({"equals": 1}),
            json!({"equals": "a", "contains": "b"}),
            json!({"sounds_like": "a"}),
            json!({}),
            json!(null),
        ] {
            assert_eq!(
                same::<TextCondition>(&condition),
                TextCondition::Unknown(condition)
            );
        }
    }
}
