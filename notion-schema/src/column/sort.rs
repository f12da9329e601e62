//! Sorts of queries.

use std::fmt;
use std::marker::PhantomData;

use serde_json::{Value, json};

use super::Column;
use crate::codec::PropertyIds;

/// A sort: a property or time, and a direction.
#[must_use = "a sort does nothing until a query has it"]
pub struct Sort<S> {
    key: &'static str,
    by: &'static str,
    direction: &'static str,
    of: PhantomData<fn() -> S>,
}

impl<S, V> Column<S, V> {
    /// Sorts in ascending order.
    pub const fn asc(self) -> Sort<S> {
        Sort {
            key: "property",
            by: self.name,
            direction: "ascending",
            of: PhantomData,
        }
    }

    /// Sorts in descending order.
    pub const fn desc(self) -> Sort<S> {
        Sort {
            key: "property",
            by: self.name,
            direction: "descending",
            of: PhantomData,
        }
    }
}

impl<S> Sort<S> {
    /// Returns the sort in Notion's JSON.
    pub fn to_json(&self) -> Value {
        self.to_json_by(&PropertyIds::default())
    }

    /// Returns the sort in Notion's JSON, with the ID of the property if it is known.
    #[doc(hidden)]
    pub fn to_json_by(self, ids: &PropertyIds) -> Value {
        let by = match self.key {
            "property" => ids.key(self.by),
            _ => self.by,
        };
        json!({ self.key: by, "direction": self.direction })
    }
}

impl<S> Sort<S> {
    /// Returns the name of the property; `None` for one of the page's own times.
    #[doc(hidden)]
    pub fn property(&self) -> Option<&'static str> {
        (self.key == "property").then_some(self.by)
    }

    /// Returns `Some` for the creation time: true if the latest comes first.
    #[doc(hidden)]
    pub fn by_creation(&self) -> Option<bool> {
        (self.key == "timestamp" && self.by == "created_time")
            .then_some(self.direction == "descending")
    }
}

impl<S> Clone for Sort<S> {
    fn clone(&self) -> Sort<S> {
        *self
    }
}

impl<S> Copy for Sort<S> {}

impl<S> fmt::Debug for Sort<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sort({} {})", self.by, self.direction)
    }
}

/// A page's own times, which every row has even if the schema does not have a property for them.
///
/// ```
/// # use notion_session::prelude::*;
/// # #[derive(NotionSchema)]
/// # struct Task { #[notion(title)] task: String }
/// use notion_session::column::timestamp;
///
/// let oldest_first = timestamp::created().asc::<Task>();
/// let edited_lately = timestamp::last_edited().past_week::<Task>();
/// ```
pub mod timestamp {
    use std::marker::PhantomData;

    use serde_json::json;

    use super::Sort;
    use crate::column::filter::{Filter, on_time};
    use crate::column::operand::{Operand, When};

    /// One of the two times of a page.
    #[derive(Debug, Clone, Copy)]
    pub struct Timestamp(&'static str);

    /// Returns the creation time.
    pub const fn created() -> Timestamp {
        Timestamp("created_time")
    }

    /// Returns the time of the last edit.
    pub const fn last_edited() -> Timestamp {
        Timestamp("last_edited_time")
    }

    impl Timestamp {
        /// Sorts in ascending order: the earliest first.
        pub const fn asc<S>(self) -> Sort<S> {
            Sort {
                key: "timestamp",
                by: self.0,
                direction: "ascending",
                of: PhantomData,
            }
        }

        /// Sorts in descending order: the latest first.
        pub const fn desc<S>(self) -> Sort<S> {
            Sort {
                key: "timestamp",
                by: self.0,
                direction: "descending",
                of: PhantomData,
            }
        }
    }

    impl Timestamp {
        /// Matches pages with this time, to the minute; with a day, on that day.
        pub fn eq<S>(self, time: impl Operand<When>) -> Filter<S> {
            on_time(self.0, "equals", time.into_operand())
        }

        /// Matches no page, because every page has its times.
        pub fn is_empty<S>(self) -> Filter<S> {
            on_time(self.0, "is_empty", true.into())
        }

        /// Matches every page.
        pub fn is_not_empty<S>(self) -> Filter<S> {
            on_time(self.0, "is_not_empty", true.into())
        }
    }

    macro_rules! times {
        ($($(#[$doc:meta])* $name:ident)*) => {
            impl Timestamp {$(
                $(#[$doc])*
                pub fn $name<S>(self, time: impl Operand<When>) -> Filter<S> {
                    on_time(self.0, stringify!($name), time.into_operand())
                }
            )*}
        };
    }
    times! {
        /// Matches pages whose time is before the value.
        before
        /// Matches pages whose time is after the value.
        after
        /// Matches pages whose time is the value or before it.
        on_or_before
        /// Matches pages whose time is the value or after it.
        on_or_after
    }

    macro_rules! spans {
        ($($(#[$doc:meta])* $name:ident)*) => {
            impl Timestamp {$(
                $(#[$doc])*
                pub fn $name<S>(self) -> Filter<S> {
                    on_time(self.0, stringify!($name), json!({}).into())
                }
            )*}
        };
    }
    spans! {
        /// Matches pages whose time is in the present week.
        this_week
        /// Matches pages whose time is in the seven days up to today.
        past_week
        /// Matches pages whose time is in the month up to today.
        past_month
        /// Matches pages whose time is in the year up to today.
        past_year
        /// Matches pages whose time is in the seven days from today.
        next_week
        /// Matches pages whose time is in the month from today.
        next_month
        /// Matches pages whose time is in the year from today.
        next_year
    }
}
