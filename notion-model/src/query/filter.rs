//! Filters of queries.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use crate::json::{FromJson, Json, Misfit, deserialize_by_json, object, tagged};
use crate::query::{
    CheckboxCondition, DateCondition, FilesCondition, MultiSelectCondition, NumberCondition,
    PeopleCondition, RelationCondition, SelectCondition, TextCondition, TimestampName,
    VerificationCondition,
};

/// The filter of a query of a data source, or of a view.
///
/// Notion takes two levels of `and` and `or`; this type takes any number.
///
/// ```
/// use notion_model::{Filter, FilterKind, NumberCondition, TextCondition};
///
/// let filter = Filter::And(vec![
///     Filter::property("Name", FilterKind::RichText(TextCondition::Contains("doc".into()))),
///     Filter::property("Size", FilterKind::Number(NumberCondition::GreaterThan(3.into()))),
/// ]);
/// assert_eq!(
///     serde_json::to_value(&filter)?,
///     serde_json::json!({"and": [
///         {"property": "Name", "rich_text": {"contains": "doc"}},
///         {"property": "Size", "number": {"greater_than": 3}},
///     ]}),
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Filter {
    /// All of these.
    And(Vec<Filter>),
    /// One of these at least.
    Or(Vec<Filter>),
    /// A condition on a property.
    Property(PropertyFilter),
    /// A condition on a time that every page has.
    Timestamp(TimestampFilter),
    /// Anything else, as it came.
    Unknown(Value),
}

object! {
    /// A condition on a property.
    pub struct PropertyFilter {
        /// The name or the id of the property.
        written property: String,
        /// The condition.
        keyed kind: FilterKind,
    }
}

tagged! {
    /// The condition of a [`PropertyFilter`]. Its type is nearly always that of the property; `RichText` serves all texts.
    pub enum FilterKind {
        /// Of a title.
        Title(TextCondition) = "title",
        /// Of any text.
        RichText(TextCondition) = "rich_text",
        /// Of a web address.
        Url(TextCondition) = "url",
        /// Of an e-mail address.
        Email(TextCondition) = "email",
        /// Of a telephone number.
        PhoneNumber(TextCondition) = "phone_number",
        /// Of a number.
        Number(NumberCondition) = "number",
        /// Of a unique id: of its number.
        UniqueId(NumberCondition) = "unique_id",
        /// Of a checkbox.
        Checkbox(CheckboxCondition) = "checkbox",
        /// Of a select.
        Select(SelectCondition) = "select",
        /// Of a multi-select.
        MultiSelect(MultiSelectCondition) = "multi_select",
        /// Of a status.
        Status(SelectCondition) = "status",
        /// Of a date.
        Date(DateCondition) = "date",
        /// Of the time at which the page was made.
        CreatedTime(DateCondition) = "created_time",
        /// Of the time at which the page was changed last.
        LastEditedTime(DateCondition) = "last_edited_time",
        /// Of people.
        People(PeopleCondition) = "people",
        /// Of who made the page.
        CreatedBy(PeopleCondition) = "created_by",
        /// Of who changed the page last.
        LastEditedBy(PeopleCondition) = "last_edited_by",
        /// Of files.
        Files(FilesCondition) = "files",
        /// Of a relation.
        Relation(RelationCondition) = "relation",
        /// Of what a formula came to.
        Formula(FormulaCondition) = "formula",
        /// Of what a rollup came to.
        Rollup(RollupCondition) = "rollup",
        /// Of the verification of a page of a wiki.
        Verification(VerificationCondition) = "verification",
    }
}

crate::query::condition::conditions! {
    /// The condition on what a formula came to, by the type of that.
    pub enum FormulaCondition {
        /// A text.
        String(TextCondition) = "string",
        /// True or false.
        Checkbox(CheckboxCondition) = "checkbox",
        /// A number.
        Number(NumberCondition) = "number",
        /// A date.
        Date(DateCondition) = "date",
    }

    /// The condition on what a rollup came to.
    pub enum RollupCondition {
        /// At least one of the values.
        Any(ElementCondition) = "any",
        /// Every value. Not fulfilled if there are no values.
        Every(ElementCondition) = "every",
        /// None of the values. Fulfilled if there are no values.
        None(ElementCondition) = "none",
        /// The date that it came to.
        Date(DateCondition) = "date",
        /// The number that it came to.
        Number(NumberCondition) = "number",
    }

    /// The condition on the values of a rollup, by their type.
    pub enum ElementCondition {
        /// Texts of any kind.
        RichText(TextCondition) = "rich_text",
        /// Numbers.
        Number(NumberCondition) = "number",
        /// Checkboxes.
        Checkbox(CheckboxCondition) = "checkbox",
        /// Selects.
        Select(SelectCondition) = "select",
        /// Multi-selects.
        MultiSelect(MultiSelectCondition) = "multi_select",
        /// Relations.
        Relation(RelationCondition) = "relation",
        /// Dates.
        Date(DateCondition) = "date",
        /// People.
        People(PeopleCondition) = "people",
        /// Files.
        Files(FilesCondition) = "files",
        /// Statuses.
        Status(SelectCondition) = "status",
    }
}

object! {
    /// A condition on a time that every page has, without a property.
    pub struct TimestampFilter (
        /// Which time.
        timestamp: TimestampName,
    ) {
        /// The condition, under the key of the time's name.
        keyed kind: TimestampFilterKind,
    }
}

tagged! {
    /// The condition of a [`TimestampFilter`].
    pub enum TimestampFilterKind {
        /// On the time at which the page was made.
        CreatedTime(DateCondition) = "created_time",
        /// On the time at which the page was changed last.
        LastEditedTime(DateCondition) = "last_edited_time",
    }
}

impl Filter {
    /// A condition on a property, by its name or id.
    pub fn property(property: impl Into<String>, kind: FilterKind) -> Self {
        Self::Property(PropertyFilter {
            property: property.into(),
            kind,
            ..PropertyFilter::default()
        })
    }

    /// A condition on the time at which a page was made.
    pub fn created_time(condition: DateCondition) -> Self {
        Self::Timestamp(TimestampFilter {
            kind: TimestampFilterKind::CreatedTime(condition),
            ..TimestampFilter::new(TimestampName::CreatedTime)
        })
    }

    /// A condition on the time at which a page was changed last.
    pub fn last_edited_time(condition: DateCondition) -> Self {
        Self::Timestamp(TimestampFilter {
            kind: TimestampFilterKind::LastEditedTime(condition),
            ..TimestampFilter::new(TimestampName::LastEditedTime)
        })
    }
}

deserialize_by_json!(Filter);

impl FromJson for Filter {
    fn from_json(json: Json<'_>) -> Result<Self, Misfit> {
        Ok(Self::known(json).unwrap_or_else(|| Self::Unknown(json.to_value())))
    }
}

impl Filter {
    fn known(json: Json<'_>) -> Option<Self> {
        let keys = json.entries()?;
        let is_alone = keys.len() == 1;
        let only = |key| keys.get(key).filter(|_| is_alone);
        if let Some(all) = only("and") {
            Vec::from_json(all).ok().map(Self::And)
        } else if let Some(any) = only("or") {
            Vec::from_json(any).ok().map(Self::Or)
        } else if keys.get("property").is_some() {
            PropertyFilter::from_json(json).ok().map(Self::Property)
        } else if keys.get("timestamp").is_some() {
            TimestampFilter::from_json(json).ok().map(Self::Timestamp)
        } else {
            None
        }
    }
}

impl Serialize for Filter {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let group = |serializer: S, key, filters: &Vec<Self>| {
            let mut map = serializer.serialize_map(Some(1))?;
            map.serialize_entry(key, filters)?;
            map.end()
        };
        match self {
            Self::And(filters) => group(serializer, "and", filters),
            Self::Or(filters) => group(serializer, "or", filters),
            Self::Property(filter) => filter.serialize(serializer),
            Self::Timestamp(filter) => filter.serialize(serializer),
            Self::Unknown(value) => value.serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{known, same};
    use serde_json::json;

    #[test]
    fn every_type_of_filter_is_known() {
        for filter in [
            r#"{"property": "p", "title": {"equals": "x"}}"#,
            r#"{"property": "p", "type": "rich_text", "rich_text": {"equals": "x"}}"#,
            r#"{"property": "p", "url": {"is_empty": true}}"#,
            r#"{"property": "p", "email": {"is_empty": true}}"#,
            r#"{"property": "p", "phone_number": {"is_empty": true}}"#,
            r#"{"property": "p", "number": {"less_than": 1}}"#,
            r#"{"property": "p", "unique_id": {"less_than": 1}}"#,
            r#"{"property": "p", "checkbox": {"equals": true}}"#,
            r#"{"property": "p", "select": {"equals": ["x"]}}"#,
            r#"{"property": "p", "multi_select": {"contains": "x"}}"#,
            r#"{"property": "p", "status": {"does_not_equal": "x"}}"#,
            r#"{"property": "p", "date": {"this_week": {}}}"#,
            r#"{"property": "p", "created_time": {"after": "2026-06-27"}}"#,
            r#"{"property": "p", "last_edited_time": {"after": "yesterday"}}"#,
            r#"{"property": "p", "people": {"contains": "me"}}"#,
            r#"{"property": "p", "created_by": {"is_not_empty": true}}"#,
            r#"{"property": "p", "last_edited_by": {"is_not_empty": true}}"#,
            r#"{"property": "p", "files": {"is_not_empty": true}}"#,
            r#"{"property": "p", "relation": {"is_not_empty": true}}"#,
            r#"{"property": "p", "formula": {"string": {"contains": "x"}}}"#,
            r#"{"property": "p", "formula": {"checkbox": {"equals": true}}}"#,
            r#"{"property": "p", "formula": {"number": {"equals": 1}}}"#,
            r#"{"property": "p", "formula": {"date": {"past_year": {}}}}"#,
            r#"{"property": "p", "rollup": {"any": {"rich_text": {"contains": "x"}}}}"#,
            r#"{"property": "p", "rollup": {"every": {"status": {"equals": "x"}}}}"#,
            r#"{"property": "p", "rollup": {"none": {"people": {"contains": "me"}}}}"#,
            r#"{"property": "p", "rollup": {"date": {"is_empty": true}}}"#,
            r#"{"property": "p", "rollup": {"number": {"is_empty": true}}}"#,
            r#"{"property": "p", "verification": {"status": "none"}}"#,
            r#"{"timestamp": "created_time", "created_time": {"past_week": {}}}"#,
            r#"{"timestamp": "last_edited_time", "last_edited_time": {"before": "tomorrow"}, "type": "last_edited_time"}"#,
            r#"{"and": []}"#,
            r#"{"or": [{"property": "p", "checkbox": {"equals": true}}, {"and": [{"or": []}]}]}"#,
        ] {
            known::<Filter>(filter);
        }
    }

    #[test]
    fn times_of_pages_are_compared_without_a_property() {
        assert_eq!(
            serde_json::to_string(&Filter::created_time(DateCondition::ThisWeek)).unwrap(),
            r#"{"timestamp":"created_time","created_time":{"this_week":{}}}"#
        );
    }

    #[test]
    fn anything_else_is_kept() {
        for filter in [
            json!({"and": [], "or": []}),
            json!({"not": []}),
            json!({"timestamp": 7}),
            json!({"property": 7}),
            json!([]),
        ] {
            assert_eq!(same::<Filter>(&filter), Filter::Unknown(filter));
        }
    }
}
