//! The values of a page's properties.

use serde_json::Number;

use crate::empty::Empty;
use crate::file::File;
use crate::formula_value::FormulaValue;
use crate::id::PropertyId;
use crate::mention::PageReference;
use crate::object::object;
use crate::open_enum::open_enum;
use crate::option::SelectOption;
use crate::rich_text::RichText;
use crate::rollup_value::RollupValue;
use crate::tagged::tagged;
use crate::time::{DateValue, Timestamp};
use crate::user::{User, UserOrGroup};

object! {
    /// The value of a property of a page, or an element of a rollup.
    ///
    /// ```
    /// use notion_model::{PropertyValue, ValueKind};
    ///
    /// let value: PropertyValue = serde_json::from_str(r#"{"id": "%5B%3Dyq", "type": "checkbox", "checkbox": true}"#)?;
    /// assert_eq!(value.kind, ValueKind::Checkbox(true));
    ///
    /// // A type of tomorrow is kept as it is.
    /// let json = r#"{"id":"abcd","type":"mood","mood":{"level":3}}"#;
    /// let value: PropertyValue = serde_json::from_str(json)?;
    /// assert_eq!(value.kind.type_name(), "mood");
    /// assert_eq!(serde_json::to_string(&value)?, json);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub struct PropertyValue {
        /// The property's id. Elements of rollups and requests have none.
        absent id: Option<PropertyId>,
        /// The value.
        tagged kind: ValueKind,
        /// Whether a relation has more pages than the 25 that a page object shows.
        absent has_more: Option<bool>,
    }
}

tagged! {
    /// What a [`PropertyValue`] is.
    pub enum ValueKind {
        /// The title.
        Title(Vec<RichText>) = "title",
        /// Text.
        RichText(Vec<RichText>) = "rich_text",
        /// A number.
        Number(Option<Number>) = "number",
        /// The chosen option.
        Select(Option<SelectOption>) = "select",
        /// The chosen options.
        MultiSelect(Vec<SelectOption>) = "multi_select",
        /// The chosen status.
        Status(Option<SelectOption>) = "status",
        /// A date or a range of dates.
        Date(Option<DateValue>) = "date",
        /// Users and groups.
        People(Vec<UserOrGroup>) = "people",
        /// Files.
        Files(Vec<File>) = "files",
        /// Checked or not.
        Checkbox(bool) = "checkbox",
        /// A web address.
        Url(Option<String>) = "url",
        /// An e-mail address.
        Email(Option<String>) = "email",
        /// A telephone number.
        PhoneNumber(Option<String>) = "phone_number",
        /// Pages of another data source, or of the same; a page object shows 25 at most.
        Relation(Vec<PageReference>) = "relation",
        /// What a rollup came to.
        Rollup(RollupValue) = "rollup",
        /// What a formula came to.
        Formula(FormulaValue) = "formula",
        /// When the page was made.
        CreatedTime(Timestamp) = "created_time",
        /// Who made the page.
        CreatedBy(User) = "created_by",
        /// When the page was changed last.
        LastEditedTime(Timestamp) = "last_edited_time",
        /// Who changed the page last.
        LastEditedBy(User) = "last_edited_by",
        /// The row's number.
        UniqueId(UniqueId) = "unique_id",
        /// Whether the page of a wiki is verified.
        Verification(Option<Verification>) = "verification",
        /// A place on the map.
        Place(Option<Place>) = "place",
        /// A button; it has no value.
        Button(Empty) = "button",
    }
}

object! {
    /// The number of a row, counted from 1 in each data source.
    pub struct UniqueId {
        /// The text before the number.
        null prefix: Option<String>,
        /// The number.
        null number: Option<Number>,
    }
}

object! {
    /// Whether the page of a wiki is verified.
    pub struct Verification {
        /// Verified, expired or unverified.
        absent state: Option<VerificationState>,
        /// Who verified the page.
        null verified_by: Option<User>,
        /// Since when, and until when.
        null date: Option<DateValue>,
    }
}

open_enum! {
    /// The state of a [`Verification`].
    pub enum VerificationState {
        Verified = "verified",
        Expired = "expired",
        Unverified = "unverified",
    }
}

object! {
    /// A place on the map.
    pub struct Place {
        /// The latitude.
        absent lat: Option<Number>,
        /// The longitude.
        absent lon: Option<Number>,
        /// What the user calls it.
        null name: Option<String>,
        /// Its address.
        null address: Option<String>,
        /// Its id at Amazon.
        null aws_place_id: Option<String>,
        /// Its id at Google.
        null google_place_id: Option<String>,
    }
}

impl From<ValueKind> for PropertyValue {
    /// A value without an id, as in a request.
    fn from(kind: ValueKind) -> Self {
        Self {
            kind,
            ..Self::default()
        }
    }
}

impl PropertyValue {
    /// The runs of text, if this is a title.
    pub fn as_title(&self) -> Option<&[RichText]> {
        match &self.kind {
            ValueKind::Title(runs) => Some(runs),
            _ => None,
        }
    }
}
