//! Plans for sets of structs on the local server: what they print, what they cost, and what is refused.

use notion_local::{Fault, FaultRule, Server};
use notion_session::plan::{Action, Allow, SetPlan};
use notion_session::prelude::*;
use notion_session::{Error, Page};
use serde_json::json;

use crate::support::{change_properties, cost, local, open};

mod v1 {
    use super::*;

    #[derive(NotionSchema, Debug, Default)]
    #[notion(title = "Projects")]
    pub(super) struct Project {
        #[notion(title)]
        pub name: String,
        #[notion(two_way = project)]
        pub tasks: Relation<Task>,
        #[notion(rollup = sum(tasks.estimate))]
        pub effort: Rollup<f64>,
        #[notion(formula = "{effort} * 2")]
        pub padded: Formula<f64>,
    }

    #[derive(NotionSchema, Debug, Default)]
    #[notion(title = "Tasks")]
    pub(super) struct Task {
        #[notion(title)]
        pub name: String,
        pub estimate: Option<f64>,
        pub size: Option<f64>,
        #[notion(two_way = tasks)]
        pub project: Relation<Project>,
    }
}

/// One more database, other names on both sides of the relation and for what is rolled up.
mod v2 {
    use super::*;

    #[derive(NotionSchema, Debug, Default)]
    #[notion(title = "Projects", description = "What we work on.")]
    pub(super) struct Project {
        #[notion(title)]
        pub name: String,
        #[notion(two_way = part_of, renamed_from = "Tasks")]
        pub work: Relation<Task>,
        #[notion(rollup = sum(work.days))]
        pub effort: Rollup<f64>,
        #[notion(formula = "{effort} * 2")]
        pub padded: Formula<f64>,
        #[notion(rollup = max(work.days))]
        pub longest: Rollup<f64>,
    }

    #[derive(NotionSchema, Debug, Default)]
    #[notion(title = "Tasks")]
    pub(super) struct Task {
        #[notion(title)]
        pub name: String,
        #[notion(renamed_from = "Estimate")]
        pub days: Option<f64>,
        pub size: Option<f64>,
        #[notion(two_way = work)]
        pub part_of: Relation<Project>,
        #[notion(two_way = tasks)]
        pub owner: Relation<Person>,
    }

    #[derive(NotionSchema, Debug, Default)]
    #[notion(title = "People")]
    pub(super) struct Person {
        #[notion(title)]
        pub name: String,
        #[notion(two_way = owner)]
        pub tasks: Relation<Task>,
    }
}

type First = (v1::Project, v1::Task);
type Second = (v2::Project, v2::Task, v2::Person);

/// The text of a plan without what differs from run to run.
fn text<T>(plan: &SetPlan<T>) -> String {
    let mut text = plan.to_string();
    for member in plan.databases() {
        if let Some(source) = member.data_source_id() {
            text = text.replace(&source.to_string(), "..");
        }
    }
    text
}

async fn first(session: &Session, home: &Page) {
    let plan = session.plan_all::<First>(home).await.unwrap();
    plan.apply(session, Allow::additive()).await.unwrap();
}

#[tokio::test]
async fn a_plan_reads_like_a_review_and_sends_what_it_prints() {
    let (session, home) = local().await;
    let (plan, sent) = cost(&session, session.plan_all::<First>(&home)).await;
    let plan = plan.unwrap();
    assert_eq!(sent, 2, "a search, and the children of the page");
    assert_eq!(
        plan.to_string(),
        "\
Projects (new): 4 to add
  + Name    title
  + Tasks   relation -> \"Tasks\", two-way with \"Project\"
  + Effort  rollup: sum(Tasks.Estimate)
  + Padded  formula: prop(\"Effort\") * 2

Tasks (new): 4 to add
  + Name      title
  + Estimate  number
  + Size      number
  + Project   relation -> \"Projects\", two-way with \"Tasks\"

2 requests:
  1. create \"Tasks\" with `Name`, `Estimate`, `Size`
  2. create \"Projects\" with `Name`, `Tasks`, `Effort`, `Padded`"
    );
    assert_eq!(plan.requests(Allow::additive()), 2);
    let (applied, sent) = cost(&session, plan.apply(&session, Allow::additive())).await;
    let (projects, tasks) = applied.unwrap().databases;
    assert_eq!(
        sent,
        1 + 2 + 1,
        "the page of the new databases, two creations, a look at the other side's name"
    );
    let project = projects.insert(v1::Project {
        name: "House".into(),
        ..Default::default()
    });
    let project = project.await.unwrap();
    for estimate in [2.0, 3.0] {
        let task = v1::Task {
            name: "Build".into(),
            estimate: Some(estimate),
            project: Relation::from(project.id()),
            ..Default::default()
        };
        tasks.insert(task).await.unwrap();
    }

    let plan = session.plan_all::<Second>(&home).await.unwrap();
    assert_eq!(
        text(&plan),
        "\
Projects (data source ..): 1 to add, 1 to rename, 1 to change
  ~ (database)  description: What we work on.
  > Work        rename from \"Tasks\"
  + Longest     rollup: max(Work.Days)

Tasks (data source ..): 1 to add, 2 to rename
  > Days     rename from \"Estimate\"
  > Part Of  rename from \"Project\"
  + Owner    relation -> \"People\", two-way with \"Tasks\"

People (new): 2 to add
  + Name   title
  + Tasks  relation -> \"Tasks\", two-way with \"Owner\"

5 requests:
  1. change \"Tasks\": `Days`, `Part Of`
  2. create \"People\" with `Name`, `Tasks`
  3. change \"Projects\": `Work`
  4. describe \"Projects\"
  5. change \"Projects\": `Longest`"
    );
    let (applied, sent) = cost(&session, plan.apply(&session, Allow::additive())).await;
    let (projects, tasks, people) = applied.unwrap().databases;
    assert_eq!(sent, 3 + 5, "three looks, and what was printed");
    let read = projects.get(project.id().cast()).await.unwrap();
    assert_eq!(
        (read.effort.get(), read.longest.get(), read.padded.get()),
        (Some(&5.0), Some(&3.0), Some(&10.0))
    );
    let again = session.plan_all::<Second>(&home).await.unwrap();
    assert!(again.is_empty(), "{again}");
    assert_eq!(
        text(&again),
        "\
Projects (data source ..): nothing to change
Tasks (data source ..): nothing to change
People (data source ..): nothing to change"
    );
    let bound = session.bind_all::<Second>(&home).await.unwrap();
    assert_eq!(
        (bound.0.id(), bound.1.id(), bound.2.id()),
        (projects.id(), tasks.id(), people.id())
    );
}

#[tokio::test]
async fn a_fault_at_any_request_leaves_what_the_next_plan_completes() {
    for (broken, fault) in (1..=8).flat_map(|at| [(at, Fault::Status(500)), (at, Fault::Lost)]) {
        let (session, home) = open(&Server::new()).await;
        first(&session, &home).await;
        let plan = session.plan_all::<Second>(&home).await.unwrap();
        let server = session.local_server().unwrap();
        if broken > 1 {
            let nothing = Fault::Delay(std::time::Duration::ZERO);
            server.fail_when(FaultRule::new(nothing).times(broken - 1));
        }
        server.fail_when(FaultRule::new(fault.clone()));
        let error = plan.apply(&session, Allow::additive()).await.unwrap_err();
        if broken > 4 {
            assert!(
                matches!(error, Error::PlanInterrupted(_)),
                "{broken}: {error}"
            );
        }
        let rest = session.plan_all::<Second>(&home).await.unwrap();
        rest.apply(&session, Allow::additive()).await.unwrap();
        let again = session.plan_all::<Second>(&home).await.unwrap();
        assert!(again.is_empty(), "{broken} {fault:?}: {again}");
        session.bind_all::<Second>(&home).await.unwrap();
    }
}

#[tokio::test]
async fn a_plan_goes_through_json_and_an_edited_one_is_refused() {
    let (session, home) = local().await;
    first(&session, &home).await;
    let plan = session.plan_all::<Second>(&home).await.unwrap();
    let json = plan.to_json().unwrap();
    let read = SetPlan::from_json(&json).unwrap();
    assert_eq!(read.to_string(), plan.to_string());
    let edited = json.replace("What we work on.", "What they work on.");
    for (wrong, why) in [
        (edited.as_str(), "was edited"),
        (
            &json.replace("\"version\": 1", "\"version\": 9"),
            "version 9",
        ),
        ("{}", "not a plan for a set"),
    ] {
        let error = SetPlan::from_json(wrong).unwrap_err();
        assert!(matches!(error, Error::Config(_)), "{error}");
        assert!(error.to_string().contains(why), "{error}");
    }
    let applied = read.apply(&session, Allow::additive()).await.unwrap();
    assert_eq!(applied.databases.len(), 3);
    assert!(session.plan_all::<Second>(&home).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_stale_plan_names_what_was_changed_and_by_whom() {
    let (session, home) = local().await;
    first(&session, &home).await;
    let plan = session.plan_all::<Second>(&home).await.unwrap();
    let tasks = session.bind_all::<First>(&home).await.unwrap().1;
    change_properties(
        &tasks,
        json!({ "Size": { "name": "Weight" }, "Mood": { "select": {} } }),
    )
    .await;
    let before = session.client().requests_sent();
    let error = plan.apply(&session, Allow::additive()).await.unwrap_err();
    assert!(session.client().requests_sent() - before <= 3);
    let Error::PlanStale(stale) = &error else {
        panic!("{error}")
    };
    assert_eq!(
        stale.changed,
        ["`Size` is now `Weight`", "`Mood` was added"]
    );
    let bot = session.whoami().await.unwrap();
    let editor = stale.editor.as_deref().unwrap();
    assert!(editor.contains(bot.name()), "{editor}");
    let text = error.to_string();
    assert!(
        text.contains("`Size` is now `Weight`; `Mood` was added; last edited by"),
        "{text}"
    );
    assert!(text.ends_with("plan again; nothing was changed"), "{text}");
}

#[tokio::test]
async fn a_plan_is_not_applied_twice_and_not_in_another_workspace() {
    let (session, home) = local().await;
    let plan = session.plan_all::<First>(&home).await.unwrap();
    plan.apply(&session, Allow::additive()).await.unwrap();
    let error = plan.apply(&session, Allow::additive()).await.unwrap_err();
    assert!(matches!(error, Error::PlanStale(_)), "{error}");
    assert!(error.to_string().contains("exists by now"), "{error}");

    let elsewhere = Session::builder()
        .local_server(Server::builder().seed(9).build())
        .build()
        .unwrap();
    let second = session.plan_all::<Second>(&home).await.unwrap();
    let error = second
        .apply(&elsewhere, Allow::additive())
        .await
        .unwrap_err();
    assert!(error.to_string().contains("another workspace"), "{error}");
}

#[tokio::test]
async fn two_structs_for_one_database_are_refused() {
    #[derive(NotionSchema)]
    #[notion(title = "Tasks")]
    struct Same {
        #[notion(title)]
        name: String,
    }

    let (session, home) = local().await;
    let error = session
        .plan_all::<(v1::Task, Same)>(&home)
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("`Task` and `Same` both have the title"),
        "{error}"
    );
    let error = session.plan_all::<(Same, Same)>(&home).await.unwrap_err();
    assert!(error.to_string().contains("in the set twice"), "{error}");
}

#[tokio::test]
async fn what_is_refused_is_reported_for_all_databases_before_any_request() {
    #[derive(NotionSchema)]
    #[notion(title = "Tasks")]
    struct Task {
        #[notion(title)]
        name: String,
        estimate: bool,
        size: bool,
        project: Relation<v1::Project>,
    }

    #[derive(NotionSchema)]
    #[notion(title = "Projects")]
    struct Project {
        #[notion(title)]
        name: String,
        padded: Option<Date>,
    }

    let (session, home) = local().await;
    first(&session, &home).await;
    session.bind_all::<First>(&home).await.unwrap();
    let plan = session.plan_all::<(Project, Task)>(&home).await.unwrap();
    let (error, sent) = cost(&session, plan.apply(&session, Allow::additive())).await;
    let error = error.unwrap_err();
    assert_eq!(sent, 0);
    let text = error.to_string();
    for part in [
        "the plan for \"Projects\" contains",
        "! Padded",
        "and for \"Tasks\":",
        "it breaks the rollup `Effort` of \"Projects\"",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    // Nothing reads it.
    let size = text.lines().find(|line| line.contains("Size")).unwrap();
    assert!(!size.contains("breaks"), "{size}");
}

#[tokio::test]
async fn properties_that_swap_their_names_go_by_way_of_temporary_ones() {
    let (session, home) = local().await;
    first(&session, &home).await;
    let (_, tasks) = session.bind_all::<First>(&home).await.unwrap();
    let row = v1::Task {
        name: "Write".into(),
        estimate: Some(1.0),
        size: Some(2.0),
        ..Default::default()
    };
    let row = tasks.insert(row).await.unwrap();
    let properties = tasks.properties().await.unwrap();
    let mut graph =
        notion_session::schema::SchemaGraph::of(&[v1::Project::schema(), v1::Task::schema()]);
    for (name, other) in [("Estimate", "Size"), ("Size", "Estimate")] {
        let nodes = &mut graph.schemas[1].properties;
        let node = nodes.iter_mut().find(|node| node.name == name).unwrap();
        node.id = Some(properties[other].id.clone());
    }
    let plan = session.plan_set(graph.clone(), &home).await.unwrap();
    let ending = "\
3 requests:
  1. change \"Tasks\": `Estimate (renaming)` (a temporary name), `Size (renaming)` (a temporary name)
  2. change \"Tasks\": `Estimate`, `Size`
  3. change \"Projects\": `Effort`";
    assert!(plan.to_string().ends_with(ending), "{plan}");
    // Broken off between the two.
    let server = session.local_server().unwrap();
    let nothing = Fault::Delay(std::time::Duration::ZERO);
    server.fail_when(FaultRule::new(nothing).times(3));
    server.fail_when(FaultRule::new(Fault::Status(400)));
    plan.apply(&session, Allow::additive()).await.unwrap_err();
    let rest = session.plan_set(graph.clone(), &home).await.unwrap();
    assert_eq!(rest.requests(Allow::additive()), 2, "{rest}");
    rest.apply(&session, Allow::additive()).await.unwrap();
    assert!(session.plan_set(graph, &home).await.unwrap().is_empty());
    let tasks = session.bind::<v1::Task>(tasks.id()).await.unwrap();
    let read = tasks.get(row.id()).await.unwrap();
    assert_eq!((read.estimate, read.size), (Some(2.0), Some(1.0)));
}

#[tokio::test]
async fn what_the_structs_do_not_have_is_kept_unless_the_policy_names_it() {
    let (session, home) = local().await;
    first(&session, &home).await;
    let (_, tasks) = session.bind_all::<First>(&home).await.unwrap();
    change_properties(&tasks, json!({ "Mood": { "select": {} } })).await;
    let plan = session.plan_all::<First>(&home).await.unwrap();
    assert!(plan.is_empty());
    assert_eq!(plan.requests(Allow::additive()), 0);
    let applied = plan.apply(&session, Allow::additive()).await.unwrap();
    assert!(applied.done.is_empty());
    assert!(matches!(&applied.kept[..], [(database, change)]
        if database == "Tasks" && change.property == "Mood" && change.action == Action::Drop));
    assert_eq!(plan.requests(Allow::additive().drop_unknown()), 1);
    let applied = plan
        .apply(&session, Allow::additive().drop_unknown())
        .await
        .unwrap();
    assert_eq!(applied.done.len(), 1);
    assert!(!tasks.properties().await.unwrap().contains_key("Mood"));
}
