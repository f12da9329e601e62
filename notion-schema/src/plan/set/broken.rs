//! Which rollups and formulas a change breaks: those that read a property that gets another type, leads elsewhere or
//! is deleted, and that the plan leaves as they are.

use notion_model::{DataSource, PropertyId, PropertySchema, SchemaKind, plain_text};

use super::member::SetMember;
use crate::plan::change::{Action, Change};

/// Notes at each change what it breaks.
pub(super) fn note(members: &mut [SetMember], live: &[Option<&DataSource>]) {
    let mut notes = Vec::new();
    for (place, member) in members.iter().enumerate() {
        let Some(source) = live[place] else { continue };
        for (at, change) in member.changes.iter().enumerate() {
            let Some(id) = change.id.as_ref().filter(|_| breaks(change, source)) else {
                continue;
            };
            let broken = readers(members, live, (source, id), change);
            if !broken.is_empty() {
                notes.push((place, at, format!("it breaks {}", broken.join(", "))));
            }
        }
    }
    for (place, at, note) in notes {
        let change = &mut members[place].changes[at];
        *change = change.clone().hinting(note);
    }
}

/// Whether what reads the property may not be able to afterwards.
fn breaks(change: &Change, source: &DataSource) -> bool {
    match &change.action {
        Action::Convert(_) | Action::Drop => true,
        Action::Reconfigure(request) => {
            let live = change.id.as_ref().and_then(|id| property(source, id));
            let leads = |kind: &SchemaKind| match kind {
                SchemaKind::Relation(relation) => relation.data_source_id,
                _ => None,
            };
            live.is_some_and(|live| leads(&live.kind) != leads(&request.kind))
        }
        _ => false,
    }
}

/// The rollups and formulas that read a property and that the plan leaves alone.
fn readers(
    members: &[SetMember],
    live: &[Option<&DataSource>],
    (source, id): (&DataSource, &PropertyId),
    change: &Change,
) -> Vec<String> {
    let is_drop = |change: &Change| matches!(change.action, Action::Drop);
    let mut readers = Vec::new();
    for (place, reader) in live.iter().enumerate() {
        let Some(reader) = reader else { continue };
        for property in reader.properties.values() {
            // What is dropped is kept unless a policy names it, which then names both.
            let changed = |of_it: &Change| {
                of_it.id.as_ref() == Some(&property.id)
                    && (matches!(of_it.action, Action::Reconfigure(_) | Action::Convert(_))
                        || (is_drop(of_it) && is_drop(change)))
            };
            if members[place].changes.iter().any(changed) || !reads(reader, property, source, id) {
                continue;
            }
            let kind = property.kind.type_name();
            readers.push(match reader.id == source.id {
                true => format!("the {kind} `{}`", property.name),
                false => format!(
                    "the {kind} `{}` of \"{}\"",
                    property.name,
                    plain_text(&reader.title)
                ),
            });
        }
    }
    readers
}

/// Whether a rollup or a formula reads a property of a data source.
fn reads(
    reader: &DataSource,
    property_: &PropertySchema,
    source: &DataSource,
    id: &PropertyId,
) -> bool {
    match &property_.kind {
        SchemaKind::Rollup(rollup) => {
            // These two IDs come decoded.
            let through = rollup
                .relation_property_id
                .as_deref()
                .map(PropertyId::encode);
            let over = rollup.rollup_property_id.as_deref().map(PropertyId::encode);
            let target = through.as_ref().and_then(|id| property(reader, id));
            let leads_here = target.is_some_and(|relation| {
                matches!(&relation.kind, SchemaKind::Relation(it) if it.data_source_id == Some(source.id))
            });
            (leads_here && over.as_ref() == Some(id))
                || (reader.id == source.id && through.as_ref() == Some(id))
        }
        SchemaKind::Formula(formula) => {
            // Notion stores properties in formulas as `notion:block_property:<id>:<data source>:<workspace>`.
            let token = format!("block_property:{}:{}", id.as_str(), source.id);
            let expression = formula.expression.as_deref();
            expression.is_some_and(|expression| expression.contains(&token))
        }
        _ => false,
    }
}

fn property<'s>(source: &'s DataSource, id: &PropertyId) -> Option<&'s PropertySchema> {
    source.properties.values().find(|live| live.id == *id)
}
