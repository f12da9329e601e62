//! What Notion sends the beginning of, on the local server: told, completed on request, and never written back in part.

use std::time::Duration;

use notion_local::{Fault, FaultRule, Server};
use notion_session::http::Request;
use notion_session::model::RichText as Run;
use notion_session::prelude::*;
use notion_session::{Database, Error, Session};
use serde_json::json;
use tokio::time::Instant;

use crate::support::{open, server_with_people, user};

#[derive(NotionSchema, Clone, Debug, Default, PartialEq)]
struct Meeting {
    name: Title,
    done: bool,
    people: People,
    minutes: RichText,
    about: Relation<Topic>,
}

#[derive(NotionSchema, Clone, Debug, Default, PartialEq)]
struct Topic {
    name: Title,
}

struct World {
    server: Server,
    session: Session,
    meetings: Database<Meeting>,
    topics: Database<Topic>,
}

/// A workspace with a hundred people.
async fn world() -> World {
    let server = server_with_people(100);
    let (session, home) = open(&server).await;
    let (topics, meetings) = session.create_dbs::<(Topic, Meeting)>(&home).await.unwrap();
    topics.data_source().await.unwrap();
    meetings.data_source().await.unwrap();
    World {
        server,
        session,
        meetings,
        topics,
    }
}

#[tokio::test]
async fn people_are_completed_on_request_and_never_written_in_part() {
    let world = world().await;
    let session = &world.session;
    let everybody: People = (0..40).map(user).collect();
    let new = Meeting {
        people: everybody.clone(),
        ..Meeting::default()
    };
    let mut row = world.meetings.insert(new).await.unwrap();
    assert_eq!((row.people.len(), row.people.is_complete()), (25, false));

    // What is beside it can be saved, and it is not sent along.
    row.done = true;
    world.server.clear_requests();
    session.save(&mut row).await.unwrap();
    let sent = world.server.requests();
    let sent: Vec<_> = sent
        .iter()
        .filter_map(|request| request.body.as_ref())
        .collect();
    assert_eq!(
        sent[0]["properties"].as_object().unwrap().len(),
        1,
        "{}",
        sent[0]
    );
    assert_eq!(all_people(&world, row.id()).await, 40);

    // Itself it cannot.
    world.server.clear_requests();
    row.people.pop();
    let error = session.save(&mut row).await.unwrap_err();
    assert!(matches!(error, Error::Refused(_)), "{error}");
    assert!(error.to_string().contains("complete the people"), "{error}");
    let error = session.save_checked(&mut row).await.unwrap_err();
    assert!(matches!(error, Error::Refused(_)), "{error}");
    let people = row.people.clone();
    let error = session
        .update(&row, |t| t.people.set(people))
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Refused(_)), "{error}");
    assert!(world.server.requests().is_empty());

    let mut row = world.meetings.get(row.id()).await.unwrap();
    world.server.clear_requests();
    session
        .complete(std::slice::from_mut(&mut row), |t| t.people)
        .await
        .unwrap();
    assert_eq!(world.server.requests().len(), 1);
    assert_eq!((&row.people, row.people.is_complete()), (&everybody, true));
    row.people.pop();
    session.save(&mut row).await.unwrap();
    assert_eq!(all_people(&world, row.id()).await, 39);
}

/// How many people a meeting has, as the endpoint of a single property tells.
async fn all_people(world: &World, id: PageId<Meeting>) -> usize {
    let mut row = [world.meetings.get(id).await.unwrap()];
    world
        .session
        .complete(&mut row, |t| t.people)
        .await
        .unwrap();
    row[0].people.len()
}

#[tokio::test]
async fn a_text_with_as_many_mentions_as_are_shown_is_perhaps_not_whole() {
    let world = world().await;
    let session = &world.session;
    let minutes = |mentions| -> RichText {
        let mentions = (0..mentions).map(|number| Run::mention_user(user(number)));
        std::iter::once(Run::text("Present: "))
            .chain(mentions)
            .collect::<Vec<_>>()
            .into()
    };
    // Notion does not mark a truncated text, so every text with as many mentions as Notion shows, or more, may be a part.
    for (mentions, whole) in [(24, true), (25, false), (26, false)] {
        let new = Meeting {
            minutes: minutes(mentions),
            ..Meeting::default()
        };
        let mut row = world.meetings.insert(new).await.unwrap();
        assert_eq!(row.minutes.is_complete(), whole, "{mentions} mentions");

        let mut changed = row.clone();
        changed.minutes.push(Run::text(", and others"));
        world.server.clear_requests();
        if !whole {
            let error = session.save(&mut changed).await.unwrap_err();
            assert!(matches!(error, Error::Refused(_)), "{error}");
            assert!(error.to_string().contains("complete the text"), "{error}");
            assert!(world.server.requests().is_empty());
            session
                .complete(std::slice::from_mut(&mut row), |t| t.minutes)
                .await
                .unwrap();
            assert_eq!(world.server.requests().len(), 1);
            assert!(row.minutes.is_complete() && row.changes().is_empty());
            changed = row.clone();
            changed.minutes.push(Run::text(", and others"));
        }
        session.save(&mut changed).await.unwrap();
        let text = world
            .meetings
            .get(row.id())
            .await
            .unwrap()
            .minutes
            .plain_text();
        assert_eq!(
            text.matches('@').count(),
            usize::try_from(mentions).unwrap()
        );
        assert!(text.ends_with(", and others"), "{text}");
    }
}

/// Twenty meetings, each of which is about thirty topics.
async fn meetings(world: &World) -> Vec<Row<Meeting>> {
    let mut topics = Vec::new();
    for number in 0..30 {
        let topic = Topic {
            name: format!("Topic {number}").into(),
        };
        topics.push(world.topics.insert(topic).await.unwrap().id());
    }
    for _ in 0..20 {
        let new = Meeting {
            about: topics.iter().copied().collect(),
            ..Meeting::default()
        };
        world.meetings.insert(new).await.unwrap();
    }
    let rows = world.meetings.query().all().await.unwrap();
    assert!(
        rows.iter()
            .all(|row| row.about.len() == 25 && !row.about.is_complete())
    );
    rows
}

// The clock stands still but for what is waited for.
#[tokio::test(start_paused = true)]
async fn values_are_completed_several_at_once() {
    let world = world().await;
    let mut rows = meetings(&world).await;
    let slow = FaultRule::new(Fault::Delay(Duration::from_secs(1)))
        .on("GET", "/v1/pages/{id}/properties/{id}");
    world.server.fail_when(slow.times(20));
    let start = Instant::now();
    world
        .session
        .complete(&mut rows, |t| t.about)
        .await
        .unwrap();
    // Eight, eight and four.
    assert_eq!(start.elapsed().as_secs(), 3);
    assert!(
        rows.iter()
            .all(|row| row.about.len() == 30 && row.about.is_complete())
    );
}

#[tokio::test]
async fn a_property_that_is_gone_cannot_be_completed() {
    let world = world().await;
    let mut rows = meetings(&world).await;
    let path = format!("/v1/data_sources/{}", world.meetings.data_source_id());
    let gone = Request::patch(path).json(json!({ "properties": { "About": null } }));
    world.session.client().send(&gone).await.unwrap();
    let error = world
        .session
        .complete(&mut rows, |t| t.about)
        .await
        .unwrap_err();
    assert!(error.is_validation() || error.is_not_found(), "{error}");
    assert!(
        rows.iter().all(|row| !row.about.is_complete()),
        "what is not whole says so still"
    );
}
