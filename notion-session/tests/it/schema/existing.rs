//! Databases that exist: what it costs to find them again, and what happens if they differ from their schemas.

use notion_local::Server;
use notion_session::prelude::*;
use notion_session::session::OnDrift;
use serde_json::json;

use crate::support::{change_properties, cost, home, open, results, sent, with_answer};

#[derive(NotionSchema, Clone, Debug, Default)]
#[notion(title = "Companies")]
struct Company {
    #[notion(title)]
    name: String,
    #[notion(two_way = company)]
    people: Relation<Person>,
}

#[derive(NotionSchema, Clone, Debug, Default)]
#[notion(title = "People")]
struct Person {
    #[notion(title)]
    name: String,
    #[notion(two_way = people)]
    company: Relation<Company>,
}

#[derive(NotionSchema, Clone, Debug, Default)]
#[notion(title = "Deals")]
struct Deal {
    #[notion(title)]
    name: String,
    company: Relation<Company>,
    #[notion(number = euro)]
    value: Option<f64>,
    #[notion(formula = "{value} * 2")]
    double: Formula<f64>,
}

#[derive(NotionSchema, Clone, Debug, Default)]
#[notion(title = "Activities")]
struct Activity {
    #[notion(title)]
    name: String,
    deal: Relation<Deal>,
}

#[derive(NotionSchema, Clone, Debug, Default)]
#[notion(title = "Notes")]
struct Note {
    #[notion(title)]
    name: String,
    text: String,
}

type Crm = (Company, Person, Deal, Activity, Note);

/// A session of another process on the same server.
fn another(server: &Server) -> Session {
    let builder = Session::builder().local_server(server.clone());
    builder.build().unwrap()
}

/// A session whose searches find nothing, as those of Notion do for some seconds after a creation.
async fn with_slow_search(server: &Server) -> Session {
    with_answer(server, "/v1/search", results(&json!([]))).await
}

#[tokio::test]
async fn databases_that_exist_are_found_by_one_request_however_many() {
    let server = Server::new();
    let (session, home) = open(&server).await;
    let (companies, ..) = session.create_dbs::<Crm>(&home).await.unwrap();

    let other = another(&server);
    let (found, requests) = cost(&other, other.get_or_create_dbs::<Crm>(home.id())).await;
    assert_eq!(
        (found.unwrap().0.id(), requests),
        (companies.id(), 1),
        "one search"
    );
    let other = another(&server);
    let (found, requests) = cost(&other, other.bind_all::<Crm>(home.id())).await;
    assert_eq!((found.unwrap().0.id(), requests), (companies.id(), 1));
    let other = another(&server);
    let (found, requests) = cost(&other, other.get_or_create_db::<Note>(home.id())).await;
    assert_eq!((found.unwrap().title(), requests), ("Notes".to_owned(), 1));

    // What was found works: rows are written, relations lead to the databases of the same set.
    let (companies, people, ..) = other.bind_all::<Crm>(home.id()).await.unwrap();
    let acme = companies.insert(Company::default()).await.unwrap();
    let person = Person {
        company: acme.id().into(),
        ..Person::default()
    };
    let person = people.insert(person).await.unwrap();
    let acme = companies.get(acme.id()).await.unwrap();
    assert_eq!(acme.people.ids(), [person.id()]);
}

#[tokio::test]
async fn a_database_that_search_does_not_show_yet_is_not_created_again() {
    let server = Server::new();
    let (session, home) = open(&server).await;
    let slow = with_slow_search(&server).await;
    let (companies, ..) = slow.get_or_create_dbs::<Crm>(home.id()).await.unwrap();
    let (again, ..) = slow.get_or_create_dbs::<Crm>(home.id()).await.unwrap();
    assert_eq!(again.id(), companies.id());
    let note = slow.get_or_create_db::<Note>(home.id()).await.unwrap();
    slow.bind_all::<Crm>(home.id()).await.unwrap();
    assert_eq!(session.all_dbs().await.unwrap().len(), 5);
    assert_eq!(note.title(), "Notes");
}

#[tokio::test]
async fn a_title_on_another_page_or_in_another_database_is_not_taken() {
    let server = Server::new();
    let (session, home) = open(&server).await;
    let elsewhere = session.create_page(&home, "Elsewhere").await.unwrap();
    let there = session.create_db::<Note>(&elsewhere).await.unwrap();
    let here = session.get_or_create_db::<Note>(&home).await.unwrap();
    assert_ne!(here.id(), there.id());
    let found = session.get_or_create_db::<Note>(&elsewhere).await.unwrap();
    assert_eq!(found.id(), there.id());

    // Of a database with two data sources, the one with the title is bound.
    let second = here.clone().add_data_source("Old notes").await.unwrap();
    assert_eq!(second.id(), here.id());
    let found = session.get_or_create_db::<Note>(&home).await.unwrap();
    assert_eq!(found.data_source_id(), here.data_source_id());

    // In the trash it is gone, and another one is created.
    let mut trashed = found;
    trashed.trash_database().await.unwrap();
    let new = session.get_or_create_db::<Note>(&home).await.unwrap();
    assert_ne!(new.id(), here.id());
}

/// Databases of the set without some of it: no activities, notes without their text, deals in dollars.
async fn drifted() -> (Server, Session, Page) {
    let server = Server::new();
    let (session, home) = open(&server).await;
    session.create_untyped_db(&home, "Notes").await.unwrap();
    let set = session.create_dbs::<(Company, Person, Deal)>(&home);
    let (_, _, deals) = set.await.unwrap();
    let dollars = json!({ "Value": { "number": { "format": "dollar" } } });
    change_properties(&deals, dollars).await;
    (server, session, home)
}

#[tokio::test]
async fn a_set_says_what_happens_if_its_databases_differ() {
    use notion_session::model::SchemaKind;

    #[derive(NotionSchema, Clone, Debug, Default)]
    #[notion(title = "Deals")]
    struct Plain {
        #[notion(title)]
        name: String,
        #[notion(number = euro)]
        value: Option<f64>,
        stage: String,
    }

    let server = Server::new();
    let (session, home) = open(&server).await;
    session.create_untyped_db(&home, "Notes").await.unwrap();
    let companies = session.create_untyped_db(&home, "Deals");
    let number = serde_json::from_value(json!({ "format": "dollar" })).unwrap();
    let deals = companies
        .property("Value", SchemaKind::Number(number))
        .await
        .unwrap();
    let other = another(&server);
    let set = || other.get_or_create_dbs::<(Note, Plain, Activity2)>(home.id());

    #[derive(NotionSchema, Clone, Debug, Default)]
    #[notion(title = "Activities")]
    struct Activity2 {
        #[notion(title)]
        name: String,
        deal: Relation<Plain>,
    }

    // Without more, and if asked to fail, nothing is changed.
    for on_drift in [None, Some(OnDrift::Fail), Some(OnDrift::Strict)] {
        let call = set();
        let call = match on_drift {
            Some(on_drift) => call.on_drift(on_drift),
            None => call,
        };
        let error = call.await.unwrap_err();
        let Error::SchemaMismatch(mismatch) = &error else {
            panic!("{error}")
        };
        let differing = if on_drift.is_some() { 2 } else { 1 };
        assert_eq!(mismatch.databases.len(), differing, "{error}");
        assert_eq!(session.all_dbs().await.unwrap().len(), 2);
    }
    // What exists is taken as it is, and the rest is created.
    let (notes, _, activities) = set().on_drift(OnDrift::Ignore).await.unwrap();
    assert_eq!(notes.properties().await.unwrap().len(), 1);
    let deal = activities.properties().await.unwrap();
    assert_eq!(deal.len(), 2);
    // What loses nothing is changed.
    let before = sent(&other);
    let (notes, plain, _) = set().on_drift(OnDrift::Additive).await.unwrap();
    assert_eq!(
        sent(&other) - before,
        1 + 2 + 2 * 2,
        "one search, each that differs, and a look and a change for it"
    );
    assert!(notes.properties().await.unwrap().contains_key("Text"));
    let value = &plain.properties().await.unwrap()["Value"];
    let SchemaKind::Number(number) = &value.kind else {
        panic!("{value:?}")
    };
    assert_eq!(serde_json::to_value(number).unwrap()["format"], "euro");
    assert_eq!(plain.id(), deals.id());
    other
        .bind_all::<(Note, Plain, Activity2)>(home.id())
        .await
        .unwrap();
}

#[tokio::test]
async fn additive_changes_and_missing_databases_come_together() {
    let (server, _, home) = drifted().await;
    let other = another(&server);
    let set = other.get_or_create_dbs::<Crm>(home.id());
    let (_, people, deals, _, notes) = set.on_drift(OnDrift::Additive).await.unwrap();
    assert!(notes.properties().await.unwrap().contains_key("Text"));
    assert!(people.properties().await.unwrap().contains_key("Company"));
    assert_eq!(deals.properties().await.unwrap().len(), 4);
    let (_, requests) = cost(&other, other.bind_all::<Crm>(home.id())).await;
    assert_eq!(requests, 1, "all databases fit");
    assert_eq!(other.all_dbs().await.unwrap().len(), 5);
}

#[tokio::test]
async fn what_loses_values_is_refused_before_any_database_is_changed() {
    let server = Server::new();
    let (session, home) = open(&server).await;
    session.create_untyped_db(&home, "Notes").await.unwrap();
    let deals = session.create_untyped_db(&home, "Deals").await.unwrap();
    change_properties(&deals, json!({ "Value": { "rich_text": {} } })).await;
    let companies = session.create_db::<Note>(&home).title("Companies").await;
    companies.unwrap();
    let set = session.get_or_create_dbs::<(Note, Deal, Company, Person)>(&home);
    let error = set.on_drift(OnDrift::Additive).await.unwrap_err();
    assert!(matches!(error, Error::PlanRefused(_)), "{error}");
    let notes = session.search_db("Notes").await.unwrap().item().unwrap();
    assert_eq!(notes.properties().await.unwrap().len(), 1);
    assert_eq!(session.all_dbs().await.unwrap().len(), 3);
}

#[tokio::test]
async fn titles_of_a_set_are_found_and_created() {
    let server = Server::new();
    let (session, _) = open(&server).await;
    let home = home(&session).await;
    let set = || {
        let set = session.get_or_create_dbs::<(Company, Person)>(&home);
        set.title_of::<Person>("People of 2026").inline(true)
    };
    let (companies, people) = set().await.unwrap();
    assert_eq!(companies.title(), "Companies");
    assert_eq!(people.title(), "People of 2026");
    assert!(people.is_inline());
    assert_eq!(set().await.unwrap().1, people);
    let set = session.create_dbs::<(Company, Person)>(&home);
    let error = set.title_of::<Note>("Notes").await.unwrap_err().to_string();
    assert!(
        error.contains("`Note` is not a schema of the set"),
        "{error}"
    );
}
