//! Relations and rollups: what needs another data source.

use notion_session::model::{self, RelationKind, SchemaKind};
use notion_session::schema::NodeKind;
use notion_vocabulary::{RollupFunction, RollupInput, RollupOutput};

use super::field::Field;
use super::settle::{Settled, Settling};

/// A relation as a field.
pub(super) fn settle(settling: &Settling, source: usize, property: usize) -> Settled {
    match other_side(settling, source, property) {
        Err(why) => Settled::Left(why),
        Ok((target, back)) => {
            let field = Field::of(format!("Relation<{}>", settling.schema(target)));
            Settled::Field(match back {
                Some(back) => {
                    field.attribute(format!("two_way = {}", settling.field(target, back)))
                }
                None => field,
            })
        }
    }
}

/// Where a relation leads, with its other side if it is two-way; or why it cannot be said.
fn other_side(
    settling: &Settling,
    source: usize,
    property: usize,
) -> Result<(usize, Option<usize>), String> {
    let node = &settling.node(source).properties[property];
    let NodeKind::Relation { target, .. } = &node.kind else {
        return Err("it is no relation".to_owned());
    };
    let Some(place) = settling.place(target) else {
        let to = settling.name_of(target);
        return Err(format!("the relation leads to {to}, which was not pulled"));
    };
    let Some(back) = side(settling, source, property) else {
        return match settling.is_two_way(source, property) {
            true => Err("the other side of the relation cannot be found".to_owned()),
            false => Ok((place, None)),
        };
    };
    if place == source {
        return Err("a two-way relation of a database to itself cannot be said".to_owned());
    }
    if side(settling, place, back) != Some(property)
        || settling.node(place).properties[back].name.trim().is_empty()
    {
        return Err("the other side of the relation does not lead back".to_owned());
    }
    Ok((place, Some(back)))
}

/// The place of the other side in the target of a two-way relation, by its id, else by its name.
fn side(settling: &Settling, source: usize, property: usize) -> Option<usize> {
    let node = &settling.node(source).properties[property];
    let NodeKind::Relation { target, back } = &node.kind else {
        return None;
    };
    let candidates = &settling.node(settling.place(target)?).properties;
    let by_id = node
        .refers_to
        .as_ref()
        .and_then(|id| candidates.iter().position(|it| it.id.as_ref() == Some(id)));
    let by_name = || {
        let back = back.as_ref()?;
        candidates.iter().position(|it| it.name == *back)
    };
    by_id.or_else(by_name)
}

/// Whether Notion says that a relation is two-way.
pub(super) fn is_two_way(kind: &SchemaKind) -> bool {
    matches!(kind, SchemaKind::Relation(relation) if matches!(relation.kind, RelationKind::Dual(_)))
}

/// What a rollup goes over: the data source and its property.
pub(super) fn gives(settling: &Settling, source: usize, property: usize) -> Option<(usize, usize)> {
    let node = &settling.node(source).properties[property];
    let NodeKind::Rollup {
        relation, property, ..
    } = &node.kind
    else {
        return None;
    };
    let NodeKind::Relation { target, .. } = &settling.node(source).property(relation)?.kind else {
        return None;
    };
    let place = settling.place(target)?;
    let candidates = &settling.node(place).properties;
    let by_id = node
        .refers_to
        .as_ref()
        .and_then(|id| candidates.iter().position(|it| it.id.as_ref() == Some(id)));
    let found = by_id.or_else(|| candidates.iter().position(|it| it.name == *property))?;
    Some((place, found))
}

/// The type of the result of a rollup function.
pub(super) fn output(function: &model::RollupFunction) -> RollupOutput {
    let known = function.known();
    known.map_or(RollupOutput::Unknown, RollupFunction::output)
}

/// A rollup as a field.
pub(super) fn rollup(settling: &Settling, source: usize, property: usize) -> Settled {
    let node = &settling.node(source).properties[property];
    let NodeKind::Rollup {
        function,
        relation,
        property: over,
    } = &node.kind
    else {
        return Settled::Left("it is no rollup".to_owned());
    };
    let definition = format!("{function}({relation}.{over})");
    // What is read whatever the rollup goes over.
    let usual = match output(function) {
        RollupOutput::Number => Some("f64"),
        RollupOutput::Date => Some("DateRange"),
        RollupOutput::List | RollupOutput::Unknown => None,
    };
    let otherwise = |why: &str| match usual {
        Some(usual) => Settled::Field(Field::of(format!("Rollup<{usual}>")).note(format!(
            "Read only, since its rollup cannot be said here ({why}): {definition}"
        ))),
        None => Settled::Left(format!("{why}: {definition}")),
    };
    let mut own = settling.node(source).properties.iter();
    let Some(through) = own.position(|it| it.name == *relation) else {
        return otherwise("its relation is not there any more");
    };
    if !settling.is_field(source, through) {
        return otherwise("its relation is left out");
    }
    let Some((target, over)) = gives(settling, source, property) else {
        return otherwise("what it goes over is not there any more");
    };
    let Some(field) = settling.settled_field(target, over) else {
        return otherwise("what it goes over is left out");
    };
    let input = function.known().map(RollupFunction::input);
    let takes = match (input, output(function)) {
        (Some(RollupInput::Number), _) => field.holds("f64"),
        (Some(RollupInput::Date), _) => {
            field.holds("DateRange") || ["CreatedTime", "LastEditedTime"].contains(&&*field.ty)
        }
        (Some(RollupInput::Checkbox), _) => field.holds("bool"),
        (_, RollupOutput::List) => !field.ty.starts_with("Rollup<"),
        _ => usual.is_some(),
    };
    if !takes {
        return otherwise("the derive does not know what this gives");
    }
    let ty = match usual {
        Some(usual) => format!("Rollup<{usual}>"),
        None => format!("Rollup<Vec<{}>>", field.plain()),
    };
    Settled::Field(Field::of(ty).attribute(format!(
        "rollup = {function}({}.{})",
        settling.field(source, through),
        settling.field(target, over)
    )))
}
