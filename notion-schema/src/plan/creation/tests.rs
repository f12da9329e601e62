//! The order of creation: known cases, and what holds for any.

use super::world::Need;
use super::*;
use crate::error::Error;
use crate::schema::{NodeKind, PropertyNode, SchemaNode, Target};
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
        views: Vec::new(),
        properties: std::iter::once(title).chain(properties).collect(),
    }
}

fn property(name: &str, kind: NodeKind) -> PropertyNode {
    PropertyNode::new(name, kind)
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
    plan_creation(&SchemaGraph { schemas }, &Vec::new())
        .unwrap()
        .steps
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
        describe: Vec::new(),
        park: Vec::new(),
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
fn what_waits_for_an_update_anyway_gets_it_before_others_need_it() {
    let schemas = vec![
        schema(
            "Team",
            vec![
                relation("members", 1, None),
                rollup("bosses", "members", "boss"),
            ],
        ),
        schema("Person", vec![relation("boss", 1, None)]),
    ];
    assert_eq!(
        plan(schemas),
        [create(1, &[0]), update(1, &[1]), create(0, &[0, 1, 2])]
    );
}

#[test]
fn a_plan_says_what_it_does_and_why() {
    let described = |node: PropertyNode| PropertyNode {
        description: "What it is about.".to_owned(),
        ..node
    };
    let graph = SchemaGraph {
        schemas: vec![
            schema(
                "Projects",
                vec![
                    relation("Tasks", 1, Some("Project")),
                    rollup("Effort", "Tasks", "Estimate"),
                ],
            ),
            schema(
                "Tasks",
                vec![
                    plain("Estimate"),
                    described(relation("Project", 0, Some("Tasks"))),
                    relation("Blocked by", 1, None),
                    rollup("Blocked", "Blocked by", "Estimate"),
                ],
            ),
        ],
    };
    let creation = plan_creation(&graph, &Vec::new()).unwrap();
    let plan = crate::plan::CreationPlan::new(&graph, &creation);
    assert_eq!(plan.requests(), 3);
    assert_eq!(
        plan.to_string(),
        "\
1. create \"Tasks\" with 2 properties
   - `Project` follows: it leads to \"Projects\", which is not there yet
   - `Blocked by` follows: it leads to this database, which is not there yet
   - `Blocked` follows: it needs `Blocked by`
2. create \"Projects\" with 3 properties
   - `Tasks` leads to \"Tasks\", which is there, and brings its other side `Project`
3. complete \"Tasks\" with `Project`, `Blocked by`, `Blocked`
   - `Project` came by itself, and gets its description
   - `Blocked by` leads to this database, which is there
   - `Blocked` needs `Blocked by` and `Estimate`, which are there now"
    );
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
        [
            create(0, &[0]),
            create(1, &[0, 1]),
            Step::Update {
                schema: 0,
                properties: vec![],
                describe: vec![1],
                park: Vec::new(),
            }
        ]
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
    let error = plan_creation(&SchemaGraph { schemas }, &Vec::new()).unwrap_err();
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
    let error = plan_creation(&SchemaGraph { schemas }, &Vec::new()).unwrap_err();
    assert!(matches!(error, Error::PropertyCycle(_)), "{error}");
    let text = error.to_string();
    assert!(text.contains("A.x") && text.contains("B.y"), "{text}");
}

/// Schemas that relate to each other in any way, with rollups through some of the relations.
fn graphs() -> impl Strategy<Value = Vec<SchemaNode>> {
    graphs_of(1..7)
}

fn graphs_of(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<SchemaNode>> {
    count.prop_flat_map(|count| {
        let relations =
            proptest::collection::vec((0..count, 0..count, any::<bool>(), any::<bool>()), 0..10);
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

/// What a plan costs, and whether each of its steps has what it needs when it comes.
fn play(graph: &SchemaGraph, existing: &Existing, steps: &[Step]) {
    let mut world = World::new(graph, existing);
    for step in steps {
        let (schema, properties, describe) = match step {
            Step::Create { schema, properties } => (*schema, properties, &Vec::new()),
            Step::Update {
                schema,
                properties,
                describe,
                ..
            } => (*schema, properties, describe),
        };
        let new = matches!(step, Step::Create { .. });
        assert_eq!(
            world.waiting().contains(&schema),
            new,
            "created once, and before its update"
        );
        for &property in properties {
            assert!(!world.is_there((schema, property)), "asked for twice");
            for need in world.needs((schema, property)) {
                let within = match need {
                    Need::Schema(_) | Need::Name(_) => false,
                    Need::Property((of, other)) => of == schema && properties.contains(&other),
                };
                assert!(within || world.has(need), "asked for too early");
            }
        }
        assert!(
            describe
                .iter()
                .all(|property| world.is_there((schema, *property)))
        );
        if new {
            world.create(schema, properties);
        } else {
            world.add(schema, properties);
            world.describe(schema, describe);
        }
    }
    assert_eq!(world.missing(), None, "everything is there in the end");
}

#[test]
fn a_ring_is_broken_once() {
    let ring = |size: usize| -> Vec<SchemaNode> {
        let node = |at: usize| {
            schema(
                &at.to_string(),
                vec![relation("next", (at + 1) % size, None)],
            )
        };
        (0..size).map(node).collect()
    };
    for size in [2, 3, 16] {
        assert_eq!(plan(ring(size)).len(), size + 1, "a ring of {size}");
    }
}

#[test]
fn of_several_cycles_through_one_schema_that_schema_is_completed() {
    // Breaking at the hub costs one update, breaking anywhere else three.
    let mut schemas = vec![schema(
        "Hub",
        (1..4)
            .map(|to| relation(&format!("to{to}"), to, None))
            .collect(),
    )];
    schemas.extend((1..4).map(|at| schema(&at.to_string(), vec![relation("hub", 0, None)])));
    let steps = plan(schemas);
    assert_eq!(steps.len(), 5);
    assert_eq!(steps[4], update(0, &[1, 2, 3]));
}

#[test]
fn what_is_there_is_left_alone_and_what_it_lacks_is_added() {
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
    let graph = SchemaGraph { schemas };
    // A creation broke off behind the first database.
    let (there, lacking) = (State::There, State::Lacking);
    let existing = vec![None, Some(vec![there, there, lacking])];
    let steps = plan_creation(&graph, &existing).unwrap().steps;
    assert_eq!(steps, [create(0, &[0, 1, 2])]);
    // Both are there, and neither has the relation.
    let existing = vec![
        Some(vec![there, lacking, lacking]),
        Some(vec![there, there, lacking]),
    ];
    let steps = plan_creation(&graph, &existing).unwrap().steps;
    assert_eq!(steps, [update(0, &[1, 2])]);
    play(&graph, &existing, &steps);
    // All is there.
    let existing = vec![Some(vec![there; 3]), Some(vec![there; 3])];
    assert_eq!(plan_creation(&graph, &existing).unwrap().steps, []);
}

/// Returns true if any steps at all, so many at the most, bring everything: each creates a database or
/// completes one, with all that it can have at that time.
fn can_be_done_in(world: &World<'_>, steps: usize) -> bool {
    let waiting = world.waiting();
    if waiting.is_empty() && world.missing().is_none() {
        return true;
    }
    if steps == 0 || waiting.len() > steps {
        return false;
    }
    (0..world.graph.schemas.len()).any(|schema| {
        let now = world.possible(schema);
        let is_new = waiting.contains(&schema);
        if now.is_empty() && !is_new {
            return false;
        }
        let mut world = world.clone();
        if is_new {
            world.create(schema, &now);
        } else {
            world.add(schema, &now);
            world.describe(schema, &now);
        }
        can_be_done_in(&world, steps - 1)
    })
}

proptest! {
    /// No other steps would be fewer.
    #[test]
    fn a_plan_is_the_shortest(schemas in graphs_of(1..5)) {
        let graph = SchemaGraph { schemas };
        let steps = plan_creation(&graph, &Vec::new()).unwrap().steps.len();
        let world = World::new(&graph, &Vec::new());
        prop_assert!(can_be_done_in(&world, steps));
        prop_assert!(!can_be_done_in(&world, steps - 1), "{steps}");
    }

    /// Every property comes to be exactly once, asked for or as the other side of one that was,
    /// and nothing is asked for before what it needs.
    #[test]
    fn a_plan_brings_everything_once_and_in_order(schemas in graphs()) {
        let graph = SchemaGraph { schemas };
        let steps = plan_creation(&graph, &Vec::new()).unwrap().steps;
        play(&graph, &Vec::new(), &steps);
        let of = |step: &Step| match step {
            Step::Create { .. } => None,
            Step::Update { schema, .. } => Some(*schema),
        };
        let mut updated: Vec<_> = steps.iter().filter_map(of).collect();
        prop_assert_eq!(steps.len() - updated.len(), graph.schemas.len());
        let updates = updated.len();
        updated.sort_unstable();
        updated.dedup();
        prop_assert_eq!(updated.len(), updates, "at most one update a schema");
    }

    /// What was created by the first steps of a plan is completed by a plan of its own.
    #[test]
    fn a_plan_that_broke_off_is_completed(schemas in graphs(), done in 0usize..12) {
        let graph = SchemaGraph { schemas };
        let steps = plan_creation(&graph, &Vec::new()).unwrap().steps;
        let mut world = World::new(&graph, &Vec::new());
        for step in steps.iter().take(done) {
            match step {
                Step::Create { schema, properties } => world.create(*schema, properties),
                Step::Update { schema, properties, .. } => world.add(*schema, properties),
            }
        }
        let waiting = world.waiting();
        let existing: Existing = (0..graph.schemas.len())
            .map(|schema| {
                let places = 0..graph.schemas[schema].properties.len();
                let there = places.map(|property| world.state((schema, property))).collect();
                (!waiting.contains(&schema)).then_some(there)
            })
            .collect();
        let rest = plan_creation(&graph, &existing).unwrap().steps;
        play(&graph, &existing, &rest);
    }
}
