//! Pairs of random sets of related schemas: what a set was, and what it is to be.

use notion_session::model::{
    NumberFormat, NumberSchema, PropertySchemaRequest, RollupFunction, SchemaKind, SelectOption,
    SelectSchema,
};
use notion_session::schema::{NodeKind, PropertyNode, SchemaGraph, SchemaNode, Target};
use proptest::prelude::*;
use serde_json::json;

/// A set of schemas before names are given: whether it is the earlier or the later one of a pair decides on these.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    nodes: Vec<Node>,
    links: Vec<Link>,
}

#[derive(Clone, Debug)]
struct Node {
    /// Whether the number that every schema has gets another name.
    number_renamed: bool,
    slots: Vec<Option<Slot>>,
}

#[derive(Clone, Debug)]
struct Slot {
    kind: Kind,
    renamed: bool,
    described: bool,
}

#[derive(Clone, Debug)]
enum Kind {
    Plain(&'static str),
    /// Some of three options.
    Select(u8),
    /// Over the number.
    Formula(u8),
}

/// A relation of the schema `from` to the schema `to`, by their places.
#[derive(Clone, Debug)]
struct Link {
    from: usize,
    to: usize,
    way: Way,
    /// Whether its own side gets another name, and says the former one.
    renamed: bool,
    /// Whether the other side gets another name, and does not say the former one.
    back_renamed: bool,
    described: bool,
    rolled_up: bool,
    /// Whether a formula reads the rollup.
    read: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    One,
    Two,
    /// One-way, with the name that the other side of a two-way relation would have.
    Back,
}

fn node() -> impl Strategy<Value = Node> {
    let kind = prop_oneof![
        proptest::sample::select(vec!["rich_text", "checkbox", "date"]).prop_map(Kind::Plain),
        (1u8..8).prop_map(Kind::Select),
        (2u8..4).prop_map(Kind::Formula),
    ];
    let slot = (kind, any::<bool>(), any::<bool>()).prop_map(|(kind, renamed, described)| Slot {
        kind,
        renamed,
        described,
    });
    let slots = proptest::collection::vec(proptest::option::of(slot), 2);
    (any::<bool>(), slots).prop_map(|(number_renamed, slots)| Node {
        number_renamed,
        slots,
    })
}

/// Any set of up to `most` schemas.
pub(super) fn shape(most: usize) -> impl Strategy<Value = Shape> {
    proptest::collection::vec(node(), 1..=most).prop_flat_map(|nodes| {
        let count = nodes.len();
        let way = proptest::sample::select(vec![Way::One, Way::Two, Way::Two, Way::Back]);
        let flags = proptest::array::uniform5(any::<bool>());
        let link = (0..count, 0..count, way, flags).prop_map(
            |(from, to, way, [renamed, back_renamed, described, rolled_up, read])| Link {
                from,
                to,
                way,
                renamed,
                back_renamed,
                described,
                rolled_up,
                read,
            },
        );
        let links = proptest::collection::vec(link, 0..=count);
        (Just(nodes), links).prop_map(|(nodes, links)| Shape { nodes, links })
    })
}

pub(super) fn plain(wire: &str) -> NodeKind {
    let request = json!({ "type": wire, wire: {} });
    let request: PropertySchemaRequest = serde_json::from_value(request).unwrap();
    NodeKind::Plain(request.kind)
}

fn select(mask: u8) -> NodeKind {
    let names = ["One", "Two", "Three"].into_iter().enumerate();
    let chosen = names.filter(|(at, _)| mask & (1 << at) != 0);
    let options = chosen.map(|(_, name)| SelectOption::named(name));
    NodeKind::Plain(SchemaKind::Select(SelectSchema::of(options)))
}

impl Shape {
    /// The schemas; of the later set, some properties have other names than in the earlier one.
    pub(super) fn graph(&self, later: bool) -> SchemaGraph {
        let mut schemas: Vec<_> = (0..self.nodes.len())
            .map(|at| self.schema(at, later))
            .collect();
        for (number, link) in self.links.iter().enumerate() {
            self.link(&mut schemas, number, link, later);
        }
        SchemaGraph { schemas }
    }

    fn number(&self, at: usize, later: bool) -> &'static str {
        if later && self.nodes[at].number_renamed {
            "Number now"
        } else {
            "Number"
        }
    }

    fn schema(&self, at: usize, later: bool) -> SchemaNode {
        let number = self.number(at, later);
        let euro = NodeKind::Plain(SchemaKind::Number(NumberSchema::of(NumberFormat::Euro)));
        let mut properties = vec![
            PropertyNode::new("Name", plain("title")),
            PropertyNode {
                renamed_from: vec!["Number".to_owned()],
                ..PropertyNode::new(number, euro)
            },
        ];
        for (place, slot) in self.nodes[at].slots.iter().enumerate() {
            let Some(slot) = slot else { continue };
            let kind = match slot.kind {
                Kind::Plain(wire) => plain(wire),
                Kind::Select(mask) => select(mask),
                Kind::Formula(times) => NodeKind::Formula {
                    expression: format!("prop(\"{number}\") * {times}"),
                },
            };
            properties.push(property(
                &format!("P{place}"),
                later && slot.renamed,
                slot.described,
                kind,
            ));
        }
        SchemaNode {
            name: format!("S{at}"),
            type_id: None,
            title: format!("T{at}"),
            description: String::new(),
            icon: None,
            cover: None,
            inline: false,
            views: Vec::new(),
            properties,
        }
    }

    fn link(&self, schemas: &mut [SchemaNode], number: usize, link: &Link, later: bool) {
        let (name, back) = (format!("R{number}"), format!("B{number}"));
        let relation = |target: usize, back: Option<&str>| NodeKind::Relation {
            target: Target::Schema(target),
            back: back.map(str::to_owned),
        };
        let (from, to) = (link.from, link.to);
        let own = match link.way {
            Way::Back => {
                schemas[to].properties.push(property(
                    &back,
                    false,
                    link.described,
                    relation(from, None),
                ));
                return;
            }
            Way::Two if from != to => {
                let mut other = property(
                    &back,
                    later && link.back_renamed,
                    link.described,
                    plain("date"),
                );
                other.renamed_from.clear();
                let own = property(
                    &name,
                    later && link.renamed,
                    false,
                    relation(to, Some(&other.name)),
                );
                other.kind = relation(from, Some(&own.name));
                schemas[to].properties.push(other);
                own
            }
            _ => property(
                &name,
                later && link.renamed,
                link.described,
                relation(to, None),
            ),
        };
        let through = own.name.clone();
        schemas[from].properties.push(own);
        if link.rolled_up {
            let rollup = NodeKind::Rollup {
                function: RollupFunction::Sum,
                relation: through,
                property: self.number(to, later).to_owned(),
            };
            let name = format!("S{number}");
            schemas[from]
                .properties
                .push(PropertyNode::new(name, rollup));
            if link.read {
                let formula = NodeKind::Formula {
                    expression: format!("prop(\"S{number}\") * 2"),
                };
                let name = format!("F{number}");
                schemas[from]
                    .properties
                    .push(PropertyNode::new(name, formula));
            }
        }
    }
}

fn property(name: &str, renamed: bool, described: bool, kind: NodeKind) -> PropertyNode {
    let (name, renamed_from) = match renamed {
        true => (format!("{name} now"), vec![name.to_owned()]),
        false => (name.to_owned(), Vec::new()),
    };
    let description = match described {
        true => format!("What {name} is."),
        false => String::new(),
    };
    PropertyNode {
        renamed_from,
        description,
        ..PropertyNode::new(name, kind)
    }
}
