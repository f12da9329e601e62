//! The type of a formula's result, which Notion asks for in a filter and does not report with a property.

use notion_formula::{Formula, PageKind, Reference, Schema, Type};
use notion_model::{FormulaSchema, PropertySchemas, RollupFunction, SchemaKind};
use notion_vocabulary::{PropertyType, RollupFunction as Function, RollupOutput};

/// How many formulas that name each other are followed.
const MAX_DEPTH: u8 = 15;

/// What Notion filters the results of formulas as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Result {
    Text,
    Number,
    Checkbox,
    Date,
}

/// The type of a formula's result; `None` if it depends on the row, or on what is not known here.
pub(super) fn result(properties: &PropertySchemas, formula: &FormulaSchema) -> Option<Result> {
    let types = Types {
        properties,
        depth: 0,
    };
    match types.of_formula(formula) {
        Type::Text => Some(Result::Text),
        Type::Number => Some(Result::Number),
        Type::Boolean => Some(Result::Checkbox),
        Type::Date => Some(Result::Date),
        _ => None,
    }
}

/// The types of the properties of a data source, for the checker of formulas.
struct Types<'a> {
    properties: &'a PropertySchemas,
    depth: u8,
}

impl Schema for Types<'_> {
    fn property(&self, of: Option<PageKind>, property: &Reference) -> Option<Type> {
        match (of, property) {
            (None, Reference::Name(name)) => {
                let property = self.properties.get(name)?;
                Some(self.of(&property.kind))
            }
            // The properties of other pages, and those that are named by tokens.
            _ => Some(Type::Any),
        }
    }
}

impl Types<'_> {
    fn of(&self, kind: &SchemaKind) -> Type {
        match kind {
            SchemaKind::Formula(_) if self.depth >= MAX_DEPTH => Type::Any,
            SchemaKind::Formula(formula) => Types {
                depth: self.depth + 1,
                ..*self
            }
            .of_formula(formula),
            SchemaKind::Rollup(rollup) => {
                let function = rollup.function.as_ref().and_then(RollupFunction::known);
                match function.map(Function::output) {
                    Some(RollupOutput::Number) => Type::Number,
                    Some(RollupOutput::Date) => Type::Date,
                    Some(RollupOutput::List) => Type::list(Type::Any),
                    Some(RollupOutput::Unknown) | None => Type::Any,
                }
            }
            other => match PropertyType::parse(other.type_name()) {
                Some(property) => property.formula_type().into(),
                None => Type::Any,
            },
        }
    }

    fn of_formula(&self, formula: &FormulaSchema) -> Type {
        let expression = formula.expression.as_deref().unwrap_or_default();
        let formula = Formula::parse(expression);
        let result = formula.and_then(|formula| formula.check(self));
        result.unwrap_or(Type::Any)
    }
}
