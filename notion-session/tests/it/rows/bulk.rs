//! Many rows changed by one call: saved, updated by a query, trashed, and brought up to date by several columns.

use std::sync::{Arc, Mutex};

use futures_util::TryStreamExt;
use notion_local::{Fault, FaultRule, Server};
use notion_session::http::{Pace, Retry};
use notion_session::prelude::*;
use notion_session::session::{Change, Progress, Upsert};
use notion_session::{Error, Session};

use crate::support::home;

#[derive(NotionOptions, Clone, Copy, Debug, PartialEq)]
enum Stage {
    Open,
    Closed,
}

#[derive(NotionSchema, Clone, Debug, Default, PartialEq)]
struct Ticket {
    name: Title,
    day: Option<Date>,
    number: Option<f64>,
    notes: Option<String>,
    #[notion(status)]
    stage: Option<Stage>,
    done: bool,
}

/// A database with so many tickets, `Ticket 0` first.
async fn tickets(count: u32) -> (Server, Database<Ticket>) {
    let server = Server::new();
    let session = Session::builder()
        .local_server(server.clone())
        .pace(Pace::unlimited())
        .retry(Retry::never())
        .build()
        .unwrap();
    let tickets = session
        .create_db::<Ticket>(&home(&session).await)
        .await
        .unwrap();
    let new = (0..count).map(|number| Ticket {
        number: Some(f64::from(number)),
        ..ticket(&format!("Ticket {number}"))
    });
    let outcomes = tickets.insert_all(new).concurrency(1).await;
    assert!(outcomes.iter().all(|outcome| outcome.row().is_some()));
    tickets.data_source().await.unwrap();
    server.clear_requests();
    (server, tickets)
}

fn ticket(name: &str) -> Ticket {
    Ticket {
        name: name.into(),
        ..Ticket::default()
    }
}

#[tokio::test]
async fn rows_are_saved_with_an_outcome_each_and_what_fails_keeps_its_changes() {
    let (server, tickets) = tickets(6).await;
    let t = Ticket::COL;
    let mut rows = tickets.query().sort(t.number.asc()).all().await.unwrap();
    for row in &mut rows[1..] {
        row.done = true;
    }
    rows[2].number = Some(f64::NAN);
    server.clear_requests();
    let path = format!("/v1/pages/{}", rows[3].id());
    server.fail_when(FaultRule::new(Fault::Status(400)).on("PATCH", &path));
    let path = format!("/v1/pages/{}", rows[4].id());
    server.fail_when(FaultRule::new(Fault::Lost).on("PATCH", &path));

    let seen = Arc::new(Mutex::new(Vec::<Progress>::new()));
    let log = Arc::clone(&seen);
    let ids: Vec<_> = rows.iter().map(Row::id).collect();
    let changes = tickets
        .save_all(&mut rows)
        .concurrency(2)
        .on_progress(move |progress| log.lock().unwrap().push(progress))
        .await;
    assert_eq!(changes.iter().map(Change::id).collect::<Vec<_>>(), ids);
    let [
        Change::Unchanged(_),
        Change::Changed(_),
        Change::Failed(_, Error::Refused(_)),
        Change::Failed(_, refused),
        lost,
        Change::Changed(_),
    ] = changes.as_slice()
    else {
        panic!("{changes:?}");
    };
    assert!(refused.as_api().is_some(), "{refused}");
    assert!(lost.error().is_some(), "{lost:?}");
    assert_eq!(server.requests().len(), 4, "one is unchanged, one refused");
    let last = *seen.lock().unwrap().last().unwrap();
    assert_eq!((last.done(), last.total), (6, Some(6)));
    assert_eq!(last.succeeded, 3);

    // What was not saved is still to be saved, and the call can be repeated.
    let unsaved: Vec<_> = rows.iter().map(|row| !row.changes().is_empty()).collect();
    assert_eq!(unsaved, [false, false, true, true, true, false]);
    rows[2].number = None;
    let changes = tickets.save_all(&mut rows).await;
    assert!(changes.iter().all(|change| change.error().is_none()));
    let done = tickets.query().filter(t.done.eq(true)).count().await;
    assert_eq!(done.unwrap(), 5);
}

#[tokio::test]
async fn a_change_that_makes_rows_leave_the_query_reaches_all_of_them() {
    let (server, tickets) = tickets(250).await;
    let t = Ticket::COL;
    let open = tickets.query().filter(t.done.eq(false) & t.number.lt(240));
    let seen = Arc::new(Mutex::new(Progress::default()));
    let log = Arc::clone(&seen);
    let changes = open
        .update_all(|t| (t.done.set(true), t.notes.set("closed".to_owned())))
        .on_progress(move |progress| *log.lock().unwrap() = progress)
        .await
        .unwrap();
    assert_eq!(changes.len(), 240);
    assert!(
        changes
            .iter()
            .all(|change| matches!(change, Change::Changed(_)))
    );
    assert_eq!(server.requests().len(), 3 + 240);
    let last = *seen.lock().unwrap();
    assert_eq!((last.succeeded, last.total), (240, Some(240)));
    let closed = t.done.eq(true) & t.notes.eq("closed");
    assert_eq!(tickets.query().filter(closed).count().await.unwrap(), 240);

    // The order and the limit of the query count.
    let last_two = tickets.query().sort(t.number.desc()).limit(2);
    let trashed: Vec<_> = last_two.trash_all().stream().try_collect().await.unwrap();
    assert_eq!(trashed.len(), 2);
    let mut left = tickets
        .query()
        .sort(t.number.desc())
        .limit(1)
        .all()
        .await
        .unwrap();
    assert_eq!(left.remove(0).number, Some(247.0));
}

#[tokio::test]
async fn nothing_is_sent_of_a_change_that_is_refused() {
    let (server, tickets) = tickets(1).await;
    let refused = tickets.query().update_all(|t| t.number.set(f64::NAN)).await;
    assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
    assert_eq!(server.requests().len(), 0);

    let row = tickets.query().first().await.unwrap().unwrap();
    let path = format!("/v1/pages/{}", row.id());
    server.fail_when(FaultRule::new(Fault::Status(400)).on("PATCH", &path));
    let changes = tickets.query().trash_all().await.unwrap();
    assert!(
        matches!(changes.as_slice(), [Change::Failed(..)]),
        "{changes:?}"
    );
    assert_eq!(tickets.query().count().await.unwrap(), 1);
}

#[tokio::test]
async fn several_columns_tell_rows_apart() {
    let (_server, tickets) = tickets(0).await;
    let on = |name: &str, day: &str, number| Ticket {
        day: Some(day.parse().unwrap()),
        number: Some(number),
        ..ticket(name)
    };
    let first = [
        on("Shift", "2026-03-01", 1.0),
        on("Shift", "2026-03-02", 2.0),
        on("Break", "2026-03-01", 3.0),
    ];
    let done = tickets
        .upsert_all(first, |t| (t.name, t.day))
        .await
        .unwrap();
    assert_eq!(done.inserted(), 3);

    let again = [
        on("Shift", "2026-03-02", 2.5),
        on("Break", "2026-03-01", 3.0),
        on("Break", "2026-03-02", 4.0),
        on("Break", "2026-03-02", 5.0),
        ticket("Shift"),
    ];
    let done = tickets
        .upsert_all(again, |t| (t.name, t.day))
        .concurrency(1)
        .await
        .unwrap();
    let [
        Upsert::Updated(_),
        Upsert::Unchanged(_),
        Upsert::Inserted(_),
        Upsert::Failed(twice),
        Upsert::Failed(empty),
    ] = done.outcomes.as_slice()
    else {
        panic!("{:?}", done.outcomes);
    };
    assert_eq!(
        twice.to_string(),
        "`Name`, `Day` (upsert): an earlier row has the same value; nothing was sent"
    );
    assert_eq!(
        empty.to_string(),
        "`Day` (upsert): the value is empty, so that it does not identify the row; nothing was sent"
    );
}

#[tokio::test]
async fn empty_values_keep_or_clear_what_is_in_notion() {
    let (_server, tickets) = tickets(0).await;
    let full = Ticket {
        notes: Some("old".into()),
        stage: Some(Stage::Closed),
        done: true,
        ..ticket("A")
    };
    tickets.insert(full).await.unwrap();
    let empty = || [ticket("A")];
    let kept = tickets.upsert_all(empty(), |t| t.name).await.unwrap();
    let Upsert::Updated(row) = &kept.outcomes[0] else {
        panic!("a checkbox is never empty: {kept:?}");
    };
    assert_eq!((row.notes.as_deref(), row.done), (Some("old"), false));

    let cleared = tickets
        .upsert_all(empty(), |t| t.name)
        .clear_empty()
        .await
        .unwrap();
    let Upsert::Updated(row) = &cleared.outcomes[0] else {
        panic!("{cleared:?}");
    };
    assert_eq!(
        (row.notes.as_deref(), row.stage),
        (None, Some(Stage::Closed))
    );
    let again = tickets
        .upsert_all(empty(), |t| t.name)
        .clear_empty()
        .await
        .unwrap();
    assert_eq!(again.unchanged(), 1);
}

#[tokio::test]
async fn one_row_is_brought_up_to_date_without_reading_the_others() {
    let (server, tickets) = tickets(150).await;
    let row = |number| Ticket {
        number: Some(number),
        ..ticket("Ticket 7")
    };
    let unchanged = tickets.upsert(row(7.0), |t| t.name).await.unwrap();
    assert!(matches!(unchanged, Upsert::Unchanged(_)), "{unchanged:?}");
    assert_eq!(server.requests().len(), 1);
    let updated = tickets.upsert(row(8.0), |t| t.name).await.unwrap();
    assert!(matches!(updated, Upsert::Updated(_)), "{updated:?}");
    let inserted = tickets
        .upsert(row(9.0), |t| (t.name, t.number))
        .await
        .unwrap();
    assert!(matches!(inserted, Upsert::Inserted(_)), "{inserted:?}");
    assert_eq!(server.requests().len(), 5);

    let error = tickets.upsert(row(8.0), |t| t.name).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "`Name` (upsert): several rows in Notion have this value; nothing was sent"
    );
    let error = tickets.upsert(ticket(""), |t| t.name).await.unwrap_err();
    assert!(matches!(error, Error::Refused(_)), "{error}");
}
