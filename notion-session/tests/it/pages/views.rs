//! Views and templates against the local server: what they give, what they cost, and what they refuse.

use notion_local::Server;
use notion_session::content::{heading, todo};
use notion_session::model::{
    Direction, Filter as FilterData, Sort as SortData, Template, ViewType,
};
use notion_session::prelude::*;
use notion_session::session::View;
use notion_session::{Database, Error, Page};
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{cost, home};

#[derive(NotionSchema, Clone, Debug, Default)]
#[notion(title = "Tasks")]
struct Task {
    #[notion(title)]
    task: String,
    estimate: Option<f64>,
}

/// Tasks with the estimates 0, 1, 2, …
async fn tasks(session: &Session, count: usize) -> Database<Task> {
    let home = home(session).await;
    let tasks = session.create_db::<Task>(&home).await.unwrap();
    for n in 0..count {
        let task = Task {
            task: format!("Task {n}"),
            estimate: Some(n as f64),
        };
        tasks.insert(task).await.unwrap();
    }
    tasks
}

#[tokio::test]
async fn views_are_made_listed_changed_and_deleted() {
    let session = Session::local();
    let tasks = tasks(&session, 0).await;
    let t = Task::COL;
    let new = tasks
        .create_view("Long", ViewType::Board)
        .filter(t.estimate.ge(2))
        .sort(t.estimate.desc());
    let (mut long, sent) = cost!(session, new);
    assert_eq!(
        (long.name(), long.kind(), sent),
        ("Long", Some(&ViewType::Board), 1)
    );
    assert_eq!(long.database_id(), Some(tasks.id()));
    assert_eq!(long.data_source_id(), Some(tasks.data_source_id().cast()));
    assert!(long.filter().is_some() && long.sorts().len() == 1 && long.url().is_some());

    let sort = SortData::by_property("Task", Direction::Ascending);
    let filter: FilterData =
        serde_json::from_value(json!({ "property": "Estimate", "number": { "less_than": 2 } }))
            .unwrap();
    let short = tasks
        .create_view("Short", ViewType::List)
        .filter_model(filter.clone())
        .sort_model(sort)
        .at_start();
    let short = short.await.unwrap();
    assert_eq!(short.filter(), Some(&filter));

    // One to list them, and one for each.
    let (views, sent) = cost!(session, tasks.views());
    let names: Vec<_> = views.iter().map(View::name).collect();
    assert_eq!((names, sent), (vec!["Short", "Default view", "Long"], 4));

    assert_eq!(cost!(session, long.set_name("Very long")).1, 1);
    assert_eq!(cost!(session, long.update().no_filter()).1, 1);
    assert_eq!((long.name(), long.filter()), ("Very long", None));
    let id = long.id();
    assert_eq!(session.get_view(id).await.unwrap(), long);
    assert_eq!(cost!(session, long.delete()).1, 1);
    assert!(session.get_view(id).await.unwrap_err().is_not_found());

    let wrong: FilterData =
        serde_json::from_value(json!({ "property": "Nope", "number": { "less_than": 2 } }))
            .unwrap();
    let error = tasks
        .create_view("x", ViewType::Table)
        .filter_model(wrong)
        .await
        .unwrap_err();
    assert!(error.is_validation(), "{error}");
    session.close();
    assert!(matches!(
        tasks.create_view("x", ViewType::Table).await,
        Err(Error::SessionClosed)
    ));
}

#[tokio::test]
async fn the_pages_of_a_view_come_in_its_order_with_few_requests() {
    let session = Session::local();
    let tasks = tasks(&session, 120).await;
    let t = Task::COL;
    let view = tasks
        .create_view("Most", ViewType::Table)
        .filter(t.estimate.ge(10))
        .sort(t.estimate.desc())
        .await
        .unwrap();
    let (ids, sent) = cost!(session, view.page_ids());
    assert_eq!((ids.len(), sent), (110, 2));
    // Twice for the ids, twice for the rows.
    let (pages, sent) = cost!(session, view.pages());
    assert_eq!(sent, 4);
    let found: Vec<_> = pages
        .iter()
        .map(|page| page.get::<f64>("Estimate").unwrap())
        .collect();
    let expected: Vec<_> = (10..120).rev().map(f64::from).collect();
    assert_eq!(found, expected);
    assert_eq!(pages.iter().map(Page::id).collect::<Vec<_>>(), ids);

    // One page, which the store has.
    let one = tasks
        .create_view("One", ViewType::Table)
        .filter(t.estimate.eq(7))
        .await
        .unwrap();
    let id = one.page_ids().await.unwrap()[0];
    session.get_page(id).await.unwrap();
    assert_eq!(cost!(session, one.pages()).1, 1);
}

/// A session whose database "Tasks" has the template "Bug", with two blocks.
async fn with_template() -> (Session, Database, Template) {
    let session = Session::local();
    let tasks = tasks(&session, 0).await;
    session
        .create_page(&tasks, "Bug")
        .set("Estimate", 3)
        .content([heading("Steps"), todo("Try it")])
        .await
        .unwrap();
    let mut snapshot = session.local_server().unwrap().snapshot();
    for page in snapshot["pages"].as_array_mut().unwrap() {
        if page["parent"]["data_source_id"] == tasks.data_source_id().to_string() {
            page["template"] = json!({ "is_default": true });
        }
    }
    let server = Server::builder().snapshot(&snapshot).unwrap();
    let session = Session::builder().local_server(server).build().unwrap();
    let tasks = session.search_db("Tasks").await.unwrap().item().unwrap();
    let (templates, sent) = cost!(session, tasks.templates());
    assert_eq!(sent, 1);
    let template = templates.item().unwrap();
    assert_eq!((template.name.as_str(), template.is_default), ("Bug", true));
    (session, tasks, template)
}

#[tokio::test]
async fn rows_are_made_from_templates_and_waited_for() {
    let (session, tasks, template) = with_template().await;
    let (mut row, sent) = cost!(
        session,
        session.create_page(&tasks, "Crash").template(&template)
    );
    assert_eq!(sent, 1);
    // The template's blocks, the page's, the page.
    assert_eq!(cost!(session, row.wait_for_template(&template)).1, 3);
    assert_eq!(
        (row.title(), row.get::<f64>("Estimate").unwrap()),
        ("Crash".to_owned(), 3.0)
    );
    assert_eq!(row.children().await.unwrap().len(), 2);
    let default = session
        .create_page(&tasks, "Freeze")
        .default_template()
        .await
        .unwrap();
    assert_eq!(default.children().await.unwrap().len(), 2);

    let home = home(&session).await;
    let nothing = session
        .create_page(&tasks, "x")
        .template(home.id())
        .await
        .unwrap_err();
    assert!(nothing.is_not_found(), "{nothing}");
}

#[tokio::test]
async fn a_page_that_is_filled_later_is_looked_at_until_it_is() {
    let (local, tasks, template) = with_template().await;
    let row = local.create_page(&tasks, "Crash").await.unwrap();
    let answer = |path: String| {
        let local = local.clone();
        async move {
            let answer: Value = local
                .api()
                .request(notion_session::http::Request::get(path))
                .await
                .unwrap();
            ResponseTemplate::new(200).set_body_json(answer)
        }
    };
    let children = |id: PageId| format!("/v1/blocks/{id}/children");
    let notion = MockServer::start().await;
    let full = answer(children(template.id)).await;
    let empty = answer(children(row.id())).await;
    let page = answer(format!("/v1/pages/{}", row.id())).await;
    let mount = async |at: String, answer: ResponseTemplate, times: u64| {
        let mock = Mock::given(method("GET"))
            .and(path(at))
            .respond_with(answer);
        mock.up_to_n_times(times).mount(&notion).await;
    };
    mount(children(template.id), full.clone(), 1).await;
    mount(children(row.id()), empty, 1).await;
    mount(children(row.id()), full, 1).await;
    mount(format!("/v1/pages/{}", row.id()), page, 2).await;

    let session = Session::builder()
        .base_url(notion.uri())
        .token("ntn_x")
        .build()
        .unwrap();
    let mut row = session.get_page(row.id()).await.unwrap();
    // The template's blocks; the page's, twice; the page.
    assert_eq!(cost!(session, row.wait_for_template(&template)).1, 4);
}
