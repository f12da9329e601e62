//! In what order related databases are created, so that as few requests as possible do it.
//!
//! What is ordered is properties, not databases alone. A relation can be created with its database
//! if the database that it leads to exists; of a two-way relation one side is created, with the
//! database that comes later, and the other side comes by itself; a rollup needs its relation and
//! the property that it rolls up; a formula needs the properties that it names. What cannot be had
//! with the creation of its database follows in an update, at the end.

use notion_formula::{Formula, Reach, Reference};

use crate::error::{Error, Result};
use crate::schema::{NodeKind, SchemaGraph, SchemaNode, Target};

/// The order of requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Creation {
    pub(crate) steps: Vec<Step>,
}

/// One request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// Creates a database of a schema with these of its properties, by their places.
    Create {
        schema: usize,
        properties: Vec<usize>,
    },
    /// Adds these properties to the data source of a schema that was created before. A two-way
    /// relation to another schema of the graph is there already, as the other side of one that was
    /// created; it lacks its description.
    Update {
        schema: usize,
        properties: Vec<usize>,
    },
}

/// The order in which the schemas of a graph come to be.
///
/// Where several databases could come next, the first of them in the graph does, so that the same
/// schemas give the same order.
///
/// # Errors
///
/// [`Error::PropertyCycle`], where properties need each other, so that none can be the first.
pub(crate) fn plan_creation(graph: &SchemaGraph) -> Result<Creation> {
    for schema in &graph.schemas {
        no_two_way_to_itself(graph, schema)?;
    }
    let mut world = World::new(graph);
    let mut steps = Vec::new();
    let mut waiting: Vec<usize> = (0..graph.schemas.len()).collect();
    while !waiting.is_empty() {
        // The one that leaves the least for an update; of equals, the first.
        let (at, properties) = waiting
            .iter()
            .map(|&schema| world.possible(schema))
            .enumerate()
            .min_by_key(|&(at, ref now)| (world.left_out(waiting[at], now), at))
            .unwrap_or_default();
        let schema = waiting.remove(at);
        world.create(schema, &properties);
        steps.push(Step::Create { schema, properties });
    }
    while let Some((schema, properties)) = world.next_update() {
        world.add(schema, &properties);
        steps.push(Step::Update { schema, properties });
    }
    match world.missing() {
        None => Ok(Creation { steps }),
        Some(first) => Err(Error::property_cycle(world.cycle(first))),
    }
}

/// Notion's API answers such a relation with an error, or makes a one-way relation of it.
fn no_two_way_to_itself(graph: &SchemaGraph, schema: &SchemaNode) -> Result<()> {
    for property in &schema.properties {
        if let NodeKind::Relation {
            target: Target::Schema(target),
            back: Some(_),
        } = &property.kind
            && std::ptr::eq(&graph.schemas[*target], schema)
        {
            return Err(Error::refused(
                property.name.as_str(),
                format!("schema `{}`", schema.name),
                "Notion's API makes no two-way relation of a database to itself; take `two_way` away",
            ));
        }
    }
    Ok(())
}

/// A property of the graph: the places of its schema and of itself.
type Place = (usize, usize);

/// What exists so far.
struct World<'g> {
    graph: &'g SchemaGraph,
    schemas: Vec<bool>,
    properties: Vec<Vec<bool>>,
}

impl<'g> World<'g> {
    fn new(graph: &'g SchemaGraph) -> World<'g> {
        World {
            graph,
            schemas: vec![false; graph.schemas.len()],
            properties: graph
                .schemas
                .iter()
                .map(|s| vec![false; s.properties.len()])
                .collect(),
        }
    }

    /// Those properties of a schema that are not there and could be, given what is and what comes
    /// with the same request.
    fn possible(&self, schema: usize) -> Vec<usize> {
        let mut now: Vec<usize> = Vec::new();
        loop {
            let next = (0..self.graph.schemas[schema].properties.len()).find(|&property| {
                !self.properties[schema][property]
                    && !now.contains(&property)
                    && self
                        .needs((schema, property))
                        .iter()
                        .all(|need| match need {
                            Need::Schema(target) => self.schemas[*target],
                            Need::Property((of, other)) => {
                                self.properties[*of][*other]
                                    || (*of == schema && now.contains(other))
                            }
                        })
            });
            match next {
                Some(property) => now.push(property),
                None => break,
            }
        }
        now.sort_unstable();
        now
    }

    /// How many properties of a schema would need an update, if it were created with `now`.
    fn left_out(&self, schema: usize, now: &[usize]) -> usize {
        (0..self.graph.schemas[schema].properties.len())
            .filter(|property| !now.contains(property) && !self.comes_later(schema, *property))
            .count()
    }

    /// Whether a property is a side of a two-way relation whose other side will bring it, at the
    /// creation of a schema that does not exist yet.
    fn comes_later(&self, schema: usize, property: usize) -> bool {
        let node = &self.graph.schemas[schema].properties[property];
        match &node.kind {
            // A description would have to be written by an update.
            NodeKind::Relation {
                target: Target::Schema(target),
                back: Some(_),
            } => *target != schema && !self.schemas[*target] && node.description.is_empty(),
            _ => false,
        }
    }

    fn create(&mut self, schema: usize, properties: &[usize]) {
        self.schemas[schema] = true;
        self.add(schema, properties);
    }

    /// Adds properties, and the other sides of those that are two-way.
    fn add(&mut self, schema: usize, properties: &[usize]) {
        for &property in properties {
            self.properties[schema][property] = true;
            if let Some((other, back)) = self.other_side((schema, property)) {
                // The name comes with the relation, a description does not.
                let node = &self.graph.schemas[other].properties[back];
                self.properties[other][back] |= node.description.is_empty();
            }
        }
    }

    /// The other side of a two-way relation within the graph.
    fn other_side(&self, (schema, property): Place) -> Option<Place> {
        match &self.graph.schemas[schema].properties[property].kind {
            NodeKind::Relation {
                target: Target::Schema(target),
                back: Some(back),
            } => self.place(*target, back),
            _ => None,
        }
    }

    /// One update: of the first schema that can have all that it lacks, else of the first that can
    /// have some of it.
    fn next_update(&self) -> Option<(usize, Vec<usize>)> {
        let lacking = |schema: usize| {
            self.properties[schema]
                .iter()
                .filter(|have| !**have)
                .count()
        };
        let updates: Vec<_> = (0..self.graph.schemas.len())
            .map(|schema| (schema, self.possible(schema)))
            .filter(|(_, properties)| !properties.is_empty())
            .collect();
        let whole = updates
            .iter()
            .find(|(schema, some)| some.len() == lacking(*schema));
        whole.or(updates.first()).cloned()
    }

    fn missing(&self) -> Option<Place> {
        self.properties
            .iter()
            .enumerate()
            .find_map(|(schema, properties)| {
                properties
                    .iter()
                    .position(|have| !have)
                    .map(|property| (schema, property))
            })
    }

    fn place(&self, schema: usize, name: &str) -> Option<Place> {
        let properties = &self.graph.schemas[schema].properties;
        properties
            .iter()
            .position(|property| property.name == name)
            .map(|at| (schema, at))
    }

    /// What has to exist before a property can.
    fn needs(&self, (schema, property): Place) -> Vec<Need> {
        let own = |name: &str| self.place(schema, name).map(Need::Property);
        match &self.graph.schemas[schema].properties[property].kind {
            NodeKind::Relation {
                target: Target::Schema(target),
                ..
            } => vec![Need::Schema(*target)],
            NodeKind::Rollup {
                relation,
                property: rolled,
                ..
            } => {
                let through = self.place(schema, relation);
                let target = through.and_then(|(schema, relation)| {
                    match &self.graph.schemas[schema].properties[relation].kind {
                        NodeKind::Relation {
                            target: Target::Schema(target),
                            ..
                        } => self.place(*target, rolled),
                        _ => None,
                    }
                });
                through
                    .into_iter()
                    .chain(target)
                    .map(Need::Property)
                    .collect()
            }
            NodeKind::Formula { expression } => Formula::parse(expression)
                .map(|formula| {
                    let mentions = formula.mentions();
                    let names = mentions
                        .iter()
                        .filter_map(|mention| match mention.reference {
                            Reference::Name(name) if mention.reach == Reach::Own => own(name),
                            _ => None,
                        });
                    names.collect()
                })
                .unwrap_or_default(),
            _ => Vec::new(),
        }
    }

    /// A way from a property that cannot be created through what it needs back to where it began.
    fn cycle(&self, first: Place) -> Vec<String> {
        let mut path = vec![first];
        loop {
            let last = path[path.len() - 1];
            let next = self.needs(last).into_iter().find_map(|need| match need {
                Need::Property((schema, property)) if !self.properties[schema][property] => {
                    Some((schema, property))
                }
                _ => None,
            });
            let Some(next) = next else { break };
            if let Some(start) = path.iter().position(|place| *place == next) {
                path.drain(..start);
                path.push(next);
                break;
            }
            path.push(next);
        }
        path.into_iter()
            .map(|(schema, property)| {
                let schema = &self.graph.schemas[schema];
                format!("{}.{}", schema.name, schema.properties[property].name)
            })
            .collect()
    }
}

/// Something that has to exist.
#[derive(Debug)]
enum Need {
    Schema(usize),
    Property(Place),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::PropertyNode;
    use notion_model::{RollupFunction, SchemaKind};
    use proptest::prelude::*;

    fn schema(name: &str, properties: Vec<PropertyNode>) -> SchemaNode {
        let title = plain("Name");
        SchemaNode {
            name: name.to_owned(),
            type_id: None,
            title: name.to_owned(),
            description: String::new(),
            icon: None,
            cover: None,
            inline: false,
            properties: std::iter::once(title).chain(properties).collect(),
        }
    }

    fn property(name: &str, kind: NodeKind) -> PropertyNode {
        PropertyNode {
            name: name.to_owned(),
            description: String::new(),
            kind,
        }
    }

    fn plain(name: &str) -> PropertyNode {
        property(name, NodeKind::Plain(SchemaKind::Untyped))
    }

    fn relation(name: &str, target: usize, back: Option<&str>) -> PropertyNode {
        let back = back.map(str::to_owned);
        property(
            name,
            NodeKind::Relation {
                target: Target::Schema(target),
                back,
            },
        )
    }

    fn rollup(name: &str, relation: &str, rolled: &str) -> PropertyNode {
        let (relation, property_name) = (relation.to_owned(), rolled.to_owned());
        let function = RollupFunction::Sum;
        property(
            name,
            NodeKind::Rollup {
                function,
                relation,
                property: property_name,
            },
        )
    }

    fn formula(name: &str, expression: &str) -> PropertyNode {
        property(
            name,
            NodeKind::Formula {
                expression: expression.to_owned(),
            },
        )
    }

    fn plan(schemas: Vec<SchemaNode>) -> Vec<Step> {
        plan_creation(&SchemaGraph { schemas }).unwrap().steps
    }

    fn create(schema: usize, properties: &[usize]) -> Step {
        Step::Create {
            schema,
            properties: properties.to_vec(),
        }
    }

    fn update(schema: usize, properties: &[usize]) -> Step {
        Step::Update {
            schema,
            properties: properties.to_vec(),
        }
    }

    #[test]
    fn a_chain_is_created_from_its_end() {
        let schemas = vec![
            schema("A", vec![relation("b", 1, None)]),
            schema("B", vec![relation("c", 2, None)]),
            schema("C", vec![]),
        ];
        assert_eq!(
            plan(schemas),
            [create(2, &[0]), create(1, &[0, 1]), create(0, &[0, 1])]
        );
    }

    #[test]
    fn a_two_way_pair_with_a_rollup_takes_two_requests() {
        let schemas = vec![
            schema(
                "Project",
                vec![
                    relation("tasks", 1, Some("project")),
                    rollup("effort", "tasks", "estimate"),
                ],
            ),
            schema(
                "Task",
                vec![plain("estimate"), relation("project", 0, Some("tasks"))],
            ),
        ];
        assert_eq!(plan(schemas), [create(1, &[0, 1]), create(0, &[0, 1, 2])]);
    }

    #[test]
    fn a_two_way_pair_without_more_is_created_in_the_given_order() {
        let schemas = vec![
            schema("A", vec![relation("b", 1, Some("a"))]),
            schema("B", vec![relation("a", 0, Some("b"))]),
        ];
        assert_eq!(plan(schemas), [create(0, &[0]), create(1, &[0, 1])]);
    }

    #[test]
    fn a_relation_to_the_schema_itself_follows_in_an_update() {
        let schemas = vec![schema(
            "A",
            vec![
                relation("parent", 0, None),
                rollup("sum", "parent", "n"),
                plain("n"),
            ],
        )];
        assert_eq!(plan(schemas), [create(0, &[0, 3]), update(0, &[1, 2])]);
    }

    #[test]
    fn rollups_both_ways_cost_one_update() {
        let schemas = vec![
            schema(
                "A",
                vec![
                    plain("n"),
                    relation("b", 1, Some("a")),
                    rollup("sum", "b", "m"),
                ],
            ),
            schema(
                "B",
                vec![
                    plain("m"),
                    relation("a", 0, Some("b")),
                    rollup("sum", "a", "n"),
                ],
            ),
        ];
        assert_eq!(
            plan(schemas),
            [
                create(0, &[0, 1]),
                create(1, &[0, 1, 2, 3]),
                update(0, &[3])
            ]
        );
    }

    #[test]
    fn a_described_side_that_comes_by_itself_is_described_by_an_update() {
        let described = |mut property: PropertyNode| {
            property.description = "Why.".to_owned();
            property
        };
        // The side with the description is created, where one side alone has one.
        let schemas = vec![
            schema("A", vec![described(relation("b", 1, Some("a")))]),
            schema("B", vec![relation("a", 0, Some("b"))]),
        ];
        assert_eq!(plan(schemas), [create(1, &[0]), create(0, &[0, 1])]);
        let schemas = vec![
            schema("A", vec![described(relation("b", 1, Some("a")))]),
            schema("B", vec![described(relation("a", 0, Some("b")))]),
        ];
        assert_eq!(
            plan(schemas),
            [create(0, &[0]), create(1, &[0, 1]), update(0, &[1])]
        );
    }

    #[test]
    fn a_two_way_relation_to_itself_is_refused() {
        let schemas = vec![schema(
            "A",
            vec![
                relation("up", 0, Some("down")),
                relation("down", 0, Some("up")),
            ],
        )];
        let error = plan_creation(&SchemaGraph { schemas }).unwrap_err();
        assert!(error.to_string().contains("`up`"), "{error}");
    }

    #[test]
    fn a_formula_waits_for_what_it_names() {
        let schemas = vec![schema(
            "A",
            vec![
                formula("f", "prop(\"r\") * 2"),
                rollup("r", "self", "n"),
                relation("self", 0, None),
                plain("n"),
            ],
        )];
        assert_eq!(plan(schemas), [create(0, &[0, 4]), update(0, &[1, 2, 3])]);
    }

    #[test]
    fn properties_that_need_each_other_are_named() {
        let schemas = vec![
            schema(
                "A",
                vec![relation("b", 1, Some("a")), rollup("x", "b", "y")],
            ),
            schema(
                "B",
                vec![relation("a", 0, Some("b")), rollup("y", "a", "x")],
            ),
        ];
        let error = plan_creation(&SchemaGraph { schemas }).unwrap_err();
        assert!(matches!(error, Error::PropertyCycle(_)), "{error}");
        let text = error.to_string();
        assert!(text.contains("A.x") && text.contains("B.y"), "{text}");
    }

    /// Schemas that relate to each other in any way, with rollups through some of the relations.
    fn graphs() -> impl Strategy<Value = Vec<SchemaNode>> {
        (1usize..7).prop_flat_map(|count| {
            let relations = proptest::collection::vec(
                (0..count, 0..count, any::<bool>(), any::<bool>()),
                0..10,
            );
            relations.prop_map(move |relations| {
                let mut properties: Vec<Vec<PropertyNode>> = vec![Vec::new(); count];
                for (number, (from, to, two_way, rolled)) in relations.into_iter().enumerate() {
                    let (there, back) = (format!("there{number}"), format!("back{number}"));
                    let two_way = two_way && from != to;
                    properties[from].push(relation(&there, to, two_way.then_some(back.as_str())));
                    if two_way {
                        properties[to].push(relation(&back, from, Some(&there)));
                    }
                    if rolled {
                        properties[from].push(rollup(&format!("sum{number}"), &there, "Name"));
                    }
                }
                properties
                    .into_iter()
                    .enumerate()
                    .map(|(at, of)| schema(&at.to_string(), of))
                    .collect()
            })
        })
    }

    proptest! {
        /// Every property comes to be exactly once, asked for or as the other side of one that
        /// was, and nothing is asked for before what it needs.
        #[test]
        fn a_plan_brings_everything_once_and_in_order(schemas in graphs()) {
            let graph = SchemaGraph { schemas };
            let steps = plan_creation(&graph).unwrap().steps;
            let mut world = World::new(&graph);
            for step in &steps {
                let (schema, properties, new) = match step {
                    Step::Create { schema, properties } => (*schema, properties, true),
                    Step::Update { schema, properties } => (*schema, properties, false),
                };
                prop_assert_eq!(world.schemas[schema], !new);
                for &property in properties {
                    prop_assert!(!world.properties[schema][property], "asked for twice");
                    for need in world.needs((schema, property)) {
                        let there = match need {
                            Need::Schema(target) => world.schemas[target],
                            Need::Property((of, other)) => {
                                world.properties[of][other] || of == schema && properties.contains(&other)
                            }
                        };
                        prop_assert!(there, "asked for too early");
                    }
                }
                if new {
                    world.create(schema, properties);
                } else {
                    world.add(schema, properties);
                }
            }
            prop_assert_eq!(world.missing(), None);
            let creations = steps.iter().filter(|step| matches!(step, Step::Create { .. })).count();
            prop_assert_eq!(creations, graph.schemas.len());
        }
    }
}
