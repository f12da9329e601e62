//! Filters: conditions on properties and timestamps, joined by `and` and `or`.
//!
//! A filter passes three stages, in the order of Notion's checks:
//!
//! ```text
//! shape   (shape.rs)            JSON alone: two levels of and/or, one operator in a condition, types of operands
//! parse   (this file)           with the schema: the property exists, its type has the key (`number`, `date`, ..)
//! passes  (this file, then condition.rs)   for each row, on values that `property::read` has computed
//! ```
//!
//! Formulas and rollups have a filter of the type of their result. Notion does not check that type: a condition of another
//! type holds for no row. A formula that was created through the API cannot be filtered by until it is saved in
//! Notion's UI, which users have measured and published; `Formula::is_filterable` decides.

use serde_json::Value;

use super::condition::{Condition, Family};
use crate::compute::{Computing, Read};
use crate::error::{ApiError, Result};
use crate::property::{self, PropertyKind};
use crate::state::{DataSource, Page, Property, PropertyId, Schema};

/// A filter that has been checked against a schema.
#[derive(Debug)]
pub(crate) enum Filter {
    And(Vec<Filter>),
    Or(Vec<Filter>),
    Property { id: PropertyId, test: Test },
    CreatedTime(Condition),
    LastEditedTime(Condition),
}

/// What a condition is asked about.
#[derive(Debug)]
pub(crate) enum Test {
    /// The value itself.
    Value(Condition),
    /// The values of a rollup: some, all or none.
    Any(Condition),
    Every(Condition),
    None(Condition),
    /// The result of a formula, which counts as empty of this type where it is empty.
    Formula {
        as_type: String,
        condition: Condition,
    },
}

impl Filter {
    /// Reads a filter by the properties of a data source. Its shape has been checked.
    pub(crate) fn parse(
        value: &Value,
        source: &DataSource,
        computing: &Computing<'_>,
    ) -> Result<Self> {
        for (key, join) in [
            ("and", Self::And as fn(Vec<Self>) -> Self),
            ("or", Self::Or),
        ] {
            if let Some(parts) = value.get(key).and_then(Value::as_array) {
                let parts: Result<Vec<Self>> = parts
                    .iter()
                    .map(|part| Self::parse(part, source, computing))
                    .collect();
                return Ok(join(parts?));
            }
        }
        if let Some(timestamp) = value.get("timestamp").and_then(Value::as_str) {
            let condition = value
                .get(timestamp)
                .and_then(|v| Condition::parse(Family::Date, v, computing.now));
            let condition = condition.ok_or_else(|| ApiError::find_property(timestamp))?;
            return Ok(if timestamp == "created_time" {
                Self::CreatedTime(condition)
            } else {
                Self::LastEditedTime(condition)
            });
        }
        let name = value
            .get("property")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let property = source
            .schema
            .find(name)
            .ok_or_else(|| ApiError::find_property(name))?;
        let test = test(source, property, value, computing)?;
        Ok(Self::Property {
            id: property.id.clone(),
            test,
        })
    }

    /// Returns true if a row passes.
    pub(crate) fn passes(&self, computing: &Computing<'_>, schema: &Schema, page: &Page) -> bool {
        match self {
            Self::And(parts) => parts
                .iter()
                .all(|part| part.passes(computing, schema, page)),
            Self::Or(parts) => parts
                .iter()
                .any(|part| part.passes(computing, schema, page)),
            Self::Property { id, test } => {
                let Some(property) = schema.by_id(id) else {
                    return false;
                };
                test.holds(&property::read(computing, page, property))
            }
            Self::CreatedTime(condition) => {
                condition.holds(&time(&PropertyKind::CreatedTime, page))
            }
            Self::LastEditedTime(condition) => {
                condition.holds(&time(&PropertyKind::LastEditedTime, page))
            }
        }
    }
}

fn time<'a>(kind: &PropertyKind, page: &Page) -> Read<'a> {
    property::automatic::read(page, kind)
}

impl Test {
    /// `every` is false of no values, and `none` is true.
    fn holds(&self, value: &Read<'_>) -> bool {
        let values = match value {
            Read::Array(values) => values.as_slice(),
            _ => &[],
        };
        match self {
            Self::Value(condition) => condition.holds(value),
            Self::Any(condition) => values.iter().any(|value| condition.holds(value)),
            Self::Every(condition) => {
                !values.is_empty() && values.iter().all(|value| condition.holds(value))
            }
            Self::Formula { as_type, condition } => match (value, as_type.as_str()) {
                (Read::Nothing, "string") => condition.holds(&Read::Text("".into())),
                (Read::Nothing, "number") => condition.holds(&Read::Number(None)),
                (Read::Nothing, "date") => condition.holds(&Read::Date(None)),
                (Read::Nothing, _) => condition.holds(&Read::Checkbox(false)),
                (value, _) => condition.holds(value),
            },
            Self::None(condition) => !values.iter().any(|value| condition.holds(value)),
        }
    }
}

/// The condition on a property, which has to fit the property's type.
fn test(
    source: &DataSource,
    property: &Property,
    value: &Value,
    computing: &Computing<'_>,
) -> Result<Test> {
    let kind = property.kind.name();
    let found = value
        .as_object()
        .into_iter()
        .flatten()
        .find(|(key, _)| !matches!(key.as_str(), "property" | "type"));
    let Some((key, condition)) = found else {
        return Err(ApiError::filter_mismatch(kind, "undefined"));
    };
    if !fits(kind, key) {
        return Err(ApiError::filter_mismatch(kind, key));
    }
    let parse = |key: &str, condition: &Value| {
        let family = Family::of(key).ok_or_else(|| ApiError::filter_mismatch(kind, key))?;
        Condition::parse(family, condition, computing.now)
            .or_else(|| existence(condition))
            .ok_or_else(|| ApiError::filter_mismatch(kind, key))
    };
    let (inner_key, inner) = match condition.as_object().and_then(|map| map.iter().next()) {
        Some((inner_key, inner)) => (inner_key.as_str(), inner),
        None => return Err(ApiError::filter_mismatch(kind, key)),
    };
    if let PropertyKind::Formula(formula) = &property.kind
        && !formula.is_filterable(computing.workspace, source.id)
    {
        return Err(ApiError::unknown_formula_type());
    }
    match key.as_str() {
        "formula" => Ok(Test::Formula {
            as_type: inner_key.to_owned(),
            condition: parse(inner_key, inner)?,
        }),
        "rollup" => match inner_key {
            "any" | "every" | "none" => {
                let found = inner.as_object().and_then(|map| map.iter().next());
                let (of, of_condition) =
                    found.ok_or_else(|| ApiError::filter_mismatch(kind, inner_key))?;
                let condition = parse(of, of_condition)?;
                Ok(match inner_key {
                    "any" => Test::Any(condition),
                    "every" => Test::Every(condition),
                    _ => Test::None(condition),
                })
            }
            _ => Ok(Test::Value(parse(inner_key, inner)?)),
        },
        "verification" => {
            // A page that is not verified has the state "none" here.
            let state = match inner.as_str() {
                Some("none") => "unverified",
                other => other.unwrap_or_default(),
            };
            Ok(Test::Value(Condition::OneOf {
                names: vec![state.into()],
                negated: inner_key == "does_not_equal",
            }))
        }
        key => {
            let mut condition = parse(key, condition)?;
            check_options(property, &mut condition)?;
            Ok(Test::Value(condition))
        }
    }
}

fn existence(condition: &Value) -> Option<Condition> {
    match condition.as_object()?.keys().next()?.as_str() {
        "is_empty" => Some(Condition::Empty),
        "is_not_empty" => Some(Condition::NotEmpty),
        _ => None,
    }
}

/// Returns true if a filter's key may be used on a type. All kinds of text share their filters.
fn fits(kind: &str, key: &str) -> bool {
    const TEXTS: &[&str] = &["title", "rich_text", "url", "email", "phone_number"];
    kind == key || (TEXTS.contains(&kind) && TEXTS.contains(&key))
}

/// Options that are named have to exist. The name of a status group stands for its options.
fn check_options(property: &Property, condition: &mut Condition) -> Result<()> {
    let (Some(choices), Condition::OneOf { names, .. }) = (property.kind.choices(), condition)
    else {
        return Ok(());
    };
    let mut known = Vec::new();
    for name in names.drain(..) {
        if choices.iter().any(|choice| choice.name == name) {
            known.push(name);
            continue;
        }
        let group = match &property.kind {
            PropertyKind::Status(status) => status.groups.iter().find(|group| group.name == name),
            _ => None,
        };
        let Some(group) = group else {
            let available: Vec<&str> = choices.iter().map(|choice| choice.name.as_str()).collect();
            return Err(ApiError::unknown_option(
                property.kind.name(),
                &name,
                &property.name,
                &available,
            ));
        };
        let inside = choices
            .iter()
            .filter(|choice| group.options.contains(&choice.id));
        known.extend(inside.map(|choice| choice.name.clone()));
    }
    *names = known;
    Ok(())
}
