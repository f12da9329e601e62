//! Formulas: what they give, and how a struct says them.

use notion_formula::{Formula, PageKind, Reach, Reference, Schema, Syntax, Type};
use notion_session::model::SchemaKind;
use notion_session::schema::NodeKind;
use notion_vocabulary::{PropertyType, RollupOutput};

use super::field::Field;
use super::names::bare;
use super::relate::{gives, output};
use super::settle::{Settled, Settling};
use super::write::literal;

/// How many formulas in a row are followed.
const DEEPEST: u8 = 15;

/// What a formula gives, as the type in `Formula<..>`; `None` where that depends on the row or cannot be told.
pub(super) fn result(of: &Type) -> Option<&'static str> {
    Some(match of {
        Type::Text => "String",
        Type::Number => "f64",
        Type::Boolean => "bool",
        Type::Date => "DateRange",
        _ => return None,
    })
}

/// What the checker says of a property of a data source.
pub(super) fn type_of(settling: &Settling, source: usize, property: usize) -> Type {
    Types {
        settling,
        own: source,
        depth: 0,
    }
    .of(source, property)
}

/// The text for `#[notion(formula = ..)]`, or the reason why there is none.
pub(super) fn text(settling: &Settling, source: usize, expression: &str) -> Result<String, String> {
    let formula =
        Formula::parse(expression).map_err(|error| format!("it cannot be read: {error}"))?;
    let node = settling.node(source);
    let place = |name: &str| node.properties.iter().position(|it| it.name == name);
    let said = formula.try_rename(|mention| match (mention.reference, mention.reach) {
        (Reference::Name(name), Reach::Own) => match place(name) {
            Some(at) if settling.is_field(source, at) => {
                let field = bare(settling.field(source, at)).to_owned();
                Ok(Some(Reference::Field(field)))
            }
            _ => Err(format!("{name:?} is no field of this struct")),
        },
        (Reference::Token(token), Reach::Other) => match settling.named(token) {
            Some(name) => Ok(Some(Reference::Name(name))),
            None => Err("it names a property of a database that was not pulled".to_owned()),
        },
        (Reference::Token(_), Reach::Own) => {
            Err("it names a property that is not there any more".to_owned())
        }
        _ => Ok(None),
    })?;
    let text = said.to_string();
    match Syntax::new().placeholders(true).parse(&text) {
        Ok(read) if read == said => Ok(text),
        // A field whose name is none in the language of formulas goes by the property's.
        _ => Ok(formula.to_string()),
    }
}

/// The properties of all pulled data sources by their types. A kind of pages is a place among these.
struct Types<'a> {
    settling: &'a Settling,
    own: usize,
    depth: u8,
}

impl Schema for Types<'_> {
    fn property(&self, of: Option<PageKind>, reference: &Reference) -> Option<Type> {
        let source = match of {
            None => self.own,
            Some(PageKind(at)) => usize::try_from(at).ok()?,
        };
        let name = match reference {
            Reference::Name(name) => name.clone(),
            Reference::Token(token) => self.settling.named(token)?,
            Reference::Field(_) => return None,
        };
        let mut properties = self.settling.node(source).properties.iter();
        let at = properties.position(|property| property.name == name)?;
        Some(self.of(source, at))
    }
}

impl Types<'_> {
    fn of(&self, source: usize, property: usize) -> Type {
        match &self.settling.node(source).properties[property].kind {
            NodeKind::Plain(kind) => plain(kind),
            NodeKind::Undefined(_) => Type::Any,
            NodeKind::Relation { target, .. } => {
                let place = self.settling.place(target);
                let kind = place.and_then(|place| u32::try_from(place).ok());
                Type::list(Type::Page(kind.map(PageKind)))
            }
            NodeKind::Rollup { function, .. } => match output(function) {
                RollupOutput::List => match gives(self.settling, source, property) {
                    Some((target, shown)) if self.depth < DEEPEST => {
                        let deeper = Types {
                            depth: self.depth + 1,
                            ..*self
                        };
                        match deeper.of(target, shown) {
                            list @ Type::List(_) => list,
                            single => Type::list(single),
                        }
                    }
                    _ => Type::list(Type::Any),
                },
                RollupOutput::Date => Type::Date,
                RollupOutput::Number => Type::Number,
                RollupOutput::Unknown => Type::Any,
            },
            NodeKind::Formula { expression } if self.depth < DEEPEST => {
                let inner = Types {
                    settling: self.settling,
                    own: source,
                    depth: self.depth + 1,
                };
                let checked = Formula::parse(expression).and_then(|it| it.check(&inner));
                checked.unwrap_or(Type::Any)
            }
            NodeKind::Formula { .. } => Type::Any,
        }
    }
}

fn plain(kind: &SchemaKind) -> Type {
    let known = PropertyType::parse(kind.type_name());
    known.map_or(Type::Any, |property| property.formula_type().into())
}

/// A formula as a field.
pub(super) fn settle(
    settling: &Settling,
    source: usize,
    property: usize,
    expression: &str,
) -> Settled {
    let found = type_of(settling, source, property);
    let Some(result) = result(&found) else {
        return Settled::Left(format!(
            "what the formula gives cannot be told, or is no text, number, date or yes and no: {expression}"
        ));
    };
    let field = Field::of(format!("Formula<{result}>"));
    match text(settling, source, expression) {
        Ok(text) => Settled::Field(field.attribute(format!("formula = {}", literal(&text)))),
        Err(why) => Settled::Field(field.note(format!(
            "Read only, since its formula cannot be said here ({why}): {expression}"
        ))),
    }
}
