//! Relations and rollups that change.

use super::*;

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
