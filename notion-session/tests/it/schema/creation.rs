//! Sets of related databases on the local server: what comes to be is what was asked for, at the lowest cost.

use notion_session::model::{DataSource, RollupFunction};
use notion_session::prelude::*;
use notion_session::schema::{NodeKind, PropertyNode, SchemaGraph, SchemaNode, Target};
use notion_session::{Database, Error};
use proptest::prelude::*;

use crate::support::local;

#[derive(NotionSchema)]
#[allow(dead_code)]
struct Plain {
    name: Title,
    amount: Option<f64>,
}

fn property(name: String, kind: NodeKind) -> PropertyNode {
    PropertyNode::new(name, kind)
}

fn relation(name: String, target: usize, back: Option<String>) -> PropertyNode {
    property(
        name,
        NodeKind::Relation {
            target: Target::Schema(target),
            back,
        },
    )
}

/// Schemas with a title and a number, each called by its number.
fn plain(count: usize) -> SchemaGraph {
    let one = SchemaGraph::of(&[Plain::schema()]).schemas.remove(0);
    let node = |at: usize| SchemaNode {
        name: format!("S{at}"),
        title: format!("S{at}"),
        type_id: None,
        ..one.clone()
    };
    SchemaGraph {
        schemas: (0..count).map(node).collect(),
    }
}

/// Schemas that relate to each other in any way, with rollups through some of the relations and formulas over some of
/// the rollups, some described.
fn graphs(most: usize) -> impl Strategy<Value = SchemaGraph> {
    (1..=most).prop_flat_map(|count| {
        let relation_of = (0..count, 0..count, any::<bool>(), 0u8..4, any::<bool>());
        proptest::collection::vec(relation_of, 0..count * 2).prop_map(move |relations| {
            let mut graph = plain(count);
            for (number, (from, to, two_way, depth, described)) in relations.into_iter().enumerate()
            {
                let (there, back) = (format!("there {number}"), format!("back {number}"));
                let two_way = two_way && from != to;
                let mut forward = relation(there.clone(), to, two_way.then(|| back.clone()));
                if described {
                    forward.description = format!("Number {number}.");
                }
                graph.schemas[from].properties.push(forward);
                if two_way {
                    graph.schemas[to]
                        .properties
                        .push(relation(back, from, Some(there.clone())));
                }
                if depth > 0 {
                    let function = RollupFunction::Sum;
                    let rollup = NodeKind::Rollup {
                        function,
                        relation: there,
                        property: "Amount".to_owned(),
                    };
                    graph.schemas[from]
                        .properties
                        .push(property(format!("sum {number}"), rollup));
                }
                if depth > 1 {
                    let expression = format!("prop(\"sum {number}\") + 1");
                    let formula = NodeKind::Formula { expression };
                    graph.schemas[from]
                        .properties
                        .push(property(format!("more {number}"), formula));
                }
            }
            graph
        })
    })
}

async fn create(graph: &SchemaGraph) -> (Session, Vec<Database>, u64) {
    let (session, home) = local().await;
    let before = session.client().requests_sent();
    let databases = session.create_graph(graph.clone(), &home).await.unwrap();
    let cost = session.client().requests_sent() - before;
    (session, databases, cost)
}

/// Whether the data sources are what the graph asked for, to the last property, and nothing more.
fn compare(graph: &SchemaGraph, sources: &[DataSource]) {
    for (node, source) in graph.schemas.iter().zip(sources) {
        let live = SchemaNode::live(source);
        assert_eq!(live.title, node.title);
        assert_eq!(live.properties.len(), node.properties.len(), "{live:?}");
        for wanted in &node.properties {
            let found = live.property(&wanted.name).unwrap();
            assert_eq!(found.description, wanted.description, "{}", wanted.name);
            assert_eq!(found.kind.wire(), wanted.kind.wire(), "{}", wanted.name);
            match (&wanted.kind, &found.kind) {
                (
                    NodeKind::Relation {
                        target: Target::Schema(target),
                        back,
                    },
                    NodeKind::Relation {
                        target: Target::DataSource(live_target),
                        back: live_back,
                    },
                ) => {
                    assert_eq!(*live_target, sources[*target].id);
                    assert_eq!(live_back, back);
                }
                (
                    NodeKind::Rollup {
                        function: f,
                        relation: r,
                        property: p,
                    },
                    NodeKind::Rollup {
                        function,
                        relation,
                        property,
                    },
                ) => assert_eq!((f, r, p), (function, relation, property)),
                (NodeKind::Formula { expression }, NodeKind::Formula { expression: live }) => {
                    assert_eq!(live, expression);
                }
                (NodeKind::Plain(_), NodeKind::Plain(_)) => {}
                other => panic!("{}: {other:?}", wanted.name),
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn any_set_of_schemas_comes_to_be_as_it_was_asked_for(graph in graphs(30)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (session, databases, cost) = create(&graph).await;
            let mut sources = Vec::new();
            for database in &databases {
                let source = session.api().data_sources().retrieve(database.data_source_id()).await.unwrap();
                sources.push(source);
            }
            compare(&graph, &sources);
            // A creation each, an update each at the most, and one look at a two-way relation.
            let schemas = graph.schemas.len() as u64;
            assert!((schemas..=2 * schemas + 1).contains(&cost), "{cost} requests for {schemas} schemas");
        });
    }
}

/// What a shape of graph costs, beside the lowest cost that Notion's rules permit, worked out by hand: a creation for each
/// schema, an update for each schema of a set of fewest that breaks all cycles of one-way relations or waits for
/// something that comes later, and one look at the first two-way relation.
#[tokio::test]
async fn shapes_cost_what_they_must() {
    let edges = |count: usize, edges: &[(usize, usize, bool)]| {
        let mut graph = plain(count);
        for (number, (from, to, two_way)) in edges.iter().enumerate() {
            let (there, back) = (format!("there {number}"), format!("back {number}"));
            graph.schemas[*from].properties.push(relation(
                there.clone(),
                *to,
                two_way.then(|| back.clone()),
            ));
            if *two_way {
                graph.schemas[*to]
                    .properties
                    .push(relation(back, *from, Some(there)));
            }
        }
        graph
    };
    let rollup = |graph: &mut SchemaGraph, at: usize, relation: &str| {
        let (relation, property_name) = (relation.to_owned(), "Amount".to_owned());
        let kind = NodeKind::Rollup {
            function: RollupFunction::Sum,
            relation,
            property: property_name,
        };
        graph.schemas[at]
            .properties
            .push(property("sum".to_owned(), kind));
    };
    let mut one_rollup = edges(2, &[(0, 1, true)]);
    rollup(&mut one_rollup, 0, "there 0");
    let mut rollups_both_ways = edges(2, &[(0, 1, true)]);
    rollup(&mut rollups_both_ways, 0, "there 0");
    rollup(&mut rollups_both_ways, 1, "back 0");
    let shapes = [
        ("one", edges(1, &[]), 1),
        ("two apart", edges(2, &[]), 2),
        (
            "a chain",
            edges(4, &[(0, 1, false), (1, 2, false), (2, 3, false)]),
            4,
        ),
        (
            "a tree",
            edges(
                5,
                &[(0, 1, false), (0, 2, false), (1, 3, false), (1, 4, false)],
            ),
            5,
        ),
        (
            "a diamond",
            edges(
                4,
                &[(0, 1, false), (0, 2, false), (1, 3, false), (2, 3, false)],
            ),
            4,
        ),
        ("a two-way pair", edges(2, &[(0, 1, true)]), 2 + 1),
        ("a two-way pair with a rollup", one_rollup, 2 + 1),
        (
            "a two-way pair with rollups both ways",
            rollups_both_ways,
            2 + 1 + 1,
        ),
        ("a relation to itself", edges(1, &[(0, 0, false)]), 1 + 1),
        (
            "a ring of three",
            edges(3, &[(0, 1, false), (1, 2, false), (2, 0, false)]),
            3 + 1,
        ),
        (
            "a ring of two-way relations",
            edges(3, &[(0, 1, true), (1, 2, true), (2, 0, true)]),
            3 + 1,
        ),
        (
            "two rings",
            edges(
                4,
                &[(0, 1, false), (1, 0, false), (2, 3, false), (3, 2, false)],
            ),
            4 + 2,
        ),
        (
            "rings through a hub",
            edges(
                4,
                &[
                    (0, 1, false),
                    (1, 0, false),
                    (0, 2, false),
                    (2, 0, false),
                    (0, 3, false),
                    (3, 0, false),
                ],
            ),
            4 + 1,
        ),
    ];
    for (name, graph, lowest) in shapes {
        let (_, _, cost) = create(&graph).await;
        assert_eq!(cost, lowest, "{name}");
    }
}

#[tokio::test]
async fn what_cannot_work_is_told_before_anything_is_sent() {
    let (session, home) = local().await;
    let mut graph = plain(2);
    let rollup = |relation: &str, property_name: &str| NodeKind::Rollup {
        function: RollupFunction::Sum,
        relation: relation.to_owned(),
        property: property_name.to_owned(),
    };
    graph.schemas[0]
        .properties
        .push(relation("b".into(), 1, Some("a".into())));
    graph.schemas[1]
        .properties
        .push(relation("a".into(), 0, Some("b".into())));
    graph.schemas[0]
        .properties
        .push(property("x".into(), rollup("b", "y")));
    graph.schemas[1]
        .properties
        .push(property("y".into(), rollup("a", "x")));
    let before = session.client().requests_sent();
    let error = session.create_graph(graph, &home).await.unwrap_err();
    assert!(matches!(error, Error::PropertyCycle(_)), "{error}");
    assert!(error.to_string().contains("S0.x → S1.y → S0.x"), "{error}");

    let error = session
        .create_dbs::<(Plain, Plain)>(&home)
        .await
        .unwrap_err();
    assert!(
        error.to_string().contains("`Plain` is in the set twice"),
        "{error}"
    );
    assert_eq!(session.client().requests_sent(), before);
}

#[tokio::test]
async fn schemas_that_do_not_hold_together_are_told_before_anything_is_sent() {
    let (session, home) = local().await;
    let before = session.client().requests_sent();
    let rollup = |relation: &str, rolled: &str| NodeKind::Rollup {
        function: RollupFunction::Sum,
        relation: relation.to_owned(),
        property: rolled.to_owned(),
    };
    let formula = |expression: &str| NodeKind::Formula {
        expression: expression.to_owned(),
    };
    let b = |back: &str| relation("b".into(), 1, Some(back.into()));
    let one_way = || relation("b".into(), 1, None);
    // What the first schema has, what the second has, and what is wrong with it.
    let wrong = [
        (vec![b("Name")], vec![], "`Name` of `S1`, is no relation"),
        (
            vec![b("a")],
            vec![relation("a".into(), 2, Some("b".into()))],
            "`a` of `S1`, leads to `S2`",
        ),
        (
            vec![b("a")],
            vec![relation("a".into(), 0, None)],
            "`a` of `S1`, is a one-way relation",
        ),
        (
            vec![b("a"), relation("c".into(), 1, Some("a".into()))],
            vec![relation("a".into(), 0, Some("c".into()))],
            "`a` of `S1`, names `c` as its own other side",
        ),
        (
            vec![property("sum".into(), rollup("b", "Amount"))],
            vec![],
            "it goes through `b`, which `S0` does not have",
        ),
        (
            vec![property("sum".into(), rollup("Name", "Amount"))],
            vec![],
            "it goes through `Name`, which is no relation",
        ),
        (
            vec![one_way(), property("sum".into(), rollup("b", "Amounts"))],
            vec![],
            "it goes over `Amounts`, which `S1` does not have",
        ),
        (
            vec![property("twice".into(), formula("prop(\"Amounts\") * 2"))],
            vec![],
            "the formula names `Amounts`, which `S0` does not have",
        ),
        (
            vec![property("twice".into(), formula("2 *"))],
            vec![],
            "the formula cannot be read",
        ),
    ];
    for (first, second, expected) in wrong {
        let mut graph = plain(3);
        graph.schemas[0].properties.extend(first);
        graph.schemas[1].properties.extend(second);
        let error = session.create_graph(graph, &home).await.unwrap_err();
        assert!(matches!(error, Error::Refused(_)), "{error}");
        assert!(error.to_string().contains(expected), "{error}");
        assert!(error.to_string().contains("schema `S0`"), "{error}");
    }
    assert_eq!(session.client().requests_sent(), before);
}

#[tokio::test]
async fn fifty_schemas_in_a_ring_take_one_update() {
    const COUNT: usize = 50;
    let mut graph = plain(COUNT);
    for at in 0..COUNT {
        let next = (at + 1) % COUNT;
        let (there, back) = ("Next".to_owned(), "Previous".to_owned());
        let node = &mut graph.schemas[at].properties;
        node.push(relation(there.clone(), next, Some(back.clone())));
        node.push(property(
            "Ahead".into(),
            NodeKind::Rollup {
                function: RollupFunction::Sum,
                relation: there.clone(),
                property: "Amount".to_owned(),
            },
        ));
        let node = &mut graph.schemas[next].properties;
        node.push(relation(back, at, Some(there)));
    }
    let (session, databases, cost) = create(&graph).await;
    // A creation each, one update where the ring closes, and one look at a two-way relation.
    assert_eq!(cost, 50 + 1 + 1);
    let mut sources = Vec::new();
    for database in &databases {
        let api = session.api();
        let source = api.data_sources().retrieve(database.data_source_id());
        sources.push(source.await.unwrap());
    }
    compare(&graph, &sources);
}

/// Sixteen schemas, each of which leads to the next, and a test of their tuple.
macro_rules! sixteen {
    ($($name:ident -> $next:ident)*) => {
        $(
            #[derive(NotionSchema, Debug, Default)]
            struct $name {
                name: Title,
                next: Relation<$next>,
            }
        )*

        #[tokio::test]
        async fn sixteen_schemas_go_into_a_tuple() {
            let (session, home) = local().await;
            let plan = session.plan_creation::<($($name,)*)>().unwrap();
            let before = session.client().requests_sent();
            let created = session.create_dbs::<($($name,)*)>(&home).await.unwrap();
            let sent = session.client().requests_sent() - before;
            // A ring of one-way relations, of which one has to wait.
            assert_eq!((sent, plan.requests()), (17, 17));
            let titles = [created.0.title(), created.15.title()];
            assert_eq!(titles, ["N0", "N15"]);
            let bound = session.bind_all::<($($name,)*)>(&home).await.unwrap();
            assert_eq!(bound.7.id(), created.7.id());
        }
    };
}
sixteen! {
    N0 -> N1 N1 -> N2 N2 -> N3 N3 -> N4 N4 -> N5 N5 -> N6 N6 -> N7 N7 -> N8 N8 -> N9 N9 -> N10
    N10 -> N11 N11 -> N12 N12 -> N13 N13 -> N14 N14 -> N15 N15 -> N0
}
