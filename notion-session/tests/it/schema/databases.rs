//! Databases of schemas and their rows, against the local server: what comes to be, what it costs, what is refused.

use notion_local::Fault;
use notion_session::Error;
use notion_session::http::Request;
use notion_session::model::{IconKind, SchemaKind, UserId};
use notion_session::prelude::*;
use serde_json::{Value, json};

use crate::support::{local, sent};

#[derive(NotionOptions, Clone, Debug, PartialEq)]
enum Stage {
    Backlog,
    #[notion(color = blue)]
    InProgress,
}

/// What we have promised to whom.
#[derive(NotionSchema, Clone, Debug, Default, PartialEq)]
#[notion(title = "Projects", icon = "🚀", inline)]
struct Project {
    #[notion(title)]
    name: String,
    #[notion(two_way = project)]
    tasks: Relation<Task>,
    #[notion(rollup = sum(tasks.estimate))]
    effort: Rollup<f64>,
}

#[derive(NotionSchema, Clone, Debug, Default, PartialEq)]
#[notion(title = "Tasks")]
struct Task {
    #[notion(title)]
    task: String,
    /// In days.
    #[notion(number = number_with_commas)]
    estimate: Option<f64>,
    stage: Option<Stage>,
    #[notion(two_way = tasks)]
    project: Relation<Project>,
}

#[derive(NotionSchema, Clone, Debug, Default)]
struct Note {
    name: Title,
    text: String,
    stage: Option<Stage>,
    amount: Option<f64>,
}

#[tokio::test]
async fn a_schema_becomes_a_database_to_the_last_setting() {
    let (session, home) = local().await;
    let (projects, tasks) = session.create_dbs::<(Project, Task)>(&home).await.unwrap();

    assert_eq!(projects.title(), "Projects");
    assert_eq!(projects.description(), "What we have promised to whom.");
    assert!(projects.is_inline());
    let icon = projects.data().unwrap().icon.clone().unwrap();
    assert_eq!(icon.kind, IconKind::Emoji("🚀".into()));

    let source = session
        .api()
        .data_sources()
        .retrieve(tasks.data_source_id())
        .await
        .unwrap();
    let estimate = &source.properties["Estimate"];
    assert_eq!(estimate.description.as_deref(), Some("In days."));
    let SchemaKind::Number(number) = &estimate.kind else {
        panic!("{estimate:?}")
    };
    assert_eq!(
        number.format.as_ref().unwrap().as_str(),
        "number_with_commas"
    );
    let SchemaKind::Select(stage) = &source.properties["Stage"].kind else {
        panic!()
    };
    let options: Vec<_> = stage
        .options
        .iter()
        .map(|o| (o.name.as_str(), o.color.as_ref().unwrap().as_str()))
        .collect();
    assert_eq!(options, [("Backlog", "default"), ("In Progress", "blue")]);
    let SchemaKind::Relation(relation) = &source.properties["Project"].kind else {
        panic!()
    };
    assert_eq!(
        relation.data_source_id,
        Some(projects.data_source_id().cast())
    );
    let names: Vec<_> = source.properties.keys().map(String::as_str).collect();
    assert_eq!(
        names.len(),
        4,
        "the other side came under its own name: {names:?}"
    );
}

#[tokio::test]
async fn both_ends_of_a_relation_agree_and_the_rollup_follows() {
    let (session, home) = local().await;
    let (projects, tasks) = session.create_dbs::<(Project, Task)>(&home).await.unwrap();
    let launch = projects
        .insert(Project {
            name: "Launch".into(),
            ..Project::default()
        })
        .await
        .unwrap();
    let mut task = tasks
        .insert(Task {
            task: "Write".into(),
            estimate: Some(2.5),
            project: launch.id().into(),
            ..Task::default()
        })
        .await
        .unwrap();

    let launch = projects.get(launch.id()).await.unwrap();
    assert_eq!(launch.tasks.ids(), [task.id()]);
    assert_eq!(launch.effort.get(), Some(&2.5));

    task.project.clear();
    session.save(&mut task).await.unwrap();
    let launch = projects.get(launch.id()).await.unwrap();
    assert!(launch.tasks.is_empty());
    assert_eq!(launch.effort.get(), Some(&0.0));
}

#[tokio::test]
async fn related_databases_take_one_request_each() {
    #[derive(NotionSchema)]
    #[allow(dead_code)]
    struct A {
        name: Title,
        b: Relation<B>,
    }
    #[derive(NotionSchema)]
    #[allow(dead_code)]
    struct B {
        name: Title,
        c: Relation<C>,
    }
    #[derive(NotionSchema)]
    #[allow(dead_code)]
    struct C {
        name: Title,
    }
    #[derive(NotionSchema)]
    #[allow(dead_code)]
    struct Tree {
        name: Title,
        parent: Relation<Tree>,
    }

    let (session, home) = local().await;
    let before = sent(&session);
    session.create_dbs::<(A, B, C)>(&home).await.unwrap();
    assert_eq!(sent(&session) - before, 3);

    // The first two-way relation of a session is looked at, the others are not.
    let before = sent(&session);
    session.create_dbs::<(Project, Task)>(&home).await.unwrap();
    assert_eq!(sent(&session) - before, 3);
    let before = sent(&session);
    session.create_dbs::<(Project, Task)>(&home).await.unwrap();
    assert_eq!(sent(&session) - before, 2);

    // A relation to itself can only be had once the database is there.
    let before = sent(&session);
    let tree = session.create_db::<Tree>(&home).await.unwrap();
    assert_eq!(sent(&session) - before, 2);
    let root = tree.insert_with(|t| t.name.set("Root")).await.unwrap();
    let leaf = tree
        .insert_with(|t| (t.name.set("Leaf"), t.parent.set(root.id())))
        .await
        .unwrap();
    assert_eq!(leaf.parent.ids(), [root.id()]);
}

#[tokio::test]
async fn each_schema_can_have_a_page_of_its_own() {
    let (session, home) = local().await;
    let other = session.create_page(&home, "Other").await.unwrap();
    let (projects, tasks) = session
        .create_dbs::<(Project, Task)>([&home, &other])
        .await
        .unwrap();
    assert_eq!(projects.parent().unwrap().page_id(), Some(home.id()));
    assert_eq!(tasks.parent().unwrap().page_id(), Some(other.id()));

    let before = sent(&session);
    let error = session
        .create_dbs::<(Project, Task)>([&home])
        .await
        .unwrap_err();
    assert!(
        error.to_string().contains("2 schemas need one parent"),
        "{error}"
    );
    assert_eq!(sent(&session), before);
}

#[tokio::test]
async fn a_target_that_is_not_bound_or_bound_twice_is_named_before_anything_is_sent() {
    let (session, home) = local().await;
    let before = sent(&session);
    let error = session.create_db::<Task>(&home).await.unwrap_err();
    assert!(matches!(error, Error::UnboundTarget(_)), "{error}");
    for part in ["`Project`", "`Task`"] {
        assert!(error.to_string().contains(part), "{error}");
    }
    assert_eq!(sent(&session), before);

    session.create_dbs::<(Project, Task)>(&home).await.unwrap();
    session.create_dbs::<(Project, Task)>(&home).await.unwrap();
    let before = sent(&session);
    let error = session.create_db::<Task>(&home).await.unwrap_err();
    assert!(matches!(error, Error::AmbiguousTarget(_)), "{error}");
    assert_eq!(sent(&session), before);
}

#[tokio::test]
async fn get_or_create_finds_what_it_created() {
    let (session, home) = local().await;
    let created = session.get_or_create_db::<Note>(&home).await.unwrap();

    // Another session knows nothing, and finds the same.
    let other = Session::builder()
        .local_server(session.local_server().unwrap().clone())
        .build()
        .unwrap();
    let before = sent(&other);
    let found = other.get_or_create_db::<Note>(home.id()).await.unwrap();
    assert_eq!(found.id(), created.id());
    assert_eq!(sent(&other) - before, 1, "one search");
}

#[tokio::test]
async fn get_or_create_says_how_a_database_differs() {
    let (session, home) = local().await;
    let untyped = session.create_untyped_db(&home, "Note").await.unwrap();
    let error = session.get_or_create_db::<Note>(&home).await.unwrap_err();
    assert!(matches!(error, Error::SchemaMismatch(_)), "{error}");
    let expected = format!(
        "the database \"Note\" ({}) does not fit `Note`: 3 to add\n  + Text    rich_text\n  + Stage   select: \
         \"Backlog\", \"In Progress\"\n  + Amount  number\n`session.plan` changes it, and so does \
         `OnDrift::Additive` where nothing is lost",
        untyped.url().unwrap()
    );
    assert_eq!(error.to_string(), expected);
    let error = session.bind::<Note>(untyped.id()).await.unwrap_err();
    assert!(matches!(error, Error::SchemaMismatch(_)), "{error}");

    session.create_untyped_db(&home, "Note").await.unwrap();
    let error = session.get_or_create_db::<Note>(&home).await.unwrap_err();
    assert!(matches!(error, Error::CountMismatch(_)), "{error}");
}

#[tokio::test]
async fn a_parent_that_is_no_page_or_in_the_trash_gets_no_database() {
    let (session, home) = local().await;
    let notes = session.create_db::<Note>(&home).await.unwrap();
    let before = sent(&session);
    let error = session.create_db::<Note>(&notes).await.unwrap_err();
    assert!(matches!(error, Error::WrongKind(_)), "{error}");
    assert_eq!(sent(&session), before);

    let mut page = session.create_page(&home, "Old").await.unwrap();
    page.trash().await.unwrap();
    let error = session.create_db::<Note>(&page).await.unwrap_err();
    assert!(error.as_api().is_some(), "{error}");
    assert_eq!(session.all_dbs().await.unwrap().len(), 1);
}

#[tokio::test]
async fn long_text_is_split_and_comes_back_whole() {
    let (session, home) = local().await;
    let notes = session.create_db::<Note>(&home).await.unwrap();
    let text = "Äpfel 🍏 und Birnen. ".repeat(5_000);
    let note = Note {
        name: "Fruit".into(),
        text: text.clone(),
        ..Note::default()
    };
    let row = notes.insert(note).await.unwrap();
    assert_eq!(row.text, text);

    let before = sent(&session);
    let note = Note {
        name: "Fruit".into(),
        text: "x".repeat(200_001),
        ..Note::default()
    };
    let error = notes.insert(note).await.unwrap_err();
    assert!(matches!(error, Error::Refused(_)), "{error}");
    assert!(
        error.to_string().contains("`Text`") && error.to_string().contains("200001"),
        "{error}"
    );
    assert_eq!(sent(&session), before);
}

#[tokio::test]
async fn a_number_that_is_none_is_refused_before_anything_is_sent() {
    let (session, home) = local().await;
    let notes = session.create_db::<Note>(&home).await.unwrap();
    let mut row = notes.insert(Note::default()).await.unwrap();
    let before = sent(&session);
    row.amount = Some(f64::NAN);
    let error = session.save(&mut row).await.unwrap_err();
    assert!(matches!(error, Error::Refused(_)), "{error}");
    let error = session
        .update(&row, |t| t.amount.set(f64::INFINITY))
        .await
        .unwrap_err();
    assert!(error.to_string().contains("`Amount`"), "{error}");
    assert_eq!(sent(&session), before);
}

#[tokio::test]
async fn an_option_that_the_enum_does_not_know_costs_its_row_alone() {
    let (session, home) = local().await;
    let notes = session.create_db::<Note>(&home).await.unwrap();
    let good = notes
        .insert(Note {
            name: "Good".into(),
            ..Note::default()
        })
        .await
        .unwrap();
    let odd = notes
        .insert(Note {
            name: "Odd".into(),
            ..Note::default()
        })
        .await
        .unwrap();
    // Somebody adds an option in Notion.
    let body = json!({ "properties": { "Stage": { "select": { "name": "Frozen" } } } });
    let patch = Request::patch(format!("/v1/pages/{}", odd.id())).json(body);
    session.api().request::<Value>(patch).await.unwrap();

    let error = notes.query().all().await.unwrap_err();
    for part in ["Note", "Stage", "Frozen", &odd.id().to_string()] {
        assert!(
            error.to_string().contains(part),
            "`{part}` is not in: {error}"
        );
    }
    let lossy = notes.query().all_lossy().await.unwrap();
    assert_eq!(
        lossy.rows.iter().map(Row::id).collect::<Vec<_>>(),
        [good.id()]
    );
    assert_eq!(lossy.failed.len(), 1);
    assert_eq!(notes.query().count().await.unwrap(), 2);
}

#[tokio::test]
async fn a_save_sends_what_was_changed_and_nothing_else() {
    let (session, home) = local().await;
    let notes = session.create_db::<Note>(&home).await.unwrap();
    let mut row = notes
        .insert(Note {
            name: "A".into(),
            text: "B".into(),
            stage: Some(Stage::Backlog),
            amount: None,
        })
        .await
        .unwrap();
    row.stage = None;
    row.amount = Some(3.0);
    session.save(&mut row).await.unwrap();
    let server = session.local_server().unwrap();
    let last = server.requests().pop().unwrap();
    let body: Value = serde_json::from_str(&last.body.unwrap().to_string()).unwrap();
    // By the ids of the properties, which the row came with.
    let source = notes.clone().data_source().await.unwrap();
    let id = |name: &str| source.properties[name].id.as_str().to_owned();
    assert_eq!(
        body,
        json!({ "properties": {
            id("Stage"): { "select": null },
            id("Amount"): { "number": 3.0 },
        } })
    );
    assert_eq!(
        (row.stage.clone(), row.amount, &*row.text),
        (None, Some(3.0), "B")
    );
}

#[tokio::test]
async fn an_insert_whose_answer_was_lost_is_not_repeated() {
    let (session, home) = local().await;
    let notes = session.create_db::<Note>(&home).await.unwrap();
    session.local_server().unwrap().fail_next(Fault::Lost);
    let error = notes
        .insert(Note {
            name: "Once".into(),
            ..Note::default()
        })
        .await
        .unwrap_err();
    assert!(error.is_outcome_unknown(), "{error}");
    assert_eq!(notes.query().count().await.unwrap(), 1);
}

#[tokio::test]
async fn queries_ask_for_no_more_than_they_need() {
    let (session, home) = local().await;
    let notes = session.create_db::<Note>(&home).await.unwrap();
    for number in 0..110 {
        let amount = Some(f64::from(number));
        notes
            .insert(Note {
                amount,
                ..Note::default()
            })
            .await
            .unwrap();
    }
    let t = Note::COL;
    let before = sent(&session);
    let all = notes.query().sort(t.amount.asc()).all().await.unwrap();
    assert_eq!(sent(&session) - before, 2);
    let amounts: Vec<_> = all.iter().filter_map(|row| row.amount).collect();
    assert_eq!(amounts, (0..110).map(f64::from).collect::<Vec<_>>());

    let before = sent(&session);
    assert_eq!(notes.query().limit(5).all().await.unwrap().len(), 5);
    assert_eq!(notes.query().limit(100).all().await.unwrap().len(), 100);
    assert_eq!(notes.query().limit(0).all().await.unwrap().len(), 0);
    let first = notes
        .query()
        .sort(t.amount.desc())
        .first()
        .await
        .unwrap()
        .unwrap();
    assert_eq!(first.amount, Some(109.0));
    assert_eq!(sent(&session) - before, 3);

    let seven = notes.query().filter(t.amount.eq(7)).one().await.unwrap();
    assert_eq!(seven.amount, Some(7.0));
    let error = notes
        .query()
        .filter(t.amount.gt(200))
        .one()
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::CountMismatch(_)) && error.to_string().contains("Amount"),
        "{error}"
    );
}

#[tokio::test]
async fn a_page_of_another_database_is_no_row() {
    let (session, home) = local().await;
    let notes = session.create_db::<Note>(&home).await.unwrap();
    let (projects, _) = session.create_dbs::<(Project, Task)>(&home).await.unwrap();
    let launch = projects
        .insert(Project {
            name: "Launch".into(),
            ..Project::default()
        })
        .await
        .unwrap();
    let error = notes.get(launch.id().cast()).await.unwrap_err();
    assert!(
        error.is_decode() && error.to_string().contains("Text"),
        "{error}"
    );
}

/// Every kind of property that can be written, and those that Notion fills.
#[derive(NotionSchema, Clone, Debug, Default)]
struct Everything {
    name: Title,
    text: Option<String>,
    rich: RichText,
    #[notion(number = euro)]
    number: Option<f64>,
    count: Option<u32>,
    select: Option<Stage>,
    #[notion(status)]
    status: Option<Stage>,
    tags: Vec<Stage>,
    day: Option<Date>,
    instant: Option<DateTime>,
    range: Option<DateRange>,
    people: People,
    files: Files,
    checkbox: bool,
    #[notion(url)]
    url: Option<String>,
    #[notion(email)]
    email: Option<String>,
    #[notion(phone_number)]
    phone: Option<String>,
    place: Option<Place>,
    #[notion(formula = "{number} * 2")]
    formula: Formula<f64>,
    created: CreatedTime,
    edited: LastEditedTime,
    author: CreatedBy,
    editor: LastEditedBy,
    #[notion(prefix = "E")]
    id: UniqueId,
}

#[tokio::test]
async fn every_kind_of_property_is_written_and_read_back() {
    let (session, home) = local().await;
    let everything = session.create_db::<Everything>(&home).await.unwrap();
    let me: UserId = session.whoami().await.unwrap().id();
    let row = Everything {
        name: "All of it".into(),
        text: Some("Plain".into()),
        rich: "Rich".into(),
        number: Some(2.25),
        count: Some(7),
        select: Some(Stage::InProgress),
        status: Some(Stage::InProgress),
        tags: vec![Stage::InProgress, Stage::Backlog],
        day: Some("2026-11-22".parse().unwrap()),
        instant: Some("2026-11-22T09:30:00+01:00".parse().unwrap()),
        range: Some(
            "2026-11-22"
                .parse::<Date>()
                .map(|day| DateRange::new(day, day))
                .unwrap(),
        ),
        people: [me].into(),
        files: Files::external("a.txt", "https://example.org/a.txt"),
        checkbox: true,
        url: Some("https://example.org".into()),
        email: Some("jane@example.org".into()),
        phone: Some("+49 30 1234".into()),
        place: Some(Place {
            lat: 52.5,
            lon: 13.4,
            name: Some("Berlin".into()),
            ..Place::default()
        }),
        ..Everything::default()
    };
    let back = everything.insert(row.clone()).await.unwrap();
    assert_eq!(back.name, row.name);
    assert_eq!(
        (&back.text, back.rich.plain_text()),
        (&row.text, row.rich.plain_text())
    );
    assert_eq!(
        (back.number, back.count, back.checkbox),
        (row.number, row.count, true)
    );
    assert_eq!(
        (&back.select, &back.status, &back.tags),
        (&row.select, &row.status, &row.tags)
    );
    assert_eq!(
        (back.day, back.instant, back.range),
        (row.day, row.instant, row.range)
    );
    assert_eq!(back.people, row.people);
    assert_eq!(back.files[0].url(), row.files[0].url());
    assert_eq!(
        (&back.url, &back.email, &back.phone),
        (&row.url, &row.email, &row.phone)
    );
    assert_eq!(
        back.place.as_ref().map(|place| (place.lat, place.lon)),
        Some((52.5, 13.4))
    );
    assert_eq!(back.formula.get(), Some(&4.5));
    assert_eq!(back.created.get(), Some(back.created_time()));
    assert_eq!(back.edited.get(), Some(back.last_edited_time()));
    assert_eq!((back.author.get(), back.editor.get()), (Some(me), Some(me)));
    assert_eq!(back.id.to_string(), "E-1");
    assert!(back.changes().is_empty(), "{:?}", back.changes());

    // Everything that can be taken away is.
    let mut empty = back;
    *empty = Everything {
        name: "Nothing".into(),
        status: Some(Stage::Backlog),
        ..Everything::default()
    };
    session.save(&mut empty).await.unwrap();
    assert_eq!(
        (empty.text.clone(), empty.number, empty.select.clone()),
        (None, None, None)
    );
    assert!(empty.tags.is_empty() && empty.people.is_empty() && empty.files.is_empty());
    assert_eq!(
        (empty.day, empty.instant, empty.range, empty.url.clone()),
        (None, None, None, None)
    );
}

#[tokio::test]
async fn a_set_that_broke_off_says_what_is_there_and_is_completed() {
    let (session, home) = local().await;
    let nowhere: PageId = "00000000-0000-4000-8000-000000000000".parse().unwrap();
    // Tasks come first, and the parent of the projects is not there.
    let error = session
        .create_dbs::<(Project, Task)>([nowhere, home.id()])
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::Interrupted(_)) && error.is_not_found(),
        "{error}"
    );
    assert!(error.to_string().contains("\"Tasks\" (https://"), "{error}");

    let other = Session::builder()
        .local_server(session.local_server().unwrap().clone())
        .build()
        .unwrap();
    let before = sent(&other);
    let (projects, tasks) = other
        .get_or_create_dbs::<(Project, Task)>(home.id())
        .await
        .unwrap();
    assert_eq!(
        sent(&other) - before,
        5,
        "the search, the tasks that lack the relation, the children, creation, the look"
    );
    assert_eq!(
        other.all_dbs().await.unwrap().len(),
        2,
        "nothing is made twice"
    );
    let launch = projects
        .insert(Project {
            name: "Launch".into(),
            ..Project::default()
        })
        .await
        .unwrap();
    let task = Task {
        estimate: Some(2.0),
        project: launch.id().into(),
        ..Task::default()
    };
    tasks.insert(task).await.unwrap();
    assert_eq!(
        projects.get(launch.id()).await.unwrap().effort.get(),
        Some(&2.0)
    );

    let before = sent(&other);
    other
        .get_or_create_dbs::<(Project, Task)>(home.id())
        .await
        .unwrap();
    assert_eq!(sent(&other) - before, 1, "one search");
}

#[tokio::test]
async fn what_a_database_lacks_is_added_and_what_it_has_otherwise_is_told() {
    let (session, home) = local().await;
    let untyped = session.create_untyped_db(&home, "Note").await.unwrap();
    let (note,) = session.get_or_create_dbs::<(Note,)>(&home).await.unwrap();
    assert_eq!(note.id(), untyped.id());
    let row = Note {
        name: "A".into(),
        amount: Some(1.0),
        stage: Some(Stage::Backlog),
        ..Note::default()
    };
    assert_eq!(note.insert(row).await.unwrap().amount, Some(1.0));
    session.bind_all::<(Note,)>(&home).await.unwrap();

    // Somebody makes a text of the number.
    let id = note.data_source_id();
    let body = json!({ "properties": { "Amount": null } });
    let patch = Request::patch(format!("/v1/data_sources/{id}")).json(body);
    session.api().request::<Value>(patch).await.unwrap();
    let body = json!({ "properties": { "Amount": { "rich_text": {} } } });
    let patch = Request::patch(format!("/v1/data_sources/{id}")).json(body);
    session.api().request::<Value>(patch).await.unwrap();
    let error = session
        .get_or_create_dbs::<(Note,)>(&home)
        .await
        .unwrap_err();
    assert!(matches!(error, Error::SchemaMismatch(_)), "{error}");
    assert!(
        error
            .to_string()
            .contains("~ Amount  rich_text in Notion, number in `Note`"),
        "{error}"
    );
}
