//! Values that Notion does not take are refused before anything is sent, in rows, assignments, filters and schemas.

#![expect(
    clippy::needless_borrows_for_generic_args,
    clippy::semicolon_if_nothing_returned,
    reason = "calls are written as a user would write them"
)]

use jiff::Timestamp;
use notion_local::Server;
use notion_session::column::timestamp;
use notion_session::model::{File, UserId};
use notion_session::prelude::*;
use notion_session::schema::DateOrTime;
use notion_session::session::Upsert;
use notion_session::{Database, Error, Session};
use uuid::Uuid;

use crate::support::home;

#[derive(NotionOptions, Clone, Debug, PartialEq)]
enum Tag {
    Red,
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
    number: Option<f64>,
    small: Option<f32>,
    day: Option<Date>,
    time: Option<DateTime>,
    range: Option<DateRange>,
    #[notion(url)]
    link: String,
    #[notion(email)]
    mail: String,
    #[notion(phone_number)]
    phone: String,
    people: People,
    related: Relation<Part>,
    documents: Files,
    #[notion(formula = "{number} * 2")]
    double: Formula<f64>,
    #[notion(formula = "{day}")]
    same_day: Formula<Date>,
    #[notion(rollup = sum(related.size))]
    total: Rollup<f64>,
    #[notion(rollup = latest_date(related.made))]
    latest: Rollup<Date>,
    #[notion(rollup = show_original(related.size))]
    sizes: Rollup<Vec<f64>>,
    #[notion(rollup = show_original(related.made))]
    dates: Rollup<Vec<Date>>,
    #[notion(rollup = show_original(related.kind))]
    kinds: Rollup<Vec<Option<Tag>>>,
    created: CreatedTime,
}

#[derive(NotionSchema, Clone, Debug, Default, PartialEq)]
struct Part {
    name: Title,
    size: Option<f64>,
    made: Option<Date>,
    kind: Option<Tag>,
}

async fn world() -> (Server, Database<Item>) {
    let server = Server::new();
    let session = Session::builder()
        .local_server(server.clone())
        .build()
        .unwrap();
    let home = home(&session).await;
    let (_, items) = session.create_dbs::<(Part, Item)>(&home).await.unwrap();
    (server, items)
}

fn other(name: &str) -> Tag {
    Tag::Other(name.to_owned())
}

fn day(year: i16) -> Date {
    Date::new(year, 12, 31).unwrap()
}

fn time(text: &str) -> DateTime {
    text.parse().unwrap()
}

type Change = fn(&mut Item);

/// Values with their property, their field and the rule that they break.
fn refused() -> Vec<(&'static str, &'static str, &'static str, Change)> {
    vec![
        ("Tags", "tags", "a comma", |i| {
            i.tags = vec![Tag::Red, other("a, b")]
        }),
        ("Tags", "tags", "needs a name", |i| i.tags = vec![other("")]),
        ("Tags", "tags", "at most 100 characters", |i| {
            i.tags = vec![other(&"x".repeat(101))]
        }),
        ("Tags", "tags", "at most 100 options", |i| {
            i.tags = vec![Tag::Red; 101]
        }),
        ("Stage", "stage", "a comma", |i| {
            i.stage = Some(other("a,b"))
        }),
        ("Stage", "stage", "needs a name", |i| {
            i.stage = Some(other(""))
        }),
        ("Stage", "stage", "at most 100 characters", |i| {
            i.stage = Some(other(&"x".repeat(101)))
        }),
        ("State", "state", "a comma", |i| {
            i.state = Some(other("a,b"))
        }),
        ("State", "state", "needs a name", |i| {
            i.state = Some(other(""))
        }),
        ("State", "state", "at most 100 characters", |i| {
            i.state = Some(other(&"x".repeat(101)))
        }),
        ("Number", "number", "NaN", |i| i.number = Some(f64::NAN)),
        ("Number", "number", "inf", |i| {
            i.number = Some(f64::INFINITY)
        }),
        ("Number", "number", "-inf", |i| {
            i.number = Some(f64::NEG_INFINITY)
        }),
        ("Small", "small", "NaN", |i| i.small = Some(f32::NAN)),
        ("Small", "small", "inf", |i| i.small = Some(f32::INFINITY)),
        ("Day", "day", "years 1 to 9999", |i| i.day = Some(day(0))),
        ("Day", "day", "years 1 to 9999", |i| {
            i.day = Some(day(-9999))
        }),
        ("Time", "time", "years 1 to 9999", |i| {
            i.time = Some(Timestamp::MIN.into())
        }),
        ("Time", "time", "years 1 to 9999", |i| {
            i.time = Some(time("-000001-12-31T00:00:00Z"));
        }),
        // In UTC it lies in year 1, and it is written with its offset.
        ("Time", "time", "years 1 to 9999", |i| {
            i.time = Some(time("0000-12-31T23:30:00-01:00"));
        }),
        ("Range", "range", "years 1 to 9999", |i| {
            i.range = Some(day(0).into())
        }),
        ("Range", "range", "years 1 to 9999", |i| {
            i.range = Some(DateRange::new(day(-1), day(2026)))
        }),
        ("Range", "range", "years 1 to 9999", |i| {
            i.range = Some(DateRange::new(day(-2), day(-1)))
        }),
        ("Link", "link", "at most 2000 characters", |i| {
            i.link = "x".repeat(2_001)
        }),
        ("Mail", "mail", "at most 200 characters", |i| {
            i.mail = "x".repeat(201)
        }),
        ("Phone", "phone", "at most 200 characters", |i| {
            i.phone = "x".repeat(201)
        }),
        ("Name", "name", "at most 200000 characters", |i| {
            i.name = "x".repeat(200_001).into()
        }),
        ("People", "people", "at most 100 people", |i| {
            i.people = (0..101).map(|n| UserId::from(Uuid::from_u128(n))).collect();
        }),
        ("Related", "related", "at most 100 pages", |i| {
            i.related = (0..101).map(|n| PageId::from(Uuid::from_u128(n))).collect();
        }),
        ("Documents", "documents", "needs an address", |i| {
            i.documents = Files::external("a", "")
        }),
        ("Documents", "documents", "at most 2000 characters", |i| {
            i.documents = Files(vec![File::external("x".repeat(2_001))]);
        }),
    ]
}

fn assert_refused<T: std::fmt::Debug>(
    result: Result<T, Error>,
    (property, field, rule, _): (&str, &str, &str, Change),
) {
    let error = result.unwrap_err();
    assert!(matches!(error, Error::Refused(_)), "{error}");
    let words = error.to_string();
    for expected in [
        format!("`{property}`"),
        format!("field `{field}` of `Item`"),
        rule.to_owned(),
        "nothing was sent".to_owned(),
    ] {
        assert!(words.contains(&expected), "{expected}: {words}");
    }
    assert!(words.len() < 400, "{words}");
}

#[tokio::test]
async fn values_that_notion_does_not_take_are_refused_with_their_place() {
    let (server, items) = world().await;
    let session = items.session();
    let mut row = items
        .insert(Item {
            name: "One".into(),
            ..Item::default()
        })
        .await
        .unwrap();
    let before = row.clone();
    for case in refused() {
        server.clear_requests();
        let (property, .., change) = case;
        let mut item = Item {
            name: "Two".into(),
            ..Item::default()
        };
        change(&mut item);
        assert_refused(items.insert(item.clone()).await, case);

        change(&mut row);
        assert_eq!(row.changes(), [property], "{case:?}");
        assert_refused(session.save(&mut row).await, case);
        assert_refused(session.save_checked(&mut row).await, case);
        assert!(server.requests().is_empty(), "{case:?}");

        if property != "Name" {
            item.name = "One".into();
            let done = items.upsert_all([item], |i| i.name).await.unwrap();
            let [outcome] = <[_; 1]>::try_from(done.outcomes).unwrap();
            let Upsert::Failed(error) = outcome else {
                unreachable!("{outcome:?}");
            };
            assert_refused(Err::<(), _>(error), case);
        }
        row = before.clone();
    }
    let assignments = [
        session.update(&row, |i| i.number.set(f64::NAN)).await,
        session
            .update(&row, |i| i.small.set(f32::NEG_INFINITY))
            .await,
        session.update(&row, |i| i.day.set(day(0))).await,
        session.update(&row, |i| i.stage.set(other("a,b"))).await,
        items.insert_with(|i| i.state.set(other(""))).await,
        items.insert_with(|i| i.tags.set(vec![other("")])).await,
    ];
    for (error, field) in assignments
        .into_iter()
        .zip(["number", "small", "day", "stage", "state", "tags"])
    {
        let words = error.unwrap_err().to_string();
        assert!(
            words.contains(&format!("field `{field}` of `Item`")),
            "{words}"
        );
    }
}

#[tokio::test]
async fn the_largest_values_that_notion_takes_are_sent() {
    let (_, items) = world().await;
    let item = Item {
        name: "x".repeat(200_000).into(),
        tags: (0..100).map(|n| other(&format!("{n:0100}"))).collect(),
        stage: Some(other(&"é".repeat(100))),
        number: Some(f64::MAX),
        day: Some(Date::new(1, 1, 1).unwrap()),
        time: Some(time("9999-12-30T20:00:00Z")),
        range: Some(DateRange::new(Date::new(1, 1, 1).unwrap(), day(9999))),
        link: format!("https://{}", "x".repeat(1_992)),
        ..Item::default()
    };
    let row = items.insert(item.clone()).await.unwrap();
    assert_eq!(
        (&row.tags, &row.stage, row.day, row.range),
        (&item.tags, &item.stage, item.day, item.range)
    );
    // The empty string clears what has no empty string in Notion.
    let mut row = row;
    row.link = String::new();
    items.session().save(&mut row).await.unwrap();
    assert_eq!(row.link, "");
}

#[tokio::test]
async fn filters_that_notion_does_not_take_are_refused_with_their_place() {
    let (server, items) = world().await;
    let i = Item::COL;
    let (nan, infinite) = (f64::NAN, f64::INFINITY);
    let early = "-000001-12-31T00:00:00Z".parse::<Timestamp>().unwrap();
    let filters = [
        ("number", i.number.eq(nan)),
        ("number", i.number.ne(nan)),
        ("number", i.number.gt(infinite)),
        ("number", i.number.ge(-infinite)),
        ("number", i.number.lt(nan)),
        ("number", i.number.le(f32::NAN)),
        ("small", i.small.eq(f32::INFINITY)),
        ("double", i.double.eq(nan)),
        ("double", i.double.gt(infinite)),
        ("total", i.total.eq(nan)),
        ("total", i.total.le(infinite)),
        ("sizes", i.sizes.any(|size| size.eq(nan))),
        ("sizes", i.sizes.every(|size| size.gt(infinite))),
        ("sizes", i.sizes.none(|size| size.ne(nan))),
        ("day", i.day.eq(day(0))),
        ("day", i.day.before(day(-1))),
        ("day", i.day.after(day(-9999).to_jiff())),
        ("day", i.day.on_or_before(early)),
        ("time", i.time.on_or_after(time("-000001-12-31T00:00:00Z"))),
        ("time", i.time.eq(DateOrTime::Date(day(0)))),
        ("range", i.range.after(day(0))),
        ("same_day", i.same_day.eq(day(0))),
        ("latest", i.latest.before(day(0))),
        ("dates", i.dates.any(|date| date.after(day(0)))),
        ("created", i.created.before(early)),
        ("stage", i.stage.eq(other(""))),
        ("stage", i.stage.ne(&other("a, b"))),
        (
            "stage",
            i.stage.in_list([Tag::Red, other(&"x".repeat(101))]),
        ),
        ("stage", i.stage.not_in_list([other("")])),
        ("state", i.state.eq(other(""))),
        ("tags", i.tags.contains(other("a, b"))),
        ("tags", i.tags.not_contains(vec![Tag::Red, other("")])),
        ("kinds", i.kinds.any(|kind| kind.eq(other("")))),
    ];
    server.clear_requests();
    for (field, filter) in filters {
        let shown = filter.to_string();
        let place = format!("filter by field `{field}` of `Item`");
        for filter in [
            filter.clone(),
            filter.clone() & i.name.eq("x"),
            i.name.eq("x") | filter.clone(),
            (i.name.eq("x") | filter & i.name.eq("y")) & i.name.eq("z"),
        ] {
            let error = items
                .query()
                .filter(filter.clone())
                .all()
                .await
                .unwrap_err();
            assert!(matches!(error, Error::Refused(_)), "{shown}: {error}");
            assert!(error.to_string().contains(&place), "{shown}: {error}");
            assert!(
                items.query().filter(filter).count().await.is_err(),
                "{shown}"
            );
        }
    }
    for filter in [
        timestamp::created().before::<Item>(early),
        timestamp::last_edited().eq::<Item>(day(0)),
    ] {
        let error = items.query().filter(filter).all().await.unwrap_err();
        assert!(matches!(error, Error::Refused(_)), "{error}");
        assert!(error.to_string().contains("years 1 to 9999"), "{error}");
    }
    assert!(server.requests().is_empty());
    // The edges are sent.
    for filter in [
        i.number.lt(f64::MAX),
        i.day.after(Date::new(1, 1, 1).unwrap()),
        i.day.before(day(9999)),
    ] {
        items.query().filter(filter).all().await.unwrap();
    }
}

/// Options that no derive made.
#[derive(Clone, Debug, PartialEq)]
struct Own<const N: usize>;

macro_rules! own {
    ($($place:literal: $($name:expr),*;)*) => {$(
        impl NotionOptions for Own<$place> {
            const OPTIONS: &'static [notion_session::schema::Choice] = &[
                $(notion_session::schema::Choice { name: $name, color: None, group: None }),*
            ];
            fn from_name(_: &str) -> Option<Self> {
                Some(Own)
            }
            fn name(&self) -> &str {
                "a"
            }
        }
    )*};
}
own! {
    0: "a", "a, b";
    1: "";
    2: "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789x";
    3: "Done", "done";
}

macro_rules! schema_with {
    ($name:ident $place:literal) => {
        #[derive(NotionSchema, Clone, Debug)]
        struct $name {
            #[notion(title)]
            name: String,
            #[notion(status)]
            state: Option<Own<$place>>,
        }
    };
}
schema_with! { Comma 0 }
schema_with! { Empty 1 }
schema_with! { Long 2 }
schema_with! { Twice 3 }

#[tokio::test]
async fn options_of_a_schema_are_checked_before_the_database_is_created() {
    let (server, items) = world().await;
    let session = items.session();
    let home = home(session).await;
    server.clear_requests();
    let results = [
        (
            "Comma",
            "a comma",
            session.create_db::<Comma>(&home).await.err(),
        ),
        (
            "Empty",
            "needs a name",
            session.create_db::<Empty>(&home).await.err(),
        ),
        (
            "Long",
            "at most 100",
            session.create_db::<Long>(&home).await.err(),
        ),
        (
            "Twice",
            "two options",
            session.create_db::<Twice>(&home).await.err(),
        ),
    ];
    for (schema, rule, error) in results {
        let error = error.unwrap();
        assert!(matches!(error, Error::Refused(_)), "{error}");
        let words = error.to_string();
        for expected in ["`State`", schema, rule] {
            assert!(words.contains(expected), "{expected}: {words}");
        }
    }
    assert!(
        server
            .requests()
            .iter()
            .all(|request| request.method == "GET")
    );
}
