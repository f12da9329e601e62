//! Which kinds of properties group rows, place them in time, and on a map.

use serde_json::{Value, json};

use crate::schema::{Kind, NotionOptions, NotionSchema, kind};

/// Kinds by which a view groups its rows: what makes the columns of a board and the axis of a chart.
#[diagnostic::on_unimplemented(
    message = "a view cannot group its rows by a Notion `{Self}` property",
    label = "does not make groups",
    note = "group by a select, status, multi_select, people, relation, checkbox, date, text or number; of rollups, unique ids, files, places and verifications Notion makes no groups"
)]
pub trait GroupsRows: Kind {
    /// How Notion is asked for the groups of a property of this name.
    #[doc(hidden)]
    fn group(property: &str) -> Value;
}

/// Kinds by which a calendar or a timeline places its rows.
#[diagnostic::on_unimplemented(
    message = "a view cannot place its rows in time by a Notion `{Self}` property",
    label = "not a date",
    note = "calendars and timelines take dates, and the times of creation and of the last edit"
)]
pub trait PlacesInTime: Kind {}

/// Kinds by which a map places its rows.
#[diagnostic::on_unimplemented(
    message = "a map cannot place its rows by a Notion `{Self}` property",
    label = "not a place",
    note = "maps take properties of the type `Place`"
)]
pub trait PlacesOnMap: Kind {}

/// Results of formulas by which a view groups its rows.
#[diagnostic::on_unimplemented(
    message = "a view cannot group its rows by a formula that gives a Notion `{Self}`",
    label = "does not make groups",
    note = "group by formulas that give a text, a number, a date, or yes or no"
)]
pub trait GroupsFormulas: Kind {
    /// How Notion is asked for the groups of the values.
    #[doc(hidden)]
    fn values() -> Value;
}

/// By hand, as in the order of the board or of the options.
const MANUAL: &str = "manual";

macro_rules! groups {
    ($([$($of:tt)*] $kind:ty => $word:literal $(, $unit:literal)?;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($of)*> GroupsRows for $kind {
            fn group(property: &str) -> Value {
                json!({
                    "type": $word, "property_id": property,
                    $("group_by": $unit,)?
                    "sort": { "type": MANUAL },
                })
            }
        }
    )*};
}

groups! {
    [E: NotionOptions] kind::Select<E> => "select";
    [E: NotionOptions] kind::MultiSelect<E> => "multi_select";
    [E: NotionOptions] kind::Status<E> => "status", "option";
    [T: NotionSchema] kind::Relation<T> => "relation";
    [] kind::People => "person";
    [] kind::CreatedBy => "created_by";
    [] kind::LastEditedBy => "last_edited_by";
    [] kind::Date => "date", "day";
    [] kind::CreatedTime => "created_time", "day";
    [] kind::LastEditedTime => "last_edited_time", "day";
    [] kind::Title => "title", "exact";
    [] kind::RichText => "text", "exact";
    [] kind::Url => "url", "exact";
    [] kind::Email => "email", "exact";
    [] kind::PhoneNumber => "phone_number", "exact";
    [] kind::Number => "number";
    [] kind::Checkbox => "checkbox";
}

#[diagnostic::do_not_recommend]
impl<K: GroupsFormulas> GroupsRows for kind::Formula<K> {
    fn group(property: &str) -> Value {
        json!({ "type": "formula", "property_id": property, "group_by": K::values() })
    }
}

macro_rules! formulas {
    ($($kind:ty => $word:literal $(, $unit:literal)?;)*) => {$(
        impl GroupsFormulas for $kind {
            fn values() -> Value {
                json!({ "type": $word, $("group_by": $unit,)? "sort": { "type": MANUAL } })
            }
        }
    )*};
}

formulas! {
    kind::RichText => "text", "exact";
    kind::Date => "date", "day";
    kind::Number => "number";
    kind::Checkbox => "checkbox";
}

impl PlacesInTime for kind::Date {}
impl PlacesInTime for kind::CreatedTime {}
impl PlacesInTime for kind::LastEditedTime {}
impl PlacesOnMap for kind::Place {}
