//! Which live property each property of a set means.
//!
//! Each database is matched by itself first: by IDs, names and former names. Then the other side of a two-way relation
//! whose one side is matched is matched with it, whatever it is called: that is how the other side gets its name where
//! Notion has given it one of its own, and where only one of the two structs says the former name.

use notion_model::{DataSource, DataSourceId, PropertyId, RelationKind, SchemaKind};

use crate::plan::difference::called;
use crate::schema::{NodeKind, PropertyNode, SchemaGraph, SchemaNode, Target};

/// The IDs of the properties that each schema means, with the names that it gives them.
pub(super) type Matches = Vec<Vec<(PropertyId, String)>>;

/// Matches the properties of a set with those of the data sources that exist.
pub(super) fn matches(graph: &SchemaGraph, live: &[Option<&DataSource>]) -> Matches {
    let alone = graph.schemas.iter().zip(live).map(|(schema, live)| {
        live.map_or_else(Vec::new, |live| called(schema, &SchemaNode::live(live)))
    });
    let mut matches: Matches = alone.collect();
    for pair in two_way_pairs(graph, live) {
        let TwoWay {
            place,
            property,
            target,
            back,
            source,
            other,
        } = pair;
        let Some(side) =
            id_of(&matches[place], &property.name).and_then(|id| other_side(source, id, other.id))
        else {
            continue;
        };
        let taken = |(id, name): &(PropertyId, String)| *id == side || name == back;
        let exists = other.properties.values().any(|live| live.id == side);
        let is_wanted = graph.schemas[target]
            .property(back)
            .is_some_and(|back| back.id.is_none());
        if exists && is_wanted && !matches[target].iter().any(taken) {
            matches[target].push((side, back.to_owned()));
        }
    }
    matches
}

/// A two-way relation of a set, if both of its databases exist.
pub(super) struct TwoWay<'a> {
    /// The schema that has the relation, and where it leads, by their places in the set.
    pub(super) place: usize,
    pub(super) target: usize,
    pub(super) property: &'a PropertyNode,
    /// The name of the other side.
    pub(super) back: &'a str,
    /// The data sources of the two schemas.
    pub(super) source: &'a DataSource,
    pub(super) other: &'a DataSource,
}

/// The two-way relations whose databases exist.
pub(super) fn two_way_pairs<'a>(
    graph: &'a SchemaGraph,
    live: &'a [Option<&'a DataSource>],
) -> impl Iterator<Item = TwoWay<'a>> {
    let schemas = graph.schemas.iter().enumerate();
    let all =
        schemas.flat_map(|(place, schema)| schema.properties.iter().map(move |it| (place, it)));
    all.filter_map(|(place, property)| match &property.kind {
        NodeKind::Relation {
            target: Target::Schema(target),
            back: Some(back),
        } => Some(TwoWay {
            place,
            target: *target,
            property,
            back,
            source: live[place]?,
            other: live[*target]?,
        }),
        _ => None,
    })
}

/// Lets relations and rollups say the IDs of the properties of other databases that they refer to, as far as these
/// exist: they stay as they are when such a property gets another name.
pub(super) fn refer(graph: &mut SchemaGraph, matches: &Matches) {
    let mut referred = Vec::new();
    for (place, schema) in graph.schemas.iter().enumerate() {
        for (at, property) in schema.properties.iter().enumerate() {
            let (target, name) = match &property.kind {
                NodeKind::Relation {
                    target: Target::Schema(target),
                    back: Some(back),
                } => (*target, back),
                NodeKind::Rollup {
                    relation, property, ..
                } => match schema.property(relation).map(|it| &it.kind) {
                    Some(NodeKind::Relation {
                        target: Target::Schema(target),
                        ..
                    }) => (*target, property),
                    _ => continue,
                },
                _ => continue,
            };
            if let Some(id) = id_of(&matches[target], name) {
                referred.push((place, at, id.clone()));
            }
        }
    }
    for (place, at, id) in referred {
        graph.schemas[place].properties[at].refers_to = Some(id);
    }
}

/// The ID of the live property that a schema gives this name.
pub(super) fn id_of<'m>(matches: &'m [(PropertyId, String)], name: &str) -> Option<&'m PropertyId> {
    let mut matches = matches.iter();
    matches.find(|(_, it)| it == name).map(|(id, _)| id)
}

/// The other side of a live two-way relation with this data source.
pub(super) fn other_side(
    source: &DataSource,
    id: &PropertyId,
    target: DataSourceId,
) -> Option<PropertyId> {
    let live = source.properties.values().find(|live| live.id == *id)?;
    let SchemaKind::Relation(relation) = &live.kind else {
        return None;
    };
    let RelationKind::Dual(dual) = &relation.kind else {
        return None;
    };
    let is_there = relation.data_source_id == Some(target);
    is_there.then(|| dual.synced_property_id.clone()).flatten()
}
