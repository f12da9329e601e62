//! Other sides of two-way relations that were created and never got their names.

use notion_model::DataSourceId;

use crate::schema::{NodeKind, PropertyNode, SchemaGraph, SchemaNode, Target};

/// A property that is called otherwise than it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renaming {
    /// Its name.
    pub from: String,
    /// The name that it should have.
    pub to: String,
}

/// What Notion calls the other side of a two-way relation by itself (recorded).
pub fn usual_name(title: &str, relation: &str) -> String {
    format!("Related to {title} ({relation})")
}

/// Takes what Notion calls by itself for what the schemas of the graph call it, as a creation left it
/// that broke off before it could say the name. Gives the properties of the live data source that are
/// to be renamed.
///
/// `sources` are the data sources of the schemas that are there: what leads elsewhere is another relation.
pub fn adopt(
    graph: &SchemaGraph,
    place: usize,
    sources: &[Option<DataSourceId>],
    live: &mut SchemaNode,
) -> Vec<Renaming> {
    let schema = &graph.schemas[place];
    let mut renamings = Vec::new();
    for wanted in &schema.properties {
        let NodeKind::Relation {
            target: Target::Schema(target),
            back: Some(back),
        } = &wanted.kind
        else {
            continue;
        };
        // The side that was created.
        if let Some(found) = live.properties.iter_mut().find(|it| it.name == wanted.name) {
            if let NodeKind::Relation {
                back: Some(given), ..
            } = &mut found.kind
                && *given == usual_name(&schema.title, &wanted.name)
            {
                given.clone_from(back);
            }
            continue;
        }
        // The side that came by itself.
        let usual = usual_name(&graph.schemas[*target].title, back);
        let found = live.properties.iter_mut().find(|it| it.name == usual);
        let leads = |it: &&mut PropertyNode| match it.kind {
            NodeKind::Relation {
                target: Target::DataSource(leads),
                ..
            } => sources.get(*target) == Some(&Some(leads)),
            _ => false,
        };
        if let Some(found) = found.filter(leads) {
            found.name.clone_from(&wanted.name);
            renamings.push(Renaming {
                from: usual,
                to: wanted.name.clone(),
            });
        }
    }
    renamings
}
