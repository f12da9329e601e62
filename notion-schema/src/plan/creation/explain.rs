//! Why a step of a plan stands where it stands, in sentences.

use super::world::{Need, Place, World};
use crate::plan::creation::State;
use crate::schema::{NodeKind, Target};

/// Why a database is created now, with these of its properties.
pub(super) fn create(world: &World<'_>, schema: usize, properties: &[usize]) -> Vec<String> {
    let node = &world.graph.schemas[schema];
    let mut reasons = Vec::new();
    for (place, property) in node.properties.iter().enumerate() {
        let name = &property.name;
        if properties.contains(&place) {
            reasons.extend(leads_to(world, (schema, place)));
        } else if world.comes_later((schema, place)) {
            let other = world.other_side((schema, place));
            let other = other.map(|other| said_of(world, schema, other));
            let other = other.unwrap_or_default();
            reasons.push(format!(
                "`{name}` comes later by itself, as the other side of {other}"
            ));
        } else {
            let needs = world.needs((schema, place));
            let lacking = needs.into_iter().find(|need| !world.has(*need));
            reasons.push(match lacking {
                Some(Need::Schema(target)) if target == schema => {
                    format!("`{name}` follows: it leads to this database, which is not there yet")
                }
                Some(Need::Schema(target)) => {
                    let title = &world.graph.schemas[target].title;
                    format!("`{name}` follows: it leads to \"{title}\", which is not there yet")
                }
                Some(Need::Property(needed)) => {
                    let needed = said_of(world, schema, needed);
                    format!("`{name}` follows: it needs {needed}")
                }
                Some(Need::Name(_)) => {
                    format!("`{name}` follows: another property has its name until then")
                }
                None => format!("`{name}` follows: it is to be described"),
            });
        }
    }
    reasons
}

/// Why a data source is completed now, with these of its properties.
pub(super) fn update(world: &World<'_>, schema: usize, properties: &[usize]) -> Vec<String> {
    let node = &world.graph.schemas[schema];
    let reason = |place: &usize| {
        let name = &node.properties[*place].name;
        match world.state((schema, *place)) {
            State::Undescribed => {
                return format!("`{name}` came by itself, and gets its description");
            }
            State::Changing(_) => return format!("`{name}` changes"),
            State::Lacking | State::There => {}
        }
        if let Some(reason) = leads_to(world, (schema, *place)) {
            return reason;
        }
        let needs = world.needs((schema, *place)).into_iter();
        let needs: Vec<_> = needs
            .filter_map(|need| match need {
                Need::Property(needed) => Some(said_of(world, schema, needed)),
                Need::Schema(_) | Need::Name(_) => None,
            })
            .collect();
        match &needs[..] {
            [] => format!("`{name}` is lacking"),
            [one] => format!("`{name}` needs {one}, which is there now"),
            several => format!(
                "`{name}` needs {}, which are there now",
                several.join(" and ")
            ),
        }
    };
    properties.iter().map(reason).collect()
}

/// Where a relation leads, if the property is one.
fn leads_to(world: &World<'_>, (schema, place): Place) -> Option<String> {
    let property = &world.graph.schemas[schema].properties[place];
    let NodeKind::Relation { target, back } = &property.kind else {
        return None;
    };
    let name = &property.name;
    let target = match target {
        Target::Schema(target) if *target == schema => "this database".to_owned(),
        Target::Schema(target) => format!("\"{}\"", world.graph.schemas[*target].title),
        _ => "a database that was there before".to_owned(),
    };
    let brings = match back {
        Some(back) => format!(", and brings its other side `{back}`"),
        None => String::new(),
    };
    Some(format!(
        "`{name}` leads to {target}, which is there{brings}"
    ))
}

/// A property as it is called in a sentence about a schema.
fn said_of(world: &World<'_>, schema: usize, (of, place): Place) -> String {
    let node = &world.graph.schemas[of];
    let name = &node.properties[place].name;
    if of == schema {
        format!("`{name}`")
    } else {
        format!("`{name}` of \"{}\"", node.title)
    }
}
