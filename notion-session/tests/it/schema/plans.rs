//! Schemas that change: a struct as it was and as it is, on the local server. Each test says what is changed, what
//! becomes of the rows' values, and how many requests it takes.

use std::future::IntoFuture;
use std::time::Duration;

use notion_local::{Fault, FaultRule, Server};
use notion_session::plan::{Action, Allow, Plan, Risk};
use notion_session::prelude::*;
use notion_session::session::OnDrift;
use notion_session::{Database, Error};
use serde_json::json;

use crate::support::{change_properties, cost, open};

/// What applying costs, whatever it changes: the look whether all is as it was.
const LOOK: u64 = 1;

/// Plans, sees that applying takes so many updates, and that nothing is left to do.
async fn change<S: NotionSchema, V>(
    database: &Database<V>,
    allow: Allow,
    updates: u64,
) -> Database<S> {
    let session = database.session();
    let (plan, sent) = cost(session, session.plan::<S>(database.id())).await;
    let plan = plan.unwrap();
    assert_eq!(sent, 2, "a plan reads the database and the data source");
    assert!(!plan.is_empty(), "{plan}");
    let (applied, sent) = cost(session, plan.apply(session, allow)).await;
    let applied = applied.unwrap();
    assert_eq!(sent, LOOK + updates, "{plan}");
    let again = session.plan::<S>(database.id()).await.unwrap();
    assert!(again.is_empty(), "{again}");
    session.bind::<S>(database.id()).await.unwrap();
    applied.database
}

/// The properties' names in Notion.
async fn names<S>(database: &Database<S>) -> Vec<String> {
    let api = database.session().api();
    let source = api.data_sources().retrieve(database.data_source_id());
    let mut names: Vec<_> = source.await.unwrap().properties.keys().cloned().collect();
    names.sort();
    names
}

mod v1 {
    use super::*;

    #[derive(NotionOptions, Clone, Debug, PartialEq)]
    pub(super) enum Priority {
        Low,
        High,
    }

    #[derive(NotionSchema, Clone, Debug, Default)]
    #[notion(title = "Tasks")]
    pub(super) struct Task {
        #[notion(title)]
        pub(super) task: String,
        #[notion(number = euro)]
        pub(super) cost: Option<f64>,
        pub(super) deadline: Option<Date>,
        pub(super) priority: Option<Priority>,
        pub(super) done: bool,
        pub(super) size: String,
        #[notion(formula = "{cost} * 2")]
        pub(super) double: Formula<f64>,
    }

    pub(super) fn row() -> Task {
        Task {
            task: "Write".into(),
            cost: Some(3.0),
            deadline: Some("2026-11-23".parse().unwrap()),
            priority: Some(Priority::High),
            done: true,
            size: "7".into(),
            ..Task::default()
        }
    }
}

/// A database of version 1 with a row.
async fn tasks() -> (Session, Database<v1::Task>, Row<v1::Task>) {
    let (session, home) = open(&Server::new()).await;
    let tasks = session.create_db::<v1::Task>(&home).await.unwrap();
    let row = tasks.insert(v1::row()).await.unwrap();
    (session, tasks, row)
}

#[tokio::test]
async fn nothing_to_change_sends_nothing() {
    let (session, tasks, _) = tasks().await;
    let plan = session.plan::<v1::Task>(&tasks).await.unwrap();
    assert!(plan.is_empty() && plan.changes().is_empty());
    assert!(plan.to_string().ends_with("): nothing to change"), "{plan}");
    let (applied, sent) = cost(&session, plan.apply(&session, Allow::additive())).await;
    assert_eq!((applied.unwrap().done.len(), sent), (0, LOOK));
}

#[tokio::test]
async fn all_that_is_additive_goes_in_one_update() {
    #[derive(NotionOptions, Clone, Debug, PartialEq)]
    enum Priority {
        Low,
        High,
        #[notion(color = red)]
        Urgent,
    }

    /// What is to be done.
    #[derive(NotionSchema, Clone, Debug, Default)]
    #[notion(title = "Tasks", description = "")]
    struct Task {
        // Another order is no change.
        #[notion(number = dollar)]
        cost: Option<f64>,
        #[notion(title)]
        task: String,
        priority: Option<Priority>,
        /// Notes of all kinds.
        size: String,
        notes: Vec<Tag>,
        #[notion(formula = "{cost} * 3")]
        double: Formula<f64>,
    }

    #[derive(NotionOptions, Clone, Debug, PartialEq)]
    enum Tag {
        Home,
    }

    let (session, tasks, row) = tasks().await;
    let plan = session.plan::<Task>(&tasks).await.unwrap();
    let actions: Vec<_> = plan
        .changes()
        .iter()
        .filter(|change| !change.is_kept())
        .collect();
    assert!(
        actions.iter().all(|change| change.risk == Risk::Safe),
        "{plan}"
    );
    assert_eq!(actions.len(), 5, "{plan}");
    let changed = change::<Task, _>(&tasks, Allow::additive(), 1).await;
    let read = changed.get(row.id().cast()).await.unwrap();
    assert_eq!((read.cost, &*read.size), (Some(3.0), "7"));
    assert_eq!(read.double.get(), Some(&9.0));
    assert_eq!(read.priority, Some(Priority::High));
    // What the struct does not have is still there.
    assert!(names(&changed).await.contains(&"Deadline".to_owned()));
}

#[tokio::test]
async fn a_new_name_keeps_the_values() {
    #[derive(NotionSchema, Clone, Debug, Default)]
    #[notion(title = "Tasks")]
    struct Task {
        #[notion(title)]
        what: String,
        #[notion(renamed_from = "Until", renamed_from = "Deadline")]
        due: Option<Date>,
        #[notion(number = euro, renamed_from = "Cost")]
        price: Option<f64>,
        #[notion(formula = "{price} * 2")]
        double: Formula<f64>,
    }

    let (session, tasks, row) = tasks().await;
    let plan = session.plan::<Task>(&tasks).await.unwrap();
    let renamed = plan
        .changes()
        .iter()
        .filter_map(|change| match &change.action {
            Action::Rename(from) => Some((from.as_str(), change.property.as_str())),
            _ => None,
        });
    assert_eq!(
        renamed.collect::<Vec<_>>(),
        [("Task", "What"), ("Deadline", "Due"), ("Cost", "Price")]
    );
    // The formula goes by the id of what was renamed: it is the same.
    let changed = change::<Task, _>(&tasks, Allow::additive(), 1).await;
    let read = changed.get(row.id().cast()).await.unwrap();
    assert_eq!((&*read.what, read.price), ("Write", Some(3.0)));
    assert_eq!(read.due, v1::row().deadline);
    assert_eq!(read.double.get(), Some(&6.0));
}

#[tokio::test]
async fn a_formula_with_a_new_name_follows_in_a_second_update() {
    #[derive(NotionSchema, Clone, Debug, Default)]
    #[notion(title = "Tasks")]
    struct Task {
        #[notion(title)]
        task: String,
        #[notion(number = euro, renamed_from = "Cost")]
        price: Option<f64>,
        #[notion(formula = "{price} * 4")]
        double: Formula<f64>,
    }

    let (_session, tasks, row) = tasks().await;
    let changed = change::<Task, _>(&tasks, Allow::additive(), 2).await;
    let read = changed.get(row.id().cast()).await.unwrap();
    assert_eq!(read.double.get(), Some(&12.0));
}

#[tokio::test]
async fn another_type_needs_leave_and_keeps_what_fits() {
    #[derive(NotionOptions, Clone, Debug, PartialEq)]
    enum Done {
        No,
        Yes,
    }

    #[derive(NotionSchema, Clone, Debug, Default)]
    #[notion(title = "Tasks")]
    struct Task {
        #[notion(title)]
        task: String,
        size: Option<f64>,
        #[notion(status)]
        done: Option<Done>,
    }

    let (session, tasks, row) = tasks().await;
    let other = v1::Task {
        size: "large".into(),
        ..v1::row()
    };
    let other = tasks.insert(other).await.unwrap();
    let plan = session.plan::<Task>(&tasks).await.unwrap();
    let (refused, sent) = cost(&session, plan.apply(&session, Allow::additive())).await;
    let refused = refused.unwrap_err();
    assert!(matches!(refused, Error::PlanRefused(_)), "{refused}");
    assert_eq!(sent, 0, "refused before anything is sent");
    let text = refused.to_string();
    assert!(text.contains("! Size  rich_text -> number"), "{text}");
    assert!(
        text.contains("Allow::convert(): text that is a number stays"),
        "{text}"
    );

    let changed = change::<Task, _>(&tasks, Allow::additive().convert(), 1).await;
    let read = changed.get(row.id().cast()).await.unwrap();
    assert_eq!((read.size, read.done.clone()), (Some(7.0), Some(Done::Yes)));
    let read = changed.get(other.id().cast()).await.unwrap();
    assert_eq!(read.size, None, "no number was in it");
}

#[tokio::test]
async fn what_the_struct_does_not_have_goes_only_when_it_is_said() {
    #[derive(NotionOptions, Clone, Debug, PartialEq)]
    enum Priority {
        Low,
    }

    #[derive(NotionSchema, Clone, Debug, Default)]
    #[notion(title = "Things")]
    struct Task {
        #[notion(title)]
        task: String,
        priority: Option<Priority>,
    }

    let (session, tasks, row) = tasks().await;
    let plan = session.plan::<Task>(&tasks).await.unwrap();
    assert!(
        plan.is_empty(),
        "what people added is no reason to change: {plan}"
    );
    let kept = plan.apply(&session, Allow::additive()).await.unwrap();
    assert_eq!((kept.done.len(), kept.kept.len()), (0, 7), "{plan}");
    assert_eq!(names(&tasks).await.len(), 7);

    let allow = Allow::additive().drop_unknown().remove_options().retitle();
    let plan = session.plan::<Task>(&tasks).await.unwrap();
    let (applied, sent) = cost(&session, plan.apply(&session, allow)).await;
    let changed = applied.unwrap().database;
    assert_eq!(sent, LOOK + 1);
    assert_eq!(names(&changed).await, ["Priority", "Task"]);
    assert_eq!(changed.title(), "Things");
    let read = changed.get(row.id().cast()).await.unwrap();
    assert_eq!((&*read.task, &read.priority), ("Write", &None));
    let plan = session.plan::<Task>(&changed).await.unwrap();
    assert_eq!(plan.changes(), []);
}

#[tokio::test]
async fn a_description_is_brought_up_to_date_and_none_wiped() {
    #[derive(NotionSchema, Clone, Debug, Default)]
    #[notion(title = "Tasks", description = "Who does what.")]
    struct Described {
        /// What is to be done.
        #[notion(title)]
        task: String,
        /// How soon.
        priority: Option<v1::Priority>,
        /// Twice.
        #[notion(formula = "{cost} * 2")]
        double: Formula<f64>,
        #[notion(number = euro)]
        cost: Option<f64>,
    }

    let (session, tasks, row) = tasks().await;
    let changed = change::<Described, _>(&tasks, Allow::additive(), 2).await;
    assert_eq!(changed.description(), "Who does what.");
    let source = session.get_db(changed.id()).await.unwrap();
    let properties = source.properties().await.unwrap();
    assert_eq!(
        properties["Priority"].description.as_deref(),
        Some("How soon.")
    );
    assert_eq!(properties["Double"].description.as_deref(), Some("Twice."));
    let read = changed.get(row.id().cast()).await.unwrap();
    assert_eq!(read.priority, Some(v1::Priority::High));
    assert_eq!(read.double.get(), Some(&6.0));
    // Who says nothing wipes nothing.
    assert!(session.plan::<v1::Task>(&changed).await.unwrap().is_empty());
}

#[tokio::test]
async fn what_notion_cannot_do_is_said_before_anything_is_sent() {
    #[derive(NotionOptions, Clone, Debug, PartialEq)]
    enum Priority {
        #[notion(color = green)]
        Low,
        #[notion(name = "high")]
        High,
    }

    #[derive(NotionSchema, Clone, Debug, Default)]
    #[notion(title = "Tasks")]
    struct Task {
        #[notion(title)]
        cost: String,
        priority: Option<Priority>,
        press: Button,
        #[notion(id = "zzzz")]
        other: bool,
    }

    let (session, tasks, _) = tasks().await;
    let plan = session.plan::<Task>(&tasks).await.unwrap();
    let impossible: Vec<_> = plan
        .changes()
        .iter()
        .filter(|change| change.risk == Risk::Impossible)
        .map(|change| {
            (
                change.property.as_str(),
                change.what.as_str(),
                !change.reason.is_empty(),
            )
        })
        .collect();
    assert_eq!(
        impossible,
        [
            ("Cost", "rename from \"Task\"", true),
            (
                "Priority",
                "the option \"Low\" is default in Notion, green in the schema",
                true
            ),
            (
                "Priority",
                "the option \"high\" is \"High\" in Notion",
                true
            ),
            ("Press", "button", true),
            ("Other", "checkbox", true),
        ]
    );
    let all = Allow::additive().convert().drop_unknown().remove_options();
    let (refused, sent) = cost(&session, plan.apply(&session, all)).await;
    assert!(matches!(refused, Err(Error::PlanRefused(_))));
    assert_eq!(sent, 0);
}

#[tokio::test]
async fn a_plan_holds_for_what_it_was_made_from_alone() {
    #[derive(NotionSchema, Clone, Debug, Default)]
    #[notion(title = "Tasks")]
    struct Task {
        #[notion(title)]
        task: String,
        more: bool,
    }

    let (session, tasks, _) = tasks().await;
    let plan = session.plan::<Task>(&tasks).await.unwrap();
    change_properties(&tasks, json!({ "Mood": { "select": {} } })).await;
    let (stale, sent) = cost(&session, plan.apply(&session, Allow::additive())).await;
    assert!(matches!(stale, Err(Error::PlanStale(_))));
    assert_eq!(sent, LOOK);
    assert!(!names(&tasks).await.contains(&"More".to_owned()));
}

#[tokio::test]
async fn a_plan_goes_through_json() {
    #[derive(NotionSchema, Clone, Debug, Default)]
    #[notion(title = "Tasks")]
    struct Task {
        #[notion(title, renamed_from = "Task")]
        name: String,
        size: Option<f64>,
        more: bool,
    }

    let (session, tasks, _) = tasks().await;
    let plan = session.plan::<Task>(&tasks).await.unwrap();
    let read = Plan::from_json(&plan.to_json().unwrap()).unwrap();
    assert_eq!(read.changes(), plan.changes());
    assert_eq!(read.to_string(), plan.to_string());
    let applied = read
        .apply(&session, Allow::additive().convert())
        .await
        .unwrap();
    assert_eq!(applied.database.id(), tasks.id());
    assert!(session.plan::<Task>(&tasks).await.unwrap().is_empty());

    assert!(matches!(Plan::from_json("{}"), Err(Error::Config(_))));
    let newer = plan
        .to_json()
        .unwrap()
        .replace("\"version\": 1", "\"version\": 9");
    assert!(
        Plan::from_json(&newer)
            .unwrap_err()
            .to_string()
            .contains("version 9")
    );
}

mod related {
    use super::*;

    pub(super) mod v1 {
        use super::*;

        #[derive(NotionSchema, Clone, Debug, Default)]
        #[notion(title = "Tasks")]
        pub(in super::super) struct Task {
            pub(in super::super) task: Title,
            pub(in super::super) estimate: Option<f64>,
            pub(in super::super) project: Relation<Project>,
        }

        #[derive(NotionSchema, Clone, Debug, Default)]
        #[notion(title = "Projects")]
        pub(in super::super) struct Project {
            pub(in super::super) name: Title,
        }
    }

    pub(super) mod v2 {
        use super::*;

        #[derive(NotionSchema, Clone, Debug, Default)]
        #[notion(title = "Tasks")]
        pub(in super::super) struct Task {
            pub(in super::super) task: Title,
            pub(in super::super) estimate: Option<f64>,
            #[notion(two_way = tasks)]
            pub(in super::super) project: Relation<Project>,
        }

        #[derive(NotionSchema, Clone, Debug, Default)]
        #[notion(title = "Projects")]
        pub(in super::super) struct Project {
            pub(in super::super) name: Title,
            #[notion(two_way = project)]
            pub(in super::super) tasks: Relation<Task>,
            #[notion(rollup = sum(tasks.estimate))]
            pub(in super::super) effort: Rollup<f64>,
        }
    }

    pub(super) mod v3 {
        use super::*;

        #[derive(NotionSchema, Clone, Debug, Default)]
        #[notion(title = "Projects")]
        pub(in super::super) struct Project {
            pub(in super::super) name: Title,
            #[notion(two_way = project)]
            pub(in super::super) tasks: Relation<Task>,
            #[notion(rollup = max(tasks.estimate))]
            pub(in super::super) effort: Rollup<f64>,
        }

        #[derive(NotionSchema, Clone, Debug, Default)]
        #[notion(title = "Tasks")]
        pub(in super::super) struct Task {
            pub(in super::super) task: Title,
            pub(in super::super) estimate: Option<f64>,
            #[notion(two_way = tasks)]
            pub(in super::super) project: Relation<Project>,
        }
    }
}

#[tokio::test]
async fn a_relation_gets_its_other_side_and_rollups_follow() {
    use related::{v1, v2, v3};

    let (session, home) = open(&Server::new()).await;
    let (projects, tasks) = session
        .create_dbs::<(v1::Project, v1::Task)>(&home)
        .await
        .unwrap();
    let launch = projects
        .insert(v1::Project {
            name: "Launch".into(),
        })
        .await
        .unwrap();
    for estimate in [2.0, 5.0] {
        let task = v1::Task {
            estimate: Some(estimate),
            project: [launch.id()].into(),
            ..v1::Task::default()
        };
        tasks.insert(task).await.unwrap();
    }

    // Another process, with the structs as they are now.
    let server = session.local_server().unwrap().clone();
    let session = Session::builder().local_server(server).build().unwrap();
    let unbound = session.plan::<v2::Project>(projects.id()).await.unwrap();
    let first = &unbound.changes()[0];
    assert_eq!(
        (first.property.as_str(), first.risk),
        ("Tasks", Risk::Impossible)
    );
    assert!(first.reason.contains("leads to `Task`"), "{unbound}");

    // Where a relation leads, Notion says, so that the tasks need no other database that is bound.
    let tasks = change::<v2::Task, _>(&tasks, Allow::additive(), 1).await;
    // The other side came by itself, and is named as the struct says.
    let lacks = session
        .bind::<v2::Project>(projects.id())
        .await
        .unwrap_err();
    assert!(lacks.to_string().contains("1 to add"), "{lacks}");
    let projects = session.get_db(projects.id()).await.unwrap();
    let projects = change::<v2::Project, _>(&projects, Allow::additive(), 1).await;
    let read = projects.get(launch.id().cast()).await.unwrap();
    assert_eq!(read.tasks.iter().count(), 2);
    assert_eq!(read.effort.get(), Some(&7.0));

    // Another function.
    let projects = change::<v3::Project, _>(&projects, Allow::additive(), 1).await;
    let read = projects.get(launch.id().cast()).await.unwrap();
    assert_eq!(read.effort.get(), Some(&5.0));

    // And back to one way, which is no matter of course.
    let plan = session.plan::<v1::Task>(&tasks).await.unwrap();
    assert!(
        plan.to_string()
            .contains("! Project  relation: two-way with \"Tasks\" -> one-way"),
        "{plan}"
    );
    let tasks = change::<v1::Task, _>(&tasks, Allow::additive().convert(), 1).await;
    for row in tasks.query().all().await.unwrap() {
        assert_eq!(row.project.iter().count(), 1);
    }
}

#[tokio::test]
async fn a_fault_at_any_request_leaves_what_the_next_plan_completes() {
    #[derive(NotionSchema, Clone, Debug, Default)]
    #[notion(title = "Tasks", description = "Who does what.")]
    struct Task {
        #[notion(title, renamed_from = "Task")]
        name: String,
        #[notion(number = euro, renamed_from = "Cost")]
        price: Option<f64>,
        #[notion(formula = "{price} * 4")]
        double: Formula<f64>,
        more: bool,
    }

    // The look, the description, the first update, the second: not carried out, or carried out with the answer lost.
    for (broken, fault) in (1..=4).flat_map(|at| [(at, Fault::Status(500)), (at, Fault::Lost)]) {
        let (session, tasks, row) = tasks().await;
        let plan = session.plan::<Task>(&tasks).await.unwrap();
        let server = session.local_server().unwrap();
        if broken > 1 {
            let nothing = Fault::Delay(Duration::ZERO);
            server.fail_when(FaultRule::new(nothing).times(broken - 1));
        }
        server.fail_when(FaultRule::new(fault.clone()));
        let error = plan.apply(&session, Allow::additive()).await.unwrap_err();
        match &error {
            Error::PlanInterrupted(interrupted) => {
                assert_eq!((interrupted.done + 2, interrupted.of), (broken, 3));
            }
            error => assert!(broken <= 2, "{error}"),
        }
        let plan = session.plan::<Task>(&tasks).await.unwrap();
        let all_is_done = broken == 4 && fault == Fault::Lost;
        assert_eq!(plan.is_empty(), all_is_done, "{plan}");
        let changed = plan.apply(&session, Allow::additive()).await;
        let changed = changed.unwrap().database;
        assert!(session.plan::<Task>(&changed).await.unwrap().is_empty());
        let read = changed.get(row.id().cast()).await.unwrap();
        assert_eq!((read.price, read.double.get()), (Some(3.0), Some(&12.0)));
    }
}

#[tokio::test]
async fn what_is_found_is_changed_only_as_far_as_it_is_said() {
    #[derive(NotionSchema, Clone, Debug, Default)]
    #[notion(title = "Tasks")]
    struct Task {
        #[notion(title)]
        task: String,
        #[notion(renamed_from = "Deadline")]
        due: Option<Date>,
        more: bool,
    }

    #[derive(NotionSchema, Clone, Debug, Default)]
    #[notion(title = "Tasks")]
    struct Numbered {
        #[notion(title)]
        task: String,
        size: Option<f64>,
    }

    let (session, home) = open(&Server::new()).await;
    let tasks = session.create_db::<v1::Task>(&home).await.unwrap();
    let row = tasks.insert(v1::row()).await.unwrap();

    let found = session.get_or_create_db::<Task>(&home);
    let (error, sent) = cost(&session, found.into_future()).await;
    let error = error.unwrap_err();
    assert_eq!(
        sent, 3,
        "the page's children, the database, the data source"
    );
    let text = error.to_string();
    assert!(matches!(error, Error::SchemaMismatch(_)));
    assert!(text.contains("2 to add"), "{text}");
    assert!(
        text.contains("> Due       rename from \"Deadline\""),
        "{text}"
    );
    assert!(!names(&tasks).await.contains(&"More".to_owned()));

    let found = session.get_or_create_db::<Task>(&home);
    let ignored = found.on_drift(OnDrift::Ignore).await.unwrap();
    assert_eq!(ignored.id(), tasks.id());
    assert!(!names(&tasks).await.contains(&"More".to_owned()));

    // It is another process that comes with the new struct.
    let server = session.local_server().unwrap().clone();
    let session = Session::builder().local_server(server).build().unwrap();
    let additive = || {
        let found = session.get_or_create_db::<Task>(home.id());
        found.on_drift(OnDrift::Additive).into_future()
    };
    let (changed, sent) = cost(&session, additive()).await;
    let changed = changed.unwrap();
    assert_eq!(sent, 3 + LOOK + 1);
    let read = changed.get(row.id().cast()).await.unwrap();
    assert_eq!(read.due, v1::row().deadline);
    let (again, sent) = cost(&session, additive()).await;
    assert_eq!((again.unwrap().id(), sent), (tasks.id(), 3));

    let found = session.get_or_create_db::<Numbered>(home.id());
    let lossy = found.on_drift(OnDrift::Additive).await.unwrap_err();
    assert!(matches!(lossy, Error::PlanRefused(_)), "{lossy}");
}

#[tokio::test]
async fn a_new_two_way_relation_is_made_once_and_named_on_both_sides() {
    use related::v2;

    #[derive(NotionSchema, Clone, Debug, Default)]
    #[notion(title = "Tasks")]
    struct Task {
        task: Title,
        estimate: Option<f64>,
    }

    #[derive(NotionSchema, Clone, Debug, Default)]
    #[notion(title = "Projects")]
    struct Project {
        name: Title,
    }

    for (ignores_names, fault) in [
        (false, None),
        (true, None),
        (true, Some(Fault::Status(500))),
        (true, Some(Fault::Lost)),
    ] {
        let server = Server::builder().ignore_synced_names(ignores_names).build();
        let (session, home) = open(&server).await;
        let made = session.create_dbs::<(Project, Task)>(&home).await;
        let (projects, _) = made.unwrap();
        // Where the new relation leads, what is bound says: the tasks as they are.
        let tasks = session.get_or_create_db::<v2::Task>(&home);
        let tasks = tasks.on_drift(OnDrift::Ignore).await.unwrap();
        if let Some(fault) = fault {
            // The look and the update go well, the other side's name does not.
            let plan = session.plan::<v2::Project>(&projects).await.unwrap();
            let server = session.local_server().unwrap();
            server.fail_when(FaultRule::new(Fault::Delay(Duration::ZERO)).times(2));
            server.fail_when(FaultRule::new(fault.clone()));
            let error = plan.apply(&session, Allow::additive()).await.unwrap_err();
            assert!(matches!(error, Error::PlanInterrupted(_)), "{error}");
            let plan = session.plan::<v2::Project>(&projects).await.unwrap();
            assert_eq!(plan.is_empty(), fault == Fault::Lost, "{plan}");
            plan.apply(&session, Allow::additive()).await.unwrap();
            assert!(
                session
                    .plan::<v2::Project>(&projects)
                    .await
                    .unwrap()
                    .is_empty()
            );
            assert!(session.plan::<v2::Task>(&tasks).await.unwrap().is_empty());
            continue;
        }
        // The relation and the rollup through it, and one name where Notion did not give it.
        let updates = 1 + u64::from(ignores_names);
        change::<v2::Project, _>(&projects, Allow::additive(), updates).await;
        let plan = session.plan::<v2::Task>(&tasks).await.unwrap();
        assert!(plan.is_empty(), "{plan}");
        session.bind::<v2::Task>(tasks.id()).await.unwrap();
    }
}

#[tokio::test]
async fn new_options_of_a_status_come_into_the_first_group_and_it_is_said() {
    #[derive(NotionOptions, Clone, Debug, PartialEq)]
    enum One {
        Backlog,
    }

    #[derive(NotionOptions, Clone, Debug, PartialEq)]
    enum Two {
        Backlog,
        #[notion(group = complete)]
        Done,
    }

    #[derive(NotionSchema, Clone, Debug, Default)]
    #[notion(title = "Tasks")]
    struct Before {
        task: Title,
        #[notion(status)]
        stage: Option<One>,
    }

    #[derive(NotionSchema, Clone, Debug, Default)]
    #[notion(title = "Tasks")]
    struct After {
        task: Title,
        #[notion(status)]
        stage: Option<Two>,
    }

    let (session, home) = open(&Server::new()).await;
    let tasks = session.create_db::<Before>(&home).await.unwrap();
    let row = tasks.insert(Before::default()).await.unwrap();
    let plan = session.plan::<After>(&tasks).await.unwrap();
    let change = &plan.changes()[0];
    assert_eq!(
        (change.risk, change.what.as_str()),
        (Risk::Safe, "status: + \"Done\"")
    );
    assert!(
        change.reason.contains("move \"Done\" to \"Complete\""),
        "{plan}"
    );
    let tasks = plan
        .apply(&session, Allow::additive())
        .await
        .unwrap()
        .database;
    let read = tasks.get(row.id().cast()).await.unwrap();
    assert_eq!(read.stage, Some(Two::Backlog));
    // The group is noted, and refused only where that is asked for.
    let plan = session.plan::<After>(&tasks).await.unwrap();
    let left: Vec<_> = plan.changes().iter().map(|change| &change.action).collect();
    assert_eq!(left, [&Action::Note], "{plan}");
    assert!(plan.is_empty(), "{plan}");
    let text = plan.to_string();
    assert!(
        text.contains(": 1 to note\n  i Stage  the option \"Done\" is in the group \"To-do\""),
        "{text}"
    );
    assert_eq!(
        Plan::from_json(&plan.to_json().unwrap()).unwrap().changes(),
        plan.changes()
    );
    let refused = plan.apply(&session, Allow::additive().strict()).await;
    assert!(matches!(refused, Err(Error::PlanRefused(_))));
    let applied = plan.apply(&session, Allow::additive()).await.unwrap();
    assert_eq!((applied.done.len(), applied.kept.len()), (0, 1));
}

#[tokio::test]
async fn a_similar_name_is_suggested_and_not_taken() {
    #[derive(NotionSchema, Clone, Debug, Default)]
    #[notion(title = "Tasks")]
    struct Task {
        #[notion(title)]
        task: String,
        deadlines: Option<Date>,
    }

    let (session, tasks, _) = tasks().await;
    let plan = session.plan::<Task>(&tasks).await.unwrap();
    let change = &plan.changes()[0];
    assert!(matches!(change.action, Action::Add(_)));
    assert_eq!(
        change.reason,
        "if it was \"Deadline\" before, say `renamed_from = \"Deadline\"`"
    );
}

#[tokio::test]
async fn a_name_from_notion_breaks_no_line_of_a_plan() {
    let (session, tasks, _) = tasks().await;
    change_properties(&tasks, json!({ "Two\nlines \u{1b}[2J": { "number": {} } })).await;
    let plan = session.plan::<v1::Task>(tasks.id()).await.unwrap();
    let text = plan.to_string();
    assert_eq!(text.lines().count(), 2, "{text}");
    assert!(text.contains("? Two lines  [2J"), "{text}");
}
