//! Values for properties without a schema struct.

use notion_content::check_date;
use notion_model::{
    DateValue, File, PageId, PageReference, PropertySchema, PropertyValue, RichText, SelectOption,
    UserId, UserOrGroup, ValueKind,
};
use notion_schema::internal::{check_file, rule};
use notion_vocabulary::limits::{MAX_CONTACT_CHARACTERS, MAX_URL_CHARACTERS};
use serde_json::Number;

use super::properties::is_whole;
use crate::error::{Error, Result};
use crate::handle::text;
use crate::schema::{self, Kind, Property, Refusal};
use crate::session::{Page, User};

/// A value for a property without a schema struct: a plain Rust value, or one of Notion's own.
///
/// The type of the property decides what a plain value becomes: a string can be a title, a text, a URL, a phone number, the
/// name of an option, or a date.
///
/// ```
/// use notion_session::session::AnyValue;
///
/// let values: [AnyValue; 4] = ["Done".into(), 3.into(), true.into(), ["red", "blue"].into()];
/// assert_eq!(AnyValue::from(None::<f64>), AnyValue::Empty);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum AnyValue {
    /// Clears the property.
    Empty,
    /// A string: text, the name of an option, a date, a URL, …
    Text(String),
    /// Formatted text.
    RichText(Vec<RichText>),
    /// A number.
    Number(f64),
    /// An integer, which stays exact.
    Integer(i64),
    /// Checked or not.
    Checkbox(bool),
    /// Several options by their names.
    Options(Vec<String>),
    /// A date, a time, or a range of either.
    Date(DateValue),
    /// People.
    People(Vec<UserId>),
    /// Pages of a relation.
    Relation(Vec<PageId>),
    /// Files.
    Files(Vec<File>),
    /// One of Notion's own values.
    Value(Box<ValueKind>),
    /// A truncated value. It is rejected, because writing it would delete the rest.
    Truncated(Box<ValueKind>),
}

impl AnyValue {
    /// Returns what would be sent for a property of this schema. No request.
    ///
    /// ```
    /// use notion_session::model::{NumberSchema, PropertySchema, SchemaKind};
    /// use notion_session::session::AnyValue;
    ///
    /// let estimate = PropertySchema::new("abcd", "Estimate", SchemaKind::Number(NumberSchema::default()));
    /// assert!(AnyValue::from(2.5).into_value(&estimate).is_ok());
    /// assert!(AnyValue::from("soon").into_value(&estimate).is_err());
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] if the value does not fit the property's type or breaks one of Notion's rules, or if Notion computes
    /// the property.
    pub fn into_value(self, property: &PropertySchema) -> Result<ValueKind> {
        let wire = property.kind.type_name();
        self.into_kind(wire, &property.name, "value")
    }

    /// Converts it to the value of a property of this type.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] if it does not fit, or if Notion computes the property.
    pub(crate) fn into_kind(self, wire: &str, property: &str, place: &str) -> Result<ValueKind> {
        let refuse = |reason: String| Err(Error::refused(property, place, reason));
        if COMPUTED.contains(&wire) {
            return refuse(format!(
                "it is a {wire} property, whose value Notion computes"
            ));
        }
        if let Self::Truncated(_) = self {
            return refuse(
                "Notion sent only a part of this value, and writing it would drop the rest; read it with \
                 `Page::whole_property` or `Session::complete` first"
                    .to_owned(),
            );
        }
        let runs = |text: String| text::runs(text, property, place);
        let option = |name: String| SelectOption::named(name);
        let kind = match (self, wire) {
            (Self::Value(kind), _) if kind.type_name() == wire => *kind,
            (Self::Empty, _) => return empty(wire, property, place),
            (Self::Text(text), "title") => ValueKind::Title(runs(text)?),
            (Self::Text(text), "rich_text") => ValueKind::RichText(runs(text)?),
            (Self::Text(text), "url") => ValueKind::Url(Some(text)),
            (Self::Text(text), "email") => ValueKind::Email(Some(text)),
            (Self::Text(text), "phone_number") => ValueKind::PhoneNumber(Some(text)),
            (Self::Text(text), "select") => ValueKind::Select(Some(option(text))),
            (Self::Text(text), "status") => ValueKind::Status(Some(option(text))),
            (Self::Text(text), "multi_select") => ValueKind::MultiSelect(vec![option(text)]),
            (Self::Text(text), "date") => ValueKind::Date(Some(DateValue::from(text))),
            (Self::RichText(runs), "title") => ValueKind::Title(text::runs(runs, property, place)?),
            (Self::RichText(runs), "rich_text") => {
                ValueKind::RichText(text::runs(runs, property, place)?)
            }
            (Self::Number(number), "number") => match Number::from_f64(number) {
                Some(number) => ValueKind::Number(Some(number)),
                None => return refuse(format!("{number} is not a number that JSON can carry")),
            },
            (Self::Integer(number), "number") => ValueKind::Number(Some(number.into())),
            (Self::Checkbox(checked), "checkbox") => ValueKind::Checkbox(checked),
            (Self::Options(names), "multi_select") => {
                ValueKind::MultiSelect(names.into_iter().map(option).collect())
            }
            (Self::Date(date), "date") => ValueKind::Date(Some(date)),
            (Self::People(ids), "people") => {
                ValueKind::People(ids.into_iter().map(UserOrGroup::from).collect())
            }
            (Self::Relation(ids), "relation") => {
                ValueKind::Relation(ids.into_iter().map(PageReference::new).collect())
            }
            (Self::Files(files), "files") => ValueKind::Files(files),
            (other, _) => {
                return refuse(format!(
                    "it is a {wire} property, and {} is not a value for it",
                    other.describe()
                ));
            }
        };
        match check(&kind) {
            Ok(()) => Ok(kind),
            Err(refusal) => refuse(refusal.0),
        }
    }

    fn describe(&self) -> String {
        match self {
            Self::Empty => "nothing".to_owned(),
            Self::Text(text) => format!("the string {:?}", excerpt(text)),
            Self::RichText(_) => "formatted text".to_owned(),
            Self::Number(number) => format!("the number {number}"),
            Self::Integer(number) => format!("the number {number}"),
            Self::Checkbox(checked) => checked.to_string(),
            Self::Options(_) => "a list of texts".to_owned(),
            Self::Date(_) => "a date".to_owned(),
            Self::People(_) => "people".to_owned(),
            Self::Relation(_) => "pages".to_owned(),
            Self::Files(_) => "files".to_owned(),
            Self::Value(kind) | Self::Truncated(kind) => {
                format!("a value of the type {}", kind.type_name())
            }
        }
    }
}

/// Checks a value by Notion's rules.
fn check(kind: &ValueKind) -> Result<(), Refusal> {
    let option = |option: &SelectOption| rule::option_name(&option.name);
    let address = |what: &str, most: usize, text: &Option<String>| match text.as_deref() {
        Some("") => Err(Refusal::new(format!(
            "{what} cannot be \"\"; `None` clears the property"
        ))),
        Some(text) => rule::length(what, most, text),
        None => Ok(()),
    };
    match kind {
        ValueKind::Title(runs) | ValueKind::RichText(runs) => {
            let text = schema::RichText::from(runs.clone());
            text.to_request()
                .map(|_| ())
                .map_err(|reason| Refusal::new(reason.to_string()))
        }
        ValueKind::Select(Some(one)) | ValueKind::Status(Some(one)) => option(one),
        ValueKind::MultiSelect(options) => {
            rule::count("options in a multi-select", options.len())?;
            options.iter().try_for_each(option)
        }
        ValueKind::People(people) => rule::count("people in a property", people.len()),
        ValueKind::Relation(pages) => rule::count("pages in a relation", pages.len()),
        ValueKind::Url(url) => address("a URL", MAX_URL_CHARACTERS, url),
        ValueKind::Email(email) => address("an e-mail address", MAX_CONTACT_CHARACTERS, email),
        ValueKind::PhoneNumber(number) => address("a phone number", MAX_CONTACT_CHARACTERS, number),
        ValueKind::Date(Some(date)) => {
            check_date(date).map_err(|reason| Refusal::new(reason.to_string()))
        }
        ValueKind::Files(files) => files.iter().try_for_each(check_file),
        _ => Ok(()),
    }
}

/// The types of properties that Notion computes.
const COMPUTED: &[&str] = &[
    "button",
    "created_by",
    "created_time",
    "formula",
    "last_edited_by",
    "last_edited_time",
    "rollup",
    "unique_id",
];

/// Returns the value that clears a property of this type.
fn empty(wire: &str, property: &str, place: &str) -> Result<ValueKind> {
    Ok(match wire {
        "title" => ValueKind::Title(Vec::new()),
        "rich_text" => ValueKind::RichText(Vec::new()),
        "number" => ValueKind::Number(None),
        "select" => ValueKind::Select(None),
        "status" => ValueKind::Status(None),
        "multi_select" => ValueKind::MultiSelect(Vec::new()),
        "date" => ValueKind::Date(None),
        "people" => ValueKind::People(Vec::new()),
        "files" => ValueKind::Files(Vec::new()),
        "checkbox" => ValueKind::Checkbox(false),
        "url" => ValueKind::Url(None),
        "email" => ValueKind::Email(None),
        "phone_number" => ValueKind::PhoneNumber(None),
        "relation" => ValueKind::Relation(Vec::new()),
        "place" => ValueKind::Place(None),
        other => {
            return Err(Error::refused(
                property,
                place,
                format!("no way is known to clear a {other} property"),
            ));
        }
    })
}

fn excerpt(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

macro_rules! values {
    ($($from:ty, |$value:ident| $to:expr;)*) => {$(
        impl From<$from> for AnyValue {
            fn from($value: $from) -> Self {
                $to
            }
        }
    )*};
}

values! {
    &str, |text| Self::Text(text.to_owned());
    String, |text| Self::Text(text);
    &String, |text| Self::Text(text.clone());
    Vec<RichText>, |runs| Self::RichText(runs);
    f64, |number| Self::Number(number);
    f32, |number| Self::Number(number.into());
    i64, |number| Self::Integer(number);
    i32, |number| Self::Integer(number.into());
    i16, |number| Self::Integer(number.into());
    u32, |number| Self::Integer(number.into());
    u16, |number| Self::Integer(number.into());
    u8, |number| Self::Integer(number.into());
    bool, |checked| Self::Checkbox(checked);
    Vec<String>, |names| Self::Options(names);
    Vec<&str>, |names| Self::Options(names.into_iter().map(str::to_owned).collect());
    jiff::civil::Date, |date| Self::Date(date.into());
    jiff::Timestamp, |instant| Self::Date(instant.into());
    &jiff::Zoned, |time| Self::Date(time.into());
    DateValue, |date| Self::Date(date);
    schema::Date, |date| of_property(&date);
    schema::DateTime, |time| of_property(&time);
    schema::DateRange, |range| of_property(&range);
    UserId, |id| Self::People(vec![id]);
    &User, |user| Self::People(vec![user.id()]);
    Vec<UserId>, |ids| Self::People(ids);
    &Page, |page| Self::Relation(vec![page.id()]);
    Vec<PageId>, |ids| Self::Relation(ids);
    File, |file| Self::Files(vec![file]);
    Vec<File>, |files| Self::Files(files);
    schema::Files, |files| Self::Files(files.0);
    ValueKind, |kind| Self::Value(Box::new(kind));
}

impl From<schema::RichText> for AnyValue {
    fn from(text: schema::RichText) -> Self {
        if text.is_complete() {
            Self::RichText(text.into_runs())
        } else {
            Self::Truncated(Box::new(ValueKind::RichText(text.into_runs())))
        }
    }
}

/// A value that was read may be truncated: see [`Page::whole_property`].
impl From<PropertyValue> for AnyValue {
    fn from(value: PropertyValue) -> Self {
        if value.id.is_none() || is_whole(&value) {
            Self::Value(Box::new(value.kind))
        } else {
            Self::Truncated(Box::new(value.kind))
        }
    }
}

impl<S> From<PageId<S>> for AnyValue {
    fn from(id: PageId<S>) -> Self {
        Self::Relation(vec![id.cast()])
    }
}

impl<const N: usize> From<[&str; N]> for AnyValue {
    fn from(names: [&str; N]) -> Self {
        Self::Options(names.map(str::to_owned).into())
    }
}

/// `None` clears the property.
impl<T: Into<AnyValue>> From<Option<T>> for AnyValue {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

/// Returns the value that a field of a schema would send.
fn of_property<P: Property>(property: &P) -> AnyValue {
    let Ok(content) = property.encode(serde_json::value::Serializer) else {
        return AnyValue::Empty;
    };
    let value = serde_json::json!({ "type": P::Kind::WIRE, P::Kind::WIRE: content });
    serde_json::from_value::<PropertyValue>(value).map_or(AnyValue::Empty, AnyValue::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(value: impl Into<AnyValue>, wire: &str) -> Result<ValueKind> {
        value.into().into_kind(wire, "P", "set")
    }

    #[test]
    fn a_text_is_what_the_property_is() {
        let option = || SelectOption::named("x");
        for (wire, expected) in [
            ("title", ValueKind::Title(vec![RichText::text("x")])),
            ("rich_text", ValueKind::RichText(vec![RichText::text("x")])),
            ("url", ValueKind::Url(Some("x".into()))),
            ("email", ValueKind::Email(Some("x".into()))),
            ("phone_number", ValueKind::PhoneNumber(Some("x".into()))),
            ("select", ValueKind::Select(Some(option()))),
            ("status", ValueKind::Status(Some(option()))),
            ("multi_select", ValueKind::MultiSelect(vec![option()])),
        ] {
            assert_eq!(kind("x", wire).unwrap(), expected);
        }
    }

    #[test]
    fn what_breaks_a_rule_of_notion_is_refused_and_says_so() {
        let long = "x".repeat(2_001);
        let option = || SelectOption::named("a, b");
        let ids = |count| vec![PageId::from(uuid::Uuid::nil()); count];
        for (value, wire, said) in [
            (AnyValue::from(""), "select", "needs a name"),
            ("a, b".into(), "status", "a comma"),
            (["a", "b,c"].into(), "multi_select", "a comma"),
            (vec!["a"; 101].into(), "multi_select", "these are 101"),
            ("x".repeat(101).into(), "select", "at most 100 characters"),
            (
                ValueKind::Select(Some(option())).into(),
                "select",
                "a comma",
            ),
            (
                ValueKind::MultiSelect(vec![option()]).into(),
                "multi_select",
                "a comma",
            ),
            ("".into(), "url", "cannot be \"\""),
            ("".into(), "email", "cannot be \"\""),
            ("".into(), "phone_number", "cannot be \"\""),
            (long.as_str().into(), "url", "at most 2000 characters"),
            (long.as_str().into(), "email", "at most 200 characters"),
            (
                long.as_str().into(),
                "phone_number",
                "at most 200 characters",
            ),
            (ids(101).into(), "relation", "these are 101"),
            (
                vec![UserId::from(uuid::Uuid::nil()); 101].into(),
                "people",
                "these are 101",
            ),
            ("x".into(), "date", "`x`"),
            (
                DateValue::from("2026-11-22 10:00").into(),
                "date",
                "2026-11-22 10:00",
            ),
            (
                jiff::civil::date(0, 12, 31).into(),
                "date",
                "years 1 to 9999",
            ),
            (File::external("").into(), "files", "needs an address"),
            (
                File::external(long.as_str()).into(),
                "files",
                "at most 2000 characters",
            ),
        ] {
            let error = kind(value, wire).unwrap_err();
            assert!(matches!(error, Error::Refused(_)), "{error}");
            let error = error.to_string();
            assert!(error.contains("`P`") && error.contains(said), "{error}");
        }
        assert!(kind(ids(100), "relation").is_ok());
        assert!(kind(jiff::civil::date(1, 1, 1), "date").is_ok());
    }

    #[test]
    fn what_is_no_value_of_the_property_is_refused_and_says_so() {
        for (value, wire, said) in [
            (
                AnyValue::from("x"),
                "number",
                "the string \"x\" is not a value",
            ),
            (3.into(), "rich_text", "the number 3 is not a value"),
            (true.into(), "date", "true is not a value"),
            (f64::NAN.into(), "number", "NaN is not a number"),
            ("x".into(), "formula", "Notion computes"),
            (AnyValue::Empty, "verification", "no way is known to clear"),
            (
                ValueKind::Checkbox(true).into(),
                "select",
                "of the type checkbox is not a value",
            ),
        ] {
            let error = kind(value, wire).unwrap_err().to_string();
            assert!(error.contains("`P`") && error.contains(said), "{error}");
        }
    }

    #[test]
    fn every_type_that_can_be_set_can_be_cleared() {
        for wire in ValueKind::TYPES {
            let cleared = kind(None::<&str>, wire);
            if COMPUTED.contains(wire) || *wire == "verification" {
                assert!(cleared.is_err(), "{wire}");
            } else {
                assert_eq!(cleared.unwrap().type_name(), *wire);
            }
        }
    }

    #[test]
    fn dates_of_schemas_are_dates() {
        let day = schema::Date::new(2026, 11, 22).unwrap();
        let expected = ValueKind::Date(Some("2026-11-22".into()));
        assert_eq!(kind(day, "date").unwrap(), expected);
        assert_eq!(kind(day.to_jiff(), "date").unwrap(), expected);
    }
}
