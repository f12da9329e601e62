//! Databases that are there already, held against schemas: what is bound, and what is told where it cannot be.

use notion_local::Server;
use notion_session::http::Request;
use notion_session::prelude::*;
use notion_session::schema::SchemaGraph;
use notion_session::session::OnDrift;
use notion_session::{Database, Error, Page};
use serde_json::{Value, json};

use crate::support::{local, sent};

#[derive(NotionOptions, Clone, Debug, PartialEq)]
enum Stage {
    #[notion(group = to_do)]
    Backlog,
    #[notion(group = complete)]
    Done,
}

#[derive(NotionSchema, Debug, Default)]
#[notion(title = "Tasks")]
struct Task {
    task: Title,
    estimate: Option<f64>,
    #[notion(status)]
    stage: Option<Stage>,
}

#[derive(NotionSchema, Debug, Default)]
#[notion(title = "Tasks")]
struct OtherTask {
    name: Title,
}

/// A session, and the server behind it.
fn open(server: &Server) -> Session {
    Session::builder()
        .local_server(server.clone())
        .build()
        .unwrap()
}

async fn send(session: &Session, request: Request) -> Value {
    let answer = session.client().send(&request).await.unwrap();
    serde_json::from_slice(answer.body()).unwrap()
}

async fn change<S>(database: &Database<S>, change: Value) {
    let path = format!("/v1/data_sources/{}", database.data_source_id());
    send(database.session(), Request::patch(path).json(change)).await;
}

mod by_id {
    use super::*;

    /// What stands in the structs for the ids that a server gives.
    const ESTIMATE: &str = "e%3Ds%3A";
    const TASKS: &str = "t%3Ds%3A";

    mod before {
        use super::*;

        #[derive(NotionSchema, Debug, Default)]
        #[notion(title = "Projects")]
        pub(super) struct Project {
            name: Title,
            #[notion(two_way = project)]
            pub tasks: Relation<Task>,
            #[notion(rollup = sum(tasks.estimate))]
            effort: Rollup<f64>,
        }

        #[derive(NotionSchema, Debug, Default)]
        #[notion(title = "Tasks")]
        pub(super) struct Task {
            task: Title,
            pub estimate: Option<f64>,
            #[notion(two_way = tasks)]
            pub project: Relation<Project>,
            #[notion(formula = "{estimate} * 2")]
            double: Formula<f64>,
        }
    }

    #[derive(NotionSchema, Debug, Default)]
    #[notion(title = "Projects")]
    struct Project {
        name: Title,
        #[notion(two_way = project, id = "t=s:")]
        tasks: Relation<Task>,
        #[notion(rollup = sum(tasks.estimate))]
        effort: Rollup<f64>,
    }

    #[derive(NotionSchema, Debug, Default)]
    #[notion(title = "Tasks")]
    struct Task {
        task: Title,
        #[notion(id = "e%3Ds%3A")]
        estimate: Option<f64>,
        #[notion(two_way = tasks)]
        project: Relation<Project>,
        #[notion(formula = "{estimate} * 2")]
        double: Formula<f64>,
    }

    /// The databases of `before`, with the ids that the structs say.
    async fn world() -> (Session, Page) {
        let (session, home) = local().await;
        let (projects, tasks) = session
            .create_dbs::<(before::Project, before::Task)>(&home)
            .await
            .unwrap();
        let mut snapshot = session.local_server().unwrap().snapshot().to_string();
        for (id, name, source) in [
            (ESTIMATE, "Estimate", tasks.data_source().await.unwrap()),
            (TASKS, "Tasks", projects.data_source().await.unwrap()),
        ] {
            let given = &source.properties[name].id;
            let wanted = notion_session::model::PropertyId::from(id);
            snapshot = snapshot.replace(&given.decoded(), &wanted.decoded());
            snapshot = snapshot.replace(given.as_str(), id);
        }
        let snapshot = serde_json::from_str(&snapshot).unwrap();
        let server = Server::builder().snapshot(&snapshot).unwrap();
        (open(&server), home)
    }

    #[tokio::test]
    async fn a_property_is_found_whatever_it_is_called() {
        let (session, home) = world().await;
        let (projects, tasks) = session
            .bind_all::<(Project, Task)>(home.id())
            .await
            .unwrap();
        change(
            &tasks,
            json!({ "properties": { "Estimate": { "name": "Days" } } }),
        )
        .await;
        change(
            &projects,
            json!({ "properties": { "Tasks": { "name": "To do" } } }),
        )
        .await;

        // Who comes later finds them all the same: in formulas, rollups and other sides, too.
        let later = open(session.local_server().unwrap());
        let (projects, tasks) = later.bind_all::<(Project, Task)>(home.id()).await.unwrap();
        let launch = projects.insert(Project::default()).await.unwrap();
        let task = Task {
            estimate: Some(3.0),
            project: [launch.id()].into(),
            ..Task::default()
        };
        let row = tasks.insert(task).await.unwrap();
        assert_eq!(row.double.get(), Some(&6.0));
        let launch = projects.get(launch.id()).await.unwrap();
        assert_eq!((launch.tasks.len(), launch.effort.get()), (1, Some(&3.0)));
        let found = tasks.query().filter(Task::COL.estimate.eq(3));
        assert_eq!(found.count().await.unwrap(), 1);

        // By names it does not fit.
        let error = later.bind::<before::Task>(tasks.id()).await.unwrap_err();
        assert!(error.to_string().contains("+ Estimate"), "{error}");
    }

    #[tokio::test]
    async fn an_id_that_is_not_there_is_told_and_none_is_created() {
        let (session, home) = local().await;
        let before = sent(&session);
        let error = session
            .create_dbs::<(Project, Task)>(&home)
            .await
            .unwrap_err();
        assert!(matches!(error, Error::Refused(_)), "{error}");
        assert!(
            error.to_string().contains("Notion gives ids itself"),
            "{error}"
        );
        assert_eq!(sent(&session), before);

        session
            .create_dbs::<(before::Project, before::Task)>(&home)
            .await
            .unwrap();
        let error = session
            .bind_all::<(Project, Task)>(&home)
            .await
            .unwrap_err();
        let text = error.to_string();
        for line in [
            "to add\n  + Tasks  relation: two-way with \"Project\" (no property has the id \"t%3Ds%3A\", which `Project` says it has)",
            "to add\n  + Estimate  number (no property has the id \"e%3Ds%3A\", which `Task` says it has)",
        ] {
            assert!(text.contains(line), "{text}");
        }
        assert_eq!(text.lines().count(), 4, "{text}");
    }
}

#[tokio::test]
async fn the_groups_of_a_status_are_compared_and_never_sent() {
    let (session, home) = local().await;
    // Notion puts all options that its API makes into one group.
    let tasks = session.create_db::<Task>(&home).await.unwrap();
    let server = session.local_server().unwrap();
    let log = format!("{:?}", server.requests());
    assert!(!log.contains("group"), "{log}");

    // No call fails for that, unless it is asked to.
    session.bind::<Task>(tasks.id()).await.unwrap();
    session.bind_all::<(Task,)>(&home).await.unwrap();
    session.get_or_create_dbs::<(Task,)>(&home).await.unwrap();
    for on_drift in [OnDrift::Fail, OnDrift::Additive, OnDrift::Ignore] {
        let found = session.get_or_create_db::<Task>(&home).on_drift(on_drift);
        assert_eq!(found.await.unwrap().id(), tasks.id(), "{on_drift:?}");
    }
    let strict = session
        .get_or_create_db::<Task>(&home)
        .on_drift(OnDrift::Strict);
    let error = strict.await.unwrap_err();
    let expected = format!(
        "the database \"Tasks\" ({}) does not fit `Task`: 1 to note\n  i Stage  the option \"Done\" is in \
         the group \"To-do\" in Notion and in \"Complete\" in `Task` (it can be moved in Notion; its API cannot)\n",
        tasks.url().unwrap()
    );
    assert!(error.to_string().starts_with(&expected), "{error}");

    // Somebody moves it.
    server
        .move_option(tasks.data_source_id(), "Stage", "Done", "Complete")
        .unwrap();
    let strict = session
        .get_or_create_db::<Task>(&home)
        .on_drift(OnDrift::Strict);
    strict.await.unwrap();
    assert_eq!(session.plan::<Task>(&tasks).await.unwrap().changes(), []);
}

#[tokio::test]
async fn sets_that_cannot_be_told_apart_are_refused_before_anything_is_sent() {
    let (session, home) = local().await;
    let before = sent(&session);
    let refused = |error: Error, parts: &[&str]| {
        let text = error.to_string();
        assert!(matches!(error, Error::Config(_)), "{text}");
        for part in parts {
            assert!(text.contains(part), "{text}");
        }
    };

    let error = session.create_graph(SchemaGraph::default(), &home).await;
    refused(error.unwrap_err(), &["the set has no schemas"]);

    let twice = ["`Task` is in the set twice"];
    let error = session.create_dbs::<(Task, Task)>(&home).await;
    refused(error.unwrap_err(), &twice);
    let error = session.get_or_create_dbs::<(Task, Task)>(&home).await;
    refused(error.unwrap_err(), &twice);
    let error = session.bind_all::<(Task, Task)>(&home).await;
    refused(error.unwrap_err(), &twice);
    refused(session.plan_creation::<(Task, Task)>().unwrap_err(), &twice);

    let one_title = [
        "`Task` and `OtherTask` both have the title \"Tasks\"",
        "give one another title, or another parent",
    ];
    let error = session.create_dbs::<(Task, OtherTask)>(&home).await;
    refused(error.unwrap_err(), &one_title);
    let error = session.get_or_create_dbs::<(Task, OtherTask)>(&home).await;
    refused(error.unwrap_err(), &one_title);
    let error = session.bind_all::<(Task, OtherTask)>(&home).await;
    refused(error.unwrap_err(), &one_title);
    assert_eq!(sent(&session), before);

    // Under two parents they can.
    let other = session.create_page(&home, "Other").await.unwrap();
    let parents = [home.id(), other.id()];
    session
        .create_dbs::<(Task, OtherTask)>(parents)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_parent_that_is_not_shared_is_told_with_what_to_do() {
    let server = Server::new();
    let owner = open(&server);
    let home = owner.search_page("Home").await.unwrap().item().unwrap();
    let shared = owner.create_page(&home, "Shared").await.unwrap();
    let token = server.add_integration("Guest", [shared.id()]);
    let guest = Session::builder()
        .local_server(server.clone())
        .token(token)
        .build()
        .unwrap();
    guest.create_db::<OtherTask>(shared.id()).await.unwrap();
    for error in [
        guest.create_db::<OtherTask>(home.id()).await.unwrap_err(),
        guest
            .get_or_create_db::<OtherTask>(home.id())
            .await
            .unwrap_err(),
        guest.bind_all::<(OtherTask,)>(home.id()).await.unwrap_err(),
    ] {
        let text = error.to_string();
        assert!(error.is_not_found(), "{text}");
        assert!(
            text.contains(&home.id().to_string()) && text.contains("shared with your integration"),
            "{text}"
        );
    }
}

#[tokio::test]
async fn a_data_source_in_the_trash_is_not_bound() {
    let (session, home) = local().await;
    let tasks = session.create_db::<OtherTask>(&home).await.unwrap();
    change(&tasks, json!({ "in_trash": true })).await;
    for error in [
        session.bind::<OtherTask>(tasks.id()).await.unwrap_err(),
        session
            .bind::<OtherTask>(tasks.data_source_id())
            .await
            .unwrap_err(),
        session
            .get_or_create_db::<OtherTask>(&home)
            .await
            .unwrap_err(),
    ] {
        let expected = format!(
            "`{}` is the id of a data source in the trash, not of a data source in use: restore it, or say another",
            tasks.data_source_id()
        );
        assert_eq!(error.to_string(), expected);
    }
    change(&tasks, json!({ "in_trash": false })).await;
    session.bind::<OtherTask>(tasks.id()).await.unwrap();
}

#[tokio::test]
async fn of_several_data_sources_the_one_of_the_title_is_bound() {
    let (session, home) = local().await;
    let tasks = session.create_db::<OtherTask>(&home).await.unwrap();
    let add = async |title: &str| {
        let body = json!({
            "parent": { "type": "database_id", "database_id": tasks.id() },
            "title": [{ "text": { "content": title } }],
            "properties": { "Name": { "title": {} } },
        });
        let request = Request::post("/v1/data_sources").json(body);
        send(&session, request).await["id"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    add("Archive").await;
    let bound = session.bind::<OtherTask>(tasks.id()).await.unwrap();
    assert_eq!(bound.data_source_id(), tasks.data_source_id());
    let bound = session.get_or_create_db::<OtherTask>(&home).await.unwrap();
    assert_eq!(bound.data_source_id(), tasks.data_source_id());

    // Two of them could be meant.
    let second = add("Tasks").await;
    let error = session.bind::<OtherTask>(tasks.id()).await.unwrap_err();
    let text = error.to_string();
    assert!(matches!(error, Error::DataSourceCount(_)), "{text}");
    for part in [
        "has 3 data sources: pass the ID of one of them",
        &format!("\"Tasks\" ({})", tasks.data_source_id()),
        &format!("\"Tasks\" ({second})"),
    ] {
        assert!(text.contains(part), "{text}");
    }
    let bound = session.bind::<OtherTask>(&*second).await.unwrap();
    assert_eq!(bound.data_source_id().to_string(), second);
}

#[tokio::test]
async fn of_several_databases_the_one_that_is_preferred_is_the_target() {
    #[derive(NotionSchema)]
    #[allow(dead_code)]
    struct Note {
        name: Title,
        about: Relation<OtherTask>,
    }
    let (session, home) = local().await;
    let first = session.create_db::<OtherTask>(&home).await.unwrap();
    session.create_db::<OtherTask>(&home).await.unwrap();
    let error = session.create_db::<Note>(&home).await.unwrap_err();
    assert!(matches!(error, Error::AmbiguousTarget(_)), "{error}");
    assert!(error.to_string().contains("session.prefer("), "{error}");
    session.prefer(&first);
    let notes = session.create_db::<Note>(&home).await.unwrap();
    let source = notes.data_source().await.unwrap();
    let about = serde_json::to_value(&source.properties["About"]).unwrap();
    assert_eq!(
        about["relation"]["data_source_id"],
        first.data_source_id().to_string()
    );
}

/// A database without data sources, which is how Notion answers for a linked view of another one.
async fn linked_view(session: &Session, page: &Page, title: &str) -> Database {
    let elsewhere = session.create_page(page, "Elsewhere").await.unwrap();
    let original = session
        .create_untyped_db(&elsewhere, "Original")
        .await
        .unwrap();
    let mut view = session.create_untyped_db(page, title).await.unwrap();
    let id = view.id();
    view.move_data_source(&original).await.unwrap();
    let data = session.api().databases().retrieve(id).await.unwrap();
    assert!(data.data_sources.is_empty());
    view
}

#[tokio::test]
async fn linked_views_are_passed_over_whatever_looks_for_a_title() {
    let (session, home) = local().await;
    linked_view(&session, &home, "Tasks").await;
    // Where only a view has the title, the database is missing.
    let error = session.bind_all::<(Task,)>(&home).await.unwrap_err();
    assert!(matches!(error, Error::CountMismatch(_)), "{error}");
    let tasks = session.get_or_create_db::<Task>(&home).await.unwrap();
    // Views before and after it change nothing.
    linked_view(&session, &home, "Tasks").await;
    let found = session.get_or_create_db::<Task>(&home).await.unwrap();
    assert_eq!(found.id(), tasks.id());
    let (found,) = session.get_or_create_dbs::<(Task,)>(&home).await.unwrap();
    assert_eq!(found.id(), tasks.id());
    let (found,) = session.bind_all::<(Task,)>(&home).await.unwrap();
    assert_eq!(found.id(), tasks.id());
    let below = home.subdatabases().await.unwrap();
    assert_eq!(below.len(), 1);
    // Two databases of the title are still told apart by nothing.
    session.create_untyped_db(&home, "Tasks").await.unwrap();
    let error = session.get_or_create_db::<Task>(&home).await.unwrap_err();
    let Error::CountMismatch(error) = error else {
        panic!("{error}")
    };
    assert_eq!(error.found.len(), 2);
}

#[tokio::test]
async fn a_linked_view_that_is_bound_by_its_id_is_named_as_one() {
    let (session, home) = local().await;
    let page = session.create_page(&home, "Page").await.unwrap();
    let original = session.create_untyped_db(&page, "Original").await.unwrap();
    let mut view = session.create_untyped_db(&page, "Tasks").await.unwrap();
    let id = view.id();
    view.move_data_source(&original).await.unwrap();
    let error = session.bind::<Task>(id).await.unwrap_err();
    assert!(
        error.to_string().contains("it may be a linked view"),
        "{error}"
    );
}
