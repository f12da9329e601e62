//! The schemas of properties: what a data source says of each of its columns, and what a request asks for.

mod settings;

pub use settings::{
    DualProperty, FormulaSchema, NumberSchema, RelationKind, RelationSchema, RollupSchema,
    SelectSchema, StatusGroup, StatusSchema, UniqueIdSchema,
};

use indexmap::IndexMap;

use crate::id::PropertyId;
use crate::json::{Empty, object, tagged};

/// The properties of a data source by their names, in Notion's order.
pub type PropertySchemas = IndexMap<String, PropertySchema>;

/// What a request says of properties, by name or id. `None` (`null`) deletes the property.
pub type PropertySchemaRequests = IndexMap<String, Option<PropertySchemaRequest>>;

object! {
    /// What a data source says of one of its properties.
    pub struct PropertySchema {
        /// The property's id.
        absent id: PropertyId,
        /// The property's name.
        absent name: String,
        /// The property's description.
        null description: Option<String>,
        /// The property's type and settings.
        tagged kind: SchemaKind,
    }
}

object! {
    /// What a request asks of a property: to make it, to change it, or, with a name only, to rename it.
    ///
    /// ```
    /// use notion_model::{NumberFormat, NumberSchema, PropertySchemaRequest, SchemaKind};
    ///
    /// let price = PropertySchemaRequest::from(SchemaKind::Number(NumberSchema::of(NumberFormat::Euro)));
    /// assert_eq!(serde_json::to_string(&price)?, r#"{"type":"number","number":{"format":"euro"}}"#);
    ///
    /// let rename = PropertySchemaRequest::rename("Price");
    /// assert_eq!(serde_json::to_string(&rename)?, r#"{"name":"Price"}"#);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub struct PropertySchemaRequest {
        /// The property's id. Notion does not ask for it: the key of the request says which property is meant.
        absent id: Option<PropertyId>,
        /// The property's new name.
        absent name: Option<String>,
        /// The property's description, up to 280 characters.
        absent description: Option<String>,
        /// The property's type and settings; no type, to rename only.
        tagged kind: SchemaKind,
    }
}

tagged! {
    /// The type and the settings of a property.
    pub enum SchemaKind {
        /// The title. Every data source has one.
        Title(Empty) = "title",
        /// Text.
        RichText(Empty) = "rich_text",
        /// Numbers.
        Number(NumberSchema) = "number",
        /// One of some options.
        Select(SelectSchema) = "select",
        /// Some of some options.
        MultiSelect(SelectSchema) = "multi_select",
        /// One of some options that are in groups.
        Status(StatusSchema) = "status",
        /// Dates.
        Date(Empty) = "date",
        /// Users.
        People(Empty) = "people",
        /// Files.
        Files(Empty) = "files",
        /// True or false.
        Checkbox(Empty) = "checkbox",
        /// Web addresses.
        Url(Empty) = "url",
        /// E-mail addresses.
        Email(Empty) = "email",
        /// Telephone numbers.
        PhoneNumber(Empty) = "phone_number",
        /// Pages of a data source.
        Relation(RelationSchema) = "relation",
        /// What the pages of a relation say, summed up.
        Rollup(RollupSchema) = "rollup",
        /// What a formula gives.
        Formula(FormulaSchema) = "formula",
        /// When a page was made.
        CreatedTime(Empty) = "created_time",
        /// Who made a page.
        CreatedBy(Empty) = "created_by",
        /// When a page was changed last.
        LastEditedTime(Empty) = "last_edited_time",
        /// Who changed a page last.
        LastEditedBy(Empty) = "last_edited_by",
        /// Numbers for rows.
        UniqueId(UniqueIdSchema) = "unique_id",
        /// Whether a page of a wiki is verified.
        Verification(Empty) = "verification",
        /// Places on the map.
        Place(Empty) = "place",
        /// A button.
        Button(Empty) = "button",
        /// Known from requests only.
        Location(Empty) = "location",
        /// When a page was visited last; known from requests only.
        LastVisitedTime(Empty) = "last_visited_time",
    }
}

impl PropertySchema {
    /// A property as Notion answers with it.
    pub fn new(id: impl Into<PropertyId>, name: impl Into<String>, kind: SchemaKind) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            kind,
            ..Self::default()
        }
    }
}

impl From<SchemaKind> for PropertySchemaRequest {
    /// A request for a property of that type.
    fn from(kind: SchemaKind) -> Self {
        Self {
            kind,
            ..Self::default()
        }
    }
}

impl PropertySchemaRequest {
    /// A request to rename a property and to leave the rest as it is.
    pub fn rename(name: impl Into<String>) -> Self {
        Self {
            name: Some(name.into()),
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{known, same};
    use crate::{RollupFunction, SelectColor, SelectOption};

    #[test]
    fn every_type_is_known() {
        for kind in SchemaKind::TYPES {
            let settings = match *kind {
                "number" => r#"{"format": "singapore_dollar"}"#,
                "relation" => continue,
                _ => "{}",
            };
            let json = format!(
                r#"{{"id": "a", "name": "A", "description": null, "type": "{kind}", "{kind}": {settings}}}"#
            );
            let schema: PropertySchema = same(&serde_json::from_str(&json).unwrap());
            assert_eq!(schema.kind.type_name(), *kind);
            assert!(!matches!(schema.kind, SchemaKind::Unknown(_)), "{json}");
        }
    }

    #[test]
    fn requests_differ_from_answers() {
        for request in [
            r#"{"relation": {"data_source_id": "00000000-0000-4000-8000-0000000000fa", "single_property": {}}}"#,
            r#"{"type": "relation", "relation": {"data_source_id": "00000000-0000-4000-8000-0000000000fa",
                "type": "dual_property", "dual_property": {"synced_property_name": "Back"}}}"#,
            r#"{"rollup": {"function": "sum", "relation_property_id": "a", "rollup_property_name": "B"}}"#,
            r#"{"select": {"options": [{"name": "A"}, {"id": "b", "color": "red"}, {"name": "C", "description": null}]}}"#,
            r#"{"status": {}}"#,
            r#"{"name": "B", "description": null}"#,
            r#"{"unique_id": {"prefix": null}}"#,
        ] {
            known::<PropertySchemaRequest>(request);
        }
        let requests: PropertySchemaRequests =
            serde_json::from_str(r#"{"Gone": null, "Old": {"name": "New"}}"#).unwrap();
        assert_eq!(requests["Gone"], None);
        assert_eq!(requests["Old"], Some(PropertySchemaRequest::rename("New")));
    }

    #[test]
    fn what_is_made_here_is_what_notion_takes() {
        let source: crate::DataSourceId = "00000000-0000-4000-8000-0000000000fa".parse().unwrap();
        for (kind, json) in [
            (
                SchemaKind::Relation(RelationSchema::single(source)),
                serde_json::json!({"type": "relation", "relation": {"data_source_id": source,
                    "type": "single_property", "single_property": {}}}),
            ),
            (
                SchemaKind::Relation(RelationSchema::dual(source, Some("Back".to_owned()))),
                serde_json::json!({"type": "relation", "relation": {"data_source_id": source,
                    "type": "dual_property", "dual_property": {"synced_property_name": "Back"}}}),
            ),
            (
                SchemaKind::Rollup(RollupSchema::by_name("Tasks", "Days", RollupFunction::Sum)),
                serde_json::json!({"type": "rollup", "rollup": {"function": "sum",
                    "relation_property_name": "Tasks", "rollup_property_name": "Days"}}),
            ),
            (
                SchemaKind::Select(SelectSchema::of([
                    SelectOption::named("A").colored(SelectColor::Red)
                ])),
                serde_json::json!({"type": "select", "select": {"options": [{"name": "A", "color": "red"}]}}),
            ),
            (
                SchemaKind::Formula(FormulaSchema::of("1 + 1")),
                serde_json::json!({"type": "formula", "formula": {"expression": "1 + 1"}}),
            ),
        ] {
            assert_eq!(
                serde_json::to_value(PropertySchemaRequest::from(kind)).unwrap(),
                json
            );
        }
    }
}
