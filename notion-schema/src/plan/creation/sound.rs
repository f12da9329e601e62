//! Whether the schemas of a graph hold together, as far as they tell. Structs do: the compiler saw to
//! it. Schemas that no struct describes may not.

use notion_formula::{Formula, Reach, Reference};

use super::Existing;
use crate::error::{Error, Result};
use crate::schema::{NodeKind, PropertyNode, SchemaGraph, SchemaNode, Target};

/// Refuses what Notion would refuse after some of it was created.
///
/// # Errors
///
/// [`Error::Refused`], where a two-way relation leads to its own database, its sides do not name each
/// other, or a rollup or formula names what is not there.
pub(super) fn check(graph: &SchemaGraph, existing: &Existing) -> Result<()> {
    for (place, schema) in graph.schemas.iter().enumerate() {
        let exists = existing.get(place).is_some_and(Option::is_some);
        for property in &schema.properties {
            let wrong = match &property.kind {
                // People make such a relation in Notion.
                NodeKind::Relation {
                    target: Target::Schema(target),
                    ..
                } if exists && *target == place => None,
                NodeKind::Relation {
                    target: Target::Schema(target),
                    back: Some(back),
                } => sides(graph, schema, property, *target, back),
                NodeKind::Rollup {
                    relation,
                    property: rolled,
                    ..
                } => rollup(graph, schema, relation, rolled),
                NodeKind::Formula { expression } => formula(schema, expression),
                _ => None,
            };
            if let Some(wrong) = wrong {
                let place = format!("schema `{}`", schema.name);
                return Err(Error::refused(property.name.as_str(), place, wrong));
            }
        }
    }
    Ok(())
}

fn sides(
    graph: &SchemaGraph,
    schema: &SchemaNode,
    property: &PropertyNode,
    target: usize,
    back: &str,
) -> Option<String> {
    let other = graph.schemas.get(target)?;
    if std::ptr::eq(other, schema) {
        // Notion's API answers such a relation with an error, or makes a one-way relation of it.
        return Some(
            "Notion's API makes no two-way relation of a database to itself; take `two_way` away"
                .to_owned(),
        );
    }
    // Where it is not listed, Notion makes it all the same.
    let side = other.property(back)?;
    let NodeKind::Relation {
        target: Target::Schema(leads),
        back: named,
    } = &side.kind
    else {
        return Some(format!(
            "its other side, `{back}` of `{}`, is no relation to a schema of this set",
            other.name
        ));
    };
    let leads = graph.schemas.get(*leads)?;
    if !std::ptr::eq(leads, schema) {
        return Some(format!(
            "its other side, `{back}` of `{}`, leads to `{}`",
            other.name, leads.name
        ));
    }
    match named {
        Some(named) if *named == property.name => None,
        Some(named) => Some(format!(
            "its other side, `{back}` of `{}`, names `{named}` as its own other side",
            other.name
        )),
        None => Some(format!(
            "its other side, `{back}` of `{}`, is a one-way relation",
            other.name
        )),
    }
}

fn rollup(
    graph: &SchemaGraph,
    schema: &SchemaNode,
    relation: &str,
    rolled: &str,
) -> Option<String> {
    let Some(through) = schema.property(relation) else {
        return Some(format!(
            "it goes through `{relation}`, which `{}` does not have",
            schema.name
        ));
    };
    let NodeKind::Relation { target, .. } = &through.kind else {
        return Some(format!(
            "it goes through `{relation}`, which is no relation"
        ));
    };
    // Of a data source it is Notion that knows.
    let Target::Schema(target) = target else {
        return None;
    };
    let target = graph.schemas.get(*target)?;
    target.property(rolled).is_none().then(|| {
        format!(
            "it goes over `{rolled}`, which `{}` does not have",
            target.name
        )
    })
}

fn formula(schema: &SchemaNode, expression: &str) -> Option<String> {
    let formula = match Formula::parse(expression) {
        Ok(formula) => formula,
        Err(error) => return Some(format!("the formula cannot be read: {error}")),
    };
    let mentions = formula.mentions().into_iter();
    let mut names = mentions.filter_map(|mention| match mention.reference {
        Reference::Name(name) if mention.reach == Reach::Own => Some(name),
        _ => None,
    });
    let unknown = names.find(|name| schema.property(name).is_none())?;
    Some(format!(
        "the formula names `{unknown}`, which `{}` does not have",
        schema.name
    ))
}
