//! The properties of pages without a schema struct.

use notion_model::{FormulaKind, PropertyId, PropertyValue, PropertyValues, RollupKind, ValueKind};
use notion_schema::internal::text_of_content;
use notion_vocabulary::PropertyType;
use serde_json::{Value, json};

use super::Page;
use crate::error::{Error, Result};
use crate::rows::whole::Expected;
use crate::schema::{Kind, Property};

/// Properties.
impl Page {
    /// Returns the values of the properties, by name. A page that is not a row has one, `title`.
    ///
    /// Notion truncates relations, people and mentions after 25: [`whole_property`](Self::whole_property) returns all.
    pub fn properties(&self) -> &PropertyValues {
        &self.data.properties
    }

    /// Returns the value of a property by its name, as Notion sent it. The title is also found as `title`.
    pub fn property(&self, name: &str) -> Option<&PropertyValue> {
        self.named_property(name).map(|(_, value)| value)
    }

    /// Returns the value of a property by its name, as a Rust type.
    ///
    /// The type can be any that a field of a schema can have, and must fit the property. A `String` fits text and everything
    /// that has a name. The result of a formula or rollup is read like a property of its type.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema, Debug, Default)]
    /// # struct Task { #[notion(title)] task: String, estimate: Option<f64>, due: Option<Date>,
    /// #               #[notion(formula = "{estimate} * 8")] hours: Formula<f64> }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// # let tasks = session.create_db::<Task>(&home).await?;
    /// # tasks.insert(Task { task: "Write".into(), estimate: Some(2.0), ..Default::default() }).await?;
    /// let row = session.search_page("Write").await?.item()?;
    /// assert_eq!(row.get::<String>("Task")?, "Write");
    /// assert_eq!(row.get::<Option<f64>>("Estimate")?, Some(2.0));
    /// assert_eq!(row.get::<f64>("Hours")?, 16.0);
    /// assert_eq!(row.get::<Option<Date>>("Due")?, None);
    ///
    /// let error = row.get::<bool>("Estimate").unwrap_err();
    /// assert!(error.to_string().contains("it is a number property, not a checkbox"), "{error}");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Decode`] if there is no such property, it is of another type, or it is empty and the type is not an
    /// `Option`.
    pub fn get<V: Property>(&self, name: &str) -> Result<V> {
        let refuse = |reason: String| Error::decode("page", name, self.id(), reason);
        let Some(value) = self.property(name) else {
            return Err(refuse(self.no_such_property()));
        };
        let wire = <V::Kind as Kind>::WIRE;
        let Some(content) = content(&value.kind, wire) else {
            let kind = value.kind.type_name();
            return Err(refuse(format!("it is a {kind} property, not a {wire}")));
        };
        V::decode(&content).map_err(|error| refuse(error.to_string()))
    }

    /// Returns the value of a property as a person would read it; empty if there is no value, or no such property.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = notion_session::Session::local();
    /// let home = session.search_page("Home").await?.item()?;
    /// assert_eq!(home.text("title"), "Home");
    /// # Ok(())
    /// # }
    /// ```
    pub fn text(&self, name: &str) -> String {
        self.property(name)
            .map(|value| text_of(&value.kind))
            .unwrap_or_default()
    }

    /// Returns all of a value that Notion truncates after 25 elements: a relation, people, a title or a text.
    ///
    /// No request if the value is known to be complete; otherwise one for each 100 elements. The handle does not change.
    ///
    /// ```
    /// # use notion_session::prelude::*;
    /// # #[derive(NotionSchema, Debug, Default)]
    /// # struct Task { #[notion(title)] task: String, #[notion(two_way = tasks)] project: Relation<Project> }
    /// # #[derive(NotionSchema, Debug, Default)]
    /// # struct Project { #[notion(title)] name: String, #[notion(two_way = project)] tasks: Relation<Task> }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> notion_session::Result<()> {
    /// # let session = Session::local();
    /// # let home = session.search_page("Home").await?.item()?;
    /// # let (projects, tasks) = session.create_dbs::<(Project, Task)>(&home).await?;
    /// # let launch = projects.insert(Project { name: "Launch".into(), ..Default::default() }).await?;
    /// # for _ in 0..30 {
    /// #     tasks.insert(Task { task: "One of many".into(), project: [launch.id()].into() }).await?;
    /// # }
    /// use notion_session::model::ValueKind;
    ///
    /// let page = session.get_page(launch.id()).await?;
    /// let shown = page.property("Tasks");
    /// assert!(matches!(&shown.unwrap().kind, ValueKind::Relation(tasks) if tasks.len() == 25));
    /// let whole = page.whole_property("Tasks").await?;
    /// assert!(matches!(&whole.kind, ValueKind::Relation(tasks) if tasks.len() == 30));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Decode`] if the page does not have the property, or an answer is not a list of its items; those of [`Client::send`](crate::http::Client::send).
    pub async fn whole_property(&self, name: &str) -> Result<PropertyValue> {
        self.session.ensure_open()?;
        let refuse = |reason: String| Error::decode("page", name, self.id(), reason);
        let Some(value) = self.property(name) else {
            return Err(refuse(self.no_such_property()));
        };
        if is_whole(value) {
            return Ok(value.clone());
        }
        let wire = value.kind.type_name();
        let id = value.id.clone().unwrap_or_else(|| PropertyId::from(name));
        let call = self.session.api().pages().property(self.id(), &id);
        let Some(request) = call.request() else {
            return Err(refuse("its id cannot be asked for".to_owned()));
        };
        let expected = Expected {
            reader: "page",
            property: name,
            page: &self.id().to_string(),
            wire,
            id: value.id.as_ref().map(PropertyId::as_str),
        };
        let elements = self
            .session
            .property_elements(request.clone(), expected)
            .await?;
        let whole = json!({ "id": id, "type": wire, wire: elements, "has_more": false });
        serde_json::from_value(whole).map_err(|error| refuse(error.to_string()))
    }

    /// Lists the properties of the page, for an error.
    pub(super) fn no_such_property(&self) -> String {
        let names: Vec<_> = self.data.properties.keys().map(String::as_str).collect();
        format!(
            "the page has no such property, but has: {}",
            names.join(", ")
        )
    }
}

/// Returns true if a value is known to be complete. Relations and completed values have a mark; any other value with as many
/// elements as a page shows may be truncated.
pub(super) fn is_whole(value: &PropertyValue) -> bool {
    let (property, shown) = match &value.kind {
        ValueKind::Relation(pages) => (PropertyType::Relation, pages.len()),
        ValueKind::People(people) => (PropertyType::People, people.len()),
        ValueKind::Title(runs) => (PropertyType::Title, notion_content::references(runs)),
        ValueKind::RichText(runs) => (PropertyType::RichText, notion_content::references(runs)),
        _ => return true,
    };
    !property.truncation().may_omit(shown, value.has_more)
}

/// Returns the content of a value for a property of the type `wire`; `None` if the value has another type.
fn content(kind: &ValueKind, wire: &str) -> Option<Value> {
    let (found, content) = bare(kind);
    if found == wire {
        return Some(content);
    }
    match (wire, found.as_str()) {
        // Runs of text, in whatever property.
        ("rich_text", "title") | ("title", "rich_text") => Some(content),
        ("rich_text", other) if NAMED.contains(&other) => {
            let text = text_of(kind);
            let run = || json!({ "type": "text", "text": { "content": text }, "plain_text": text });
            let runs = (!text.is_empty()).then(run);
            Some(Value::Array(runs.into_iter().collect()))
        }
        ("checkbox", "boolean") => Some(content),
        _ => None,
    }
}

/// The types of values that a string can be read from: text, or values with a name.
const NAMED: &[&str] = &[
    "string",
    "url",
    "email",
    "phone_number",
    "select",
    "status",
    "unique_id",
];

/// Returns the type and the content of a value; of formulas and rollups, those of the result.
fn bare(kind: &ValueKind) -> (String, Value) {
    let value = match kind {
        ValueKind::Formula(formula) if formula.kind != FormulaKind::Untyped => {
            serde_json::to_value(formula)
        }
        ValueKind::Rollup(rollup) if rollup.kind != RollupKind::Untyped => {
            serde_json::to_value(rollup)
        }
        _ => serde_json::to_value(PropertyValue::from(kind.clone())),
    };
    let mut value = value.unwrap_or_default();
    let name = value["type"].as_str().unwrap_or_default().to_owned();
    let content = value.get_mut(&name).map(Value::take).unwrap_or_default();
    (name, content)
}

/// A value as a person would read it.
pub(crate) fn text_of(kind: &ValueKind) -> String {
    match kind {
        ValueKind::UniqueId(id) => match (&id.prefix, &id.number) {
            (Some(prefix), Some(number)) => format!("{prefix}-{number}"),
            (None, Some(number)) => number.to_string(),
            _ => String::new(),
        },
        ValueKind::Rollup(rollup) => match &rollup.kind {
            RollupKind::Array(values) => {
                let texts: Vec<_> = values.iter().map(|value| text_of(&value.kind)).collect();
                texts.join(", ")
            }
            _ => text_of_content(&bare(kind).1),
        },
        _ => text_of_content(&bare(kind).1),
    }
}

#[cfg(test)]
mod tests {
    use notion_model::{DateValue, SelectOption};

    use super::*;

    fn kind(json: Value) -> ValueKind {
        serde_json::from_value::<PropertyValue>(json).unwrap().kind
    }

    #[test]
    fn values_are_read_as_a_person_would() {
        let formula = json!({ "type": "formula", "formula": { "type": "number", "number": 2.5 } });
        let array = json!([
            { "type": "select", "select": { "name": "Red" } },
            { "type": "number", "number": 3 },
        ]);
        let rollup = json!({ "type": "rollup", "rollup": { "type": "array", "array": array } });
        let id = json!({ "type": "unique_id", "unique_id": { "prefix": "T", "number": 7 } });
        let options = ["a", "b"].map(SelectOption::named).into();
        for (value, text) in [
            (kind(formula), "2.5"),
            (kind(rollup), "Red, 3"),
            (kind(id), "T-7"),
            (ValueKind::Checkbox(true), "true"),
            (ValueKind::Checkbox(false), "false"),
            (ValueKind::Title(vec!["A ".into(), "B".into()]), "A B"),
            (
                ValueKind::Date(Some(DateValue::from("2026-11-22"))),
                "2026-11-22",
            ),
            (
                ValueKind::Date(Some(DateValue::range("2026-11-22", "2026-11-24"))),
                "2026-11-22 → 2026-11-24",
            ),
            (ValueKind::Number(None), ""),
            (ValueKind::MultiSelect(options), "a, b"),
        ] {
            assert_eq!(text_of(&value), text);
        }
    }

    #[test]
    fn a_text_takes_what_has_a_name() {
        let select = ValueKind::Select(Some(SelectOption::named("Red")));
        let runs = content(&select, "rich_text").unwrap();
        assert_eq!(runs[0]["text"]["content"], "Red");
        assert_eq!(content(&ValueKind::Url(None), "rich_text"), Some(json!([])));
        assert_eq!(content(&select, "number"), None);
    }

    #[test]
    fn what_may_go_on_is_not_whole() {
        let relation = |has_more| PropertyValue {
            has_more,
            ..ValueKind::Relation(Vec::new()).into()
        };
        assert!(is_whole(&relation(Some(false))));
        assert!(!is_whole(&relation(Some(true))));
        // Values that were created in Rust may lack it.
        assert!(is_whole(&relation(None)));
        assert!(is_whole(&ValueKind::Number(None).into()));
    }
}
