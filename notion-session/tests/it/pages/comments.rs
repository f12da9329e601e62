//! Comments, users, custom emojis and tasks against the local server: what they give, what they cost, and what they refuse.

use std::time::Duration;

use notion_local::Server;
use notion_session::api::CreatePage;
use notion_session::model::{
    BlockKind, Comment as CommentData, Icon, MentionKind, Paragraph, Parent, RichText, RichTextKind,
};
use notion_session::prelude::*;
use notion_session::session::{Comment, FileSource};
use notion_session::{Error, User};
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{NOWHERE, cost, home};

/// A text that mentions a user.
fn mention(user: &str) -> Vec<RichText> {
    let mention =
        json!({ "type": "mention", "mention": { "type": "user", "user": { "id": user } } });
    vec!["Ask ".into(), serde_json::from_value(mention).unwrap()]
}

#[tokio::test]
async fn comments_are_written_answered_changed_and_deleted_with_a_request_each() {
    let session = Session::local();
    let home = home(&session).await;
    let (mut first, sent) = cost!(session, home.comment("Looks good"));
    assert_eq!((first.text().as_str(), sent), ("Looks good", 1));
    assert_eq!(
        first.created_by(),
        Some(session.whoami().await.unwrap().id())
    );
    let (answer, sent) = cost!(session, first.reply("It does").display_name("Review"));
    assert_eq!((answer.display_name(), sent), (Some("Review"), 1));
    assert_eq!(answer.parent().and_then(Parent::page_id), Some(home.id()));

    // A block has discussions of its own.
    let text = Paragraph {
        rich_text: vec!["Hello".into()],
        ..Paragraph::default()
    };
    let block = BlockKind::Paragraph(text).into();
    let block = session
        .api()
        .blocks()
        .append(home.id(), &[block])
        .await
        .unwrap()
        .results[0]
        .id;
    let block = session.get_block(block).await.unwrap();
    let (on_block, sent) = cost!(session, block.comment("A typo?"));
    assert_eq!(sent, 1);
    block.comment("Another matter").await.unwrap();
    let discussions = block.discussions().await.unwrap();
    assert_eq!(discussions.len(), 2);
    discussions[0].reply("No").await.unwrap();
    assert_eq!(block.discussions().await.unwrap()[0].comments().len(), 2);

    let (comments, sent) = cost!(session, home.comments());
    let texts: Vec<_> = comments.iter().map(Comment::text).collect();
    assert_eq!(
        (texts, sent),
        (vec!["Looks good".to_owned(), "It does".to_owned()], 1)
    );
    assert_eq!(session.get_comment(on_block.id()).await.unwrap(), on_block);

    assert_eq!(
        cost!(
            session,
            first.set_text(vec!["Very ".into(), RichText::text("good").bold()])
        )
        .1,
        1
    );
    assert_eq!(
        (first.text(), first.rich_text().len()),
        ("Very good".to_owned(), 2)
    );
    assert_eq!(cost!(session, first.set_markdown("**Best**")).1, 1);
    first.reload().await.unwrap();
    assert_eq!(first.text(), "Best");
    let id = first.id();
    assert_eq!(cost!(session, first.delete()).1, 1);
    assert!(session.get_comment(id).await.unwrap_err().is_not_found());
    assert_eq!(home.comments().await.unwrap(), [answer]);
}

#[tokio::test]
async fn many_comments_come_whole() {
    let session = Session::local();
    let home = home(&session).await;
    for n in 0..101 {
        home.comment(format!("Comment {n}")).await.unwrap();
    }
    let (comments, sent) = cost!(session, home.comments());
    assert_eq!((comments.len(), sent), (101, 2));
    assert_eq!(comments[100].text(), "Comment 100");
}

#[tokio::test]
async fn what_cannot_be_commented_says_why() {
    let session = Session::local();
    let home = home(&session).await;
    let mut page = session.create_page(&home, "Plans").await.unwrap();
    let comment = page.comment("While it lasts").await.unwrap();
    page.trash().await.unwrap();
    let error = page.comment("Too late").await.unwrap_err();
    assert!(
        error.is_validation() && error.to_string().contains("archived"),
        "{error}"
    );
    drop(comment);

    let before = session.client().requests_sent();
    let error = home.comment("x".repeat(200_001)).await.unwrap_err();
    assert!(matches!(error, Error::Refused(_)), "{error}");
    assert!(matches!(
        home.comment("x").attach("no id").await,
        Err(Error::InvalidId(_))
    ));
    let mut with_files = home.comment("x");
    for _ in 0..4 {
        with_files = with_files.attach(NOWHERE);
    }
    let error = with_files.await.unwrap_err();
    assert!(
        matches!(error, Error::Refused(_)) && error.to_string().contains("3 files"),
        "{error}"
    );
    assert_eq!(session.client().requests_sent(), before);

    let photo = session
        .upload(FileSource::bytes("a.png", "x"))
        .await
        .unwrap();
    let comment = home
        .comment("Three")
        .attach(&photo)
        .attach(photo.id())
        .attach(&photo)
        .await
        .unwrap();
    assert_eq!(comment.attachments().len(), 3);
    let files = comment.files();
    assert_eq!(files.len(), 3);
    session
        .local_server()
        .unwrap()
        .advance(Duration::from_secs(2 * 3600));
    let (bytes, sent) = cost!(session, files[2].bytes());
    assert_eq!((&bytes[..], sent), (&b"x"[..], 1));
    session.close();
    assert!(matches!(home.comment("x").await, Err(Error::SessionClosed)));
}

#[tokio::test]
async fn a_mention_of_a_user_who_is_gone_can_be_read_and_is_an_error_to_write() {
    // As Notion sends it: the id alone.
    let session = Session::local();
    let home = home(&session).await;
    let me = session.whoami().await.unwrap();
    let comment = home.comment(mention(&me.id().to_string())).await.unwrap();
    assert!(comment.text().contains(me.name()));
    let mut data: Value = serde_json::to_value(comment.data()).unwrap();
    data["rich_text"][1] = json!({
        "type": "mention", "mention": { "type": "user", "user": { "object": "user", "id": NOWHERE } },
        "annotations": { "bold": false, "italic": false, "strikethrough": false, "underline": false, "code": false,
                         "color": "default" },
        "plain_text": "@Unknown", "href": null,
    });
    let read: CommentData = serde_json::from_value(data).unwrap();
    let RichTextKind::Mention(mentioned) = &read.rich_text[1].kind else {
        panic!("no mention")
    };
    let MentionKind::User(gone) = &mentioned.kind else {
        panic!("no user")
    };
    let gone = session.get_user_or_unknown(gone.id).await.unwrap();
    assert!(gone.is_unknown() && !gone.is_person() && !gone.is_bot());

    let error = home.comment(mention(NOWHERE)).await.unwrap_err();
    assert!(error.is_not_found() || error.is_validation(), "{error}");
    assert!(error.to_string().contains(NOWHERE), "{error}");
    assert_eq!(home.comments().await.unwrap().len(), 1);
}

#[tokio::test]
async fn every_user_has_a_handle_known_or_not() {
    let session = Session::local();
    let users = session.all_users().await.unwrap();
    assert!(users.iter().any(User::is_person) && users.iter().any(User::is_bot));
    let me = session.whoami().await.unwrap();
    assert!(me.workspace_name().is_some() && me.max_upload_size().is_some());
    let person = users.iter().find(|user| user.is_person()).unwrap();
    assert!(person.email().is_some() && person.workspace_name().is_none());
    assert_eq!(
        cost!(session, session.get_user_or_unknown(person.id())),
        (person.clone(), 0)
    );
    let (nobody, sent) = cost!(session, session.get_user_or_unknown(NOWHERE));
    assert_eq!((nobody.id().to_string().as_str(), sent), (NOWHERE, 1));
    assert!(matches!(
        session.get_user_or_unknown("nobody").await,
        Err(Error::InvalidId(_))
    ));
}

#[tokio::test]
async fn emojis_of_the_workspace_are_listed_and_used() {
    let mut snapshot = Server::new().snapshot();
    let id = "00000000-0000-4000-8000-0000000000e1";
    snapshot["custom_emojis"] =
        json!([{ "id": id, "name": "party", "url": "https://example.com/party.png" }]);
    let server = Server::builder().snapshot(&snapshot).unwrap();
    let session = Session::builder().local_server(server).build().unwrap();
    let (emojis, sent) = cost!(session, session.custom_emojis());
    assert_eq!((emojis.len(), sent), (1, 1));
    let (party, sent) = cost!(session, session.search_custom_emoji("party"));
    let party = party.item().unwrap();
    assert_eq!((party.name.as_str(), sent), ("party", 1));
    let error = session
        .search_custom_emoji("sad")
        .await
        .unwrap()
        .item()
        .unwrap_err();
    assert!(
        error.to_string().contains("custom emoji \"sad\""),
        "{error}"
    );

    let mut home = home(&session).await;
    home.set_icon(&party).await.unwrap();
    assert!(matches!(home.icon(), Some(Icon { .. })));
    assert_eq!(
        serde_json::to_value(home.icon()).unwrap()["custom_emoji"]["name"],
        "party"
    );
}

#[tokio::test]
async fn a_task_is_waited_for_as_often_as_notion_asks() {
    let session = Session::local();
    let home = home(&session).await;
    let page = CreatePage {
        markdown: Some("Hello".to_owned()),
        ..CreatePage::in_parent(Parent::page(home.id()))
    };
    let answer = session.api().pages().create_later(&page).await.unwrap();
    let (page, sent) = cost!(session, session.finish(answer));
    // The local server has done it when it is asked.
    assert_eq!(sent, 1);
    assert_eq!(
        session
            .get_page(page.id)
            .await
            .unwrap()
            .children()
            .await
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn a_task_that_fails_says_why_and_one_that_lasts_says_so() {
    let notion = MockServer::start().await;
    let session = Session::builder()
        .base_url(notion.uri())
        .token("ntn_x")
        .build()
        .unwrap();
    let task = |id: &str, status: &str| {
        json!({
            "object": "async_task", "id": id, "status": status, "poll_after_seconds": 0,
            "status_url": "https://api.notion.com/v1/async_tasks/x",
        })
    };
    let mut failed = task("task_1", "failed");
    failed["error"] = json!({ "object": "error", "status": 409, "code": "conflict_error", "message": "Somebody else wrote." });
    for (id, body) in [("task_1", failed), ("task_2", task("task_2", "running"))] {
        let answer = ResponseTemplate::new(200).set_body_json(body);
        Mock::given(method("GET"))
            .and(path(format!("/v1/async_tasks/{id}")))
            .respond_with(answer)
            .mount(&notion)
            .await;
    }
    let mut failed = session.get_task(&"task_1".into()).await.unwrap();
    let error = failed.wait::<Value>().await.unwrap_err();
    assert!(
        error.is_conflict() && error.to_string().contains("Somebody else wrote."),
        "{error}"
    );
    let mut lasting = session.get_task(&"task_2".into()).await.unwrap();
    let error = lasting
        .wait_at_most::<Value>(Duration::from_millis(250))
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::NotReady(_)) && error.to_string().contains("task_2"),
        "{error}"
    );
}
