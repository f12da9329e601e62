//! What the conditions of filters compare with.

use serde::{Deserialize, Serialize, Serializer};

use crate::id::UserId;
use crate::json::{FromJson, Json, Misfit, deserialize_by_json, json_by_deserialize, open_enum};
use crate::time::Moment;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserOperand {
    /// A user.
    Id(UserId),
    /// Who asks. An internal integration is nobody.
    Me,
}

impl From<UserId> for UserOperand {
    fn from(id: UserId) -> Self {
        Self::Id(id)
    }
}

deserialize_by_json!(UserOperand);

impl FromJson for UserOperand {
    fn from_json(json: Json<'_>) -> Result<Self, Misfit> {
        match json.as_str() {
            Some("me") => Ok(Self::Me),
            _ => UserId::from_json(json).map(Self::Id),
        }
    }
}

impl Serialize for UserOperand {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Id(id) => id.serialize(serializer),
            Self::Me => serializer.serialize_str("me"),
        }
    }
}

json_by_deserialize!(OneOrMany, DateOperand);
