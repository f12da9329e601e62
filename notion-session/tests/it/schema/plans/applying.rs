//! Plans that are kept, interrupted or applied by `get_or_create_db`.

use super::*;

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
    assert_eq!(sent, 2, "the search, the data source as it is now");
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
    assert_eq!(sent, 2 + LOOK + 1);
    let read = changed.get(row.id().cast()).await.unwrap();
    assert_eq!(read.due, v1::row().deadline);
    let (again, sent) = cost(&session, additive()).await;
    assert_eq!((again.unwrap().id(), sent), (tasks.id(), 1));

    let found = session.get_or_create_db::<Numbered>(home.id());
    let lossy = found.on_drift(OnDrift::Additive).await.unwrap_err();
    assert!(matches!(lossy, Error::PlanRefused(_)), "{lossy}");
}
