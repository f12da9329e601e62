//! Schemas as owned data, whether a struct describes them or a live data source does. Plans and
//! comparisons work on these.

use std::any::TypeId;

use notion_formula::{Formula, Reach, Reference};
use notion_model::{
    DataSource, DataSourceId, File, Icon, NumberFormat, NumberSchema, PropertyId, PropertySchema,
    PropertySchemaRequest, RelationKind, RollupFunction, SchemaKind, SelectColor, SelectOption,
    SelectSchema, StatusGroup, StatusSchema, UniqueIdSchema, plain_text,
};
use serde_json::json;

use crate::view::ViewNode;

use super::definition::{Choice, Config, PropertyDefinition, Rollup, Schema};

/// Schemas that may relate to each other.
#[derive(Debug, Clone, Default)]
pub struct SchemaGraph {
    /// The schemas, in the order in which they were given.
    pub schemas: Vec<SchemaNode>,
}

/// One schema.
#[derive(Debug, Clone)]
pub struct SchemaNode {
    /// What to call it in messages: the struct's name, or the data source's title.
    pub name: String,
    /// The struct that describes it, if one does.
    pub type_id: Option<TypeId>,
    /// The database's title.
    pub title: String,
    /// The database's description.
    pub description: String,
    /// The database's icon.
    pub icon: Option<Icon>,
    /// The database's cover.
    pub cover: Option<File>,
    /// Whether the database is shown inside its page.
    pub inline: bool,
    /// The properties, in the struct's order or Notion's.
    pub properties: Vec<PropertyNode>,
    /// The views that the struct has. Those of a data source are not among them.
    pub views: Vec<ViewNode>,
}

/// One property.
#[derive(Debug, Clone)]
pub struct PropertyNode {
    /// The name.
    pub name: String,
    /// The id, where Notion has given one, or the struct says it.
    pub id: Option<PropertyId>,
    /// The names that the property had before, where the struct says some.
    pub renamed_from: Vec<String>,
    /// The id of the property of another schema that the settings name, as far as it is known: the
    /// other side of a two-way relation, or what a rollup goes over.
    pub refers_to: Option<PropertyId>,
    /// The groups that the options of a status are in, as far as they are known: the names of the
    /// options with those of their groups.
    pub groups: Vec<(String, String)>,
    /// The description.
    pub description: String,
    /// The type and its settings.
    pub kind: NodeKind,
}

/// A property's type and its settings.
#[derive(Debug, Clone)]
pub enum NodeKind {
    /// What needs no other property: as it is asked for.
    Plain(SchemaKind),
    /// A relation.
    Relation {
        /// Where it leads.
        target: Target,
        /// The name of the property of the target that is the other side, if it is two-way.
        back: Option<String>,
    },
    /// A rollup.
    Rollup {
        /// The function.
        function: RollupFunction,
        /// The name of the relation that it goes through.
        relation: String,
        /// The name of the property of the relation's target.
        property: String,
    },
    /// A formula.
    Formula {
        /// The expression.
        expression: String,
    },
    /// What a struct reads and leaves to Notion to define: a formula or rollup without its
    /// definition, by its name in Notion's API. It cannot be created.
    Undefined(&'static str),
}

/// Where a relation leads.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// A schema of the same graph, by its place.
    Schema(usize),
    /// A data source.
    DataSource(DataSourceId),
    /// The schema of a struct that is not in the graph.
    Elsewhere {
        /// The struct.
        type_id: TypeId,
        /// Its name.
        name: &'static str,
    },
}

impl SchemaGraph {
    /// The graph of these schemas.
    pub fn of(schemas: &[&'static Schema]) -> SchemaGraph {
        let place = |type_id| schemas.iter().position(|schema| schema.type_id == type_id);
        SchemaGraph {
            schemas: schemas
                .iter()
                .map(|schema| SchemaNode {
                    name: schema.type_name.to_owned(),
                    type_id: Some(schema.type_id),
                    title: schema.title.to_owned(),
                    description: schema.description.to_owned(),
                    icon: schema.icon.map(Icon::parse),
                    cover: schema.cover.map(File::external),
                    inline: schema.inline,
                    views: schema.views(),
                    properties: schema
                        .properties
                        .iter()
                        .map(|property| lower(schema, property, place))
                        .collect(),
                })
                .collect(),
        }
    }
}

impl SchemaGraph {
    /// Puts a data source in place of a schema of the graph, wherever relations lead to it.
    #[doc(hidden)]
    pub fn lead_to(&mut self, schema: usize, source: DataSourceId) {
        let properties = self
            .schemas
            .iter_mut()
            .flat_map(|node| &mut node.properties);
        for property in properties {
            if let NodeKind::Relation { target, .. } = &mut property.kind
                && *target == Target::Schema(schema)
            {
                *target = Target::DataSource(source);
            }
        }
    }
}

impl PropertyNode {
    /// A property without a description.
    pub fn new(name: impl Into<String>, kind: NodeKind) -> PropertyNode {
        PropertyNode {
            name: name.into(),
            id: None,
            renamed_from: Vec::new(),
            refers_to: None,
            groups: Vec::new(),
            description: String::new(),
            kind,
        }
    }
}

impl SchemaNode {
    /// The schema that a data source has.
    pub fn live(source: &DataSource) -> SchemaNode {
        SchemaNode::live_as(source, &[])
    }

    /// The schema that a data source has, with the names that these properties have for those of
    /// their ids.
    #[doc(hidden)]
    pub fn live_as(source: &DataSource, wanted: &[PropertyNode]) -> SchemaNode {
        let there = |id: &PropertyId| source.properties.values().any(|live| live.id == *id);
        let by_id = wanted.iter().filter_map(|node| {
            let id = node.id.as_ref().filter(|id| there(id))?;
            Some((id.clone(), node.name.clone()))
        });
        SchemaNode::live_called(source, by_id.collect())
    }

    /// The schema that a data source has, with other names for the properties of these ids.
    pub(crate) fn live_called(source: &DataSource, names: Vec<(PropertyId, String)>) -> SchemaNode {
        let names = LiveNames(names);
        let title = plain_text(&source.title);
        SchemaNode {
            name: title.clone(),
            type_id: None,
            title,
            description: plain_text(&source.description),
            icon: source.icon.clone(),
            cover: source.cover.clone(),
            inline: source.is_inline,
            views: Vec::new(),
            properties: source
                .properties
                .values()
                .map(|property| PropertyNode {
                    id: Some(property.id.clone()),
                    refers_to: refers_to(&property.kind),
                    groups: groups(&property.kind),
                    description: property.description.clone().unwrap_or_default(),
                    ..PropertyNode::new(
                        names.of(property),
                        live_kind(source, &names, &property.kind),
                    )
                })
                .collect(),
        }
    }

    /// Returns the property of that name.
    pub fn property(&self, name: &str) -> Option<&PropertyNode> {
        self.properties
            .iter()
            .find(|property| property.name == name)
    }
}

impl NodeKind {
    /// Returns the type's name in Notion's API.
    pub fn wire(&self) -> &str {
        match self {
            NodeKind::Plain(kind) => kind.type_name(),
            NodeKind::Relation { .. } => "relation",
            NodeKind::Rollup { .. } => "rollup",
            NodeKind::Formula { .. } => "formula",
            NodeKind::Undefined(wire) => wire,
        }
    }
}

/// An icon as a struct writes it: an emoji, a URL, or the name of one of Notion's icons, with a
/// colour after a colon.
fn lower(
    schema: &Schema,
    property: &PropertyDefinition,
    place: impl Fn(TypeId) -> Option<usize>,
) -> PropertyNode {
    let kind = match property.config {
        Config::Plain { wire } => NodeKind::Plain(plain(wire)),
        Config::Number { format } => {
            let number = format.map(NumberFormat::from).map(NumberSchema::of);
            NodeKind::Plain(SchemaKind::Number(number.unwrap_or_default()))
        }
        Config::Select(choices) => NodeKind::Plain(SchemaKind::Select(options(choices()))),
        Config::MultiSelect(choices) => {
            NodeKind::Plain(SchemaKind::MultiSelect(options(choices())))
        }
        Config::Status(choices) => NodeKind::Plain(SchemaKind::Status(StatusSchema {
            options: options(choices()).options,
            ..StatusSchema::default()
        })),
        Config::Relation { target, two_way } => {
            let target = target();
            NodeKind::Relation {
                target: place(target.type_id).map_or(
                    Target::Elsewhere {
                        type_id: target.type_id,
                        name: target.type_name,
                    },
                    Target::Schema,
                ),
                back: two_way.map(str::to_owned),
            }
        }
        Config::Rollup(None) => NodeKind::Undefined("rollup"),
        Config::Rollup(Some(rollup)) => NodeKind::Rollup {
            function: RollupFunction::from(rollup.function),
            relation: rollup.relation.to_owned(),
            property: rollup.property.to_owned(),
        },
        Config::Formula { expression: None } => NodeKind::Undefined("formula"),
        Config::Formula {
            expression: Some(expression),
        } => NodeKind::Formula {
            expression: expression.to_owned(),
        },
        Config::UniqueId { prefix } => NodeKind::Plain(SchemaKind::UniqueId(UniqueIdSchema {
            prefix: prefix.map(str::to_owned),
            ..UniqueIdSchema::default()
        })),
    };
    PropertyNode {
        id: property.id(),
        renamed_from: property
            .renamed_from
            .iter()
            .map(|&name| name.to_owned())
            .collect(),
        refers_to: named_by(schema, &property.config),
        groups: match property.config {
            Config::Status(choices) => choices().iter().filter_map(group).collect(),
            _ => Vec::new(),
        },
        description: property.description.to_owned(),
        ..PropertyNode::new(property.name, kind)
    }
}

/// The option with its group, where the enum says one.
fn group(choice: &Choice) -> Option<(String, String)> {
    Some((choice.name.to_owned(), choice.group?.to_owned()))
}

/// The id that another struct says of the property that these settings name.
fn named_by(schema: &Schema, config: &Config) -> Option<PropertyId> {
    let (target, name) = match *config {
        Config::Relation { target, two_way } => (target, two_way?),
        Config::Rollup(rollup) => {
            let Rollup {
                relation, property, ..
            } = rollup?;
            let Config::Relation { target, .. } = schema.property(relation)?.config else {
                return None;
            };
            (target, property)
        }
        _ => return None,
    };
    target().property(name)?.id()
}

/// A type without settings, by its name.
fn plain(wire: &str) -> SchemaKind {
    serde_json::from_value::<PropertySchemaRequest>(json!({ "type": wire, wire: {} }))
        .map_or(SchemaKind::Untyped, |request| request.kind)
}

fn options(choices: &[Choice]) -> SelectSchema {
    SelectSchema::of(choices.iter().map(|choice| {
        let option = SelectOption::named(choice.name);
        match choice.color {
            Some(color) => option.colored(SelectColor::from(color)),
            None => option,
        }
    }))
}

/// What the properties of a data source are called, where a schema has names of its own for some.
struct LiveNames(Vec<(PropertyId, String)>);

impl LiveNames {
    fn of(&self, property: &PropertySchema) -> String {
        if let Some((_, name)) = self.0.iter().find(|(id, _)| *id == property.id) {
            return name.clone();
        }
        // Another property has taken the name.
        if self.0.iter().any(|(_, name)| *name == property.name) {
            return format!("{} ({})", property.name, property.id);
        }
        property.name.clone()
    }

    /// The name of the property that has this id.
    fn by_id(&self, source: &DataSource, id: &PropertyId) -> Option<String> {
        let mut properties = source.properties.values();
        let found = properties.find(|property| property.id == *id);
        found.map(|property| self.of(property))
    }
}

/// The property of another data source that a relation or a rollup refers to.
fn refers_to(kind: &SchemaKind) -> Option<PropertyId> {
    match kind {
        SchemaKind::Relation(relation) => match &relation.kind {
            RelationKind::Dual(dual) => dual.synced_property_id.clone(),
            _ => None,
        },
        SchemaKind::Rollup(rollup) => rollup.rollup_property_id.as_deref().map(PropertyId::encode),
        _ => None,
    }
}

/// The options of a status with their groups.
fn groups(kind: &SchemaKind) -> Vec<(String, String)> {
    let SchemaKind::Status(status) = kind else {
        return Vec::new();
    };
    let group = |option: &SelectOption| {
        let holds = |group: &&StatusGroup| match &option.id {
            Some(id) => group.option_ids.contains(id),
            None => false,
        };
        let group = status.groups.iter().find(holds)?;
        Some((option.name.clone(), group.name.clone()))
    };
    status.options.iter().filter_map(group).collect()
}

fn live_kind(source: &DataSource, names: &LiveNames, kind: &SchemaKind) -> NodeKind {
    match kind {
        SchemaKind::Relation(relation) => match relation.data_source_id {
            Some(target) => NodeKind::Relation {
                target: Target::DataSource(target),
                back: match &relation.kind {
                    RelationKind::Dual(dual) => dual.synced_property_name.clone(),
                    _ => None,
                },
            },
            None => NodeKind::Plain(kind.clone()),
        },
        SchemaKind::Rollup(rollup) => {
            let relation = rollup.relation_property_id.as_deref();
            let relation = relation
                .and_then(|id| names.by_id(source, &PropertyId::encode(id)))
                .or_else(|| rollup.relation_property_name.clone());
            match (relation, &rollup.rollup_property_name, &rollup.function) {
                (Some(relation), Some(property), Some(function)) => NodeKind::Rollup {
                    function: function.clone(),
                    relation,
                    property: property.clone(),
                },
                _ => NodeKind::Undefined("rollup"),
            }
        }
        SchemaKind::Formula(formula) => match &formula.expression {
            Some(expression) => NodeKind::Formula {
                expression: named(source, names, expression),
            },
            None => NodeKind::Undefined("formula"),
        },
        _ => NodeKind::Plain(kind.clone()),
    }
}

/// A stored formula with the names of the data source's own properties in place of their ids.
fn named(source: &DataSource, names: &LiveNames, expression: &str) -> String {
    let Ok(formula) = Formula::parse(expression) else {
        return expression.to_owned();
    };
    let name = |token: &str| {
        // `notion:block_property:<id>:<data source>:<workspace>`
        names.by_id(source, &PropertyId::from(token.split(':').nth(2)?))
    };
    let named = formula.rename(|mention| match (mention.reference, mention.reach) {
        (Reference::Token(token), Reach::Own) => name(token).map(Reference::Name),
        _ => None,
    });
    named.to_string()
}
