//! `rollup`: values of related pages, all together.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{PropertyKind, number, relation};
use crate::compute::{Aggregate, Computing, Read, aggregate};
use crate::render::Object;
use crate::state::{Page, Property, PropertyId, Workspace};

/// The functions that a rollup may have.
pub(crate) const FUNCTIONS: &[&str] = &[
    "count",
    "count_values",
    "empty",
    "not_empty",
    "unique",
    "show_unique",
    "percent_empty",
    "percent_not_empty",
    "sum",
    "average",
    "median",
    "min",
    "max",
    "range",
    "earliest_date",
    "latest_date",
    "date_range",
    "checked",
    "unchecked",
    "percent_checked",
    "percent_unchecked",
    "count_per_group",
    "percent_per_group",
    "show_original",
];

/// The configuration of a rollup.
#[derive(Debug, Clone)]
pub(crate) struct Rollup {
    /// The relation, a property of the same data source.
    pub(crate) relation: PropertyId,
    /// The property of the related pages.
    pub(crate) target: PropertyId,
    pub(crate) function: String,
}

impl Rollup {
    /// The ids of a rollup's properties are shown as they are, and not encoded: the only place where they are.
    pub(super) fn render_config(&self, workspace: &Workspace, own: Uuid) -> Value {
        let relation = workspace
            .data_sources
            .get(&own)
            .and_then(|source| source.schema.by_id(&self.relation));
        let target = self.target_of(workspace, relation);
        Object::new()
            .put(
                "rollup_property_name",
                target.map(|property| property.name.clone()),
            )
            .put(
                "relation_property_name",
                relation.map(|property| property.name.clone()),
            )
            .put("rollup_property_id", &*self.target)
            .put("relation_property_id", &*self.relation)
            .put("function", self.function.clone())
            .into()
    }

    /// `{type, <type>, function}`. Of values that are shown one by one, a page shows 25.
    pub(super) fn render(&self, computing: &Computing<'_>, page: &Page) -> Value {
        let (kind, value) = match self.value(computing, page) {
            Rolled::One(Aggregate::Number(n)) => ("number", n.map_or(Value::Null, number::to_json)),
            Rolled::One(Aggregate::Date(date)) => {
                ("date", date.map_or(Value::Null, |date| date.render()))
            }
            Rolled::Each(elements) => {
                let values: Vec<Value> = elements.iter().map(Element::render).collect();
                let mut values = if self.function == "show_unique" {
                    dedup(values)
                } else {
                    values
                };
                values.truncate(relation::SHOWN);
                ("array", Value::Array(values))
            }
            Rolled::Unsupported => ("unsupported", json!({})),
        };
        Object::new()
            .put("type", kind)
            .put(kind, value)
            .put("function", self.function.clone())
            .into()
    }

    /// The value as filters and sorts read it.
    pub(crate) fn read<'a>(&self, computing: &Computing<'a>, page: &Page) -> Read<'a> {
        match self.value(computing, page) {
            Rolled::One(Aggregate::Number(n)) => Read::Number(n),
            Rolled::One(Aggregate::Date(date)) => Read::Date(date.map(std::borrow::Cow::Owned)),
            Rolled::Each(elements) => Read::Array(elements.iter().map(Element::read).collect()),
            Rolled::Unsupported => Read::Nothing,
        }
    }

    /// The values of the related pages, one by one. Nothing where that is too many.
    pub(crate) fn elements<'a>(&self, computing: &Computing<'a>, page: &Page) -> Vec<Element<'a>> {
        self.try_elements(computing, page).unwrap_or_default()
    }

    fn try_elements<'a>(&self, computing: &Computing<'a>, page: &Page) -> Option<Vec<Element<'a>>> {
        let workspace = computing.workspace;
        let own = page
            .data_source()
            .and_then(|id| workspace.data_sources.get(&id));
        let relation = own.and_then(|source| source.schema.by_id(&self.relation));
        let Some(property) = self.target_of(workspace, relation) else {
            return Some(Vec::new());
        };
        let pages = relation::visible(workspace, page.cells.get(&self.relation));
        let deeper = computing.deeper(pages.len())?;
        let pages = pages.into_iter().filter_map(|id| workspace.pages.get(&id));
        Some(
            pages
                .map(|page| Element {
                    computing: deeper.clone(),
                    page,
                    property,
                })
                .collect(),
        )
    }

    /// Whether the rollup shows the values of the related pages one by one.
    pub(crate) fn shows_values(&self) -> bool {
        matches!(self.function.as_str(), "show_original" | "show_unique")
    }

    /// Whether an item of a page lists the values one by one: those that the rollup shows, and those that it does not
    /// compute there.
    pub(crate) fn lists_values(&self) -> bool {
        self.shows_values() || matches!(self.function.as_str(), "median" | "unique")
    }

    /// The values one by one, without their type.
    pub(crate) fn render_elements(&self, computing: &Computing<'_>, page: &Page) -> Value {
        let values = self.elements(computing, page);
        let values: Vec<Value> = values
            .iter()
            .map(|e| super::render(&e.computing, e.page, e.property))
            .collect();
        Value::Array(if self.function == "show_unique" {
            dedup(values)
        } else {
            values
        })
    }

    /// The type of the values.
    pub(crate) fn element_kind(
        &self,
        computing: &Computing<'_>,
        page: &Page,
    ) -> Option<&'static str> {
        self.elements(computing, page)
            .first()
            .map(|element| element.property.kind.name())
    }

    fn value<'a>(&self, computing: &Computing<'a>, page: &Page) -> Rolled<'a> {
        if self.function == "count" {
            // Counted without looking: a related page may be out of sight.
            let pages = relation::visible(computing.workspace, page.cells.get(&self.relation));
            #[allow(clippy::cast_precision_loss)]
            return Rolled::One(Aggregate::Number(Some(pages.len() as f64)));
        }
        let Some(elements) = self.try_elements(computing, page) else {
            return Rolled::Unsupported;
        };
        if self.shows_values() {
            return Rolled::Each(elements);
        }
        let values: Vec<Read<'_>> = elements.iter().map(Element::read).collect();
        match aggregate(&self.function, &values) {
            Some(one) => Rolled::One(one),
            None => Rolled::One(Aggregate::Number(per_group(
                &self.function,
                &elements,
                &values,
            ))),
        }
    }

    fn target_of<'a>(
        &self,
        workspace: &'a Workspace,
        relation: Option<&Property>,
    ) -> Option<&'a Property> {
        let PropertyKind::Relation(relation) = &relation?.kind else {
            return None;
        };
        workspace
            .data_sources
            .get(&relation.target)?
            .schema
            .by_id(&self.target)
    }
}

enum Rolled<'a> {
    One(Aggregate),
    Each(Vec<Element<'a>>),
    Unsupported,
}

/// One value of a rollup: a property of a related page.
pub(crate) struct Element<'a> {
    pub(crate) computing: Computing<'a>,
    pub(crate) page: &'a Page,
    pub(crate) property: &'a Property,
}

impl<'a> Element<'a> {
    pub(crate) fn read(&self) -> Read<'a> {
        super::read(&self.computing, self.page, self.property)
    }

    /// `{type, <type>}`, without the property's id.
    fn render(&self) -> Value {
        let kind = self.property.kind.name();
        Object::new()
            .put("type", kind)
            .put(
                kind,
                super::render(&self.computing, self.page, self.property),
            )
            .into()
    }
}

/// Choice: the group is the last one, "Complete", since the API has no way to say which.
fn per_group(function: &str, elements: &[Element<'_>], values: &[Read<'_>]) -> Option<f64> {
    let Some(first) = elements.first() else {
        return (function == "count_per_group").then_some(0.0);
    };
    let PropertyKind::Status(status) = &first.property.kind else {
        return None;
    };
    let group = status.groups.last()?;
    let complete: Vec<&str> = status
        .choices
        .iter()
        .filter(|choice| group.options.contains(&choice.id))
        .map(|choice| choice.name.as_str())
        .collect();
    let inside = values.iter().filter(
        |v| matches!(v, Read::Options(names) if names.iter().any(|n| complete.contains(n))),
    );
    #[allow(clippy::cast_precision_loss)]
    let (inside, all) = (inside.count() as f64, values.len() as f64);
    Some(if function == "count_per_group" {
        inside
    } else {
        inside / all
    })
}

fn dedup(values: Vec<Value>) -> Vec<Value> {
    let mut kept: Vec<Value> = Vec::new();
    for value in values {
        if !kept.contains(&value) {
            kept.push(value);
        }
    }
    kept
}
