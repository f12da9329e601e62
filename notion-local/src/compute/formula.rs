//! What formulas see of the workspace, and what becomes of their results.

use std::borrow::Cow;
use std::cell::RefCell;
use std::sync::Arc;

use jiff::Timestamp;
use notion_formula::{
    Answer, Budget, Date, Error, ErrorKind, Moment, Person, Reference, Result, Span,
    Value as Computed,
};
use notion_vocabulary::limits::MAX_SHOWN_REFERENCES;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Computing, Read};
use crate::property::{self, PropertyKind, Rolled, number, relation};
use crate::state::date::Point;
use crate::state::id::percent_decode;
use crate::state::{Cell, DateValue, Map, Page, Property, PropertyId, Workspace, text};

/// Values of one page.
type Seen<'a> = Vec<(&'a PropertyId, Computed<Uuid>)>;

/// The workspace as one formula sees it. A page is its id.
pub(crate) struct Host<'a> {
    computing: Computing<'a>,
    /// What the formula has read already. Reading it again costs nothing.
    seen: RefCell<Map<Uuid, Seen<'a>>>,
}

impl<'a> Host<'a> {
    pub(crate) fn new(computing: Computing<'a>) -> Self {
        Self {
            computing,
            seen: RefCell::default(),
        }
    }

    fn seen(&self, page: Uuid, property: &PropertyId) -> Option<Computed<Uuid>> {
        let seen = self.seen.borrow();
        let values = seen.get(&page)?;
        let found = values.iter().find(|(id, _)| *id == property);
        found.map(|(_, value)| value.clone())
    }
}

impl notion_formula::Host for Host<'_> {
    type Page = Uuid;

    fn property(
        &self,
        page: &Uuid,
        reference: &Reference,
        budget: &mut Budget,
    ) -> Result<Computed<Uuid>> {
        let workspace = self.computing.workspace;
        let Some(page) = workspace.pages.get(page) else {
            return Ok(Computed::Empty);
        };
        let Some(property) = property_of(workspace, page, reference) else {
            return Err(Error::new(
                ErrorKind::UnknownProperty,
                Span::default(),
                format!("there is no property {reference}"),
            ));
        };
        let is_costly = matches!(
            property.kind,
            PropertyKind::Formula(_) | PropertyKind::Rollup(_) | PropertyKind::Relation(_)
        );
        if !is_costly {
            return value(&self.computing, page, property, budget);
        }
        if let Some(value) = self.seen(page.id, &property.id) {
            return Ok(value);
        }
        let value = value(&self.computing, page, property, budget)?;
        let mut seen = self.seen.borrow_mut();
        let values = seen.entry(page.id).or_default();
        values.push((&property.id, value.clone()));
        Ok(value)
    }

    fn now(&self) -> Timestamp {
        self.computing.now
    }

    fn title(&self, page: &Uuid) -> String {
        let page = self.computing.workspace.pages.get(page);
        page.map(|page| text::plain(self.computing.workspace, page.title()))
            .unwrap_or_default()
    }

    fn id(&self, page: &Uuid) -> String {
        page.simple().to_string()
    }
}

/// The property that a formula names: by a token that holds its id, or by its name.
fn property_of<'a>(
    workspace: &'a Workspace,
    page: &Page,
    reference: &Reference,
) -> Option<&'a Property> {
    let schema = &workspace.data_sources.get(&page.data_source()?)?.schema;
    match reference {
        Reference::Token(token) => schema.by_id(&token_id(token)?),
        Reference::Name(name) => schema.by_name(name),
        Reference::Field(_) => None,
    }
}

/// The property's id in a token `notion:block_property:<id>:<data source>:<space>`.
pub(super) fn token_id(token: &str) -> Option<String> {
    token
        .strip_prefix("notion:block_property:")?
        .split(':')
        .next()
        .map(percent_decode)
}

/// The value of a property as formulas compute with it.
fn value(
    computing: &Computing<'_>,
    page: &Page,
    property: &Property,
    budget: &mut Budget,
) -> Result<Computed<Uuid>> {
    let workspace = computing.workspace;
    let cell = page.cells.get(&property.id);
    Ok(match &property.kind {
        PropertyKind::Formula(formula) => {
            return computing.formula(page, &property.id, formula, Some(budget));
        }
        PropertyKind::Rollup(rollup) => {
            match computing.rollup(page, &property.id, rollup, Some(budget))? {
                Rolled::Each(elements) => {
                    let elements = elements.iter(computing)?;
                    let values: Result<Vec<_>> = elements
                        .map(|e| value(&e.computing, e.page, e.property, budget))
                        .collect();
                    // Lists of lists are flat in rollups.
                    Computed::list(values?.into_iter().flat_map(|value| match value {
                        Computed::List(items) => items.to_vec(),
                        value => vec![value],
                    }))
                }
                Rolled::One(aggregate) => from_read(&aggregate.into()),
            }
        }
        // Of more references, formulas see as many as a page shows.
        PropertyKind::Relation(_) => Computed::list(
            relation::visible(workspace, cell)
                .into_iter()
                .take(MAX_SHOWN_REFERENCES)
                .map(Computed::Page),
        ),
        PropertyKind::People => match cell {
            Some(Cell::People(ids)) => Computed::list(ids.iter().map(|id| person(workspace, *id))),
            _ => Computed::list([]),
        },
        PropertyKind::CreatedBy => person(workspace, page.history.created_by),
        PropertyKind::LastEditedBy => person(workspace, page.history.edited_by),
        PropertyKind::UniqueId { prefix } => match prefix {
            Some(prefix) => Computed::text(format!("{prefix}-{}", page.number)),
            None => Computed::text(page.number.to_string()),
        },
        PropertyKind::MultiSelect(_) => match property::read(computing, page, property) {
            Read::Options(names) => Computed::list(names.into_iter().map(Computed::text)),
            _ => Computed::list([]),
        },
        PropertyKind::Files => match cell {
            Some(Cell::Files(files)) => {
                Computed::list(files.iter().map(|file| Computed::text(file.name.as_str())))
            }
            _ => Computed::list([]),
        },
        _ => from_read(&property::read(computing, page, property)),
    })
}

fn from_read(read: &Read<'_>) -> Computed<Uuid> {
    match read {
        Read::Text(text) => Computed::text(text.as_ref()),
        Read::Number(number) => number.map_or(Computed::Empty, Computed::number),
        Read::Checkbox(checked) => Computed::Boolean(*checked),
        Read::Options(names) => names
            .first()
            .map_or(Computed::Empty, |name| Computed::text(*name)),
        Read::Date(date) => date
            .as_ref()
            .map_or(Computed::Empty, |date| Computed::Date(to_formula(date))),
        Read::Array(values) => Computed::list(values.iter().map(from_read)),
        Read::Nothing | Read::Ids(_) | Read::Count(_) => Computed::Empty,
    }
}

fn person(workspace: &Workspace, id: Uuid) -> Computed<Uuid> {
    let user = workspace.users.get(&id);
    let email = match user.map(|user| &user.kind) {
        Some(crate::state::UserKind::Person { email, .. }) => email.clone(),
        _ => None,
    };
    let name = user.and_then(|user| user.name.clone());
    Computed::Person(Arc::new(Person {
        id: id.to_string(),
        name,
        email,
    }))
}

fn to_formula(date: &DateValue) -> Date {
    let moment = |point: Point| match point {
        Point::Day(day) => Moment::Day(day),
        Point::Minute { at, offset } => Moment::Time { at, offset },
    };
    Date {
        start: moment(date.start),
        end: date.end.map(moment),
    }
}

fn from_formula(date: Date) -> DateValue {
    let point = |moment: Moment| match moment {
        Moment::Day(day) => Point::Day(day),
        Moment::Time { at, offset } => Point::Minute { at, offset },
    };
    DateValue {
        start: point(date.start),
        end: date.end.map(point),
    }
}

/// `{type, <type>}`.
pub(crate) fn answer_to_json(answer: Answer) -> Value {
    match answer {
        Answer::Text(text) => json!({ "type": "string", "string": text }),
        Answer::Number(number) => {
            json!({ "type": "number", "number": number.map(number::to_json) })
        }
        Answer::Boolean(value) => json!({ "type": "boolean", "boolean": value }),
        Answer::Date(date) => {
            json!({ "type": "date", "date": date.map(|date| from_formula(date).render()) })
        }
        Answer::Unsupported => json!({ "type": "unsupported", "unsupported": {} }),
    }
}

/// A result as filters and sorts read it.
pub(crate) fn value_to_read(host: &Host<'_>, result: &Result<Computed<Uuid>>) -> Read<'static> {
    match Answer::of(result, &notion_formula::Type::Any, host) {
        Answer::Text(Some(text)) => Read::Text(Cow::Owned(text)),
        Answer::Number(Some(number)) => Read::Number(Some(number)),
        Answer::Boolean(Some(value)) => Read::Checkbox(value),
        Answer::Date(Some(date)) => Read::Date(Some(Cow::Owned(from_formula(date)))),
        _ => Read::Nothing,
    }
}
