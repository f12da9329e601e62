//! Every operator of every kind of column, run on the local server against rows that it must find
//! and rows that it must not find.

#![expect(
    clippy::redundant_closure_for_method_calls,
    clippy::needless_borrows_for_generic_args,
    reason = "conditions on elements are closures, and operands come with and without `&`, as users write them"
)]

mod computed;
mod coverage;
mod expressions;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use notion_local::Server;
use notion_session::column::{Me, VerificationStatus, timestamp};
use notion_session::model::UserId;
use notion_session::prelude::*;
use notion_session::query::Query;
use notion_session::schema::Schema;
use notion_session::{Database, Error, Session};
use serde_json::Value;

use crate::support::home;

#[derive(NotionOptions, Clone, Copy, Debug, PartialEq)]
enum Stage {
    Idea,
    Draft,
    Final,
}

#[derive(NotionOptions, Clone, Copy, Debug, PartialEq)]
enum Tag {
    Red,
    Green,
    Blue,
}

/// One property of each kind.
#[derive(NotionSchema, Clone, Debug, Default)]
struct Thing {
    name: Title,
    notes: Option<String>,
    #[notion(url)]
    link: Option<String>,
    #[notion(email)]
    mail: Option<String>,
    #[notion(phone_number)]
    phone: Option<String>,
    amount: Option<f64>,
    serial: UniqueId,
    done: bool,
    stage: Option<Stage>,
    #[notion(status)]
    state: Option<Stage>,
    tags: Vec<Tag>,
    due: Option<DateRange>,
    people: People,
    files: Files,
    verified: Option<Verification>,
    created: CreatedTime,
    edited: LastEditedTime,
    author: CreatedBy,
    editor: LastEditedBy,
    #[notion(formula = r#"if(empty({notes}), "", {notes} + "!")"#)]
    loud: Formula<String>,
    #[notion(formula = r#"if(empty({amount}), toNumber(""), {amount} * 2)"#)]
    twice: Formula<f64>,
    #[notion(formula = "not {done}")]
    open: Formula<bool>,
    #[notion(formula = r#"dateAdd({due}, 1, "days")"#)]
    later: Formula<Date>,
    #[notion(two_way = things)]
    group: Relation<Group>,
}

/// What is rolled up over things.
#[derive(NotionSchema, Clone, Debug, Default)]
struct Group {
    name: Title,
    #[notion(two_way = group)]
    things: Relation<Thing>,
    #[notion(rollup = max(things.amount))]
    most: Rollup<f64>,
    #[notion(rollup = earliest_date(things.due))]
    first: Rollup<Date>,
    #[notion(rollup = latest_date(things.due))]
    last: Rollup<Date>,
    #[notion(rollup = show_original(things.name))]
    names: Rollup<Vec<Title>>,
    #[notion(rollup = show_original(things.notes))]
    texts: Rollup<Vec<String>>,
    #[notion(rollup = show_original(things.amount))]
    amounts: Rollup<Vec<Option<f64>>>,
    #[notion(rollup = show_original(things.done))]
    dones: Rollup<Vec<bool>>,
    #[notion(rollup = show_original(things.due))]
    dues: Rollup<Vec<Option<DateRange>>>,
    #[notion(rollup = show_original(things.people))]
    members: Rollup<Vec<People>>,
    #[notion(rollup = show_original(things.files))]
    papers: Rollup<Vec<Files>>,
    #[notion(rollup = show_original(things.group))]
    groups: Rollup<Vec<Relation<Group>>>,
    #[notion(rollup = show_original(things.stage))]
    stages: Rollup<Vec<Option<Stage>>>,
    #[notion(rollup = show_original(things.tags))]
    colours: Rollup<Vec<Vec<Tag>>>,
    #[notion(rollup = show_original(things.created))]
    births: Rollup<Vec<CreatedTime>>,
    #[notion(rollup = show_original(things.author))]
    authors: Rollup<Vec<CreatedBy>>,
    #[notion(rollup = show_original(things.serial))]
    serials: Rollup<Vec<UniqueId>>,
}

/// A Wednesday.
const TODAY: &str = "2026-06-17T12:00:00Z";

struct World {
    session: Session,
    things: Database<Thing>,
    groups: Database<Group>,
    who: Who,
}

/// What is only known once the world is there.
#[derive(Clone, Copy)]
struct Who {
    /// A person, who is among the people of thing a.
    user: UserId,
    /// The session's own user.
    bot: UserId,
    ab: PageId<Group>,
}

/// Things a, b and c, a thing `-` from long ago that has a name and nothing else, and a thing from next week, shown as `?`,
/// that has a group and not even a name. The groups are of a and b, of c, of `?`, and of none.
async fn world() -> World {
    let server = Server::new();
    let session = Session::builder()
        .local_server(server.clone())
        .build()
        .unwrap();
    let at = |time: &str| server.freeze(time.parse().unwrap());
    at("2024-03-01T09:00:00Z");
    let home = home(&session).await;
    let (groups, things) = session.create_dbs::<(Group, Thing)>(&home).await.unwrap();
    let users = session.all_users().await.unwrap();
    let user = users.iter().find(|user| user.is_person()).unwrap().id();
    let bot = session.whoami().await.unwrap().id();
    let group = async |name: &str| {
        let row = Group {
            name: name.into(),
            ..Group::default()
        };
        groups.insert(row).await.unwrap().id()
    };
    let (ab, c, odd) = (group("ab").await, group("c").await, group("odd").await);
    group("none").await;

    let date = |text: &str| Some(DateRange::from(text.parse::<Date>().unwrap()));
    let thing = |name: &str| Thing {
        name: name.into(),
        ..Thing::default()
    };
    things.insert(thing("-")).await.unwrap();
    at("2026-06-01T09:00:00Z");
    things
        .insert(Thing {
            notes: Some("First note".into()),
            link: Some("https://one.example.org".into()),
            mail: Some("ann@example.org".into()),
            phone: Some("111".into()),
            amount: Some(1.0),
            done: true,
            stage: Some(Stage::Idea),
            state: Some(Stage::Draft),
            tags: vec![Tag::Red],
            due: date("2026-06-15"),
            people: [user].into(),
            files: Files::external("one.txt", "https://example.org/one.txt"),
            verified: Some(Verification::verified(None)),
            group: [ab].into(),
            ..thing("a")
        })
        .await
        .unwrap();
    at("2026-06-10T09:00:00Z");
    things
        .insert(Thing {
            notes: Some("Second note".into()),
            link: Some("https://two.example.org".into()),
            mail: Some("bob@example.org".into()),
            phone: Some("222".into()),
            amount: Some(2.0),
            done: false,
            stage: Some(Stage::Draft),
            state: Some(Stage::Final),
            tags: vec![Tag::Red, Tag::Green],
            due: date("2026-06-17"),
            verified: Some(Verification::verified(Some(DateRange::new(
                "2026-06-01".parse::<Date>().unwrap(),
                "2026-06-02".parse::<Date>().unwrap(),
            )))),
            group: [ab].into(),
            ..thing("b")
        })
        .await
        .unwrap();
    at(TODAY);
    things
        .insert(Thing {
            notes: Some("Third thing".into()),
            link: Some("https://three.example.net".into()),
            mail: Some("cid@example.net".into()),
            phone: Some("333".into()),
            amount: Some(3.0),
            done: true,
            stage: Some(Stage::Final),
            state: Some(Stage::Draft),
            tags: vec![Tag::Blue],
            due: date("2026-07-10"),
            group: [c].into(),
            ..thing("c")
        })
        .await
        .unwrap();
    at("2026-06-22T09:00:00Z");
    let nameless = Thing {
        group: [odd].into(),
        ..thing("")
    };
    things.insert(nameless).await.unwrap();
    at(TODAY);
    World {
        session,
        things,
        groups,
        who: Who { user, bot, ab },
    }
}

/// A filter, and the names of the things that it finds: `-`, `a`, `b`, `c` and `?`, in this order.
type Case = (Filter<Thing>, &'static str);

/// A filter, and the names of the groups that it finds.
type GroupCase = (Filter<Group>, &'static [&'static str]);

/// Each filter finds the rows that it should, and no others.
async fn check(cases: fn(Who) -> Vec<Case>) {
    let world = world().await;
    for (filter, expected) in cases(world.who) {
        let shown = filter.to_string();
        let found = names(world.things.query().filter(filter)).await;
        assert_eq!(found, expected, "{shown}");
    }
}

/// The first letters of the rows of a query.
async fn names(query: Query<Thing>) -> String {
    let shown = format!("{query:?}");
    let rows = query.sort(Thing::COL.name.asc()).all().await;
    let rows = rows.unwrap_or_else(|error| panic!("{shown}: {error}"));
    let name = |row: &Row<Thing>| row.name.chars().next().unwrap_or('?');
    rows.iter().map(name).collect()
}

async fn check_groups(cases: fn(Who) -> Vec<GroupCase>) {
    let world = world().await;
    for (filter, expected) in cases(world.who) {
        let shown = filter.to_string();
        let query = world.groups.query().filter(filter);
        let rows = query.sort(Group::COL.name.asc()).all().await;
        let rows = rows.unwrap_or_else(|error| panic!("{shown}: {error}"));
        let found: Vec<_> = rows.iter().map(|row| row.name.0.as_str()).collect();
        assert_eq!(found, expected, "{shown}");
    }
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}
