//! How a view groups its rows.

use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};

use crate::id::PropertyId;
use crate::json::{json_by_deserialize, object, open_enum};

object! {
    /// How a view groups its rows. Which of the fields have a meaning depends on the property's type.
    pub struct GroupBy {
        /// The type of the property.
        absent kind as "type": Option<GroupByType>,
        /// The property's id.
        absent property_id: Option<PropertyId>,
        /// The property's name.
        absent property_name: Option<String>,
        /// What makes a group, of dates, texts, statuses and formulas.
        absent group_by: Option<GroupUnit>,
        /// The order of the groups.
        absent sort: Option<GroupSort>,
        /// Whether groups without rows are hidden.
        absent hide_empty_groups: Option<bool>,
        /// The first day of a week: 0 for Sunday, 1 for Monday.
        absent start_day_of_week: Option<Number>,
        /// The least number of the first group.
        absent range_start: Option<Number>,
        /// The greatest number of the last group.
        absent range_end: Option<Number>,
        /// How many numbers make a group.
        absent range_size: Option<Number>,
    }
}

open_enum! {
    /// The type of the property that a view groups by.
    pub enum GroupByType {
        Select = "select",
        MultiSelect = "multi_select",
        Status = "status",
        Person = "person",
        CreatedBy = "created_by",
        LastEditedBy = "last_edited_by",
        Relation = "relation",
        Date = "date",
        CreatedTime = "created_time",
        LastEditedTime = "last_edited_time",
        Text = "text",
        Title = "title",
        Url = "url",
        Email = "email",
        PhoneNumber = "phone_number",
        Number = "number",
        Checkbox = "checkbox",
        Formula = "formula",
    }
}

json_by_deserialize!(GroupUnit);

/// What makes a group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum GroupUnit {
    /// Of dates `relative`, `day`, `week`, `month` or `year`; of texts `exact` or `alphabet_prefix`; of a status
    /// `group` or `option`.
    Word(String),
    /// Of a formula.
    Formula(Box<FormulaGroup>),
    /// Anything else, as it came.
    Unknown(Value),
}

object! {
    /// What makes a group of the values of a formula.
    pub struct FormulaGroup {
        /// The type of the values.
        absent kind as "type": Option<FormulaGroupType>,
        /// What makes a group, of dates and texts.
        absent group_by: Option<String>,
        /// The order of the groups.
        absent sort: Option<GroupSort>,
        /// The first day of a week: 0 for Sunday, 1 for Monday.
        absent start_day_of_week: Option<Number>,
        /// The least number of the first group.
        absent range_start: Option<Number>,
        /// The greatest number of the last group.
        absent range_end: Option<Number>,
        /// How many numbers make a group.
        absent range_size: Option<Number>,
    }
}

open_enum! {
    /// The type of the values of a formula that a view groups by.
    pub enum FormulaGroupType {
        Date = "date",
        Text = "text",
        Number = "number",
        Checkbox = "checkbox",
    }
}

object! {
    /// The order of groups.
    pub struct GroupSort {
        /// The order.
        absent kind as "type": Option<GroupSortType>,
    }
}

open_enum! {
    /// The order of groups.
    pub enum GroupSortType {
        Manual = "manual",
        Ascending = "ascending",
        Descending = "descending",
    }
}
