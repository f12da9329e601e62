//! `rollup`: values of related pages, all together.

use std::collections::HashSet;
use std::sync::Arc;

use notion_formula::{Budget, Result};
use notion_vocabulary::limits::MAX_SHOWN_REFERENCES;
use notion_vocabulary::{RollupFunction, RollupOutput};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{PropertyKind, number, relation};
use crate::compute::{Aggregate, Computing, Read, aggregate};
use crate::render::Object;
use crate::state::{Page, Property, PropertyId, Workspace};

/// The configuration of a rollup.
#[derive(Debug, Clone)]
pub(crate) struct Rollup {
    /// The relation, a property of the same data source.
    pub(crate) relation: PropertyId,
    /// The property of the related pages.
    pub(crate) target: PropertyId,
    pub(crate) function: RollupFunction,
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
            .put("function", self.function.as_str())
            .into()
    }

    /// `{type, <type>, function}`. Of values that are shown one by one, a page shows 25.
    pub(super) fn render(
        &self,
        computing: &Computing<'_>,
        page: &Page,
        property: &PropertyId,
    ) -> Value {
        let unsupported = || ("unsupported", json!({}));
        let (kind, value) = match computing.rollup(page, property, self, None) {
            Ok(Rolled::One(Aggregate::Number(n))) => {
                ("number", n.map_or(Value::Null, number::to_json))
            }
            Ok(Rolled::One(Aggregate::Date(date))) => {
                ("date", date.map_or(Value::Null, |date| date.render()))
            }
            Ok(Rolled::Each(_)) if !computing.shows_lists() => unsupported(),
            Ok(Rolled::Each(elements)) => match elements.iter(computing) {
                Ok(elements) => {
                    let values = elements.map(|element| element.render());
                    let values = self.shown(values).take(MAX_SHOWN_REFERENCES).collect();
                    ("array", Value::Array(values))
                }
                Err(_) => unsupported(),
            },
            Err(_) => unsupported(),
        };
        Object::new()
            .put("type", kind)
            .put(kind, value)
            .put("function", self.function.as_str())
            .into()
    }

    /// The value as filters, sorts and other rollups read it.
    ///
    /// # Errors
    /// If a bound is exceeded.
    pub(super) fn read<'a>(
        &self,
        computing: &Computing<'a>,
        page: &Page,
        property: &PropertyId,
        mut budget: Option<&mut Budget>,
    ) -> Result<Read<'a>> {
        match computing.rollup(page, property, self, budget.as_deref_mut())? {
            Rolled::One(aggregate) => Ok(aggregate.into()),
            Rolled::Each(elements) => {
                let own = &mut Budget::default();
                let budget = budget.unwrap_or(own);
                let elements = elements.iter(computing)?;
                let values: Result<_> = elements
                    .map(|element| budget.apart(|budget| element.read(budget)))
                    .collect();
                values.map(Read::Array)
            }
        }
    }

    /// Returns true if the rollup shows the values of the related pages one by one.
    pub(crate) fn shows_values(&self) -> bool {
        self.function.output() == RollupOutput::List
    }

    /// Returns true if an item of a page lists the values one by one: those that the rollup shows, and those that it does not
    /// compute there.
    pub(crate) fn lists_values(&self) -> bool {
        self.function.is_listed_in_items()
    }

    /// The values one by one, without their type. Nothing if there are too many to look at.
    pub(crate) fn render_elements(&self, computing: &Computing<'_>, page: &Page) -> Vec<Value> {
        let elements = self.elements(computing.workspace, page);
        let Ok(each) = elements.iter(computing) else {
            return Vec::new();
        };
        let values = each.map(|e| super::render(&e.computing, e.page, e.property));
        self.shown(values).collect()
    }

    /// The type of the values.
    pub(crate) fn element_kind(&self, workspace: &Workspace, page: &Page) -> Option<&'static str> {
        let elements = self.elements(workspace, page);
        let is_page = |id| workspace.pages.contains_key(id);
        let (_, target) = elements.target(workspace)?;
        elements
            .pages
            .iter()
            .any(is_page)
            .then(|| target.kind.name())
    }

    /// The related pages.
    pub(crate) fn related(&self, workspace: &Workspace, page: &Page) -> Vec<Uuid> {
        relation::visible(workspace, page.cells.get(&self.relation))
    }

    /// Computes the value.
    ///
    /// # Errors
    /// If a bound is exceeded, also by a value that the rollup looks at: a number of some of them would be wrong.
    pub(crate) fn compute(
        &self,
        computing: &Computing<'_>,
        page: &Page,
        budget: &mut Budget,
    ) -> Result<Rolled> {
        if self.function == RollupFunction::Count {
            // Counted without looking: a related page may be out of sight.
            let related = self.related(computing.workspace, page).len();
            #[allow(clippy::cast_precision_loss)]
            return Ok(Rolled::One(Aggregate::Number(Some(related as f64))));
        }
        let elements = self.elements(computing.workspace, page);
        computing.further(elements.pages.len())?;
        if self.shows_values() {
            return Ok(Rolled::Each(elements));
        }
        let each = elements.iter(computing)?;
        let values: Result<Vec<Read<'_>>> = each
            .map(|element| budget.apart(|budget| element.read(budget)))
            .collect();
        let values = values?;
        Ok(Rolled::One(match aggregate(self.function, &values) {
            Some(one) => one,
            None => {
                let target = elements.target(computing.workspace);
                let kind = target.map(|(_, target)| &target.kind);
                Aggregate::Number(per_group(self.function, kind, &values))
            }
        }))
    }

    fn elements(&self, workspace: &Workspace, page: &Page) -> Elements {
        let own = page
            .data_source()
            .and_then(|id| workspace.data_sources.get(&id));
        let relation = own.and_then(|source| source.schema.by_id(&self.relation));
        let source = match relation.map(|relation| &relation.kind) {
            Some(PropertyKind::Relation(relation)) => relation.target,
            _ => Uuid::nil(),
        };
        let pages = match self.target_of(workspace, relation) {
            Some(_) => self.related(workspace, page),
            None => Vec::new(),
        };
        Elements {
            source,
            property: self.target.clone(),
            pages: pages.into(),
        }
    }

    /// What the function shows of the values.
    fn shown(&self, values: impl Iterator<Item = Value>) -> impl Iterator<Item = Value> {
        let mut seen = (self.function == RollupFunction::ShowUnique).then(HashSet::new);
        values.filter(move |value| {
            seen.as_mut()
                .is_none_or(|seen| seen.insert(value.to_string()))
        })
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

/// The value of a rollup.
#[derive(Debug, Clone)]
pub(crate) enum Rolled {
    One(Aggregate),
    Each(Elements),
}

/// The values of a rollup that shows them one by one: where they are.
#[derive(Debug, Clone)]
pub(crate) struct Elements {
    source: Uuid,
    property: PropertyId,
    pub(crate) pages: Arc<[Uuid]>,
}

impl Elements {
    fn target<'a>(&self, workspace: &'a Workspace) -> Option<(Uuid, &'a Property)> {
        let source = workspace.data_sources.get(&self.source)?;
        Some((self.source, source.schema.by_id(&self.property)?))
    }

    /// The values, which are one table further.
    ///
    /// # Errors
    /// If that is too far.
    pub(crate) fn iter<'s, 'a: 's>(
        &'s self,
        computing: &Computing<'a>,
    ) -> Result<impl Iterator<Item = Element<'a>> + use<'s, 'a>> {
        let further = computing.further(0)?;
        let workspace = computing.workspace;
        let target = self.target(workspace);
        Ok(self.pages.iter().filter_map(move |id| {
            Some(Element {
                computing: further.clone(),
                page: workspace.pages.get(id)?,
                property: target?.1,
            })
        }))
    }
}

/// One value of a rollup: a property of a related page.
pub(crate) struct Element<'a> {
    pub(crate) computing: Computing<'a>,
    pub(crate) page: &'a Page,
    pub(crate) property: &'a Property,
}

impl<'a> Element<'a> {
    fn read(&self, budget: &mut Budget) -> Result<Read<'a>> {
        super::read_within(&self.computing, self.page, self.property, Some(budget))
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
fn per_group(
    function: RollupFunction,
    kind: Option<&PropertyKind>,
    values: &[Read<'_>],
) -> Option<f64> {
    if values.is_empty() {
        return (function == RollupFunction::CountPerGroup).then_some(0.0);
    }
    let PropertyKind::Status(status) = kind? else {
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
    Some(if function == RollupFunction::CountPerGroup {
        inside
    } else {
        inside / all
    })
}
