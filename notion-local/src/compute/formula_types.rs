//! The types that formulas give, which say how an empty result is shown.

use std::cell::RefCell;

use notion_formula::{PageKind, Reference, Schema, Type};
use uuid::Uuid;

use super::formula::token_id;
use crate::property::{Formula, PropertyKind, Rollup};
use crate::state::{Property, Workspace};

/// How many formulas in a row are followed.
const DEEPEST: u8 = 15;

/// The type of a formula's result, or `Any` where it cannot be told.
pub(crate) fn result_type(workspace: &Workspace, source: Uuid, formula: &Formula) -> Type {
    let types = Types {
        workspace,
        sources: RefCell::new(vec![source]),
        own: source,
        depth: 0,
    };
    types.of_formula(source, formula)
}

/// The properties of data sources by their types. A kind of pages is a place in the list of data sources.
struct Types<'a> {
    workspace: &'a Workspace,
    sources: RefCell<Vec<Uuid>>,
    own: Uuid,
    depth: u8,
}

impl Schema for Types<'_> {
    fn property(&self, of: Option<PageKind>, reference: &Reference) -> Option<Type> {
        let source = match of {
            None => self.own,
            Some(PageKind(at)) => {
                let sources = self.sources.borrow();
                usize::try_from(at)
                    .ok()
                    .and_then(|at| sources.get(at).copied())?
            }
        };
        let schema = &self.workspace.data_sources.get(&source)?.schema;
        let property = match reference {
            Reference::Token(token) => schema.by_id(&token_id(token)?)?,
            Reference::Name(name) => schema.by_name(name)?,
            Reference::Field(_) => return None,
        };
        Some(self.of_property(source, property))
    }
}

impl Types<'_> {
    fn of_formula(&self, source: Uuid, formula: &Formula) -> Type {
        let Some(parsed) = formula.parsed().filter(|_| self.depth < DEEPEST) else {
            return Type::Any;
        };
        let sources = RefCell::new(self.sources.borrow().clone());
        let inner = Types {
            workspace: self.workspace,
            sources,
            own: source,
            depth: self.depth + 1,
        };
        parsed.check(&inner).unwrap_or(Type::Any)
    }

    fn of_property(&self, source: Uuid, property: &Property) -> Type {
        match &property.kind {
            PropertyKind::Number { .. } => Type::Number,
            PropertyKind::Checkbox => Type::Boolean,
            PropertyKind::Date | PropertyKind::CreatedTime | PropertyKind::LastEditedTime => {
                Type::Date
            }
            PropertyKind::MultiSelect(_) | PropertyKind::Files => Type::list(Type::Text),
            PropertyKind::People => Type::list(Type::Person),
            PropertyKind::CreatedBy | PropertyKind::LastEditedBy => Type::Person,
            PropertyKind::Relation(relation) => Type::list(Type::Page(self.kind(relation.target))),
            PropertyKind::Formula(formula) => self.of_formula(source, formula),
            PropertyKind::Rollup(rollup) => self.of_rollup(source, rollup),
            _ => Type::Text,
        }
    }

    fn of_rollup(&self, source: Uuid, rollup: &Rollup) -> Type {
        match rollup.function.as_str() {
            "show_original" | "show_unique" => {
                let schema = self
                    .workspace
                    .data_sources
                    .get(&source)
                    .map(|source| &source.schema);
                let relation = schema
                    .and_then(|schema| schema.by_id(&rollup.relation))
                    .map(|property| &property.kind);
                let Some(PropertyKind::Relation(relation)) = relation else {
                    return Type::list(Type::Any);
                };
                let target = self.workspace.data_sources.get(&relation.target);
                let Some(property) = target.and_then(|target| target.schema.by_id(&rollup.target))
                else {
                    return Type::list(Type::Any);
                };
                match self.of_property(relation.target, property) {
                    list @ Type::List(_) => list,
                    single => Type::list(single),
                }
            }
            "earliest_date" | "latest_date" | "date_range" => Type::Date,
            _ => Type::Number,
        }
    }

    fn kind(&self, source: Uuid) -> Option<PageKind> {
        let mut sources = self.sources.borrow_mut();
        let at = sources
            .iter()
            .position(|known| *known == source)
            .unwrap_or_else(|| {
                sources.push(source);
                sources.len() - 1
            });
        u32::try_from(at).ok().map(PageKind)
    }
}
