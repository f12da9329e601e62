//! What changes, and what it takes.

use super::*;

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
