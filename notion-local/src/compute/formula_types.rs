//! The types that formulas give, which say how an empty result is shown.

use std::cell::RefCell;

use notion_formula::{PageKind, Reference, Schema, Type};
use notion_vocabulary::{FormulaType, RollupOutput};
use uuid::Uuid;

use super::formula::token_id;
use crate::property::{Formula, PropertyKind, Rollup};
use crate::state::{Map, Property, PropertyId, Workspace};

/// How many formulas in a row are followed.
const MAX_FORMULAS: u8 = 15;

/// The type of a formula's result, or `Any` where it cannot be told.
pub(crate) fn result_type(workspace: &Workspace, source: Uuid, formula: &Formula) -> Type {
    let known = Known {
        workspace,
        sources: RefCell::new(vec![source]),
        types: RefCell::default(),
    };
    let types = Types {
        known: &known,
        own: source,
        depth: 0,
    };
    types.of_formula(source, formula)
}

/// What is known of all properties that a formula leads to.
struct Known<'a> {
    workspace: &'a Workspace,
    /// The data sources whose pages formulas see. A kind of pages is a place in this list.
    sources: RefCell<Vec<Uuid>>,
    /// The types of formulas. A formula that is mentioned several times is typed only once.
    types: RefCell<Map<Uuid, Map<PropertyId, Type>>>,
}

/// The properties of data sources by their types.
struct Types<'a> {
    known: &'a Known<'a>,
    own: Uuid,
    depth: u8,
}

impl Schema for Types<'_> {
    fn property(&self, of: Option<PageKind>, reference: &Reference) -> Option<Type> {
        let source = match of {
            None => self.own,
            Some(PageKind(at)) => {
                let sources = self.known.sources.borrow();
                usize::try_from(at)
                    .ok()
                    .and_then(|at| sources.get(at).copied())?
            }
        };
        let schema = &self.known.workspace.data_sources.get(&source)?.schema;
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
        let Some(parsed) = formula.parsed().filter(|_| self.depth < MAX_FORMULAS) else {
            return Type::Any;
        };
        let inner = Types {
            known: self.known,
            own: source,
            depth: self.depth + 1,
        };
        parsed.check(&inner).unwrap_or(Type::Any)
    }

    fn of_property(&self, source: Uuid, property: &Property) -> Type {
        match &property.kind {
            PropertyKind::Relation(relation) => Type::list(Type::Page(self.kind(relation.target))),
            PropertyKind::Formula(formula) => {
                let types = &self.known.types;
                let known = types
                    .borrow()
                    .get(&source)
                    .and_then(|of| of.get(&property.id))
                    .cloned();
                if let Some(known) = known {
                    return known;
                }
                let found = self.of_formula(source, formula);
                let mut types = types.borrow_mut();
                types
                    .entry(source)
                    .or_default()
                    .insert(property.id.clone(), found.clone());
                found
            }
            PropertyKind::Rollup(rollup) => self.of_rollup(source, rollup),
            kind => match kind.property_type().formula_type() {
                // Choice: what nothing says is a text.
                FormulaType::Any => Type::Text,
                known => known.into(),
            },
        }
    }

    fn of_rollup(&self, source: Uuid, rollup: &Rollup) -> Type {
        match rollup.function.output() {
            RollupOutput::List => {
                let schema = self
                    .known
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
                let target = self.known.workspace.data_sources.get(&relation.target);
                let Some(property) = target.and_then(|target| target.schema.by_id(&rollup.target))
                else {
                    return Type::list(Type::Any);
                };
                match self.of_property(relation.target, property) {
                    list @ Type::List(_) => list,
                    single => Type::list(single),
                }
            }
            RollupOutput::Date => Type::Date,
            // Choice: this server computes numbers by groups.
            RollupOutput::Number | RollupOutput::Unknown => Type::Number,
        }
    }

    fn kind(&self, source: Uuid) -> Option<PageKind> {
        let mut sources = self.known.sources.borrow_mut();
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
