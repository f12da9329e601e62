//! A write whose answer was lost: every layer reports that its outcome is unknown, and none that it failed.

use std::time::Duration;

use notion_local::{Fault, FaultRule, Server};
use notion_session::content::paragraph;
use notion_session::http::Retry;
use notion_session::plan::Allow;
use notion_session::prelude::*;
use notion_session::session::{Outcome, Upsert};
use notion_session::{Error, Result, Session};

use crate::support::home;

#[derive(NotionSchema, Clone, Debug, Default)]
struct Note {
    name: Title,
    stars: Option<u8>,
}

#[derive(NotionSchema, Clone, Debug, Default)]
#[notion(title = "Note")]
struct LongerNote {
    name: Title,
    stars: Option<u8>,
    done: bool,
}

#[derive(NotionSchema, Clone, Debug, Default)]
struct Other {
    name: Title,
}

fn note(name: &str, stars: u8) -> Note {
    Note {
        name: name.into(),
        stars: Some(stars),
    }
}

/// Faults after which nobody knows whether the request was applied.
const UNKNOWN: [Fault; 6] = [
    Fault::CutBefore,
    Fault::CutAfter,
    Fault::Lost,
    Fault::Truncated,
    Fault::Status(500),
    Fault::Status(503),
];

/// Answers by which Notion says that it was not.
const REFUSED: [Fault; 3] = [
    Fault::Status(400),
    Fault::Status(409),
    Fault::RateLimited { retry_after: 0 },
];

fn session(server: &Server, retry: Retry) -> Session {
    let builder = Session::builder().local_server(server.clone());
    builder.retry(retry).build().unwrap()
}

/// The error of each layer after its write met the fault; `skip` writes are let through before.
async fn errors(fault: &Fault) -> Vec<(&'static str, Error)> {
    let server = Server::new();
    let session = session(&server, Retry::never());
    let home = home(&session).await;
    let notes = session.create_db::<Note>(&home).await.unwrap();
    let mut row = notes.insert(note("row", 1)).await.unwrap();
    let mut page = session.create_page(&home, "Page").await.unwrap();
    let mut block = page.append([paragraph("a")]).await.unwrap().remove(0);
    let order = |skip: usize| {
        server.clear_faults();
        for (fault, times) in [(Fault::Delay(Duration::ZERO), skip), (fault.clone(), 1)] {
            for method in ["POST", "PATCH", "DELETE"] {
                for path in [
                    "/v1/pages",
                    "/v1/pages/",
                    "/v1/blocks/",
                    "/v1/databases",
                    "/v1/databases/",
                ] {
                    if times > 0 {
                        server
                            .fail_when(FaultRule::new(fault.clone()).on(method, path).times(times));
                    }
                }
            }
            server.fail_when(
                FaultRule::new(fault.clone())
                    .on("PATCH", "/v1/data_sources/")
                    .times(times),
            );
        }
    };
    let mut errors: Vec<(&'static str, Error)> = Vec::new();
    let mut add = |layer, result: Result<()>| match result {
        Ok(()) => panic!("{layer} succeeded with {fault:?}"),
        Err(error) => errors.push((layer, error)),
    };
    order(0);
    add("insert", notes.insert(note("a", 1)).await.map(drop));
    order(0);
    add(
        "insert_with",
        notes.insert_with(|n| n.name.set("b")).await.map(drop),
    );
    order(0);
    let outcome = notes.insert_all([note("c", 1)]).await.remove(0);
    let is_unknown = matches!(outcome, Outcome::Unknown(_));
    let error = outcome.into_result().map(drop);
    assert_eq!(
        is_unknown,
        error.as_ref().is_err_and(Error::is_outcome_unknown)
    );
    add("insert_all", error);
    for (layer, new) in [
        ("upsert_all: insert", note("d", 1)),
        ("upsert_all: update", note("row", 2)),
    ] {
        order(0);
        let done = notes
            .upsert_all([new], |n| n.name)
            .await
            .unwrap()
            .outcomes
            .remove(0);
        match done {
            Upsert::Unknown(error) => {
                assert!(error.is_outcome_unknown(), "{layer}: {error}");
                add(layer, Err(error));
            }
            Upsert::Failed(error) => {
                assert!(!error.is_outcome_unknown(), "{layer}: {error}");
                add(layer, Err(error));
            }
            done => panic!("{layer}: {done:?}"),
        }
    }
    row.stars = Some(3);
    order(0);
    add("save", session.save(&mut row).await);
    let mut fresh = notes.get(row.id()).await.unwrap();
    fresh.stars = Some(4);
    order(0);
    add("save_checked", session.save_checked(&mut fresh).await);
    order(0);
    add(
        "update",
        session.update(&row, |n| n.stars.set(5)).await.map(drop),
    );
    order(0);
    add("trash", session.trash(&mut row).await);
    order(0);
    add("page.update", page.set_title("New").await);
    order(0);
    add("block.update", block.update().content(paragraph("b")).await);
    order(0);
    add("append", page.append([paragraph("c")]).await.map(drop));
    order(1);
    add(
        "append: second request",
        page.append(vec![paragraph("d"); 150]).await.map(drop),
    );
    order(0);
    add(
        "create_page",
        session.create_page(&home, "New").await.map(drop),
    );
    server.clear_faults();
    server.fail_when(FaultRule::new(fault.clone()).on("PATCH", "/v1/blocks/"));
    let created = session
        .create_page(&home, "New")
        .content(vec![paragraph("e"); 150]);
    add("create_page: second request", created.await.map(drop));
    let plan = session.plan::<LongerNote>(&notes).await.unwrap();
    order(0);
    add(
        "plan.apply",
        plan.apply(&session, Allow::additive()).await.map(drop),
    );
    order(0);
    add(
        "create_untyped_db",
        session.create_untyped_db(&home, "New").await.map(drop),
    );
    order(0);
    add(
        "create_dbs",
        session.create_dbs::<(Note, Other)>(&home).await.map(drop),
    );
    order(1);
    add(
        "create_dbs: second request",
        session.create_dbs::<(Note, Other)>(&home).await.map(drop),
    );
    errors
}

#[tokio::test]
async fn an_outcome_that_is_unknown_is_reported_as_such_by_every_layer() {
    for fault in UNKNOWN {
        for (layer, error) in errors(&fault).await {
            assert!(error.is_outcome_unknown(), "{layer}, {fault:?}: {error}");
            let text = error.to_string();
            assert!(
                text.contains("the outcome is unknown"),
                "{layer}, {fault:?}: {text}"
            );
            if layer.contains("second request") {
                let told = matches!(error, Error::PartlyWritten(_) | Error::Interrupted(_));
                assert!(told, "{layer}, {fault:?}: {error:?}");
            }
        }
    }
}

#[tokio::test]
async fn a_refusal_of_notion_is_a_failure_in_every_layer() {
    for fault in REFUSED {
        for (layer, error) in errors(&fault).await {
            assert!(!error.is_outcome_unknown(), "{layer}, {fault:?}: {error}");
        }
    }
}

#[tokio::test]
async fn a_change_that_an_earlier_attempt_may_have_applied_is_unknown_whatever_the_last_one_met() {
    let retry = Retry::default().waits(Duration::from_millis(1), Duration::from_millis(1));
    for first in [Fault::CutAfter, Fault::Lost, Fault::Truncated] {
        for last in REFUSED {
            let server = Server::new();
            let session = session(&server, retry.clone().rate_limit_retries(0));
            let home = home(&session).await;
            let notes = session.create_db::<Note>(&home).await.unwrap();
            let mut row = notes.insert(note("row", 1)).await.unwrap();
            server.fail_when(FaultRule::new(first.clone()).on("PATCH", ""));
            server.fail_when(FaultRule::new(last.clone()).on("PATCH", ""));
            row.stars = Some(2);
            let error = session.save(&mut row).await.unwrap_err();
            assert!(error.is_outcome_unknown(), "{first:?}, {last:?}: {error}");
            assert_eq!(notes.get(row.id()).await.unwrap().stars, Some(2));
        }
    }
}
