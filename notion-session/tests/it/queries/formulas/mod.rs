//! Filters by formulas that Notion refuses to filter by, on the local server, which refuses them as Notion does.
//!
//! What the session answers is held against the same query on a copy of the workspace in which the formulas were saved in
//! Notion's UI, so that the server filters by itself.

mod refusals;
mod requests;
mod same_rows;

use std::fmt::Debug;
use std::sync::LazyLock;

use futures_util::TryStreamExt;
use jiff::{SignedDuration, Timestamp};
use notion_local::Server;
use notion_session::column::{Me, timestamp};
use notion_session::http::Pace;
use notion_session::model::UserId;
use notion_session::prelude::*;
use notion_session::{Database, Error, Session};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::traces::Recorder;
use crate::support::{cost, home};

#[derive(NotionOptions, Clone, Copy, Debug, PartialEq)]
enum Stage {
    Idea,
    Draft,
    Final,
}

/// Every kind of property that filters have operators for, and a formula of each type.
#[derive(NotionSchema, Clone, Debug, Default)]
struct Thing {
    name: Title,
    notes: Option<String>,
    #[notion(url)]
    link: Option<String>,
    amount: Option<f64>,
    serial: UniqueId,
    done: bool,
    stage: Option<Stage>,
    #[notion(status)]
    state: Option<Stage>,
    tags: Vec<Stage>,
    due: Option<DateRange>,
    people: People,
    files: Files,
    verified: Option<Verification>,
    created: CreatedTime,
    edited: LastEditedTime,
    author: CreatedBy,
    #[notion(formula = r#"if({notes} == "nothing", "", {notes})"#)]
    loud: Formula<String>,
    #[notion(formula = r#"if(empty({amount}), empty(), {amount} * 2)"#)]
    twice: Formula<f64>,
    #[notion(formula = "not {done}")]
    open: Formula<bool>,
    #[notion(formula = "{due}")]
    later: Formula<DateRange>,
    group: Relation<Group>,
    #[notion(rollup = sum(group.weight))]
    weight: Rollup<f64>,
    #[notion(rollup = latest_date(group.day))]
    last: Rollup<Date>,
    #[notion(rollup = show_original(group.name))]
    names: Rollup<Vec<Title>>,
}

#[derive(NotionSchema, Clone, Debug, Default)]
struct Group {
    name: Title,
    weight: Option<f64>,
    day: Option<Date>,
}

const FORMULAS: [&str; 4] = ["Loud", "Twice", "Open", "Later"];

/// A Wednesday, long before or after the day on which the tests run.
const NOW: &str = "2026-06-17T22:30:00Z";

fn session(server: &Server) -> Session {
    let builder = Session::builder().local_server(server.clone());
    builder.pace(Pace::unlimited()).build().unwrap()
}

/// Saves the formulas of a database as if in Notion's UI.
fn save<S>(server: &Server, database: &Database<S>, formulas: &[&str]) {
    let source = database.data_source_id().cast();
    for formula in formulas {
        server.save_formula(source, formula).unwrap();
    }
}

/// A server with things and groups.
struct World {
    server: Server,
    things: Database<Thing>,
    who: Who,
}

/// What is only known once the world is there.
#[derive(Clone, Copy)]
struct Who {
    person: UserId,
    bot: UserId,
    group: PageId<Group>,
}

async fn world() -> World {
    let server = Server::new();
    let at = |time: &str| server.freeze(time.parse().unwrap());
    at("2026-06-01T00:00:00Z");
    let session = session(&server);
    let home = home(&session).await;
    let (groups, things) = session.create_dbs::<(Group, Thing)>(&home).await.unwrap();
    let mut group = Vec::new();
    for number in 0..3_i8 {
        let row = Group {
            name: format!("group {number}").into(),
            weight: (number > 0).then(|| f64::from(number)),
            day: (number > 1).then(|| Date::new(2026, 6, 10 + number).unwrap()),
        };
        group.push(groups.insert(row).await.unwrap().id());
    }
    let users = session.all_users().await.unwrap();
    let person = users.iter().find(|user| user.is_person()).unwrap().id();
    let bot = session.whoami().await.unwrap().id();
    let notes = [
        "",
        "nothing",
        "First note",
        "FIRST NOTE",
        "note",
        "Straße ÄÖ",
        "a",
    ];
    // Today is the 17th in UTC. Times near midnight lie in another day at their own offset.
    let dates = [
        "2026-06-17",
        "2026-06-17T00:10:00-11:00",
        "2026-06-17T23:50:00+14:00",
        "2026-06-18T00:30:00+02:00",
        "2026-06-16T23:59:00Z",
        "2026-06-18",
        "2026-06-14",
        "2026-06-13",
        "2026-06-20",
        "2026-06-21",
        "2026-06-10",
        "2026-06-09T10:00:00Z",
        "2026-06-24T12:00:00Z",
        "2026-06-25",
        "2026-05-17",
        "2026-05-16",
        "2026-07-17",
        "2026-07-18",
        "2025-06-17",
        "2025-06-16",
        "2027-06-17",
        "2027-06-18",
    ];
    let stages = [
        None,
        Some(Stage::Idea),
        Some(Stage::Draft),
        Some(Stage::Final),
    ];
    for number in 0_u8..48 {
        let n = usize::from(number);
        at(&format!("2026-06-{:02}T09:{:02}:00Z", 1 + n / 3, n % 3));
        let due = dates.get(n).map(|text| {
            let start: notion_session::schema::DateOrTime = text.parse().unwrap();
            match start {
                notion_session::schema::DateOrTime::Date(_) if n.is_multiple_of(4) => {
                    DateRange::new(start, Date::new(2027, 12, 31).unwrap())
                }
                _ => start.into(),
            }
        });
        let row = Thing {
            name: format!("thing {}", n % 7).into(),
            notes: Some(notes[n % notes.len()].to_owned()).filter(|notes| !notes.is_empty()),
            link: (n % 3 > 0).then(|| format!("https://example.org/{}", n % 4)),
            amount: (n % 5 > 0).then(|| f64::from(number % 6) / 2.0 - 1.0),
            done: n.is_multiple_of(2),
            stage: stages[n % 4],
            state: stages[n % 4].or(Some(Stage::Idea)),
            tags: stages.iter().take(n % 5).flatten().copied().collect(),
            due,
            people: match n % 4 {
                0 => People::new(),
                1 => [person].into(),
                2 => [bot].into(),
                _ => [person, bot].into(),
            },
            files: if n.is_multiple_of(3) {
                Files::external("a", "https://example.org/a")
            } else {
                Files::default()
            },
            verified: match n % 3 {
                0 => None,
                1 => Some(Verification::verified(None)),
                _ => Some(Verification::verified(Some(DateRange::new(
                    Date::new(2026, 6, 1).unwrap(),
                    Date::new(2026, 6, 2).unwrap(),
                )))),
            },
            group: group.iter().copied().take(n % 4).collect(),
            ..Thing::default()
        };
        things.insert(row).await.unwrap();
    }
    at(NOW);
    let who = Who {
        person,
        bot,
        group: group[1],
    };
    World {
        server,
        things,
        who,
    }
}

/// The same database twice: as it was created through the API, and with formulas that Notion filters by.
struct Twins {
    created: Database<Thing>,
    saved: Database<Thing>,
    who: Who,
}

async fn twins() -> Twins {
    // The same requests give the same ids.
    let (created, saved) = (world().await, world().await);
    save(&saved.server, &saved.things, &FORMULAS);
    Twins {
        created: created.things,
        saved: saved.things,
        who: saved.who,
    }
}

/// The ids of the rows of a query, in its order.
async fn ids(query: notion_session::query::Query<Thing>) -> Vec<PageId<Thing>> {
    let shown = format!("{query:?}");
    let rows = query.all().await;
    let rows = rows.unwrap_or_else(|error| panic!("{shown}: {error}"));
    rows.iter().map(Row::id).collect()
}

/// The numbers of the rows of a query, in its order, for which Notion sends less.
async fn serials(query: notion_session::query::Query<Thing>) -> Vec<UniqueId> {
    let shown = format!("{query:?}");
    let rows = query.select(|t| t.serial).all().await;
    rows.unwrap_or_else(|error| panic!("{shown}: {error}"))
}

/// What a filter finds in both, which is the same.
async fn found(twins: &Twins, filter: Filter<Thing>) -> usize {
    let by_notion = twins.saved.query().filter(filter.clone()).pushdown_only();
    let by_notion = serials(by_notion).await;
    let here = serials(twins.created.query().filter(filter.clone())).await;
    assert_eq!(here, by_notion, "{filter}");
    here.len()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn time(text: &str) -> DateTime {
    text.parse().unwrap()
}
