//! Every operator of every kind of column, run on the local server against rows that it must find
//! and rows that it must not find.

#![expect(
    clippy::redundant_closure_for_method_calls,
    clippy::needless_borrows_for_generic_args,
    reason = "conditions on elements are closures, and operands come with and without `&`, as users write them"
)]

// Conditions on elements are written as closures, and operands with and without `&`, as users do.

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

#[tokio::test]
async fn texts_find_what_they_should() {
    check(texts).await;
}

fn texts(_: Who) -> Vec<Case> {
    let t = Thing::COL;
    vec![
        (t.name.eq("a"), "a"),
        (t.name.ne("a"), "-bc?"),
        (t.name.contains("B"), "b"),
        (t.name.not_contains("b"), "-ac?"),
        (t.name.starts_with("c"), "c"),
        (t.name.ends_with("-"), "-"),
        (t.name.is_empty(), "?"),
        (t.name.is_not_empty(), "-abc"),
        (t.notes.eq("First note"), "a"),
        (t.notes.ne("First note"), "-bc?"),
        (t.notes.contains("NOTE"), "ab"),
        (t.notes.not_contains("note"), "-c?"),
        (t.notes.starts_with("th"), "c"),
        (t.notes.ends_with("note"), "ab"),
        (t.notes.is_empty(), "-?"),
        (t.notes.is_not_empty(), "abc"),
        (t.link.eq("https://two.example.org"), "b"),
        (t.link.ne(String::from("https://two.example.org")), "-ac?"),
        (t.link.contains("example.org"), "ab"),
        (t.link.not_contains("example.org"), "-c?"),
        (t.link.starts_with("https://t"), "bc"),
        (t.link.ends_with(".net"), "c"),
        (t.link.is_empty(), "-?"),
        (t.link.is_not_empty(), "abc"),
        (t.mail.eq("ann@example.org"), "a"),
        (t.mail.ne("ann@example.org"), "-bc?"),
        (t.mail.contains("BOB"), "b"),
        (t.mail.not_contains("example.net"), "-ab?"),
        (t.mail.starts_with("c"), "c"),
        (t.mail.ends_with(".org"), "ab"),
        (t.mail.is_empty(), "-?"),
        (t.mail.is_not_empty(), "abc"),
        (t.phone.eq("111"), "a"),
        (t.phone.ne("111"), "-bc?"),
        (t.phone.contains("2"), "b"),
        (t.phone.not_contains("2"), "-ac?"),
        (t.phone.starts_with("3"), "c"),
        (t.phone.ends_with("1"), "a"),
        (t.phone.is_empty(), "-?"),
        (t.phone.is_not_empty(), "abc"),
    ]
}

#[tokio::test]
async fn numbers_and_unique_ids_find_what_they_should() {
    check(numbers).await;
}

fn numbers(_: Who) -> Vec<Case> {
    let t = Thing::COL;
    vec![
        (t.amount.eq(2), "b"),
        (t.amount.ne(2.0), "-ac?"),
        (t.amount.gt(2), "c"),
        (t.amount.ge(2), "bc"),
        (t.amount.lt(2_u8), "a"),
        (t.amount.le(2_i64), "ab"),
        (t.amount.is_empty(), "-?"),
        (t.amount.is_not_empty(), "abc"),
        (t.serial.eq(2), "a"),
        (t.serial.ne(2), "-bc?"),
        (t.serial.gt(3), "c?"),
        (t.serial.ge(3), "bc?"),
        (t.serial.lt(3), "-a"),
        (t.serial.le(3), "-ab"),
        (t.serial.is_empty(), ""),
        (t.serial.is_not_empty(), "-abc?"),
    ]
}

#[tokio::test]
async fn checkboxes_and_options_find_what_they_should() {
    check(options).await;
}

fn options(_: Who) -> Vec<Case> {
    let t = Thing::COL;
    vec![
        (t.done.eq(true), "ac"),
        (t.done.ne(true), "-b?"),
        (t.done.eq(false), "-b?"),
        (t.stage.eq(Stage::Idea), "a"),
        (t.stage.ne(Stage::Idea), "-bc?"),
        (t.stage.in_list([Stage::Idea, Stage::Final]), "ac"),
        (t.stage.not_in_list(vec![Stage::Idea, Stage::Final]), "-b?"),
        (t.stage.is_empty(), "-?"),
        (t.stage.is_not_empty(), "abc"),
        (t.state.eq(Stage::Draft), "ac"),
        (t.state.ne(Stage::Draft), "-b?"),
        (t.state.in_list(&[Stage::Idea, Stage::Final]), "-b?"),
        (t.state.not_in_list([Stage::Idea, Stage::Final]), "ac"),
        (t.state.is_empty(), ""),
        (t.state.is_not_empty(), "-abc?"),
        (t.tags.contains(Tag::Red), "ab"),
        (t.tags.contains(&Tag::Green), "b"),
        (t.tags.contains([Tag::Green, Tag::Blue]), "bc"),
        (t.tags.not_contains(Tag::Red), "-c?"),
        (t.tags.not_contains(vec![Tag::Green, Tag::Blue]), "-a?"),
        (t.tags.is_empty(), "-?"),
        (t.tags.is_not_empty(), "abc"),
    ]
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

#[tokio::test]
async fn dates_find_what_they_should() {
    check(dates).await;
}

fn dates(_: Who) -> Vec<Case> {
    let t = Thing::COL;
    let noon: DateTime = TODAY.parse().unwrap();
    vec![
        (t.due.eq(day("2026-06-17")), "b"),
        (t.due.eq(Relative::Today), "b"),
        (t.due.before(day("2026-06-17")), "a"),
        (t.due.before(noon), "ab"),
        (t.due.after(Relative::Today), "c"),
        (t.due.on_or_before(Relative::Today), "ab"),
        (t.due.on_or_after(day("2026-06-17")), "bc"),
        (t.due.after(Relative::Yesterday), "bc"),
        (t.due.before(Relative::Tomorrow), "ab"),
        (t.due.after(Relative::OneWeekAgo), "abc"),
        (t.due.before(Relative::OneWeekAgo), ""),
        (t.due.after(Relative::OneWeekFromNow), "c"),
        (t.due.after(Relative::OneMonthAgo), "abc"),
        (t.due.before(Relative::OneMonthFromNow), "abc"),
        (t.due.this_week(), "ab"),
        (t.due.past_week(), "ab"),
        (t.due.past_month(), "ab"),
        (t.due.past_year(), "ab"),
        (t.due.next_week(), "b"),
        (t.due.next_month(), "bc"),
        (t.due.next_year(), "bc"),
        (t.due.is_empty(), "-?"),
        (t.due.is_not_empty(), "abc"),
    ]
}

#[tokio::test]
async fn times_find_what_they_should() {
    check(times).await;
}

/// As properties and as the page's own times. Nothing was edited after it was created.
fn times(_: Who) -> Vec<Case> {
    macro_rules! cases {
        ($($time:expr),*) => { vec![$(
            ($time.eq(day("2026-06-10")), "b"),
            ($time.eq(Relative::Today), "c"),
            ($time.before(day("2026-06-10")), "-a"),
            ($time.after(day("2026-06-10")), "c?"),
            ($time.on_or_before(day("2026-06-10")), "-ab"),
            ($time.on_or_after(day("2026-06-10")), "bc?"),
            ($time.on_or_after(Relative::Tomorrow), "?"),
            ($time.this_week(), "c"),
            ($time.past_week(), "bc"),
            ($time.past_month(), "abc"),
            ($time.past_year(), "abc"),
            ($time.next_week(), "c?"),
            ($time.next_month(), "c?"),
            ($time.next_year(), "c?"),
            ($time.is_empty(), ""),
            ($time.is_not_empty(), "-abc?"),
        )*] };
    }
    let t = Thing::COL;
    cases![
        t.created,
        t.edited,
        timestamp::created(),
        timestamp::last_edited()
    ]
}

#[tokio::test]
async fn people_files_relations_and_verification_find_what_they_should() {
    check(people).await;
}

fn people(Who { user, bot, ab }: Who) -> Vec<Case> {
    let t = Thing::COL;
    vec![
        (t.people.contains(user), "a"),
        (t.people.not_contains(&user), "-bc?"),
        (t.people.contains(Me), ""),
        (t.people.not_contains(Me), "-abc?"),
        (t.people.is_empty(), "-bc?"),
        (t.people.is_not_empty(), "a"),
        (t.author.contains(bot), "-abc?"),
        (t.author.contains(user), ""),
        (t.author.contains(Me), ""),
        (t.author.not_contains(bot), ""),
        (t.author.not_contains(user), "-abc?"),
        (t.author.is_empty(), ""),
        (t.author.is_not_empty(), "-abc?"),
        (t.editor.contains(bot), "-abc?"),
        (t.editor.contains(user), ""),
        (t.editor.not_contains(bot), ""),
        (t.editor.not_contains(user), "-abc?"),
        (t.editor.is_empty(), ""),
        (t.editor.is_not_empty(), "-abc?"),
        (t.files.is_empty(), "-bc?"),
        (t.files.is_not_empty(), "a"),
        (t.group.contains(ab), "ab"),
        (t.group.not_contains(&ab), "-c?"),
        (t.group.is_empty(), "-"),
        (t.group.is_not_empty(), "abc?"),
        (t.verified.status(VerificationStatus::Verified), "a"),
        (t.verified.status(VerificationStatus::Expired), "b"),
        (t.verified.status(VerificationStatus::None), "-c?"),
        (t.verified.ne(VerificationStatus::Verified), "-bc?"),
    ]
}

#[tokio::test]
async fn formulas_find_what_they_should() {
    // Notion refuses to filter by formulas that came through the API: the session does it.
    check(formulas).await;
    // After they were saved in Notion, Notion does it.
    let world = world().await;
    let server = world.session.local_server().unwrap();
    for name in ["Loud", "Twice", "Open", "Later"] {
        let source = world.things.data_source_id().cast();
        server.save_formula(source, name).unwrap();
    }
    for (filter, expected) in formulas(world.who) {
        let shown = filter.to_string();
        let query = world.things.query().filter(filter).pushdown_only();
        assert_eq!(names(query).await, expected, "{shown}");
    }
}

fn formulas(_: Who) -> Vec<Case> {
    let t = Thing::COL;
    vec![
        (t.loud.eq("First note!"), "a"),
        (t.loud.ne("First note!"), "-bc?"),
        (t.loud.contains("NOTE"), "ab"),
        (t.loud.not_contains("note"), "-c?"),
        (t.loud.starts_with("third"), "c"),
        (t.loud.ends_with("thing!"), "c"),
        (t.loud.is_empty(), "-?"),
        (t.loud.is_not_empty(), "abc"),
        (t.twice.eq(4), "b"),
        (t.twice.ne(4), "-ac?"),
        (t.twice.gt(2), "bc"),
        (t.twice.ge(4), "bc"),
        (t.twice.lt(4), "a"),
        (t.twice.le(2), "a"),
        (t.twice.is_empty(), "-?"),
        (t.twice.is_not_empty(), "abc"),
        (t.open.eq(true), "-b?"),
        (t.open.ne(true), "ac"),
        // Due a day later: on the 16th and 18th of June, and on the 11th of July.
        (t.later.eq(day("2026-06-18")), "b"),
        (t.later.before(Relative::Today), "a"),
        (t.later.after(Relative::Today), "bc"),
        (t.later.on_or_before(day("2026-06-18")), "ab"),
        (t.later.on_or_after(day("2026-06-18")), "bc"),
        (t.later.this_week(), "ab"),
        (t.later.past_week(), "a"),
        (t.later.past_month(), "a"),
        (t.later.past_year(), "a"),
        (t.later.next_week(), "b"),
        (t.later.next_month(), "bc"),
        (t.later.next_year(), "bc"),
        (t.later.is_empty(), "-?"),
        (t.later.is_not_empty(), "abc"),
    ]
}

#[tokio::test]
async fn rollups_find_what_they_should() {
    check_groups(rollups).await;
}

fn rollups(_: Who) -> Vec<GroupCase> {
    let g = Group::COL;
    vec![
        (g.most.eq(3), &["c"]),
        (g.most.ne(3), &["ab", "none", "odd"]),
        (g.most.gt(2), &["c"]),
        (g.most.ge(2), &["ab", "c"]),
        (g.most.lt(3), &["ab"]),
        (g.most.le(2), &["ab"]),
        (g.most.is_empty(), &["none", "odd"]),
        (g.most.is_not_empty(), &["ab", "c"]),
        // On the 15th of June, and on the 10th of July.
        (g.first.eq(day("2026-06-15")), &["ab"]),
        (g.first.before(day("2026-06-16")), &["ab"]),
        (g.first.after(day("2026-06-15")), &["c"]),
        (g.first.on_or_before(day("2026-06-15")), &["ab"]),
        (g.first.on_or_after(day("2026-07-10")), &["c"]),
        (g.first.this_week(), &["ab"]),
        (g.first.past_week(), &["ab"]),
        (g.first.past_month(), &["ab"]),
        (g.first.past_year(), &["ab"]),
        (g.first.next_week(), &[]),
        (g.last.next_week(), &["ab"]),
        (g.first.next_month(), &["c"]),
        (g.first.next_year(), &["c"]),
        (g.first.is_empty(), &["none", "odd"]),
        (g.first.is_not_empty(), &["ab", "c"]),
    ]
}

#[tokio::test]
async fn elements_of_rollups_find_what_they_should() {
    check_groups(elements).await;
}

/// The group "odd" has one thing, which is empty; the group "none" has none, of which `none` alone is true.
fn elements(Who { user, bot, ab }: Who) -> Vec<GroupCase> {
    let g = Group::COL;
    vec![
        (g.names.any(|name| name.eq("a")), &["ab"]),
        (g.names.every(|name| name.ne("c")), &["ab", "odd"]),
        (
            g.names.none(|name| name.contains("A")),
            &["c", "none", "odd"],
        ),
        (g.texts.any(|text| text.eq("First note")), &["ab"]),
        (
            g.texts.any(|text| text.ne("First note")),
            &["ab", "c", "odd"],
        ),
        (g.texts.every(|text| text.contains("NOTE")), &["ab"]),
        (
            g.texts.every(|text| text.not_contains("note")),
            &["c", "odd"],
        ),
        (g.texts.any(|text| text.starts_with("th")), &["c"]),
        (
            g.texts.none(|text| text.ends_with("note")),
            &["c", "none", "odd"],
        ),
        (g.texts.any(|text| text.is_empty()), &["odd"]),
        (g.texts.every(|text| text.is_not_empty()), &["ab", "c"]),
        (g.amounts.none(|amount| amount.eq(1)), &["c", "none", "odd"]),
        (g.amounts.every(|amount| amount.ne(1)), &["c", "odd"]),
        (g.amounts.any(|amount| amount.gt(2)), &["c"]),
        (g.amounts.any(|amount| amount.ge(2)), &["ab", "c"]),
        (g.amounts.any(|amount| amount.lt(2)), &["ab"]),
        (g.amounts.every(|amount| amount.le(2)), &["ab"]),
        (g.amounts.any(|amount| amount.is_empty()), &["odd"]),
        (
            g.amounts.every(|amount| amount.is_not_empty()),
            &["ab", "c"],
        ),
        (g.serials.any(|serial| serial.eq(2)), &["ab"]),
        (g.serials.every(|serial| serial.gt(3)), &["c", "odd"]),
        (g.serials.none(|serial| serial.le(3)), &["c", "none", "odd"]),
        (g.dones.any(|done| done.eq(false)), &["ab", "odd"]),
        (g.dones.every(|done| done.eq(true)), &["c"]),
        (g.dones.none(|done| done.ne(true)), &["c", "none"]),
        (g.dues.any(|due| due.eq(Relative::Today)), &["ab"]),
        (g.dues.any(|due| due.before(Relative::Today)), &["ab"]),
        (g.dues.every(|due| due.after(Relative::Today)), &["c"]),
        (
            g.dues.every(|due| due.on_or_before(Relative::Today)),
            &["ab"],
        ),
        (g.dues.every(|due| due.on_or_after(Relative::Today)), &["c"]),
        (g.dues.any(|due| due.this_week()), &["ab"]),
        (g.dues.none(|due| due.past_week()), &["c", "none", "odd"]),
        (g.dues.any(|due| due.past_month()), &["ab"]),
        (g.dues.any(|due| due.past_year()), &["ab"]),
        (g.dues.any(|due| due.next_week()), &["ab"]),
        (g.dues.every(|due| due.next_month()), &["c"]),
        (g.dues.every(|due| due.next_year()), &["c"]),
        (g.dues.any(|due| due.is_empty()), &["odd"]),
        (g.dues.any(|due| due.is_not_empty()), &["ab", "c"]),
        (g.births.any(|birth| birth.past_week()), &["ab", "c"]),
        (g.births.every(|birth| birth.past_week()), &["c"]),
        (g.births.none(|birth| birth.past_week()), &["none", "odd"]),
        (g.members.any(|people| people.contains(user)), &["ab"]),
        (
            g.members.every(|people| people.not_contains(user)),
            &["c", "odd"],
        ),
        (
            g.members.none(|people| people.is_not_empty()),
            &["c", "none", "odd"],
        ),
        (g.members.every(|people| people.is_empty()), &["c", "odd"]),
        (
            g.authors.every(|author| author.contains(bot)),
            &["ab", "c", "odd"],
        ),
        (g.authors.any(|author| author.contains(user)), &[]),
        (g.papers.any(|files| files.is_not_empty()), &["ab"]),
        (g.papers.every(|files| files.is_empty()), &["c", "odd"]),
        (
            g.papers.none(|files| files.is_not_empty()),
            &["c", "none", "odd"],
        ),
        (g.groups.every(|group| group.contains(ab)), &["ab"]),
        (g.groups.any(|group| group.not_contains(ab)), &["c", "odd"]),
        (
            g.groups.none(|group| group.contains(ab)),
            &["c", "none", "odd"],
        ),
        (
            g.groups.none(|group| group.is_empty()),
            &["ab", "c", "none", "odd"],
        ),
        (g.groups.any(|group| group.is_empty()), &[]),
        (
            g.groups.any(|group| group.is_not_empty()),
            &["ab", "c", "odd"],
        ),
        (g.stages.any(|stage| stage.eq(Stage::Final)), &["c"]),
        (
            g.stages.every(|stage| stage.ne(Stage::Final)),
            &["ab", "odd"],
        ),
        (
            g.stages
                .every(|stage| stage.in_list([Stage::Idea, Stage::Draft])),
            &["ab"],
        ),
        (
            g.stages.none(|stage| stage.not_in_list([Stage::Final])),
            &["c", "none"],
        ),
        (g.stages.any(|stage| stage.is_empty()), &["odd"]),
        (g.stages.every(|stage| stage.is_not_empty()), &["ab", "c"]),
        (g.colours.every(|tags| tags.contains(Tag::Red)), &["ab"]),
        (
            g.colours.any(|tags| tags.contains([Tag::Green, Tag::Blue])),
            &["ab", "c"],
        ),
        (
            g.colours.none(|tags| tags.not_contains(Tag::Red)),
            &["ab", "none"],
        ),
        (g.colours.any(|tags| tags.is_empty()), &["odd"]),
        (g.colours.every(|tags| tags.is_not_empty()), &["ab", "c"]),
    ]
}

const TEXT: &str =
    "equals does_not_equal contains does_not_contain starts_with ends_with is_empty is_not_empty";
const NUMBER: &str = "equals does_not_equal greater_than greater_than_or_equal_to less_than less_than_or_equal_to is_empty \
                      is_not_empty";
const DATE: &str = "equals before after on_or_before on_or_after this_week past_week past_month past_year next_week \
                    next_month next_year is_empty is_not_empty";
const OPTION: &str = "equals does_not_equal is_empty is_not_empty";
const SEVERAL: &str = "contains does_not_contain is_empty is_not_empty";

/// The operators that Notion has for each kind of property, and for each result and element of the computed ones.
const OPERATORS: &[(&str, &str)] = &[
    ("title", TEXT),
    ("rich_text", TEXT),
    ("url", TEXT),
    ("email", TEXT),
    ("phone_number", TEXT),
    ("number", NUMBER),
    ("unique_id", NUMBER),
    ("checkbox", "equals does_not_equal"),
    ("select", OPTION),
    ("status", OPTION),
    ("multi_select", SEVERAL),
    ("date", DATE),
    ("created_time", DATE),
    ("last_edited_time", DATE),
    ("timestamp created_time", DATE),
    ("timestamp last_edited_time", DATE),
    ("people", SEVERAL),
    ("created_by", SEVERAL),
    ("last_edited_by", SEVERAL),
    ("files", "is_empty is_not_empty"),
    ("relation", SEVERAL),
    ("verification", "status does_not_equal"),
    ("formula string", TEXT),
    ("formula number", NUMBER),
    ("formula checkbox", "equals does_not_equal"),
    ("formula date", DATE),
    ("rollup number", NUMBER),
    ("rollup date", DATE),
    ("rollup of rich_text", TEXT),
    ("rollup of number", NUMBER),
    ("rollup of checkbox", "equals does_not_equal"),
    ("rollup of select", OPTION),
    ("rollup of multi_select", SEVERAL),
    ("rollup of date", DATE),
    ("rollup of people", SEVERAL),
    ("rollup of files", "is_empty is_not_empty"),
    ("rollup of relation", SEVERAL),
];

/// What Notion fills in everywhere: that it is empty finds nothing, and that it is not finds everything.
const ALWAYS_THERE: &[&str] = &[
    "unique_id",
    // A status that nobody has set is the first option.
    "status",
    "created_time",
    "last_edited_time",
    "timestamp created_time",
    "timestamp last_edited_time",
    "created_by",
    "last_edited_by",
];

/// The cases above leave nothing out: of each kind each operator is there, with rows that it finds and rows that it does not.
#[test]
fn every_operator_of_every_kind_is_among_the_cases() {
    let who = Who {
        user: UserId::from(uuid::Uuid::from_u128(1)),
        bot: UserId::from(uuid::Uuid::from_u128(2)),
        ab: uuid::Uuid::from_u128(3).into(),
    };
    // By kind and operator: whether a case finds something, and whether one misses something.
    let mut tried: BTreeMap<(String, String), (bool, bool)> = BTreeMap::new();
    let mut quantified = BTreeSet::new();
    let mut note = |json: Value, schema: &Schema, found: usize, all: usize| {
        let (kind, operator, quantifier) = taken_apart(&json, schema);
        quantified.extend(quantifier.map(|word| (kind.clone(), word)));
        let seen = tried.entry((kind, operator)).or_default();
        seen.0 |= found > 0;
        seen.1 |= found < all;
    };
    let groups = [texts, numbers, options, dates, times, people, formulas];
    for (filter, found) in groups.iter().flat_map(|cases| cases(who)) {
        note(filter.to_json().unwrap(), Thing::schema(), found.len(), 5);
    }
    for (filter, found) in rollups(who).into_iter().chain(elements(who)) {
        note(filter.to_json().unwrap(), Group::schema(), found.len(), 4);
    }

    for (kind, operators) in OPERATORS {
        for operator in operators.split_ascii_whitespace() {
            let seen = tried.remove(&((*kind).to_owned(), operator.to_owned()));
            let (finds, misses) = seen.unwrap_or_else(|| panic!("{kind} {operator} is not tried"));
            let always = ALWAYS_THERE.contains(kind);
            assert!(
                finds || (always && operator == "is_empty"),
                "{kind} {operator} finds nothing"
            );
            let all = always && operator == "is_not_empty"
                || *kind == "rollup of relation" && operator == "is_empty";
            assert!(misses || all, "{kind} {operator} misses nothing");
        }
        if kind.starts_with("rollup of ") {
            for quantifier in ["any", "every", "none"] {
                let pair = ((*kind).to_owned(), quantifier.to_owned());
                assert!(
                    quantified.contains(&pair),
                    "{quantifier} {kind} is not tried"
                );
            }
        }
    }
    assert!(tried.is_empty(), "not in the table: {tried:?}");
}

/// The kind, the operator, and the quantifier of one condition in Notion's form.
fn taken_apart(condition: &Value, schema: &Schema) -> (String, String, Option<String>) {
    let only = |value: &Value| {
        let (key, value) = value.as_object().unwrap().iter().next().unwrap();
        (key.clone(), value.clone())
    };
    if let Some(time) = condition["timestamp"].as_str() {
        return (format!("timestamp {time}"), only(&condition[time]).0, None);
    }
    let property = schema
        .properties
        .iter()
        .find(|property| condition["property"] == property.name)
        .unwrap();
    let kind = property.config.wire();
    let mut rest = condition.clone();
    rest.as_object_mut().unwrap().shift_remove("property");
    let (_, content) = only(&rest);
    let (first, inner) = only(&content);
    match (kind, first.as_str()) {
        ("rollup", "any" | "every" | "none") => {
            let (element, inner) = only(&inner);
            (format!("rollup of {element}"), only(&inner).0, Some(first))
        }
        ("rollup" | "formula", _) => (format!("{kind} {first}"), only(&inner).0, None),
        _ => (kind.to_owned(), first, None),
    }
}

#[tokio::test]
async fn filters_are_put_together_in_any_depth() {
    check(depths).await;
}

fn depths(_: Who) -> Vec<Case> {
    let t = Thing::COL;
    vec![
        (t.done.eq(true) & t.amount.gt(1), "c"),
        (t.done.eq(false) | t.amount.gt(2), "-bc?"),
        (
            t.amount.is_not_empty() & (t.done.eq(false) | t.stage.eq(Stage::Final)),
            "bc",
        ),
        // Four levels: Notion takes two.
        (
            t.amount.is_empty()
                | (t.amount.ge(1)
                    & (t.name.eq("c") | (t.name.ne("b") & (t.done.eq(false) | t.amount.lt(2))))),
            "-ac?",
        ),
    ]
}

#[tokio::test]
async fn a_list_of_no_options_is_refused_before_anything_is_sent() {
    let world = world().await;
    let before = world.session.client().requests_sent();
    let nothing: [Stage; 0] = [];
    let query = world
        .things
        .query()
        .filter(Thing::COL.stage.in_list(nothing));
    let error = query.all().await.unwrap_err();
    assert!(matches!(error, Error::Refused(_)), "{error}");
    assert!(error.to_string().contains("`Stage`"), "{error}");
    assert_eq!(world.session.client().requests_sent(), before);
}

#[test]
fn a_filter_reads_as_an_expression() {
    let (t, g) = (Thing::COL, Group::COL);
    let filter = (t.stage.in_list([Stage::Idea, Stage::Draft]) | t.notes.contains("x"))
        & t.due.past_week()
        & t.due.before(Relative::Today);
    assert_eq!(
        filter.to_string(),
        r#"(Stage in ["Idea", "Draft"] or Notes contains "x") and Due in past week and Due before today"#
    );
    let filter = g.amounts.every(|amount| amount.ge(2)) & g.most.is_not_empty();
    assert_eq!(
        filter.to_string(),
        "every of Amounts ≥ 2 and Most is not empty"
    );
}
