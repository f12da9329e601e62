//! Property types. Each family has a file: its configuration in a schema, how a value is read from a request,
//! shown in an answer, and read by filters, sorts, rollups and formulas. This file says which type is whose.

pub(crate) mod automatic;
mod choice;
pub(crate) mod context;
pub(crate) mod date;
pub(crate) mod files;
pub(crate) mod formula;
pub(crate) mod number;
pub(crate) mod people;
pub(crate) mod place;
pub(crate) mod plain;
pub(crate) mod relation;
pub(crate) mod rollup;
pub(crate) mod select;
pub(crate) mod status;
pub(crate) mod text;
pub(crate) mod values;
pub(crate) mod verification;

use std::borrow::Cow;

use notion_formula::Budget;
use notion_vocabulary::PropertyType;
use serde_json::{Value, json};

use crate::compute::{Computing, Read};
use crate::error::{ApiError, Result};
use crate::property::context::ValueContext;
use crate::state::{Cell, Page, Property, Workspace};

pub(crate) use choice::Choice;
pub(crate) use formula::Formula;
pub(crate) use relation::Relation;
pub(crate) use rollup::{Rolled, Rollup};
pub(crate) use status::Status;

/// What kind a property is, with its configuration.
#[derive(Debug, Clone)]
pub(crate) enum PropertyKind {
    Title,
    RichText,
    Number { format: String },
    Select(Vec<Choice>),
    MultiSelect(Vec<Choice>),
    Status(Status),
    Date,
    People,
    Files,
    Checkbox,
    Url,
    Email,
    PhoneNumber,
    Relation(Relation),
    Rollup(Rollup),
    Formula(Formula),
    CreatedTime,
    CreatedBy,
    LastEditedTime,
    LastEditedBy,
    UniqueId { prefix: Option<String> },
    Place,
    Button,
    Verification,
    Location,
    LastVisitedTime,
}

impl PropertyKind {
    /// The name in `type`.
    pub(crate) fn name(&self) -> &'static str {
        self.property_type().as_str()
    }

    /// The type without its configuration.
    pub(crate) fn property_type(&self) -> PropertyType {
        match self {
            Self::Title => PropertyType::Title,
            Self::RichText => PropertyType::RichText,
            Self::Number { .. } => PropertyType::Number,
            Self::Select(_) => PropertyType::Select,
            Self::MultiSelect(_) => PropertyType::MultiSelect,
            Self::Status(_) => PropertyType::Status,
            Self::Date => PropertyType::Date,
            Self::People => PropertyType::People,
            Self::Files => PropertyType::Files,
            Self::Checkbox => PropertyType::Checkbox,
            Self::Url => PropertyType::Url,
            Self::Email => PropertyType::Email,
            Self::PhoneNumber => PropertyType::PhoneNumber,
            Self::Relation(_) => PropertyType::Relation,
            Self::Rollup(_) => PropertyType::Rollup,
            Self::Formula(_) => PropertyType::Formula,
            Self::CreatedTime => PropertyType::CreatedTime,
            Self::CreatedBy => PropertyType::CreatedBy,
            Self::LastEditedTime => PropertyType::LastEditedTime,
            Self::LastEditedBy => PropertyType::LastEditedBy,
            Self::UniqueId { .. } => PropertyType::UniqueId,
            Self::Place => PropertyType::Place,
            Self::Button => PropertyType::Button,
            Self::Verification => PropertyType::Verification,
            Self::Location => PropertyType::Location,
            Self::LastVisitedTime => PropertyType::LastVisitedTime,
        }
    }

    /// The kind of this name that has nothing to configure.
    pub(crate) fn plain(name: &str) -> Option<Self> {
        Some(match name {
            "title" => Self::Title,
            "rich_text" => Self::RichText,
            "date" => Self::Date,
            "people" => Self::People,
            "files" => Self::Files,
            "checkbox" => Self::Checkbox,
            "url" => Self::Url,
            "email" => Self::Email,
            "phone_number" => Self::PhoneNumber,
            "created_time" => Self::CreatedTime,
            "created_by" => Self::CreatedBy,
            "last_edited_time" => Self::LastEditedTime,
            "last_edited_by" => Self::LastEditedBy,
            "place" => Self::Place,
            "button" => Self::Button,
            "verification" => Self::Verification,
            "location" => Self::Location,
            "last_visited_time" => Self::LastVisitedTime,
            _ => return None,
        })
    }

    /// The options of selects, multi-selects and statuses.
    pub(crate) fn choices(&self) -> Option<&[Choice]> {
        match self {
            Self::Select(choices) | Self::MultiSelect(choices) => Some(choices),
            Self::Status(status) => Some(&status.choices),
            _ => None,
        }
    }

    /// The options, to change them.
    pub(crate) fn choices_mut(&mut self) -> Option<&mut Vec<Choice>> {
        match self {
            Self::Select(choices) | Self::MultiSelect(choices) => Some(choices),
            Self::Status(status) => Some(&mut status.choices),
            _ => None,
        }
    }

    /// The configuration as a schema shows it.
    pub(crate) fn render_config(&self, workspace: &Workspace, own: uuid::Uuid) -> Value {
        match self {
            Self::Number { format } => json!({ "format": format }),
            Self::Select(choices) | Self::MultiSelect(choices) => {
                json!({ "options": select::render_config(choices) })
            }
            Self::Status(status) => status.render_config(),
            Self::Relation(relation) => relation.render_config(workspace),
            Self::Rollup(rollup) => rollup.render_config(workspace, own),
            Self::Formula(formula) => json!({ "expression": formula.stored }),
            Self::UniqueId { prefix } => json!({ "prefix": prefix }),
            _ => json!({}),
        }
    }
}

/// Reads a value from a request: what stands under the type's key. Nothing means that the cell becomes empty.
pub(crate) fn parse(
    property: &Property,
    value: &Value,
    context: &mut ValueContext<'_>,
) -> Result<Option<Cell>> {
    match &property.kind {
        PropertyKind::Title | PropertyKind::RichText => text::parse(value, context),
        PropertyKind::Number { .. } => Ok(number::parse(value)),
        PropertyKind::Select(_) => select::parse_one(property, value, context),
        PropertyKind::MultiSelect(_) => select::parse_many(property, value, context),
        PropertyKind::Status(status) => status::parse(status, value),
        PropertyKind::Date => date::parse(property, value),
        PropertyKind::People => people::parse(value, context.workspace),
        PropertyKind::Files => files::parse(value, context.workspace),
        PropertyKind::Checkbox => Ok(value
            .as_bool()
            .filter(|checked| *checked)
            .map(Cell::Checkbox)),
        PropertyKind::Url | PropertyKind::Email | PropertyKind::PhoneNumber => {
            Ok(plain::parse(value))
        }
        PropertyKind::Relation(relation) => relation::parse(relation, value, context.workspace),
        PropertyKind::Place => Ok(place::parse(value)),
        PropertyKind::Verification => verification::parse(value, context.workspace),
        kind => Err(ApiError::computed_property(&property.name, kind.name())),
    }
}

/// The value as a page shows it: what stands under the type's key.
pub(crate) fn render(computing: &Computing<'_>, page: &Page, property: &Property) -> Value {
    let workspace = computing.workspace;
    let cell = page.cells.get(&property.id);
    match &property.kind {
        PropertyKind::Title | PropertyKind::RichText => text::render(workspace, cell),
        PropertyKind::Number { .. } => number::render(cell),
        PropertyKind::Select(choices) => select::render_one(choices, cell),
        PropertyKind::MultiSelect(choices) => select::render_many(choices, cell),
        PropertyKind::Status(status) => status.render(cell),
        PropertyKind::Date => date::render(cell),
        PropertyKind::People => people::render(workspace, cell),
        PropertyKind::Files => files::render(workspace, cell),
        PropertyKind::Checkbox => Value::Bool(matches!(cell, Some(Cell::Checkbox(true)))),
        PropertyKind::Url | PropertyKind::Email | PropertyKind::PhoneNumber => plain::render(cell),
        PropertyKind::Relation(_) => relation::render(workspace, cell),
        PropertyKind::Rollup(rollup) => rollup.render(computing, page, &property.id),
        PropertyKind::Formula(formula) => formula.render(computing, page, &property.id),
        PropertyKind::CreatedTime
        | PropertyKind::CreatedBy
        | PropertyKind::LastEditedTime
        | PropertyKind::LastEditedBy
        | PropertyKind::UniqueId { .. } => automatic::render(workspace, page, &property.kind),
        PropertyKind::Place => place::render(cell),
        PropertyKind::Button => json!({}),
        PropertyKind::Verification => verification::render(computing, cell),
        PropertyKind::Location | PropertyKind::LastVisitedTime => Value::Null,
    }
}

/// The value as filters and sorts read it. What exceeds a bound has none.
pub(crate) fn read<'a>(
    computing: &Computing<'a>,
    page: &'a Page,
    property: &'a Property,
) -> Read<'a> {
    read_within(computing, page, property, None).unwrap_or(Read::Nothing)
}

/// The value as rollups read it, within the bounds of the one that asks or within those of its own.
///
/// # Errors
/// If a bound is exceeded.
pub(crate) fn read_within<'a>(
    computing: &Computing<'a>,
    page: &'a Page,
    property: &'a Property,
    budget: Option<&mut Budget>,
) -> notion_formula::Result<Read<'a>> {
    let workspace = computing.workspace;
    let cell = page.cells.get(&property.id);
    Ok(match &property.kind {
        PropertyKind::Title | PropertyKind::RichText => Read::Text(text::read(workspace, cell)),
        PropertyKind::Number { .. } => Read::Number(number::read(cell)),
        PropertyKind::Select(choices) => Read::Options(select::read(choices, cell)),
        PropertyKind::MultiSelect(choices) => Read::Options(select::read(choices, cell)),
        PropertyKind::Status(status) => Read::Options(status.read(cell)),
        PropertyKind::Date => Read::Date(match cell {
            Some(Cell::Date(date)) => Some(Cow::Borrowed(date)),
            _ => None,
        }),
        PropertyKind::People => Read::Ids(match cell {
            Some(Cell::People(ids)) => ids.clone(),
            _ => Vec::new(),
        }),
        PropertyKind::Files => Read::Count(match cell {
            Some(Cell::Files(files)) => files.len(),
            _ => 0,
        }),
        PropertyKind::Checkbox => Read::Checkbox(matches!(cell, Some(Cell::Checkbox(true)))),
        PropertyKind::Url | PropertyKind::Email | PropertyKind::PhoneNumber => {
            Read::Text(Cow::Borrowed(match cell {
                Some(Cell::Plain(text)) => text,
                _ => "",
            }))
        }
        PropertyKind::Relation(_) => Read::Ids(relation::visible(workspace, cell)),
        PropertyKind::Rollup(rollup) => rollup.read(computing, page, &property.id, budget)?,
        PropertyKind::Formula(formula) => formula.read(computing, page, &property.id, budget)?,
        PropertyKind::CreatedTime
        | PropertyKind::CreatedBy
        | PropertyKind::LastEditedTime
        | PropertyKind::LastEditedBy
        | PropertyKind::UniqueId { .. } => automatic::read(page, &property.kind),
        PropertyKind::Place => Read::Count(usize::from(cell.is_some())),
        PropertyKind::Verification => Read::Options(vec![verification::state(computing, cell)]),
        PropertyKind::Button | PropertyKind::Location | PropertyKind::LastVisitedTime => {
            Read::Nothing
        }
    })
}
