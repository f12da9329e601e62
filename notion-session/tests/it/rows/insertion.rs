//! Rows inserted together with the icon, the cover and the content of their pages.

use notion_session::Error;
use notion_session::content::{heading, paragraph, todo};
use notion_session::model::IconKind;
use notion_session::prelude::*;

use crate::support::local;

#[derive(NotionSchema, Clone, Debug, Default, PartialEq)]
struct Task {
    name: Title,
    estimate: Option<f64>,
}

fn task() -> Task {
    Task {
        name: "Write".into(),
        estimate: Some(2.0),
    }
}

#[tokio::test]
async fn one_request_inserts_a_row_with_its_page() {
    let (session, home) = local().await;
    let tasks = session.create_db::<Task>(&home).await.unwrap();
    let before = session.client().requests_sent();
    let row = tasks
        .insert(task())
        .icon("📝")
        .cover("https://example.com/cover.png")
        .content([heading("Outline")])
        .content(todo("Introduction"))
        .await
        .unwrap();
    assert_eq!(session.client().requests_sent() - before, 1);
    assert_eq!(*row, task());

    let page = row.page(&session).await.unwrap();
    assert!(matches!(
        page.icon().map(|icon| &icon.kind),
        Some(IconKind::Emoji(emoji)) if emoji == "📝"
    ));
    assert!(page.cover().is_some());
    let content = page.content().await.unwrap();
    assert_eq!(content, [heading("Outline"), todo("Introduction")]);
    let again = row.page(&session).fresh().await.unwrap();
    assert_eq!(again.title(), "Write");
}

#[tokio::test]
async fn what_does_not_go_along_follows() {
    let (session, home) = local().await;
    let tasks = session.create_db::<Task>(&home).await.unwrap();
    let many: Vec<_> = (0..250)
        .map(|number| paragraph(format!("{number}")))
        .collect();
    let before = session.client().requests_sent();
    let row = tasks
        .insert_with(|t| t.name.set("Long"))
        .content(many.clone())
        .await
        .unwrap();
    assert_eq!(session.client().requests_sent() - before, 3);
    assert_eq!(
        row.page(&session).await.unwrap().content().await.unwrap(),
        many
    );
}

#[tokio::test]
async fn markdown_and_templates_are_left_to_notion() {
    let (session, home) = local().await;
    let tasks = session.create_db::<Task>(&home).await.unwrap();
    let row = tasks.insert(task()).markdown("# One\n- two").await.unwrap();
    let page = row.page(&session).await.unwrap();
    assert_eq!(page.children().await.unwrap().len(), 2);

    let error = tasks
        .insert(task())
        .markdown("x")
        .content("y")
        .await
        .unwrap_err();
    assert!(error.is_validation(), "{error}");
}

#[tokio::test]
async fn nothing_is_sent_of_what_is_refused() {
    let (session, home) = local().await;
    let tasks = session.create_db::<Task>(&home).await.unwrap();
    let before = session.client().requests_sent();
    let error = tasks.insert(task()).icon("no emoji").await.unwrap_err();
    assert!(matches!(error, Error::Refused(_)), "{error}");
    let long = paragraph("x".repeat(300_000));
    let error = tasks.insert(task()).content(long).await.unwrap_err();
    assert!(matches!(error, Error::RefusedContent(_)), "{error}");
    let error = tasks.insert(task()).template("no id").await.unwrap_err();
    assert!(matches!(error, Error::InvalidId(_)), "{error}");
    let endless = Task {
        estimate: Some(f64::INFINITY),
        ..task()
    };
    let error = tasks.insert(endless).content("y").await.unwrap_err();
    assert!(matches!(error, Error::Refused(_)), "{error}");
    assert_eq!(session.client().requests_sent(), before);
}
