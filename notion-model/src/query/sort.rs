//! Sorts of queries.

use crate::json::{object, open_enum};

object! {
    /// A sort of a query: by a property or by a time that every page has. The first sort of a list counts most.
    ///
    /// ```
    /// use notion_model::{Direction, Sort};
    ///
    /// let sort = Sort::by_property("Due", Direction::Ascending);
    /// assert_eq!(serde_json::to_string(&sort)?, r#"{"property":"Due","direction":"ascending"}"#);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub struct Sort {
        /// The name or the id of the property.
        absent property: Option<String>,
        /// The time to sort by, instead of a property.
        absent timestamp: Option<TimestampName>,
        /// Which end comes first.
        absent direction: Option<Direction>,
    }
}

open_enum! {
    /// A time that every page has.
    pub enum TimestampName {
        CreatedTime = "created_time",
        LastEditedTime = "last_edited_time",
    }
}

open_enum! {
    /// The direction of a sort.
    pub enum Direction {
        Ascending = "ascending",
        Descending = "descending",
    }
}

impl Sort {
    /// Sorts by a property, by its name or id.
    pub fn by_property(property: impl Into<String>, direction: Direction) -> Self {
        Self {
            property: Some(property.into()),
            direction: Some(direction),
            ..Self::default()
        }
    }

    /// Sorts by the time at which pages were made or changed last.
    pub fn by_timestamp(timestamp: TimestampName, direction: Direction) -> Self {
        Self {
            timestamp: Some(timestamp),
            direction: Some(direction),
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::known;

    #[test]
    fn sorts_are_known() {
        known::<Sort>(r#"{"property": "Due", "direction": "descending"}"#);
        known::<Sort>(r#"{"property": "relevance"}"#);
        let sort: Sort = known(r#"{"timestamp": "last_edited_time", "direction": "ascending"}"#);
        assert_eq!(
            sort,
            Sort::by_timestamp(TimestampName::LastEditedTime, Direction::Ascending)
        );
    }
}
