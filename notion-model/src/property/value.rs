//! The values of a page's properties.

use serde_json::Number;

use crate::file::File;
use crate::id::PropertyId;
use crate::json::{Empty, object, open_enum, tagged};
use crate::property::{FormulaValue, RollupValue, SelectOption};
use crate::text::{PageReference, RichText};
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
        Verification(Option<Box<Verification>>) = "verification",
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
    /// Returns the runs of text, if this is a title.
    pub fn as_title(&self) -> Option<&[RichText]> {
        match &self.kind {
            ValueKind::Title(runs) => Some(runs),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{known, same};

    #[test]
    fn every_type_is_known_empty_and_full() {
        let user = r#"{"object": "user", "id": "00000000-0000-4000-8000-0000000000fa"}"#;
        let option = r#"{"id": "abcd", "name": "Done", "color": "green"}"#;
        let date = r#"{"start": "2026-06-27", "end": null, "time_zone": null}"#;
        for (kind, values) in [
            ("title", vec!["[]".to_owned()]),
            ("rich_text", vec!["[]".into()]),
            ("number", vec!["null".into(), "1".into(), "1.5".into()]),
            ("select", vec!["null".into(), option.into()]),
            ("multi_select", vec!["[]".into(), format!("[{option}]")]),
            ("status", vec!["null".into(), option.into()]),
            ("date", vec!["null".into(), date.into(), r#"{"start": "2026-06-27T10:00:00.000+02:00", "end": "2026-06-28"}"#.into()]),
            ("people", vec![
                "[]".into(),
                format!(r#"[{user}, {{"object": "group", "id": "00000000-0000-4000-8000-000000000001", "name": null}}]"#),
                r#"[{"id": "00000000-0000-4000-8000-0000000000fa"}]"#.into(),
            ]),
            ("files", vec![
                "[]".into(),
                r#"[{"name": "a", "type": "file", "file": {"url": "https://example.com", "expiry_time": "2026-06-27T16:53:00.000Z"}}]"#.into(),
                r#"[{"file_upload": {"id": "00000000-0000-4000-8000-0000000000fa"}}]"#.into(),
            ]),
            ("checkbox", vec!["false".into(), "true".into()]),
            ("url", vec!["null".into(), r#""https://example.com""#.into()]),
            ("email", vec!["null".into(), r#""a@example.com""#.into()]),
            ("phone_number", vec!["null".into(), r#""+49 30 1""#.into()]),
            ("relation", vec!["[]".into(), r#"[{"id": "00000000-0000-4000-8000-0000000000fa"}]"#.into()]),
            ("rollup", vec![
                r#"{"type": "number", "number": null, "function": "max"}"#.into(),
                r#"{"type": "date", "date": null, "function": "earliest_date"}"#.into(),
                r#"{"type": "array", "array": [{"type": "number", "number": 1}], "function": "show_unique"}"#.into(),
                r#"{"type": "unsupported", "unsupported": {}, "function": "count_per_group"}"#.into(),
            ]),
            ("formula", vec![
                r#"{"type": "string", "string": null}"#.into(),
                r#"{"type": "number", "number": 0.5}"#.into(),
                r#"{"type": "boolean", "boolean": null}"#.into(),
                format!(r#"{{"type": "date", "date": {date}}}"#),
                r#"{"type": "unsupported", "unsupported": {}}"#.into(),
            ]),
            ("created_time", vec![r#""2026-06-27T16:53:00.000Z""#.into()]),
            ("created_by", vec![user.into()]),
            ("last_edited_time", vec![r#""2026-06-27T16:53:00.000Z""#.into()]),
            ("last_edited_by", vec![user.into()]),
            ("unique_id", vec![r#"{"prefix": null, "number": null}"#.into(), r#"{"prefix": "T", "number": 3}"#.into()]),
            ("verification", vec![
                "null".into(),
                r#"{"state": "unverified", "verified_by": null, "date": null}"#.into(),
                format!(r#"{{"state": "verified", "verified_by": {user}, "date": {date}}}"#),
                r#"{"state": "unverified"}"#.into(),
            ]),
            ("place", vec!["null".into(), r#"{"lat": 52.5, "lon": 13, "name": null, "address": "Berlin"}"#.into()]),
            ("button", vec!["{}".into()]),
        ] {
            assert!(ValueKind::TYPES.contains(&kind));
            for value in values {
                let typed: PropertyValue = known(&format!(r#"{{"id": "a", "type": "{kind}", "{kind}": {value}}}"#));
                assert_eq!(typed.kind.type_name(), kind);
                let untyped: PropertyValue = known(&format!(r#"{{"{kind}": {value}}}"#));
                assert_eq!(untyped.kind, typed.kind);
            }
        }
    }

    #[test]
    fn a_list_in_the_place_of_a_value_is_kept() {
        let title = serde_json::json!([{"text": {"content": "A title without its type"}}]);
        let value: PropertyValue = same(&title);
        assert_eq!(
            value.kind,
            ValueKind::Unknown(crate::Unknown::new("", title))
        );
    }
}
