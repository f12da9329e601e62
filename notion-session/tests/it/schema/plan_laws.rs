//! The law of plans: whatever a database was, the plan for another schema makes it that, and nothing is left to plan.

use notion_session::model::{
    DataSource, DataSourceId, NumberFormat, NumberSchema, PropertySchemaRequest, RollupFunction,
    SchemaKind, SelectOption, SelectSchema, StatusSchema,
};
use notion_session::plan::{Action, Allow, Plan, Risk};
use notion_session::prelude::*;
use notion_session::schema::{NodeKind, PropertyNode, SchemaGraph, SchemaNode, Target};
use proptest::prelude::*;
use serde_json::json;

use crate::support::local;

/// One property, by its place among the names of a schema.
#[derive(Clone, Debug)]
struct Slot {
    kind: Kind,
    described: bool,
    /// Whether it has another name than the property of the same place in the other schema.
    renamed: bool,
}

#[derive(Clone, Debug)]
enum Kind {
    Plain(&'static str),
    Number(NumberFormat),
    /// Some of three options.
    Select(u8),
    MultiSelect(u8),
    Status(u8),
    /// Over the number that every schema has.
    Formula(u8),
}

/// A schema: a title, a number, some properties, perhaps a relation to itself with a rollup.
#[derive(Clone, Debug)]
struct Shape {
    slots: Vec<Option<Slot>>,
    related: bool,
    rolled_up: Option<bool>,
    number_renamed: bool,
    title_renamed: bool,
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![
        proptest::sample::select(vec![
            "rich_text",
            "checkbox",
            "date",
            "url",
            "people",
            "files"
        ])
        .prop_map(Kind::Plain),
        proptest::sample::select(vec![NumberFormat::Euro, NumberFormat::Percent])
            .prop_map(Kind::Number),
        (1u8..8).prop_map(Kind::Select),
        (1u8..8).prop_map(Kind::MultiSelect),
        (1u8..8).prop_map(Kind::Status),
        (1u8..4).prop_map(Kind::Formula),
    ]
}

fn shape() -> impl Strategy<Value = Shape> {
    let slot = (kind(), any::<bool>(), any::<bool>()).prop_map(|(kind, described, renamed)| Slot {
        kind,
        described,
        renamed,
    });
    let slots = proptest::collection::vec(proptest::option::of(slot), 5);
    let more = (
        any::<bool>(),
        any::<Option<bool>>(),
        any::<bool>(),
        any::<bool>(),
    );
    (slots, more).prop_map(
        |(slots, (related, rolled_up, number_renamed, title_renamed))| Shape {
            slots,
            related,
            rolled_up,
            number_renamed,
            title_renamed,
        },
    )
}

fn options(mask: u8) -> Vec<SelectOption> {
    let names = ["One", "Two", "Three"].into_iter().enumerate();
    let chosen = names.filter(|(at, _)| mask & (1 << at) != 0);
    chosen.map(|(_, name)| SelectOption::named(name)).collect()
}

fn plain(wire: &str) -> NodeKind {
    let request = json!({ "type": wire, wire: {} });
    let request: PropertySchemaRequest = serde_json::from_value(request).unwrap();
    NodeKind::Plain(request.kind)
}

impl Shape {
    /// The schema. Where it is the second one, properties may have other names than before.
    fn node(&self, second: bool, target: &Target) -> SchemaNode {
        let called = |name: &str, renamed: bool| match second && renamed {
            true => (format!("{name} now"), vec![name.to_owned()]),
            false => (name.to_owned(), Vec::new()),
        };
        let property = |name: &str, renamed: bool, kind: NodeKind| {
            let (name, renamed_from) = called(name, renamed);
            PropertyNode {
                renamed_from,
                ..PropertyNode::new(name, kind)
            }
        };
        let (number, _) = called("Number", self.number_renamed);
        let euro = NodeKind::Plain(SchemaKind::Number(NumberSchema::of(NumberFormat::Euro)));
        let mut properties = vec![
            property("Name", self.title_renamed, plain("title")),
            property("Number", self.number_renamed, euro),
        ];
        for (at, slot) in self.slots.iter().enumerate() {
            let Some(slot) = slot else { continue };
            let kind = match &slot.kind {
                Kind::Plain(wire) => plain(wire),
                Kind::Number(format) => {
                    NodeKind::Plain(SchemaKind::Number(NumberSchema::of(format.clone())))
                }
                Kind::Select(mask) => {
                    NodeKind::Plain(SchemaKind::Select(SelectSchema::of(options(*mask))))
                }
                Kind::MultiSelect(mask) => {
                    NodeKind::Plain(SchemaKind::MultiSelect(SelectSchema::of(options(*mask))))
                }
                Kind::Status(mask) => NodeKind::Plain(SchemaKind::Status(StatusSchema {
                    options: options(*mask),
                    ..StatusSchema::default()
                })),
                Kind::Formula(times) => NodeKind::Formula {
                    expression: format!("prop(\"{number}\") * {times}"),
                },
            };
            let mut node = property(&format!("P{at}"), slot.renamed, kind);
            if slot.described {
                node.description = format!("The property P{at}.");
            }
            properties.push(node);
        }
        if self.related {
            let relation = NodeKind::Relation {
                target: target.clone(),
                back: None,
            };
            properties.push(property("Rows", false, relation));
            if let Some(sum) = self.rolled_up {
                let function = if sum {
                    RollupFunction::Sum
                } else {
                    RollupFunction::Max
                };
                let rollup = NodeKind::Rollup {
                    function,
                    relation: "Rows".to_owned(),
                    property: number,
                };
                properties.push(property("Rolled up", false, rollup));
            }
        }
        SchemaNode {
            name: "S".to_owned(),
            type_id: None,
            title: "S".to_owned(),
            description: String::new(),
            icon: None,
            cover: None,
            inline: false,
            views: Vec::new(),
            properties,
        }
    }
}

async fn source(session: &Session, id: DataSourceId) -> DataSource {
    session.api().data_sources().retrieve(id).await.unwrap()
}

/// Whether a data source has the properties of a schema, and those alone.
fn assert_is(live: &DataSource, wanted: &SchemaNode) {
    assert_eq!(live.properties.len(), wanted.properties.len());
    let live = SchemaNode::live(live);
    for wanted in &wanted.properties {
        let found = live.property(&wanted.name).unwrap();
        assert_eq!(found.kind.wire(), wanted.kind.wire(), "{}", wanted.name);
        if !wanted.description.is_empty() {
            assert_eq!(found.description, wanted.description);
        }
        let mut names = [options_of(&found.kind), options_of(&wanted.kind)];
        names.iter_mut().for_each(|names| names.sort());
        assert_eq!(names[0], names[1], "{}", wanted.name);
        match (&found.kind, &wanted.kind) {
            (
                NodeKind::Plain(SchemaKind::Number(found)),
                NodeKind::Plain(SchemaKind::Number(wanted)),
            ) => {
                assert_eq!(found.format, wanted.format);
            }
            (
                NodeKind::Rollup {
                    function: found, ..
                },
                NodeKind::Rollup { function, .. },
            ) => {
                assert_eq!(found, function);
            }
            (NodeKind::Formula { expression: found }, NodeKind::Formula { expression }) => {
                assert_eq!(found, expression);
            }
            _ => {}
        }
    }
}

fn options_of(kind: &NodeKind) -> Vec<String> {
    let options = match kind {
        NodeKind::Plain(SchemaKind::Select(select) | SchemaKind::MultiSelect(select)) => {
            &select.options
        }
        NodeKind::Plain(SchemaKind::Status(status)) => &status.options,
        _ => return Vec::new(),
    };
    options.iter().map(|option| option.name.clone()).collect()
}

/// A database of the first shape, and the schema of the second.
async fn before(first: &Shape, second: &Shape) -> (Session, DataSourceId, SchemaNode) {
    let (session, home) = local().await;
    let schemas = vec![first.node(false, &Target::Schema(0))];
    let created = session
        .create_graph(SchemaGraph { schemas }, &home)
        .await
        .unwrap();
    let id: DataSourceId = created[0].data_source_id().cast();
    let wanted = second.node(true, &Target::DataSource(id));
    (session, id, wanted)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_plan_makes_it_so_and_leaves_nothing(first in shape(), second in shape()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (session, id, wanted) = before(&first, &second).await;
            // What it was made from it is.
            let same = first.node(false, &Target::DataSource(id));
            let plan = Plan::between(&same, &source(&session, id).await);
            assert_eq!(plan.changes(), [], "{plan}");

            let plan = Plan::between(&wanted, &source(&session, id).await);
            let before = session.client().requests_sent();
            let all = Allow::additive().convert().drop_unknown().remove_options();
            plan.apply(&session, all).await.unwrap();
            let sent = session.client().requests_sent() - before;
            assert!(sent <= 3, "a look and two updates at the most: {sent} for {plan}");
            let live = source(&session, id).await;
            assert_is(&live, &wanted);
            let again = Plan::between(&wanted, &live);
            assert_eq!(again.changes(), [], "{again}");
        });
    }

    #[test]
    fn what_is_additive_loses_nothing(first in shape(), second in shape()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (session, id, wanted) = before(&first, &second).await;
            let live = source(&session, id).await;
            let plan = Plan::between(&wanted, &live);
            let lossy = plan.changes().iter().any(|change| {
                change.risk == Risk::Lossy && !matches!(change.action, Action::Drop | Action::RemoveOptions(_))
            });
            let before = session.client().requests_sent();
            let applied = plan.apply(&session, Allow::additive()).await;
            assert_eq!(applied.is_err(), lossy, "{plan}");
            if lossy {
                assert_eq!(session.client().requests_sent(), before);
            }
            let after = source(&session, id).await;
            for property in live.properties.values() {
                let kept = after.properties.values().find(|kept| kept.id == property.id).unwrap();
                assert_eq!(kept.kind.type_name(), property.kind.type_name());
            }
            if !lossy {
                assert!(Plan::between(&wanted, &after).is_empty());
            }
        });
    }
}
