//! The law of plans for sets: whatever a set was, the plan for another one makes it that, and planning again says that
//! nothing has to change. On a pure model of Notion's rules, and on the local server.

use std::collections::BTreeMap;

use notion_schema::internal::SetRequest;
use notion_session::Session;
use notion_session::model::{PageId, RollupFunction};
use notion_session::plan::{Action, Allow, Change, SchemaSetPlan, SetPlace};
use notion_session::schema::{NodeKind, PropertyNode, SchemaGraph, SchemaNode, Target};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use uuid::Uuid;

use super::graphs::{plain, shape};
use super::model::{Fits, Model};
use crate::support::local;

const ALL: Allow = Allow::additive().convert().drop_unknown().remove_options();

fn plan(model: &Model, graph: &SchemaGraph) -> SchemaSetPlan {
    let page = PageId::from(Uuid::nil());
    let places: Vec<_> = graph
        .schemas
        .iter()
        .map(|schema| match model.titled(&schema.title) {
            Some((_, source)) => SetPlace::Existing(Box::new(source), Vec::new()),
            None => SetPlace::New(page),
        })
        .collect();
    SchemaSetPlan::between(graph, &places).unwrap()
}

/// Applies a plan to the model, or as many of its steps; a request that Notion would refuse is an error.
fn apply(model: &mut Model, plan: &SchemaSetPlan, allow: Allow, steps: usize) -> Fits {
    let places = |model: &Model| -> Vec<_> {
        let titles = plan.databases().iter().map(|it| it.database().to_owned());
        titles.map(|title| model.titled(&title)).collect()
    };
    for step in plan.steps().iter().take(steps) {
        let found = places(model);
        let ids: Vec<_> = found
            .iter()
            .map(|it| it.as_ref().map(|(at, _)| Model::id(*at)))
            .collect();
        let live = &found[step.database];
        let source = live.as_ref().map(|(_, source)| source);
        let unnamed = match plan.request(step, allow, &ids, source).unwrap() {
            SetRequest::Create(creation) => {
                let title = plan.databases()[step.database].database();
                let initial = creation.body.initial_data_source.unwrap();
                model.create(title, &initial.properties)?.1
            }
            SetRequest::View(_) => Vec::new(),
            SetRequest::Update(update) if update.properties.is_empty() => Vec::new(),
            SetRequest::Update(update) => {
                let (at, _) = live.as_ref().ok_or("an update of what does not exist")?;
                model.update(*at, &update.properties)?
            }
        };
        unnamed.iter().try_for_each(|side| model.rename(side))?;
    }
    Ok(())
}

fn changes(plan: &SchemaSetPlan) -> Vec<&Change> {
    plan.databases()
        .iter()
        .flat_map(notion_session::plan::SetMember::changes)
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// From any set of up to 12 schemas to any other one.
    #[test]
    fn a_plan_makes_it_so_on_the_model(first in shape(12), second in shape(12), names_sides: bool) {
        let mut model = Model::new(names_sides);
        let (first, second) = (first.graph(false), second.graph(true));
        let created = plan(&model, &first);
        prop_assert_eq!(apply(&mut model, &created, Allow::additive(), usize::MAX), Ok(()), "{}", created);
        let nothing = plan(&model, &first);
        prop_assert!(changes(&nothing).is_empty() && nothing.is_empty(), "{}", nothing);

        let evolved = plan(&model, &second);
        // What only a person can change is refused, and is another matter.
        prop_assume!(evolved.refused(ALL).next().is_none());
        prop_assert_eq!(apply(&mut model, &evolved, ALL, usize::MAX), Ok(()), "{}\n{:?}", evolved, model.names());
        let again = plan(&model, &second);
        prop_assert!(changes(&again).is_empty() && again.is_empty(), "{}\nafter\n{}", again, evolved);
    }

    /// A plan that broke off after some requests: the next one does the rest.
    #[test]
    fn a_plan_that_broke_off_is_completed_on_the_model(
        first in shape(6), second in shape(6), names_sides: bool, steps in 0usize..8,
    ) {
        let mut model = Model::new(names_sides);
        let (first, second) = (first.graph(false), second.graph(true));
        let created = plan(&model, &first);
        apply(&mut model, &created, Allow::additive(), usize::MAX).unwrap();
        let evolved = plan(&model, &second);
        prop_assume!(evolved.refused(ALL).next().is_none());
        prop_assert_eq!(apply(&mut model, &evolved, ALL, steps), Ok(()), "{}", evolved);
        let rest = plan(&model, &second);
        prop_assert!(rest.refused(ALL).next().is_none(), "{}\nafter {} steps of\n{}", rest, steps, evolved);
        prop_assert_eq!(apply(&mut model, &rest, ALL, usize::MAX), Ok(()), "{}", rest);
        let again = plan(&model, &second);
        prop_assert!(changes(&again).is_empty() && again.is_empty(), "{}\nafter\n{}", again, rest);
    }

    /// A plan is the same after it was written and read.
    #[test]
    fn a_plan_survives_json(first in shape(6), second in shape(6)) {
        let mut model = Model::new(true);
        let created = plan(&model, &first.graph(false));
        prop_assert_eq!(&SchemaSetPlan::from_json(&created.to_json().unwrap()).unwrap(), &created);
        apply(&mut model, &created, Allow::additive(), usize::MAX).unwrap();
        let evolved = plan(&model, &second.graph(true));
        prop_assert_eq!(&SchemaSetPlan::from_json(&evolved.to_json().unwrap()).unwrap(), &evolved);
    }
}

/// The law holds for something: most pairs can be planned, and all kinds of changes are among them.
#[test]
fn random_pairs_have_every_kind_of_change_and_most_are_possible() {
    let mut runner = TestRunner::deterministic();
    let (mut refused, mut kinds) = (0, BTreeMap::<&str, usize>::new());
    for _ in 0..200 {
        let mut shown = || shape(12).new_tree(&mut runner).unwrap().current();
        let (first, second) = (shown().graph(false), shown().graph(true));
        let mut model = Model::new(true);
        let created = plan(&model, &first);
        apply(&mut model, &created, Allow::additive(), usize::MAX).unwrap();
        let evolved = plan(&model, &second);
        refused += usize::from(evolved.refused(ALL).next().is_some());
        for change in changes(&evolved) {
            let kind = match &change.action {
                Action::Add(_) => "add",
                Action::Rename(_) => "rename",
                Action::Convert(_) => "convert",
                Action::Reconfigure(_) => "reconfigure",
                Action::Drop => "drop",
                Action::AddOptions(_) => "add options",
                Action::RemoveOptions(_) => "remove options",
                Action::Describe(_) => "describe",
                _ => "other",
            };
            *kinds.entry(kind).or_default() += 1;
        }
    }
    assert!(refused < 20, "{refused} of 200 are refused");
    let kinds: Vec<_> = kinds
        .into_iter()
        .filter(|(_, count)| *count >= 10)
        .collect();
    let names: Vec<_> = kinds.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(
        names,
        [
            "add",
            "add options",
            "convert",
            "describe",
            "drop",
            "reconfigure",
            "remove options",
            "rename"
        ],
        "{kinds:?}"
    );
}

/// A rollup keeps its text and goes over another property where its relation leads to another database.
#[test]
fn a_rollup_follows_its_relation_to_a_new_database() {
    let numbered = |at: usize, more: Vec<PropertyNode>| SchemaNode {
        name: format!("S{at}"),
        type_id: None,
        title: format!("T{at}"),
        description: String::new(),
        icon: None,
        cover: None,
        inline: false,
        views: Vec::new(),
        properties: [
            PropertyNode::new("Name", plain("title")),
            PropertyNode::new("Number", plain("number")),
        ]
        .into_iter()
        .chain(more)
        .collect(),
    };
    let rolled = |target: usize| {
        let relation = NodeKind::Relation {
            target: Target::Schema(target),
            back: None,
        };
        let rollup = NodeKind::Rollup {
            function: RollupFunction::Sum,
            relation: "R".to_owned(),
            property: "Number".to_owned(),
        };
        vec![
            PropertyNode::new("R", relation),
            PropertyNode::new("S", rollup),
        ]
    };
    let first = SchemaGraph {
        schemas: vec![numbered(0, rolled(1)), numbered(1, Vec::new())],
    };
    let second = SchemaGraph {
        schemas: vec![numbered(0, rolled(1)), numbered(2, Vec::new())],
    };
    let mut model = Model::new(true);
    let created = plan(&model, &first);
    apply(&mut model, &created, Allow::additive(), usize::MAX).unwrap();
    let evolved = plan(&model, &second);
    let changed: Vec<_> = changes(&evolved)
        .iter()
        .map(|change| change.property.clone())
        .collect();
    assert!(changed.contains(&"S".to_owned()), "{evolved}");
    apply(&mut model, &evolved, ALL, usize::MAX).unwrap();
    assert!(plan(&model, &second).is_empty());
}

async fn planned(
    session: &Session,
    home: &notion_session::Page,
    graph: &SchemaGraph,
) -> SchemaSetPlan {
    let plan = session.plan_set(graph.clone(), home).await.unwrap();
    plan.as_untyped().clone()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_plan_makes_it_so_on_the_local_server(first in shape(12), second in shape(12)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let (first, second) = (first.graph(false), second.graph(true));
        runtime.block_on(async {
            let (session, home) = local().await;
            let created = session.plan_set(first.clone(), &home).await.unwrap();
            created.apply(&session, Allow::additive()).await.unwrap();
            let nothing = planned(&session, &home, &first).await;
            assert!(changes(&nothing).is_empty() && nothing.is_empty(), "{nothing}");
            let evolved = session.plan_set(second.clone(), &home).await.unwrap();
            if evolved.refused(ALL).next().is_some() {
                return;
            }
            let applied = evolved.apply(&session, ALL).await;
            assert!(applied.is_ok(), "{evolved}\n{:?}", applied.err());
            let again = planned(&session, &home, &second).await;
            assert!(changes(&again).is_empty() && again.is_empty(), "{again}\nafter\n{evolved}");
        });
    }
}
