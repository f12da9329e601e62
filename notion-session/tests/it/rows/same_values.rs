//! Values that Notion keeps as the same are not changes, and values that it keeps apart are.

use notion_local::Server;
use notion_session::prelude::*;
use notion_session::{Database, Session};

use crate::support::{home, server_with_people, user};

#[derive(NotionOptions, Clone, Debug, PartialEq)]
enum Tag {
    Red,
    Blue,
    #[notion(other)]
    Other(String),
}

#[derive(NotionSchema, Clone, Debug, Default, PartialEq)]
struct Item {
    name: Title,
    tags: Vec<Tag>,
    stage: Option<Tag>,
    #[notion(status)]
    state: Option<Tag>,
    people: People,
    related: Relation<Other>,
    start: Option<DateTime>,
    number: Option<f64>,
}

#[derive(NotionSchema, Clone, Debug, Default, PartialEq)]
struct Other {
    name: Title,
}

async fn world() -> (Server, Database<Item>, Vec<PageId<Other>>) {
    let server = server_with_people(2);
    let session = Session::builder()
        .local_server(server.clone())
        .build()
        .unwrap();
    let home = home(&session).await;
    let (others, items) = session.create_dbs::<(Other, Item)>(&home).await.unwrap();
    let mut ids = Vec::new();
    for name in ["A", "B"] {
        let name = name.into();
        ids.push(others.insert(Other { name }).await.unwrap().id());
    }
    (server, items, ids)
}

fn other(name: &str) -> Tag {
    Tag::Other(name.into())
}

#[tokio::test]
async fn only_what_notion_keeps_apart_is_a_change() {
    let (server, items, pages) = world().await;
    let item = || Item {
        name: "One".into(),
        ..Item::default()
    };
    let tags = |tags: &[Tag]| Item {
        tags: tags.to_vec(),
        ..item()
    };
    let stage = |stage| Item {
        stage: Some(stage),
        ..item()
    };
    let state = |state| Item {
        state: Some(state),
        ..item()
    };
    let people = |people: &[u128]| Item {
        people: people.iter().copied().map(user).collect(),
        ..item()
    };
    let related = |places: &[usize]| Item {
        related: places.iter().map(|place| pages[*place]).collect(),
        ..item()
    };
    let start = |text: &str| Item {
        start: Some(text.parse().unwrap()),
        ..item()
    };
    let number = |number| Item {
        number: Some(number),
        ..item()
    };
    let noon = "2026-11-22T12:00:00Z";
    for (before, after, is_change) in [
        // A multi-select is a set.
        (
            tags(&[Tag::Red, Tag::Blue]),
            tags(&[Tag::Blue, Tag::Red]),
            false,
        ),
        (tags(&[Tag::Red]), tags(&[Tag::Red, Tag::Red]), false),
        (tags(&[Tag::Red]), tags(&[Tag::Red, Tag::Blue]), true),
        (tags(&[Tag::Red]), tags(&[Tag::Blue]), true),
        // Options are the same in any letter case.
        (tags(&[Tag::Red]), tags(&[other("red")]), false),
        (
            tags(&[Tag::Red, Tag::Blue]),
            tags(&[other("BLUE"), other("red")]),
            false,
        ),
        (tags(&[other("Élan")]), tags(&[other("élan")]), false),
        (stage(Tag::Red), stage(other("RED")), false),
        (stage(Tag::Red), stage(Tag::Blue), true),
        (state(Tag::Red), state(other("rEd")), false),
        (state(Tag::Red), state(Tag::Blue), true),
        // Relations and people keep their written order, each element once.
        (related(&[0, 1]), related(&[1, 0]), true),
        (related(&[0, 1]), related(&[0, 1, 0]), false),
        (people(&[0, 1]), people(&[1, 0]), true),
        (people(&[0, 1]), people(&[0, 0, 1]), false),
        // Times are kept to the minute, with their offset.
        (start(noon), start("2026-11-22T12:00:59.5Z"), false),
        (start(noon), start("2026-11-22T12:01:00Z"), true),
        (start(noon), start("2026-11-22T13:00:00+01:00"), true),
        // There is one zero.
        (number(0.0), number(-0.0), false),
        (number(0.1), number(0.2), true),
    ] {
        let case = format!("{before:?} and {after:?}");
        let mut row = items.insert(before).await.unwrap();
        assert_eq!(row.changes(), [""; 0], "{case}");
        // Notion gives a row the first option of a status.
        let state = after.state.clone().or_else(|| row.state.clone());
        *row = Item { state, ..after };
        assert_eq!(!row.changes().is_empty(), is_change, "{case}");
        server.clear_requests();
        items.session().save(&mut row).await.unwrap();
        assert_eq!(server.requests().len(), usize::from(is_change), "{case}");
        items.session().trash(&mut row).await.unwrap();
    }
}

#[tokio::test]
async fn an_upsert_of_equal_values_sends_nothing_ever() {
    let (_, items, pages) = world().await;
    let item = |tags: &[Tag]| Item {
        name: "One".into(),
        tags: tags.to_vec(),
        stage: Some(other("big")),
        people: [user(0), user(1), user(0)].into(),
        related: [pages[1], pages[0]].into(),
        start: Some("2026-11-22T12:00:30+01:00".parse().unwrap()),
        number: Some(-0.0),
        ..Item::default()
    };
    let first = [item(&[Tag::Red, Tag::Blue, other("x")])];
    let done = items.upsert_all(first, |i| i.name).await.unwrap();
    assert_eq!(done.inserted(), 1);
    for again in [
        item(&[Tag::Red, Tag::Blue, other("x")]),
        item(&[other("X"), Tag::Blue, Tag::Red]),
        item(&[Tag::Blue, Tag::Red, other("x"), Tag::Blue]),
    ] {
        let done = items.upsert_all([again], |i| i.name).await.unwrap();
        assert_eq!((done.unchanged(), done.updated()), (1, 0), "{done:?}");
    }
    let done = items
        .upsert_all([item(&[Tag::Red, Tag::Blue])], |i| i.name)
        .await
        .unwrap();
    assert_eq!(done.updated(), 1);
}
