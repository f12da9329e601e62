//! Property types.

use crate::limits::MAX_SHOWN_REFERENCES;
use crate::words::words;

/// What is known of a property type.
#[derive(Clone, Copy)]
struct Row {
    formula: FormulaType,
    empty: EmptyValue,
    truncation: Truncation,
    computed: bool,
    settings: bool,
    alterable: bool,
}

/// A type whose values people write.
const fn written(formula: FormulaType, empty: EmptyValue) -> Row {
    Row {
        formula,
        empty,
        truncation: Truncation::Never,
        computed: false,
        settings: false,
        alterable: true,
    }
}

/// A type whose values no request writes.
const fn computed(formula: FormulaType) -> Row {
    Row {
        computed: true,
        ..written(formula, EmptyValue::Never)
    }
}

impl Row {
    const fn settings(self) -> Self {
        Self {
            settings: true,
            ..self
        }
    }

    const fn truncated(self, truncation: Truncation) -> Self {
        Self { truncation, ..self }
    }

    /// No request gives this type to a property of a data source that exists.
    const fn only_in_new(self) -> Self {
        Self {
            alterable: false,
            ..self
        }
    }
}

use EmptyValue::{EmptyList, EmptyObject, False, Null};
use FormulaType as Of;

words! {
    /// The type of a property, in the order of the SDK's types for requests.
    pub enum PropertyType: Row {
        Number = "number" => written(Of::Number, Null).settings(),
        Formula = "formula" => computed(Of::Any).settings(),
        Select = "select" => written(Of::Text, Null).settings(),
        MultiSelect = "multi_select" => written(Of::TextList, EmptyList).settings(),
        /// A row without a value has the first option of the group To-do (recorded).
        Status = "status" => written(Of::Text, Null).settings(),
        Relation = "relation" => written(Of::PageList, EmptyList).settings().truncated(Truncation::Marked),
        Rollup = "rollup" => computed(Of::Any).settings().truncated(Truncation::Unmarked),
        UniqueId = "unique_id" => computed(Of::Text).settings(),
        Title = "title" => written(Of::Text, EmptyList).truncated(Truncation::References),
        RichText = "rich_text" => written(Of::Text, EmptyList).truncated(Truncation::References),
        Url = "url" => written(Of::Text, Null),
        People = "people" => written(Of::PersonList, EmptyList).truncated(Truncation::Unmarked),
        Files = "files" => written(Of::TextList, EmptyList),
        Email = "email" => written(Of::Text, Null),
        PhoneNumber = "phone_number" => written(Of::Text, Null),
        Date = "date" => written(Of::Date, Null),
        Checkbox = "checkbox" => written(Of::Boolean, False),
        CreatedBy = "created_by" => computed(Of::Person),
        CreatedTime = "created_time" => computed(Of::Date),
        LastEditedBy = "last_edited_by" => computed(Of::Person),
        LastEditedTime = "last_edited_time" => computed(Of::Date),
        /// A button has no value: a page shows an empty object (recorded).
        Button = "button" => Row { empty: EmptyObject, ..computed(Of::Any).only_in_new() },
        /// Known from the SDK's types for requests only.
        Location = "location" => computed(Of::Any).only_in_new(),
        Verification = "verification" => written(Of::Any, Null).only_in_new(),
        /// Known from the SDK's types for requests only.
        LastVisitedTime = "last_visited_time" => computed(Of::Any).only_in_new(),
        Place = "place" => written(Of::Any, Null),
    }
}

/// The type of a property in a formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FormulaType {
    /// Text.
    Text,
    /// A number.
    Number,
    /// Yes or no.
    Boolean,
    /// A date or a range of dates.
    Date,
    /// A person.
    Person,
    /// A list of texts.
    TextList,
    /// A list of people.
    PersonList,
    /// A list of pages.
    PageList,
    /// The settings of the property say it, or it is not known.
    Any,
}

/// The form of a value that is empty, as a page shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EmptyValue {
    /// `null`.
    Null,
    /// `[]`.
    EmptyList,
    /// `false`.
    False,
    /// `{}`.
    EmptyObject,
    /// Every page has a value, and a value that is empty inside has a type of its own.
    Never,
}

/// What a page leaves out of a long value: it shows 25 elements ([`MAX_SHOWN_REFERENCES`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Truncation {
    /// Pages show the whole value.
    Never,
    /// Pages show the first elements, and `has_more` says whether there are others (recorded).
    Marked,
    /// Pages show the first elements, and do not say whether there are others (documented).
    Unmarked,
    /// Pages show the text up to a number of mentions of pages and people, and do not say whether it goes on (documented).
    References,
}

impl PropertyType {
    /// Returns true if no request writes the values: Notion computes them, or there are none.
    pub const fn is_computed(self) -> bool {
        self.row().computed
    }

    /// Returns true if a schema has settings for the type; the others have `{}`.
    pub const fn has_settings(self) -> bool {
        self.row().settings
    }

    /// Returns the type of the values in a formula.
    pub const fn formula_type(self) -> FormulaType {
        self.row().formula
    }

    /// Returns the form of an empty value.
    pub const fn empty_value(self) -> EmptyValue {
        self.row().empty
    }

    /// Returns what a page leaves out of a long value.
    pub const fn truncation(self) -> Truncation {
        self.row().truncation
    }

    /// Returns true if a request adds such a property to a data source that exists, or changes another one into it. The SDK's types
    /// for requests permit the other types in a new data source only.
    pub const fn is_addable(self) -> bool {
        self.row().alterable
    }
}

impl Truncation {
    /// Returns true if a page that shows `shown` elements or mentions of a value may have truncated it. `has_more` is the value's
    /// own field and decides if it is present.
    ///
    /// ```
    /// use notion_vocabulary::PropertyType;
    ///
    /// let people = PropertyType::People.truncation();
    /// assert!(people.may_omit(25, None) && !people.may_omit(24, None));
    /// // A value that was completed says so.
    /// assert!(!people.may_omit(25, Some(false)));
    /// ```
    pub const fn may_omit(self, shown: usize, has_more: Option<bool>) -> bool {
        match (self, has_more) {
            (Self::Never, _) => false,
            (_, Some(has_more)) => has_more,
            (_, None) => shown >= MAX_SHOWN_REFERENCES,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_truncated_is_a_list() {
        for property in PropertyType::ALL {
            let truncated = property.truncation() != Truncation::Never;
            let list = property.empty_value() == EmptyValue::EmptyList;
            assert!(!truncated || list || property.is_computed(), "{property}");
        }
    }

    #[test]
    fn lists_in_formulas_are_lists_in_pages() {
        use FormulaType::{PageList, PersonList, TextList};
        for property in PropertyType::ALL {
            if matches!(property.formula_type(), TextList | PersonList | PageList) {
                assert_eq!(property.empty_value(), EmptyValue::EmptyList, "{property}");
            }
        }
    }

    #[test]
    fn what_people_write_can_be_empty() {
        for property in PropertyType::ALL {
            let can = property.empty_value() != EmptyValue::Never;
            assert!(can || property.is_computed(), "{property}");
        }
    }

    #[test]
    fn only_a_value_that_is_truncated_may_omit_something() {
        for property in PropertyType::ALL {
            let truncation = property.truncation();
            let truncated = truncation != Truncation::Never;
            assert_eq!(truncation.may_omit(MAX_SHOWN_REFERENCES, None), truncated);
            assert_eq!(truncation.may_omit(0, Some(true)), truncated);
            assert!(!truncation.may_omit(MAX_SHOWN_REFERENCES - 1, None));
            assert!(!truncation.may_omit(usize::MAX, Some(false)));
        }
    }
}
