//! Two-way relations with a Notion that names other sides as it is asked to, and with one that does not.

use notion_local::{Fault, FaultRule, Server};
use notion_session::model::{RelationKind, SchemaKind};
use notion_session::prelude::*;
use notion_session::{Database, Error, Page};

use crate::support::{cost, open};

#[derive(NotionSchema, Debug, Default)]
struct Project {
    name: Title,
    #[notion(two_way = project)]
    tasks: Relation<Task>,
    #[notion(two_way = projects)]
    people: Relation<Person>,
    #[notion(rollup = sum(tasks.estimate))]
    effort: Rollup<f64>,
}

#[derive(NotionSchema, Debug, Default)]
struct Task {
    task: Title,
    estimate: Option<f64>,
    #[notion(two_way = tasks)]
    project: Relation<Project>,
    #[notion(two_way = tasks)]
    owner: Relation<Person>,
}

#[derive(NotionSchema, Debug, Default)]
struct Person {
    name: Title,
    #[notion(two_way = owner)]
    tasks: Relation<Task>,
    #[notion(two_way = people)]
    projects: Relation<Project>,
}

/// Two schemas whose two-way relation waits for an update, since something else does.
#[derive(NotionSchema, Debug, Default)]
struct Note {
    name: Title,
    see: Relation<Note>,
}

async fn world(ignores_names: bool) -> (Server, Session, Page) {
    let server = Server::builder().ignore_synced_names(ignores_names).build();
    let (session, home) = open(&server).await;
    (server, session, home)
}

/// The properties of a database with the names of their other sides.
async fn sides<S>(database: &Database<S>) -> Vec<(String, String)> {
    let api = database.session().api();
    let source = api.data_sources().retrieve(database.data_source_id());
    let source = source.await.unwrap();
    let mut sides = Vec::new();
    for property in source.properties.values() {
        if let SchemaKind::Relation(relation) = &property.kind
            && let RelationKind::Dual(dual) = &relation.kind
        {
            let back = dual.synced_property_name.clone().unwrap();
            sides.push((property.name.clone(), back));
        }
    }
    sides.sort();
    sides
}

fn pair(one: &str, other: &str) -> (String, String) {
    (one.to_owned(), other.to_owned())
}

async fn all_are_named(p: &Database<Project>, t: &Database<Task>, o: &Database<Person>) {
    let expected = [pair("People", "Projects"), pair("Tasks", "Project")];
    assert_eq!(sides(p).await, expected);
    let expected = [pair("Owner", "Tasks"), pair("Project", "Tasks")];
    assert_eq!(sides(t).await, expected);
    let expected = [pair("Projects", "People"), pair("Tasks", "Owner")];
    assert_eq!(sides(o).await, expected);
}

#[tokio::test]
async fn names_that_count_are_looked_at_once_a_session() {
    let (_server, session, home) = world(false).await;
    let all = session.create_dbs::<(Project, Task, Person)>(&home);
    let (all, sent) = cost(&session, all).await;
    let (projects, tasks, people) = all.unwrap();
    assert_eq!(sent, 3 + 1, "a creation each, and one look");
    all_are_named(&projects, &tasks, &people).await;

    let all = session.create_dbs::<(Project, Task, Person)>(&home);
    let (all, sent) = cost(&session, all).await;
    all.unwrap();
    assert_eq!(sent, 3, "the answer is remembered");
}

#[tokio::test]
async fn names_that_do_not_count_are_given_afterwards() {
    let (_server, session, home) = world(true).await;
    let all = session.create_dbs::<(Project, Task, Person)>(&home);
    let (all, sent) = cost(&session, all).await;
    let (projects, tasks, people) = all.unwrap();
    assert_eq!(sent, 3 + 1 + 3, "one look, and a name for each relation");
    all_are_named(&projects, &tasks, &people).await;
    // They serve as those do that were named at once.
    let launch = projects.insert(Project::default()).await.unwrap();
    let task = Task {
        estimate: Some(2.0),
        project: [launch.id()].into(),
        ..Task::default()
    };
    tasks.insert(task).await.unwrap();
    let launch = projects.get(launch.id()).await.unwrap();
    assert_eq!((launch.tasks.len(), launch.effort.get()), (1, Some(&2.0)));

    let all = session.create_dbs::<(Project, Task, Person)>(&home);
    let (all, sent) = cost(&session, all).await;
    let (projects, tasks, people) = all.unwrap();
    assert_eq!(sent, 3 + 3, "the answer is remembered");
    all_are_named(&projects, &tasks, &people).await;
}

#[tokio::test]
async fn an_answer_that_tells_of_the_name_saves_the_look() {
    for (ignores_names, expected) in [(false, 1), (true, 2)] {
        let (_server, session, home) = world(ignores_names).await;
        // Tasks are there without their relations, so that these come by an update.
        let people = session.create_untyped_db(&home, "Person").await.unwrap();
        let tasks = session.create_untyped_db(&home, "Task").await.unwrap();
        let update = |database: &Database, title: &str| {
            let path = format!("/v1/data_sources/{}", database.data_source_id());
            let body = serde_json::json!({ "properties": { "Name": { "name": title } } });
            notion_session::http::Request::patch(path).json(body)
        };
        for request in [update(&people, "Person"), update(&tasks, "Task")] {
            session.client().send(&request).await.unwrap();
        }
        let both = session.get_or_create_dbs::<(Pupil, Lesson)>(&home);
        let (both, sent) = cost(&session, both).await;
        let (pupils, lessons) = both.unwrap();
        assert_eq!(
            sent,
            1 + 2 + expected,
            "the search, each as it is now, the update, the name if it did not count"
        );
        assert_eq!(sides(&pupils).await, [pair("Lessons", "Pupils")]);
        assert_eq!(sides(&lessons).await, [pair("Pupils", "Lessons")]);
    }
}

#[derive(NotionSchema, Debug, Default)]
#[notion(title = "Person")]
struct Pupil {
    person: Title,
    #[notion(two_way = pupils)]
    lessons: Relation<Lesson>,
}

#[derive(NotionSchema, Debug, Default)]
#[notion(title = "Task")]
struct Lesson {
    task: Title,
    #[notion(two_way = lessons)]
    pupils: Relation<Pupil>,
}

#[tokio::test]
async fn a_set_that_broke_off_before_a_name_was_given_is_completed() {
    for broken in ["GET", "PATCH"] {
        let (server, session, home) = world(true).await;
        let rule = FaultRule::new(Fault::Status(400)).on(broken, "/v1/data_sources/");
        server.fail_when(rule.times(1));
        let all = session.create_dbs::<(Project, Task, Person)>(&home).await;
        let error = all.unwrap_err();
        assert!(matches!(error, Error::Interrupted(_)), "{error}");

        let other = Session::builder()
            .local_server(server.clone())
            .build()
            .unwrap();
        let all = other.get_or_create_dbs::<(Project, Task, Person)>(home.id());
        let (projects, tasks, people) = all.await.unwrap();
        all_are_named(&projects, &tasks, &people).await;
        assert_eq!(
            other.all_dbs().await.unwrap().len(),
            3,
            "none is made twice"
        );
        // What is complete is found so.
        let all = other.bind_all::<(Project, Task, Person)>(home.id());
        all.await.unwrap();
    }
}

#[tokio::test]
async fn a_relation_to_itself_has_no_other_side_to_name() {
    let (_server, session, home) = world(true).await;
    let (notes, sent) = cost(&session, session.create_db::<Note>(&home)).await;
    assert_eq!((sides(&notes.unwrap()).await, sent), (Vec::new(), 2));
}

/// Schemas of which some need an update: relations to themselves, rollups both ways, a side with a description.
mod tangled {
    use super::*;

    #[derive(NotionSchema, Debug, Default)]
    pub(super) struct Area {
        name: Title,
        above: Relation<Area>,
        weight: Option<f64>,
        /// What is done here.
        #[notion(two_way = area)]
        work: Relation<Work>,
        #[notion(rollup = sum(work.days))]
        days: Rollup<f64>,
        #[notion(formula = "{days} * 8")]
        hours: Formula<f64>,
    }

    #[derive(NotionSchema, Debug, Default)]
    pub(super) struct Work {
        name: Title,
        days: Option<f64>,
        /// Where it is done.
        #[notion(two_way = work)]
        area: Relation<Area>,
        #[notion(rollup = sum(area.weight))]
        weight: Rollup<f64>,
        after: Relation<Work>,
    }
}

/// A request is refused, lost on its way, lost with its answer, or its answer cannot be read.
const FAULTS: [Fault; 7] = [
    Fault::Status(400),
    Fault::Status(503),
    Fault::RateLimited { retry_after: 1 },
    Fault::CutBefore,
    Fault::CutAfter,
    Fault::Lost,
    Fault::Truncated,
];

/// The error names each database that exists as one that does or may, and none as existing that does not.
async fn what_exists_is_named(session: &Session, error: &Error) {
    let found = session.all_dbs().await.unwrap();
    let found: Vec<_> = found.iter().map(Database::title).collect();
    let (created, may_exist) = match error {
        Error::Interrupted(error) => (error.created.clone(), error.may_exist.clone()),
        _ => (Vec::new(), Vec::new()),
    };
    let named = |list: &[String], title: &str| {
        let quoted = format!("\"{title}\"");
        list.iter().any(|named| named.starts_with(&quoted))
    };
    for title in &found {
        assert!(
            named(&created, title) || named(&may_exist, title),
            "{title} exists: {error}"
        );
    }
    assert!(created.len() <= found.len(), "{found:?} exist: {error}");
    assert_eq!(
        error.is_outcome_unknown(),
        error.is_outcome_unknown() && matches!(error, Error::Interrupted(_))
    );
    let text = error.to_string();
    assert!(
        created
            .iter()
            .chain(&may_exist)
            .all(|named| text.contains(named.as_str())),
        "{text}"
    );
}

#[tokio::test]
async fn a_set_that_broke_off_and_of_which_a_database_was_trashed_is_completed_or_refused_with_the_way_out()
 {
    let (mut completed, mut refused) = (0, 0);
    for ignores_names in [false, true] {
        for fault in FAULTS {
            for (sound, trashed) in (0..6).flat_map(|sound| [(sound, 0), (sound, 1), (sound, 2)]) {
                let (server, session, home) = world(ignores_names).await;
                for _ in 0..sound {
                    server.fail_next(Fault::Delay(std::time::Duration::ZERO));
                }
                server.fail_next(fault.clone());
                let _ = session.create_dbs::<(Project, Task, Person)>(&home).await;
                server.clear_faults();

                // By a person, so that the session does not know.
                let other = || {
                    Session::builder()
                        .local_server(server.clone())
                        .build()
                        .unwrap()
                };
                let Some(mut database) = other().all_dbs().await.unwrap().get(trashed).cloned()
                else {
                    continue;
                };
                database.trash_database().await.unwrap();
                let mut attempts = 0;
                let all = loop {
                    match other()
                        .get_or_create_dbs::<(Project, Task, Person)>(home.id())
                        .await
                    {
                        Ok(all) => break all,
                        Err(Error::SchemaMismatch(mismatch)) => {
                            refused += 1;
                            // As the error says: the property is deleted.
                            let mismatch = &mismatch.databases[0];
                            let side = &mismatch.differences[0];
                            assert!(side.what.contains("in the trash"), "{}", side.what);
                            assert!(side.what.contains("rename or delete"), "{}", side.what);
                            let left = other().all_dbs().await.unwrap();
                            let mut left = left.iter();
                            let database = left
                                .find(|it| mismatch.database.contains(&it.title()))
                                .unwrap();
                            let path = format!("/v1/data_sources/{}", database.data_source_id());
                            let body =
                                serde_json::json!({ "properties": { &side.property: null } });
                            let delete = notion_session::http::Request::patch(path).json(body);
                            other().client().send(&delete).await.unwrap();
                        }
                        Err(error) => panic!("{fault:?} after {sound}, without {trashed}: {error}"),
                    }
                    attempts += 1;
                    assert!(attempts < 5, "{fault:?} after {sound}, without {trashed}");
                };
                completed += 1;
                all_are_named(&all.0, &all.1, &all.2).await;
            }
        }
    }
    assert!(
        completed > 50 && refused > 20,
        "{completed} completed, {refused} refused"
    );
}

#[tokio::test]
async fn a_database_whose_relation_takes_a_name_that_is_taken_is_refused_with_the_way_out() {
    let (_server, session, home) = world(false).await;
    let (mut pupils, _lessons) = session.create_dbs::<(Pupil, Lesson)>(&home).await.unwrap();
    pupils.trash_database().await.unwrap();
    // The lessons still have the other side of the relation of the pupils that are gone.
    let error = session.create_db::<Pupil>(&home).await.unwrap_err();
    let Error::SchemaMismatch(mismatch) = &error else {
        panic!("{error}")
    };
    assert_eq!(mismatch.databases[0].differences[0].property, "Pupils");
    assert!(
        error
            .to_string()
            .contains("restore the database there, or rename or delete `Pupils`"),
        "{error}"
    );
    pupils.restore_database().await.unwrap();
    session
        .get_or_create_dbs::<(Pupil, Lesson)>(&home)
        .await
        .unwrap();
}

#[tokio::test]
async fn wherever_a_set_broke_off_it_is_completed_and_nothing_is_made_twice() {
    use tangled::{Area, Work};
    for ignores_names in [false, true] {
        for fault in FAULTS {
            let mut broken = 0;
            for sound in 0.. {
                let (server, session, home) = world(ignores_names).await;
                for _ in 0..sound {
                    server.fail_next(Fault::Delay(std::time::Duration::ZERO));
                }
                server.fail_next(fault.clone());
                let both = session.create_dbs::<(Area, Work)>(&home).await;
                server.clear_faults();
                let Err(error) = both else { break };
                broken += 1;
                let other = Session::builder()
                    .local_server(server.clone())
                    .build()
                    .unwrap();
                what_exists_is_named(&other, &error).await;
                let both = other.get_or_create_dbs::<(Area, Work)>(home.id()).await;
                both.unwrap_or_else(|error| panic!("{fault:?} after {sound}: {error}"));
                assert_eq!(other.all_dbs().await.unwrap().len(), 2);
                let (areas, work) = other.bind_all::<(Area, Work)>(home.id()).await.unwrap();
                assert_eq!(sides(&areas).await, [pair("Work", "Area")]);
                assert_eq!(sides(&work).await, [pair("Area", "Work")]);
                let described = areas.properties().await.unwrap();
                assert_eq!(
                    described["Work"].description.as_deref(),
                    Some("What is done here.")
                );
                assert_eq!(described.len(), 6);
                assert_eq!(work.properties().await.unwrap().len(), 5);
            }
            assert!(broken >= 4, "{broken} requests were broken");
        }
    }
}
