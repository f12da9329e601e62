//! The bodies of the requests that create databases.

use indexmap::IndexMap;
use notion_content::{cover_request, icon_request};
use notion_model::{
    CreateDatabase, DataSourceId, FormulaSchema, InitialDataSource, Parent, PropertySchemaRequest,
    PropertySchemaRequests, RelationSchema, RichText, RollupSchema, SchemaKind,
};

use crate::error::{Error, Result, UnboundTarget};
use crate::schema::{NodeKind, SchemaGraph, SchemaNode, Target, rule};

/// The data sources of the schemas of a graph, as far as they exist.
#[derive(Debug, Clone, Default)]
pub struct Sources(Vec<Option<DataSourceId>>);

impl Sources {
    /// None yet, for each schema of a graph.
    pub fn of(graph: &SchemaGraph) -> Sources {
        Sources(vec![None; graph.schemas.len()])
    }

    /// Returns the data source of a schema, if it exists.
    pub fn get(&self, schema: usize) -> Option<DataSourceId> {
        self.0.get(schema).copied().flatten()
    }

    /// Notes the data source of a schema.
    pub fn set(&mut self, schema: usize, source: DataSourceId) {
        if let Some(slot) = self.0.get_mut(schema) {
            *slot = Some(source);
        }
    }
}

/// The body that creates the database of a schema with these of its properties.
///
/// # Errors
///
/// Those of [`property_requests`].
pub fn creation_request(
    graph: &SchemaGraph,
    schema: usize,
    properties: &[usize],
    sources: &Sources,
    parent: Parent,
) -> Result<CreateDatabase> {
    let node = &graph.schemas[schema];
    let text = |text: &str| match text {
        "" => Vec::new(),
        text => vec![RichText::text(text)],
    };
    let icon = node.icon.as_ref();
    let refused = |what: &str, reason: String| Error::refused(what, &*node.name, reason);
    let icon = icon.map(|icon| icon_request(icon).map_err(|why| refused("icon", why.to_string())));
    let cover = node.cover.as_ref();
    let cover =
        cover.map(|cover| cover_request(cover).map_err(|why| refused("cover", why.to_string())));
    Ok(CreateDatabase {
        title: text(&node.title),
        description: text(&node.description),
        is_inline: node.inline.then_some(true),
        initial_data_source: Some(InitialDataSource {
            properties: property_requests(graph, schema, properties, sources)?,
        }),
        icon: icon.transpose()?,
        cover: cover.transpose()?,
        ..CreateDatabase::in_parent(parent)
    })
}

/// What a creation or an update asks of these properties of a schema. Asking a second time for a
/// relation that is there changes nothing (recorded), and lets Notion have its description.
///
/// # Errors
///
/// [`Error::UnboundTarget`], where a relation leads to a schema without a data source;
/// [`Error::Refused`], where a struct leaves a formula or rollup to Notion to define, or says the id
/// of a property.
pub fn property_requests(
    graph: &SchemaGraph,
    schema: usize,
    properties: &[usize],
    sources: &Sources,
) -> Result<PropertySchemaRequests> {
    let node = &graph.schemas[schema];
    let mut requests = IndexMap::with_capacity(properties.len());
    for property in properties.iter().map(|at| &node.properties[*at]) {
        if let Some(id) = &property.id {
            return Err(Error::refused(
                property.name.as_str(),
                format!("schema `{}`", node.name),
                format!(
                    "the struct says that it has the id \"{id}\", and Notion gives ids itself: bind a \
                     database that has it, or take `id` away"
                ),
            ));
        }
        let described = (!property.description.is_empty()).then(|| property.description.clone());
        let kind = kind(node, &property.name, &property.kind, sources)?;
        let request = PropertySchemaRequest {
            description: described,
            ..PropertySchemaRequest::from(kind)
        };
        requests.insert(property.name.clone(), Some(request));
    }
    Ok(requests)
}

/// The type and the settings that a request asks for.
pub(super) fn kind(
    node: &SchemaNode,
    name: &str,
    kind: &NodeKind,
    sources: &Sources,
) -> Result<SchemaKind> {
    Ok(match kind {
        NodeKind::Plain(kind) => {
            rule::schema(kind).map_err(|refusal| {
                Error::refused(name, format!("schema `{}`", node.name), refusal.0)
            })?;
            kind.clone()
        }
        NodeKind::Relation { target, back } => {
            let source = match target {
                Target::DataSource(source) => Some(*source),
                Target::Schema(schema) => sources.get(*schema),
                Target::Elsewhere { .. } => None,
            };
            let Some(source) = source else {
                let target = match target {
                    Target::Elsewhere { name, .. } => *name,
                    _ => "a schema that does not exist yet",
                };
                return Err(UnboundTarget::new(node.name.as_str(), name, target).into());
            };
            SchemaKind::Relation(match back {
                Some(back) => RelationSchema::dual(source, Some(back.clone())),
                None => RelationSchema::single(source),
            })
        }
        NodeKind::Rollup {
            function,
            relation,
            property,
        } => SchemaKind::Rollup(RollupSchema::by_name(relation, property, function.clone())),
        NodeKind::Formula { expression } => SchemaKind::Formula(FormulaSchema::of(expression)),
        NodeKind::Undefined(wire) => {
            return Err(Error::refused(
                name,
                format!("schema `{}`", node.name),
                format!(
                    "the struct does not say what the {wire} computes: write `#[notion({wire} = ..)]`, \
                     or bind a database that has it"
                ),
            ));
        }
    })
}
