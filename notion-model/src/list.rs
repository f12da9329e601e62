//! Lists: the envelope in which Notion gives results page by page.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, Deserialize, DeserializeOwned, Deserializer, MapAccess};
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::json::{
    Empty, Extra, Form, FromJson, Json, Misfit, OBJECT_KEY, Tape, WriteEntries, object, open_enum,
    tagged,
};
use crate::property::PropertyItemInfo;

/// A page of results.
///
/// ```
/// use notion_model::{List, ListKind, User};
///
/// let json = r#"{"object": "list", "results": [], "next_cursor": null, "has_more": false, "type": "user", "user": {}}"#;
/// let users: List<User> = serde_json::from_str(json)?;
/// assert!(users.results.is_empty() && matches!(users.kind, ListKind::User(_)));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct List<T> {
    /// The results.
    pub results: Vec<T>,
    /// Where the next page begins; `None` on the last one.
    pub next_cursor: Option<String>,
    /// Whether there are more.
    pub has_more: bool,
    /// What the results are.
    pub kind: ListKind,
    /// Whether the results are all that there are.
    pub request_status: Option<RequestStatus>,
    /// The id of the request that this answers.
    pub request_id: Option<String>,
    /// What the list carried beyond the fields above.
    pub extra: Extra,
}

tagged! {
    /// What the results of a [`List`] are. Nearly all types say no more than their name.
    pub enum ListKind {
        /// Blocks.
        Block(Empty) = "block",
        /// Comments.
        Comment(Empty) = "comment",
        /// Users.
        User(Empty) = "user",
        /// Results of a search or of a query of a data source.
        PageOrDataSource(Empty) = "page_or_data_source",
        /// The elements of a property's value.
        PropertyItem(PropertyItemInfo) = "property_item",
        /// File uploads.
        FileUpload(Empty) = "file_upload",
        /// Views.
        View(Empty) = "view",
        /// Results of a view's query.
        Page(Empty) = "page",
        /// Custom emojis; this type has no key of its own.
        CustomEmoji = "custom_emoji",
    }
}

object! {
    /// Whether the results of a query are all that there are.
    pub struct RequestStatus {
        /// Complete or incomplete.
        absent kind as "type": Option<RequestStatusType>,
        /// Why they are not all.
        absent incomplete_reason: Option<IncompleteReason>,
    }
}

impl RequestStatus {
    /// Returns why Notion does not give the whole list, in Notion's word; `None` if it does.
    ///
    /// ```
    /// use notion_model::{IncompleteReason, RequestStatus};
    ///
    /// let mut status = RequestStatus::default();
    /// assert_eq!(status.truncation(), None);
    /// status.incomplete_reason = Some(IncompleteReason::QueryResultLimitReached);
    /// assert_eq!(status.truncation(), Some("query_result_limit_reached"));
    /// ```
    pub fn truncation(&self) -> Option<&str> {
        match (&self.incomplete_reason, &self.kind) {
            (Some(reason), _) => Some(reason.as_str()),
            (None, None | Some(RequestStatusType::Complete)) => None,
            (None, Some(kind)) => Some(kind.as_str()),
        }
    }
}

open_enum! {
    /// Whether the results are all that there are.
    pub enum RequestStatusType {
        Complete = "complete",
        Incomplete = "incomplete",
    }
}

open_enum! {
    /// Why the results of a query are not all that there are.
    pub enum IncompleteReason {
        /// (the query has more than 10,000 results)
        QueryResultLimitReached = "query_result_limit_reached",
    }
}

impl<T> List<T> {
    /// A list of results that is its own last page.
    pub fn of(kind: ListKind, results: Vec<T>) -> Self {
        let envelope = Envelope {
            kind,
            ..Envelope::default()
        };
        envelope.with(results)
    }
}

object! {
    /// A list without its results.
    struct Envelope is "list" {
        null next_cursor: Option<String>,
        written has_more: bool,
        tagged kind: ListKind,
        absent request_status: Option<RequestStatus>,
        absent request_id: Option<String>,
    }
}

impl Envelope {
    fn with<T>(self, results: Vec<T>) -> List<T> {
        List {
            results,
            next_cursor: self.next_cursor,
            has_more: self.has_more,
            kind: self.kind,
            request_status: self.request_status,
            request_id: self.request_id,
            extra: self.extra,
        }
    }

    fn of<T>(list: &List<T>) -> Self {
        Self {
            next_cursor: list.next_cursor.clone(),
            has_more: list.has_more,
            kind: list.kind.clone(),
            request_status: list.request_status.clone(),
            request_id: list.request_id.clone(),
            extra: list.extra.clone(),
        }
    }
}

// By hand, because the results are read one by one: a list may be long, and its elements of any type.
impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> de::Visitor<'de> for Visitor<T> {
            type Value = List<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of results")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<List<T>, A::Error> {
                let mut results = None;
                let mut rest = Tape::object();
                while let Some(key) = map.next_key::<String>()? {
                    if key == "results" {
                        results = Some(map.next_value()?);
                    } else {
                        rest.add(key, &mut map)?;
                    }
                }
                let results = results.ok_or_else(|| de::Error::missing_field("results"))?;
                let envelope = Envelope::from_json(rest.json()).map_err(de::Error::custom)?;
                Ok(envelope.with(results))
            }
        }

        deserializer.deserialize_map(Visitor(PhantomData))
    }
}

impl<T: DeserializeOwned> FromJson for List<T> {
    fn from_json(json: Json<'_>) -> Result<Self, Misfit> {
        Self::deserialize(json.to_value()).map_err(|error| Misfit::new(error.to_string()))
    }
}

impl<T: Serialize> Serialize for List<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if self.extra.form(OBJECT_KEY).is_none() {
            map.serialize_entry("object", "list")?;
        }
        map.serialize_entry("results", &self.results)?;
        let mut envelope = Envelope::of(self);
        // Written already, in Notion's order.
        envelope.extra.set_form(OBJECT_KEY, Form::Absent);
        envelope.write_entries(&mut map)?;
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{known, same};
    use serde_json::Value;

    #[test]
    fn an_incomplete_list_says_why() {
        let list: List<Value> = known(
            r#"{"object": "list", "results": [1], "next_cursor": null, "has_more": false, "type": "page_or_data_source",
                "page_or_data_source": {}, "request_id": "r",
                "request_status": {"type": "incomplete", "incomplete_reason": "query_result_limit_reached"}}"#,
        );
        let reason = list.request_status.unwrap().incomplete_reason;
        assert_eq!(reason, Some(IncompleteReason::QueryResultLimitReached));
    }

    #[test]
    fn custom_emojis_have_a_type_without_a_key() {
        let list: List<Value> = known(
            r#"{"object": "list", "type": "custom_emoji", "results": [], "has_more": false, "next_cursor": null}"#,
        );
        assert_eq!(list.kind, ListKind::CustomEmoji);
        // Should they get one, it is kept.
        same::<List<Value>>(&serde_json::json!({
            "object": "list", "type": "custom_emoji", "custom_emoji": {}, "results": [],
        }));
    }

    #[test]
    fn a_list_without_results_is_none() {
        for (json, message) in [
            (r#"{"object": "list"}"#, "missing field `results`"),
            (
                r#"{"object": "error", "results": []}"#,
                "object: expected \"list\", found \"error\"",
            ),
            ("7", "invalid type: integer `7`, expected a list of results"),
        ] {
            let error = serde_json::from_str::<List<Value>>(json).unwrap_err();
            assert!(error.to_string().starts_with(message), "{error}");
        }
    }

    #[test]
    fn a_list_is_written_in_the_order_of_notion() {
        let list = List::of(ListKind::Block(Empty::default()), vec![1]);
        assert_eq!(
            serde_json::to_string(&list).unwrap(),
            r#"{"object":"list","results":[1],"next_cursor":null,"has_more":false,"type":"block","block":{}}"#
        );
    }
}
