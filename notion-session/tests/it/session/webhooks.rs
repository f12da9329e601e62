//! Webhooks as Notion sends them: every event, the handshake, and what is not from Notion.

use notion_session::Session;
use notion_session::model::PropertyId;
use notion_session::webhook::{
    EntityKind, Event, EventKind, PropertyAction, Received, Receiver, Refused, sign,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{home, local};

const TOKEN: &str = "secret_never_shown";
const ENTITY: &str = "38c9ce7b-60a4-81aa-8000-000000000001";
const PARENT: &str = "38c9ce7b-60a4-81aa-8000-000000000002";
const SOURCE: &str = "38c9ce7b-60a4-81aa-8000-000000000003";
const OTHER: &str = "38c9ce7b-60a4-81aa-8000-000000000004";

/// The types of events that the official SDK 5.26 declares, with the entity and the data of each.
fn fixtures() -> Vec<(&'static str, &'static str, Value)> {
    let parent = json!({ "parent": { "id": PARENT, "type": "page" } });
    let row = json!({ "parent": { "id": PARENT, "type": "database", "data_source_id": SOURCE } });
    let blocks = |parent: &Value| {
        let mut data = parent.clone();
        data["updated_blocks"] = json!([{ "id": OTHER, "type": "block" }]);
        data
    };
    let schema = |parent: &Value| {
        let mut data = parent.clone();
        data["updated_properties"] = json!([
            { "id": "%5B%3Dyq", "name": "Due", "action": "created" },
            { "id": "title", "name": null, "action": "deleted" },
        ]);
        data
    };
    let comment = json!({ "parent": { "id": OTHER, "type": "block" }, "page_id": PARENT });
    vec![
        ("page.created", "page", row.clone()),
        ("page.content_updated", "page", blocks(&parent)),
        (
            "page.properties_updated",
            "page",
            json!({ "parent": row["parent"], "updated_properties": ["title", "%5B%3Dyq"] }),
        ),
        ("page.moved", "page", parent.clone()),
        ("page.deleted", "page", parent.clone()),
        ("page.undeleted", "page", parent.clone()),
        ("page.locked", "page", parent.clone()),
        ("page.unlocked", "page", parent.clone()),
        (
            "page.transcription_block.transcript_deleted",
            "page",
            json!({ "target": { "id": OTHER, "type": "block" }, "transcript_id": null }),
        ),
        ("database.created", "database", parent.clone()),
        ("database.moved", "database", parent.clone()),
        ("database.deleted", "database", parent.clone()),
        ("database.undeleted", "database", parent.clone()),
        ("database.content_updated", "database", blocks(&parent)),
        ("database.schema_updated", "database", schema(&parent)),
        ("data_source.created", "data_source", row.clone()),
        ("data_source.content_updated", "data_source", blocks(&row)),
        ("data_source.schema_updated", "data_source", schema(&row)),
        ("data_source.moved", "data_source", row.clone()),
        ("data_source.deleted", "data_source", row.clone()),
        ("data_source.undeleted", "data_source", row.clone()),
        (
            "view.created",
            "view",
            json!({ "parent": parent["parent"], "view_type": "board" }),
        ),
        (
            "view.updated",
            "view",
            json!({ "parent": parent["parent"], "updated_fields": ["name", "sorts"] }),
        ),
        ("view.deleted", "view", parent.clone()),
        ("comment.created", "comment", comment.clone()),
        ("comment.updated", "comment", comment.clone()),
        ("comment.deleted", "comment", comment),
        ("file_upload.created", "file_upload", Value::Null),
        ("file_upload.completed", "file_upload", Value::Null),
        ("file_upload.expired", "file_upload", Value::Null),
        (
            "file_upload.upload_failed",
            "file_upload",
            json!({ "file_import_result": {
                "type": "error", "imported_time": "2026-06-27T17:08:14.422Z",
                "error": { "type": "download_error", "code": "404", "message": "Not there.", "parameter": null,
                    "status_code": 404 },
            } }),
        ),
    ]
}

fn body(kind: &str, entity: &str, data: &Value) -> Value {
    let mut event = json!({
        "id": "a0d2d3d4-0000-4000-8000-000000000009",
        "timestamp": "2026-06-27T17:08:14.422Z",
        "workspace_id": "00000000-0000-4000-8000-0000000000f0",
        "workspace_name": "Ours",
        "subscription_id": "00000000-0000-4000-8000-0000000000a1",
        "integration_id": "00000000-0000-4000-8000-0000000000a2",
        "authors": [{ "id": "00000000-0000-4000-8000-0000000000fa", "type": "person" }],
        "attempt_number": 1,
        "api_version": "2026-03-11",
        "type": kind,
        "entity": { "id": ENTITY, "type": entity },
    });
    if !data.is_null() {
        event["data"] = data.clone();
    }
    event
}

/// What a receiver makes of an event that Notion signed.
fn received(event: &Value) -> Event {
    let body = serde_json::to_vec(event).unwrap();
    let signature = sign(&TOKEN.into(), &body);
    match Receiver::new(TOKEN).receive(Some(&signature), &body) {
        Ok(Received::Event(event)) => *event,
        other => unreachable!("{other:?}"),
    }
}

#[test]
fn every_declared_event_is_known_and_kept_whole() {
    let fixtures = fixtures();
    let mut names: Vec<&str> = fixtures.iter().map(|(name, ..)| *name).collect();
    let mut known = EventKind::NAMES.to_vec();
    names.sort_unstable();
    known.sort_unstable();
    assert_eq!((names.len(), &names), (31, &known));

    for (name, entity, data) in fixtures {
        let json = body(name, entity, &data);
        let event = received(&json);
        assert!(!matches!(event.kind, EventKind::Unknown(_)), "{name}");
        assert_eq!(event.kind.name(), name);
        let about = event.entity.as_ref().unwrap();
        assert_eq!(about.id.to_string(), ENTITY);
        assert!(!matches!(about.kind, EntityKind::Other(_)), "{name}");
        assert_eq!(
            event.authors[0].user_id().unwrap().to_string(),
            "00000000-0000-4000-8000-0000000000fa"
        );
        assert_eq!(event.attempt_number, Some(1));
        assert_eq!(serde_json::to_value(&event).unwrap(), json);
    }
}

#[test]
fn the_data_of_events_is_typed() {
    let event = |name: &str| {
        let (name, entity, data) = fixtures()
            .into_iter()
            .find(|(other, ..)| *other == name)
            .unwrap();
        received(&body(name, entity, &data))
    };
    let created = event("page.created");
    assert_eq!(created.page_id().unwrap().to_string(), ENTITY);
    let parent = created.parent.as_ref().unwrap();
    assert_eq!(parent.entity.database_id().unwrap().to_string(), PARENT);
    assert_eq!(parent.data_source_id.unwrap().to_string(), SOURCE);

    let EventKind::PagePropertiesUpdated { properties } = event("page.properties_updated").kind
    else {
        unreachable!()
    };
    assert_eq!(
        properties
            .iter()
            .map(PropertyId::as_str)
            .collect::<Vec<_>>(),
        ["title", "%5B%3Dyq"]
    );
    let EventKind::DataSourceSchemaUpdated { properties } =
        event("data_source.schema_updated").kind
    else {
        unreachable!()
    };
    assert_eq!(
        (properties[0].name.as_deref(), &properties[0].action),
        (Some("Due"), &PropertyAction::Created)
    );
    assert_eq!(
        (properties[1].name.as_deref(), &properties[1].action),
        (None, &PropertyAction::Deleted)
    );
    let EventKind::PageContentUpdated { blocks } = event("page.content_updated").kind else {
        unreachable!()
    };
    assert_eq!(blocks[0].block_id().unwrap().to_string(), OTHER);
    let EventKind::ViewCreated { view_type } = event("view.created").kind else {
        unreachable!()
    };
    assert_eq!(view_type, Some(notion_session::model::ViewType::Board));
    let EventKind::ViewUpdated { fields } = event("view.updated").kind else {
        unreachable!()
    };
    assert_eq!(fields, ["name", "sorts"]);
    let EventKind::CommentCreated { page } = event("comment.created").kind else {
        unreachable!()
    };
    assert_eq!(page.unwrap().to_string(), PARENT);
    let EventKind::FileUploadFailed { result } = event("file_upload.upload_failed").kind else {
        unreachable!()
    };
    assert!(result.is_some());
    let EventKind::PageTranscriptDeleted {
        target,
        transcript_id,
    } = event("page.transcription_block.transcript_deleted").kind
    else {
        unreachable!()
    };
    assert_eq!(
        (target.unwrap().id.to_string().as_str(), transcript_id),
        (OTHER, None)
    );
}

#[test]
fn what_is_newer_than_the_crate_is_kept() {
    let mut json = body("page.sung", "song", &json!({ "melody": ["a", "b"] }));
    json["brand_new"] = json!(7);
    let event = received(&json);
    assert_eq!(event.kind, EventKind::Unknown("page.sung".to_owned()));
    assert_eq!(
        event.entity.as_ref().unwrap().kind,
        EntityKind::Other("song".to_owned())
    );
    assert_eq!(event.json()["data"]["melody"][1], "b");
    assert_eq!(serde_json::to_value(&event).unwrap(), json);

    // What does not fit is left out of the typed half, and kept in the other.
    let odd = json!({ "id": "1", "type": "page.content_updated", "entity": "x", "authors": 3,
        "data": { "updated_blocks": [{ "id": "none" }, 7], "parent": [] } });
    let event = received(&odd);
    assert_eq!(
        (
            event.entity.is_none(),
            event.authors.len(),
            event.parent.is_none()
        ),
        (true, 0, true)
    );
    assert_eq!(
        event.kind,
        EventKind::PageContentUpdated { blocks: Vec::new() }
    );
    assert_eq!(serde_json::to_value(&event).unwrap(), odd);
}

#[test]
fn the_handshake_brings_the_token_once() {
    let body = br#"{"verification_token":"secret_never_shown"}"#;
    let before = Receiver::before_the_handshake();
    let Ok(Received::Handshake(token)) = before.receive(None, body) else {
        unreachable!()
    };
    assert_eq!(secrecy::ExposeSecret::expose_secret(&token), TOKEN);
    assert!(!format!("{token:?} {:?}", before.receive(None, body)).contains(TOKEN));

    // A receiver that has its token does not take another, whoever sends it.
    let after = Receiver::new(token);
    assert!(!format!("{after:?}").contains(TOKEN));
    assert_eq!(after.receive(None, body).unwrap_err(), Refused::Unsigned);

    // And one that has none yet takes no event.
    let event = serde_json::to_vec(&self::body("page.created", "page", &Value::Null)).unwrap();
    let signature = sign(&TOKEN.into(), &event);
    assert_eq!(
        before.receive(Some(&signature), &event).unwrap_err(),
        Refused::NoToken
    );
    for body in [
        "{}",
        r#"{"verification_token":""}"#,
        r#"{"verification_token":null}"#,
        "",
        "[",
        "7",
    ] {
        let error = before.receive(None, body.as_bytes()).unwrap_err();
        assert_eq!(error.status(), 400, "{body}: {error}");
    }
    let error = before
        .receive(
            None,
            br#"{"verification_token":{"x":"secret_never_shown"}}"#,
        )
        .unwrap_err();
    assert!(!format!("{error} {error:?}").contains(TOKEN));
}

#[test]
fn what_is_not_signed_is_refused() {
    let receiver = Receiver::new(TOKEN);
    let event = serde_json::to_vec(&body("page.created", "page", &Value::Null)).unwrap();
    let good = sign(&TOKEN.into(), &event);
    assert!(receiver.receive(Some(&good), &event).is_ok());
    let of_another = sign(&"another".into(), &event);
    for (signature, why) in [
        (None, Refused::Unsigned),
        (Some(""), Refused::NoSignature),
        (Some("sha256=00"), Refused::NoSignature),
        (Some(&good[7..]), Refused::NoSignature),
        (Some(&*of_another), Refused::WrongSignature),
    ] {
        let error = receiver.receive(signature, &event).unwrap_err();
        assert_eq!((error.status(), &error), (401, &why));
    }
    // The bytes count, not what they mean.
    let pretty =
        serde_json::to_vec_pretty(&serde_json::from_slice::<Value>(&event).unwrap()).unwrap();
    assert_eq!(
        receiver.receive(Some(&good), &pretty).unwrap_err(),
        Refused::WrongSignature
    );
    // What is signed and cannot be read says so.
    let odd = br#"{"id": 1}"#;
    let error = receiver
        .receive(Some(&sign(&TOKEN.into(), odd)), odd)
        .unwrap_err();
    assert_eq!(error.status(), 400);
}

proptest! {
    #[test]
    fn no_change_of_body_or_signature_goes_through(
        body in prop::collection::vec(any::<u8>(), 1..300),
        at in any::<prop::sample::Index>(),
        flip in 1_u8..=255,
    ) {
        let receiver = Receiver::new(TOKEN);
        let signature = sign(&TOKEN.into(), &body);
        let mut changed = body.clone();
        changed[at.index(body.len())] ^= flip;
        prop_assert_eq!(receiver.receive(Some(&signature), &changed).unwrap_err(), Refused::WrongSignature);

        let mut bytes = signature.clone().into_bytes();
        let place = at.index(bytes.len());
        bytes[place] ^= flip;
        if let Ok(changed) = String::from_utf8(bytes)
            && !changed.eq_ignore_ascii_case(&signature)
            && changed.trim() != signature
        {
            let refused = receiver.receive(Some(&changed), &body).unwrap_err();
            prop_assert!(matches!(refused, Refused::NoSignature | Refused::WrongSignature));
        }
        // Signed rubbish stops nothing either.
        let _ = receiver.receive(Some(&signature), &body);
    }
}

#[tokio::test]
async fn an_event_takes_what_it_names_out_of_the_object_store() {
    let (session, home) = local().await;
    let page = session.create_page(&home, "Plans").await.unwrap();
    let inner = session.create_page(&page, "Details").await.unwrap();
    let event = |kind: &str, id: String, parent: String| -> Event {
        let json = json!({ "id": "1", "type": kind, "entity": { "type": "page", "id": id },
            "data": { "parent": { "type": "page", "id": parent } } });
        received(&json)
    };
    let requests = || session.client().requests_sent();
    let ids = (page.id().to_string(), home.id().to_string());

    let before = requests();
    session.get_page(page.id()).await.unwrap();
    session.get_page(home.id()).await.unwrap();
    assert_eq!(requests(), before, "both are in the store");

    // The page and what it lives in are stale; what lives in it is not.
    assert_eq!(
        session.forget_stale(&event("page.content_updated", ids.0.clone(), ids.1.clone())),
        2
    );
    assert_eq!(requests(), before, "forgetting asks nothing");
    session.get_page(inner.id()).await.unwrap();
    assert_eq!(requests(), before);
    session.get_page(page.id()).await.unwrap();
    session.get_page(home.id()).await.unwrap();
    assert_eq!(requests(), before + 2);

    // With a page that was deleted goes all that lived in it. A second time it costs nothing.
    let deleted = event("page.deleted", ids.0.clone(), ids.1.clone());
    assert_eq!(
        (
            session.forget_stale(&deleted),
            session.forget_stale(&deleted)
        ),
        (3, 0)
    );
    assert!(session.cache().is_empty());
}

/// Notion's own server is not at hand; the local one signs and words its events by itself, without this crate.
#[tokio::test]
async fn what_the_local_server_sends_is_proved_and_known() {
    use notion_session::model::{Empty, PropertySchemaRequests, SchemaKind};
    use std::time::Duration;
    use wiremock::matchers::any;
    use wiremock::{Mock, MockServer, ResponseTemplate};

    let receiving = MockServer::start().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(200))
        .mount(&receiving)
        .await;
    let session = Session::local();
    let server = session.local_server().unwrap().clone();
    let webhook = server.subscribe(&receiving.uri(), &[]).await.unwrap();

    // Somebody does a little of everything.
    let home = home(&session).await;
    let mut page = session.create_page(&home, "Plans").await.unwrap();
    let other = session.create_page(&home, "Other").await.unwrap();
    page.set_title("Plans for winter").await.unwrap();
    page.append_markdown("Hello").await.unwrap();
    page.lock().await.unwrap();
    page.unlock().await.unwrap();
    page.move_to(&other).await.unwrap();
    page.trash().await.unwrap();
    page.restore().await.unwrap();
    let tasks = session.create_untyped_db(&home, "Tasks").await.unwrap();
    session.create_page(&tasks, "Row").await.unwrap();
    let api = session.api();
    let due = SchemaKind::Date(Empty::default()).into();
    let properties: PropertySchemaRequests = [("Due".to_owned(), Some(due))].into();
    let update = notion_session::api::UpdateDataSource {
        properties,
        ..Default::default()
    };
    api.data_sources()
        .update(tasks.data_source_id(), &update)
        .await
        .unwrap();
    let parent = notion_session::model::Parent::page(page.id());
    let text = vec![notion_session::model::RichText::text("Well?")];
    let comment = notion_session::api::CreateComment::on(parent, text);
    let comment = api.comments().create(&comment).await.unwrap();
    api.comments().delete(comment.id).await.unwrap();

    let all_told = async {
        while server.events_left() > 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), all_told)
        .await
        .unwrap();

    let came = receiving.received_requests().await.unwrap();
    let (handshake, events) = came.split_first().unwrap();
    let received = Receiver::before_the_handshake()
        .receive(None, &handshake.body)
        .unwrap();
    let Received::Handshake(token) = received else {
        unreachable!()
    };
    assert_eq!(
        secrecy::ExposeSecret::expose_secret(&token),
        webhook.verification_token
    );
    let receiver = Receiver::new(token);
    let mut kinds = Vec::new();
    for request in events {
        let signature = request
            .headers
            .get("x-notion-signature")
            .unwrap()
            .to_str()
            .unwrap();
        let Ok(Received::Event(event)) = receiver.receive(Some(signature), &request.body) else {
            unreachable!("{request:?}")
        };
        assert!(!matches!(event.kind, EventKind::Unknown(_)), "{event}");
        assert!(
            event.entity.is_some() && event.timestamp.is_some() && !event.authors.is_empty(),
            "{event:?}"
        );
        assert_eq!(event.subscription_id, Some(webhook.id));
        assert_eq!(serde_json::to_vec(&event).unwrap(), request.body);
        kinds.push(event.kind.name().to_owned());
    }
    for kind in [
        "page.created",
        "page.properties_updated",
        "page.content_updated",
        "page.locked",
        "page.unlocked",
        "page.moved",
        "page.deleted",
        "page.undeleted",
        "database.created",
        "data_source.schema_updated",
        "comment.created",
        "comment.deleted",
    ] {
        assert!(
            kinds.iter().any(|other| other == kind),
            "{kind} did not come: {kinds:?}"
        );
    }
}
