//! The property that a name means, and how Notion filters by it.

use std::ops::Range;
use std::sync::Arc;

use notion_model::{
    DataSourceId, PropertySchema, PropertySchemas, RollupFunction, RollupSchema, SchemaKind,
    SelectOption,
};
use notion_vocabulary::{RollupFunction as Function, RollupOutput};

use super::check::Check;
use super::error::TextQueryError;
use super::formula::{self, Result as FormulaResult};
use super::grammar::{Condition, Quantifier};
use super::lookup::Lookup;
use super::value;
use crate::column::expression::{FilterProperty, On};

/// The words for the page's own times.
const TIMES: [&str; 2] = ["created_time", "last_edited_time"];

/// The subject of a condition.
pub(super) struct Target<'a> {
    pub(super) name: &'a str,
    pub(super) on: On,
    /// The keys that lead to the operator.
    pub(super) path: Vec<&'static str>,
    pub(super) family: Family<'a>,
    /// Whether the condition is on the values that a rollup shows. Notion takes one condition on these.
    pub(super) is_element: bool,
}

/// Property types with the same operators and values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Family<'a> {
    Text,
    Number,
    /// The number of a unique ID, which may be written with the prefix.
    UniqueId(Option<&'a str>),
    Checkbox,
    /// One of the options.
    Choice(&'a [SelectOption]),
    /// Several of the options.
    Choices(&'a [SelectOption]),
    Date,
    People,
    /// Pages of the data source, if it is known.
    Relation(Option<DataSourceId>),
    Files,
    Verification,
}

impl Family<'_> {
    /// What it is, and its operators.
    pub(super) const fn describe(self) -> (&'static str, &'static str) {
        match self {
            Family::Text => (
                "text",
                "`=`, `!=`, `contains`, `starts_with`, `ends_with`, `in` and `is empty`",
            ),
            Family::Number => (
                "a number",
                "`=`, `!=`, `<`, `<=`, `>`, `>=`, `between`, `in` and `is empty`",
            ),
            Family::UniqueId(_) => (
                "a unique ID",
                "`=`, `!=`, `<`, `<=`, `>`, `>=`, `between`, `in` and `is empty`",
            ),
            Family::Checkbox => ("a checkbox", "its name alone, `=` and `!=`"),
            Family::Choice(_) => ("one of several options", "`=`, `!=`, `in` and `is empty`"),
            Family::Choices(_) => ("a list of options", "`contains`, `in` and `is empty`"),
            Family::Date => (
                "a date",
                "`=`, `!=`, `<`, `<=`, `>`, `>=`, `between`, `within`, `in` and `is empty`",
            ),
            Family::People => (
                "a list of people",
                "`contains`, `=`, `!=`, `in` and `is empty`",
            ),
            Family::Relation(_) => ("a relation", "`contains`, `=`, `!=`, `in` and `is empty`"),
            Family::Files => ("a list of files", "`is empty`"),
            Family::Verification => ("a verification", "`=` and `!=`"),
        }
    }
}

/// Finds a property by its name.
///
/// # Errors
///
/// If there is none of that name: with a similar name, or all names.
pub(super) fn find<'a>(
    source: &str,
    properties: &'a PropertySchemas,
    name: &str,
    span: Range<usize>,
) -> Result<(&'a str, &'a PropertySchema), TextQueryError> {
    if let Some((name, property)) = properties.get_key_value(name) {
        return Ok((name, property));
    }
    let names = properties.keys().map(String::as_str);
    let hint = value::suggestion(name, names, "the properties are");
    let message = format!("`{name}` is not a property{hint}");
    Err(TextQueryError::new(source, span, message))
}

/// Whether a name that is not that of a property means one of the page's own times.
pub(super) fn own_time(properties: &PropertySchemas, name: &str) -> Option<&'static str> {
    let found = TIMES.into_iter().find(|time| *time == name);
    found.filter(|time| !properties.contains_key(*time))
}

/// What a request calls a property: its ID, which stays when the property is renamed. Notion looks for names first, so an
/// ID that is the name of another property is of no use.
pub(super) fn key<'a>(
    properties: &PropertySchemas,
    name: &'a str,
    property: &'a PropertySchema,
) -> &'a str {
    let id = property.id.as_str();
    if id.is_empty() || properties.contains_key(id) {
        return name;
    }
    id
}

impl<'a> Check<'a> {
    /// The target of a condition; `None` if the schema of another data source has to be looked up.
    pub(super) fn target(
        &mut self,
        condition: &'a Condition,
        quantifier: Option<Quantifier>,
    ) -> Result<Option<Target<'a>>, TextQueryError> {
        let span = condition.property.span.clone();
        let name = condition.property.text(self.source);
        if let Some(time) = own_time(self.properties, name) {
            self.check_quantifier(condition)?;
            return Ok(Some(Target {
                name: time,
                on: On::Timestamp(time),
                path: vec![time],
                family: Family::Date,
                is_element: false,
            }));
        }
        let (name, property) = find(self.source, self.properties, name, span.clone())?;
        let on = On::Named(Arc::new(FilterProperty {
            name: name.into(),
            key: key(self.properties, name, property).into(),
        }));
        let target = |path: Vec<&'static str>, family| Target {
            name,
            on,
            path,
            family,
            is_element: quantifier.is_some(),
        };
        if let SchemaKind::Rollup(rollup) = &property.kind {
            let rolled_up = self.rollup(name, rollup, condition, quantifier)?;
            return Ok(rolled_up.map(|(path, family)| target(path, family)));
        }
        self.check_quantifier(condition)?;
        if let SchemaKind::Formula(formula) = &property.kind {
            let result =
                formula::result(self.properties, formula).unwrap_or_else(|| self.guess(condition));
            let (key, family) = match result {
                FormulaResult::Text => ("string", Family::Text),
                FormulaResult::Number => ("number", Family::Number),
                FormulaResult::Checkbox => ("checkbox", Family::Checkbox),
                FormulaResult::Date => ("date", Family::Date),
            };
            return Ok(Some(target(vec!["formula", key], family)));
        }
        match plain(&property.kind) {
            Some((key, family)) => Ok(Some(target(vec![key], family))),
            None => {
                let message = format!(
                    "`{name}` is of the type `{}`, which Notion cannot filter by",
                    property.kind.type_name()
                );
                Err(self.error(span, message))
            }
        }
    }

    /// `any of` and its like are for rollups that show values.
    fn check_quantifier(&self, condition: &Condition) -> Result<(), TextQueryError> {
        if condition.quantifier.is_none() {
            return Ok(());
        }
        let name = condition.property.text(self.source);
        let message = format!(
            "`{name}` is not a rollup that shows values, which `any of`, `every of` and `none of` are for"
        );
        Err(self.error(condition.property.span.clone(), message))
    }

    /// The path and the family of a rollup: of its result, or of the values that it shows.
    fn rollup(
        &mut self,
        name: &str,
        rollup: &RollupSchema,
        condition: &Condition,
        quantifier: Option<Quantifier>,
    ) -> Result<Option<(Vec<&'static str>, Family<'a>)>, TextQueryError> {
        let span = condition.property.span.clone();
        let function = rollup.function.as_ref().and_then(RollupFunction::known);
        match function.map_or(RollupOutput::Unknown, Function::output) {
            RollupOutput::Number => {
                self.check_quantifier(condition)?;
                return Ok(Some((vec!["rollup", "number"], Family::Number)));
            }
            RollupOutput::Date => {
                self.check_quantifier(condition)?;
                return Ok(Some((vec!["rollup", "date"], Family::Date)));
            }
            RollupOutput::List => {}
            RollupOutput::Unknown => {
                let message = format!(
                    "it is not known what the rollup `{name}` gives, so that it cannot be filtered by"
                );
                return Err(self.error(span, message));
            }
        }
        let quantifier = match quantifier {
            Some(Quantifier::Any) => "any",
            Some(Quantifier::Every) => "every",
            Some(Quantifier::None) => "none",
            None => {
                let message = format!(
                    "the rollup `{name}` shows several values: write `any of {name}`, `every of {name}` or `none of {name}`"
                );
                return Err(self.error(span, message));
            }
        };
        let relation = self.rolled_up_relation(rollup);
        let Some(target) = relation else {
            let message = format!(
                "the relation of the rollup `{name}` is missing, so that its values are unknown"
            );
            return Err(self.error(span, message));
        };
        let Some(properties) = self.known.schema(target) else {
            self.look_up(Lookup::Schema(target));
            return Ok(None);
        };
        let by_id = rollup.rollup_property_id.as_deref().and_then(|id| {
            let mut all = properties.values();
            all.find(|property| property.id.as_str() == id)
        });
        let by_name = rollup.rollup_property_name.as_deref();
        let shown = by_id.or_else(|| properties.get(by_name?));
        let element = shown.and_then(|property| plain(&property.kind));
        match element.and_then(|(key, family)| Some((element_key(key)?, family))) {
            Some((key, family)) => Ok(Some((vec!["rollup", quantifier, key], family))),
            None => {
                let message =
                    format!("Notion cannot filter by the values that the rollup `{name}` shows");
                Err(self.error(span, message))
            }
        }
    }

    /// The data source that the relation of a rollup leads to.
    fn rolled_up_relation(&self, rollup: &RollupSchema) -> Option<DataSourceId> {
        let by_id = rollup.relation_property_id.as_deref().and_then(|id| {
            let mut all = self.properties.values();
            all.find(|property| property.id.as_str() == id)
        });
        let by_name = rollup.relation_property_name.as_deref();
        let relation = by_id.or_else(|| self.properties.get(by_name?))?;
        match &relation.kind {
            SchemaKind::Relation(relation) => relation.data_source_id,
            _ => None,
        }
    }
}

/// The key and the family of a type whose values are not computed from other properties. All texts have one key
/// (recorded: Notion takes `rich_text` for all of them).
fn plain(kind: &SchemaKind) -> Option<(&'static str, Family<'_>)> {
    Some(match kind {
        SchemaKind::Title(_)
        | SchemaKind::RichText(_)
        | SchemaKind::Url(_)
        | SchemaKind::Email(_)
        | SchemaKind::PhoneNumber(_) => ("rich_text", Family::Text),
        SchemaKind::Number(_) => ("number", Family::Number),
        SchemaKind::UniqueId(id) => ("unique_id", Family::UniqueId(id.prefix.as_deref())),
        SchemaKind::Checkbox(_) => ("checkbox", Family::Checkbox),
        SchemaKind::Select(select) => ("select", Family::Choice(&select.options)),
        SchemaKind::Status(status) => ("status", Family::Choice(&status.options)),
        SchemaKind::MultiSelect(select) => ("multi_select", Family::Choices(&select.options)),
        SchemaKind::Date(_) => ("date", Family::Date),
        SchemaKind::CreatedTime(_) => ("created_time", Family::Date),
        SchemaKind::LastEditedTime(_) => ("last_edited_time", Family::Date),
        SchemaKind::People(_) => ("people", Family::People),
        SchemaKind::CreatedBy(_) => ("created_by", Family::People),
        SchemaKind::LastEditedBy(_) => ("last_edited_by", Family::People),
        SchemaKind::Relation(relation) => ("relation", Family::Relation(relation.data_source_id)),
        SchemaKind::Files(_) => ("files", Family::Files),
        SchemaKind::Verification(_) => ("verification", Family::Verification),
        _ => return None,
    })
}

/// The key of a type among the values that a rollup shows. Choice: the types that Notion's documentation leaves out go by
/// their family.
fn element_key(key: &'static str) -> Option<&'static str> {
    Some(match key {
        "unique_id" => "number",
        "created_time" | "last_edited_time" => "date",
        "created_by" | "last_edited_by" => "people",
        "verification" => return None,
        key => key,
    })
}
