//! Why a step of a plan stands where it stands, in sentences.

use super::world::{Need, World};
use crate::schema::{NodeKind, SchemaGraph, Target};

/// Why a database is created now, with these of its properties.
pub(super) fn create(world: &World<'_>, schema: usize, properties: &[usize]) -> Vec<String> {
    let node = &world.graph.schemas[schema];
    let mut reasons = Vec::new();
    for (place, property) in node.properties.iter().enumerate() {
        let name = &property.name;
        if properties.contains(&place) {
            if let NodeKind::Relation {
                target: Target::Schema(target),
                ..
            } = &property.kind
            {
                let target = &world.graph.schemas[*target].name;
                reasons.push(format!("`{name}` leads to {target}, which is there"));
            }
        } else if world.comes_later((schema, place)) {
            let other = world.other_side((schema, place));
            let other = other.map(|other| world.name(other)).unwrap_or_default();
            reasons.push(format!(
                "`{name}` comes by itself, as the other side of {other}"
            ));
        } else {
            let lacking = world
                .needs((schema, place))
                .into_iter()
                .find(|need| !world.has(*need));
            reasons.push(match lacking {
                Some(Need::Schema(target)) if target == schema => {
                    format!("`{name}` follows: it leads to this database itself")
                }
                Some(Need::Schema(target)) => {
                    format!(
                        "`{name}` follows: it leads to {}",
                        world.graph.schemas[target].name
                    )
                }
                Some(Need::Property(place)) => {
                    format!("`{name}` follows: it needs {}", world.name(place))
                }
                None => format!("`{name}` follows: it is to be described"),
            });
        }
    }
    reasons
}

/// Why a data source is completed.
pub(super) fn update(graph: &SchemaGraph, schema: usize, properties: &[usize]) -> Vec<String> {
    let node = &graph.schemas[schema];
    let names: Vec<_> = properties
        .iter()
        .map(|at| format!("`{}`", node.properties[*at].name))
        .collect();
    vec![format!(
        "{} could not come with the database",
        names.join(", ")
    )]
}
