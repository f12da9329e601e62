//! Every operator of every kind of column, run on the local server against rows that it must find
//! and rows that it must not find.

// Helpers outside of test functions may stop a test too.
#![allow(clippy::unwrap_used)]
// Conditions on elements are written as closures, and operands with and without `&`, as users do.
#![allow(
    clippy::redundant_closure_for_method_calls,
    clippy::needless_borrows_for_generic_args
)]

use notion_local::Server;
use notion_session::column::{Me, VerificationStatus, timestamp};
use notion_session::prelude::*;
use notion_session::{Database, Error, Session};

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
    #[notion(formula = r#"{notes} + "!""#)]
    loud: Formula<String>,
    #[notion(formula = "{amount} * 2")]
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
    #[notion(rollup = sum(things.amount))]
    total: Rollup<f64>,
    #[notion(rollup = earliest_date(things.due))]
    first: Rollup<Date>,
    #[notion(rollup = show_original(things.name))]
    names: Rollup<Vec<Title>>,
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
}

/// A Wednesday.
const TODAY: &str = "2026-06-17T12:00:00Z";

struct World {
    session: Session,
    things: Database<Thing>,
    groups: Database<Group>,
    user: notion_session::model::UserId,
    /// Of the groups "ab" and "c"; the group "none" has no things.
    ab: PageId<Group>,
}

/// Things a, b and c, created on three days, and a thing that has a name and nothing else.
async fn world() -> World {
    let server = Server::new();
    let session = Session::builder()
        .local_server(server.clone())
        .build()
        .unwrap();
    let at = |time: &str| server.freeze(time.parse().unwrap());
    at("2026-06-01T09:00:00Z");
    let home = session.search_page("Home").await.unwrap().item().unwrap();
    let (groups, things) = session.create_dbs::<(Group, Thing)>(&home).await.unwrap();
    let users = session.all_users().await.unwrap();
    let user = users.iter().find(|user| user.is_person()).unwrap().id();
    let group = async |name: &str| {
        let row = Group {
            name: name.into(),
            ..Group::default()
        };
        groups.insert(row).await.unwrap().id()
    };
    let (ab, c) = (group("ab").await, group("c").await);
    group("none").await;

    let date = |text: &str| Some(DateRange::from(text.parse::<Date>().unwrap()));
    let thing = |name: &str| Thing {
        name: name.into(),
        ..Thing::default()
    };
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
    // The thing without anything else. Its state is Notion's default, the first option.
    things.insert(thing("-")).await.unwrap();
    World {
        session,
        things,
        groups,
        user,
        ab,
    }
}

/// The names of the rows that a filter finds, in their order.
async fn names_of_things(world: &World, filter: Filter<Thing>) -> String {
    let sorted = world
        .things
        .query()
        .filter(filter)
        .sort(Thing::COL.name.asc());
    let rows = sorted.all().await.unwrap();
    rows.iter().map(|row| row.name.0.as_str()).collect()
}

/// Each filter finds the rows that it should, and no others. The rows are `-`, `a`, `b` and `c`.
async fn check<const N: usize>(world: &World, cases: [(Filter<Thing>, &str); N]) {
    for (filter, expected) in cases {
        let shown = filter.to_string();
        assert_eq!(names_of_things(world, filter).await, expected, "{shown}");
    }
}

async fn check_groups<const N: usize>(world: &World, cases: [(Filter<Group>, &[&str]); N]) {
    for (filter, expected) in cases {
        let shown = filter.to_string();
        let sorted = world
            .groups
            .query()
            .filter(filter)
            .sort(Group::COL.name.asc());
        let rows = sorted.all().await.unwrap();
        let names: Vec<_> = rows.iter().map(|row| row.name.0.as_str()).collect();
        assert_eq!(names, expected, "{shown}");
    }
}

#[tokio::test]
async fn texts() {
    let world = world().await;
    let t = Thing::COL;
    check(
        &world,
        [
            (t.name.eq("a"), "a"),
            (t.name.ne("a"), "-bc"),
            (t.name.contains("B"), "b"),
            (t.name.not_contains("b"), "-ac"),
            (t.name.starts_with("c"), "c"),
            (t.name.ends_with("-"), "-"),
            (t.name.is_empty(), ""),
            (t.name.is_not_empty(), "-abc"),
            (t.notes.eq("First note"), "a"),
            (t.notes.ne("First note"), "-bc"),
            (t.notes.contains("NOTE"), "ab"),
            (t.notes.not_contains("note"), "-c"),
            (t.notes.starts_with("th"), "c"),
            (t.notes.ends_with("note"), "ab"),
            (t.notes.is_empty(), "-"),
            (t.notes.is_not_empty(), "abc"),
            (t.link.eq("https://two.example.org"), "b"),
            (t.link.ne(String::from("https://two.example.org")), "-ac"),
            (t.link.contains("example.org"), "ab"),
            (t.link.not_contains("example.org"), "-c"),
            (t.link.starts_with("https://t"), "bc"),
            (t.link.ends_with(".net"), "c"),
            (t.link.is_empty(), "-"),
            (t.link.is_not_empty(), "abc"),
            (t.mail.eq("ann@example.org"), "a"),
            (t.mail.ne("ann@example.org"), "-bc"),
            (t.mail.contains("BOB"), "b"),
            (t.mail.not_contains("example.net"), "-ab"),
            (t.mail.starts_with("c"), "c"),
            (t.mail.ends_with(".org"), "ab"),
            (t.mail.is_empty(), "-"),
            (t.mail.is_not_empty(), "abc"),
            (t.phone.eq("111"), "a"),
            (t.phone.ne("111"), "-bc"),
            (t.phone.contains("2"), "b"),
            (t.phone.not_contains("2"), "-ac"),
            (t.phone.starts_with("3"), "c"),
            (t.phone.ends_with("1"), "a"),
            (t.phone.is_empty(), "-"),
            (t.phone.is_not_empty(), "abc"),
        ],
    )
    .await;
}

#[tokio::test]
async fn numbers_and_unique_ids() {
    let world = world().await;
    let t = Thing::COL;
    check(
        &world,
        [
            (t.amount.eq(2), "b"),
            (t.amount.ne(2.0), "-ac"),
            (t.amount.gt(2), "c"),
            (t.amount.ge(2), "bc"),
            (t.amount.lt(2_u8), "a"),
            (t.amount.le(2_i64), "ab"),
            (t.amount.is_empty(), "-"),
            (t.amount.is_not_empty(), "abc"),
            (t.serial.eq(1), "a"),
            (t.serial.ne(1), "-bc"),
            (t.serial.gt(2), "-c"),
            (t.serial.ge(2), "-bc"),
            (t.serial.lt(2), "a"),
            (t.serial.le(2), "ab"),
            (t.serial.is_empty(), ""),
            (t.serial.is_not_empty(), "-abc"),
        ],
    )
    .await;
}

#[tokio::test]
async fn checkboxes_and_options() {
    let world = world().await;
    let t = Thing::COL;
    check(
        &world,
        [
            (t.done.eq(true), "ac"),
            (t.done.ne(true), "-b"),
            (t.done.eq(false), "-b"),
            (t.stage.eq(Stage::Idea), "a"),
            (t.stage.ne(Stage::Idea), "-bc"),
            (t.stage.in_list([Stage::Idea, Stage::Final]), "ac"),
            (t.stage.not_in_list(vec![Stage::Idea, Stage::Final]), "-b"),
            (t.stage.is_empty(), "-"),
            (t.stage.is_not_empty(), "abc"),
            (t.state.eq(Stage::Draft), "ac"),
            (t.state.ne(Stage::Draft), "-b"),
            (t.state.in_list(&[Stage::Idea, Stage::Final]), "-b"),
            (t.state.not_in_list([Stage::Idea, Stage::Final]), "ac"),
            (t.state.is_empty(), ""),
            (t.state.is_not_empty(), "-abc"),
            (t.tags.contains(Tag::Red), "ab"),
            (t.tags.contains(&Tag::Green), "b"),
            (t.tags.contains([Tag::Green, Tag::Blue]), "bc"),
            (t.tags.not_contains(Tag::Red), "-c"),
            (t.tags.not_contains(vec![Tag::Green, Tag::Blue]), "-a"),
            (t.tags.is_empty(), "-"),
            (t.tags.is_not_empty(), "abc"),
        ],
    )
    .await;
}

#[tokio::test]
async fn dates() {
    let world = world().await;
    let t = Thing::COL;
    let day = |text: &str| text.parse::<Date>().unwrap();
    let noon: DateTime = "2026-06-17T12:00:00Z".parse().unwrap();
    check(
        &world,
        [
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
            (t.due.is_empty(), "-"),
            (t.due.is_not_empty(), "abc"),
        ],
    )
    .await;
}

#[tokio::test]
async fn times_as_properties_and_as_timestamps() {
    let world = world().await;
    let t = Thing::COL;
    let (created, edited) = (timestamp::created(), timestamp::last_edited());
    let tenth: Date = "2026-06-10".parse().unwrap();
    check(
        &world,
        [
            (t.created.eq(tenth), "b"),
            (t.created.before(tenth), "a"),
            (t.created.after(tenth), "-c"),
            (t.created.on_or_before(tenth), "ab"),
            (t.created.on_or_after(tenth), "-bc"),
            (t.created.this_week(), "-c"),
            (t.created.past_week(), "-bc"),
            (t.created.past_month(), "-abc"),
            (t.created.past_year(), "-abc"),
            (t.created.next_week(), "-c"),
            (t.created.next_month(), "-c"),
            (t.created.next_year(), "-c"),
            (t.created.is_empty(), ""),
            (t.created.is_not_empty(), "-abc"),
            (t.edited.before(Relative::Today), "ab"),
            (t.edited.eq(Relative::Today), "-c"),
            (created.eq(tenth), "b"),
            (created.before(tenth), "a"),
            (created.after(tenth), "-c"),
            (created.on_or_before(tenth), "ab"),
            (created.on_or_after(tenth), "-bc"),
            (created.this_week(), "-c"),
            (created.past_week(), "-bc"),
            (created.past_month(), "-abc"),
            (created.past_year(), "-abc"),
            (created.next_week(), "-c"),
            (created.next_month(), "-c"),
            (created.next_year(), "-c"),
            (created.is_empty(), ""),
            (created.is_not_empty(), "-abc"),
            (edited.before(Relative::Today), "ab"),
            (edited.on_or_after(Relative::Today), "-c"),
        ],
    )
    .await;
}

#[tokio::test]
async fn people_files_relations_and_verification() {
    let world = world().await;
    let t = Thing::COL;
    let user = world.user;
    let bot = world.session.whoami().await.unwrap().id();
    check(
        &world,
        [
            (t.people.contains(user), "a"),
            (t.people.not_contains(&user), "-bc"),
            (t.people.contains(Me), ""),
            (t.people.not_contains(Me), "-abc"),
            (t.people.is_empty(), "-bc"),
            (t.people.is_not_empty(), "a"),
            (t.author.contains(bot), "-abc"),
            (t.author.not_contains(bot), ""),
            (t.author.contains(user), ""),
            (t.author.is_empty(), ""),
            (t.author.is_not_empty(), "-abc"),
            (t.editor.contains(bot), "-abc"),
            (t.editor.not_contains(user), "-abc"),
            (t.files.is_empty(), "-bc"),
            (t.files.is_not_empty(), "a"),
            (t.group.contains(world.ab), "ab"),
            (t.group.not_contains(&world.ab), "-c"),
            (t.group.is_empty(), "-"),
            (t.group.is_not_empty(), "abc"),
            (t.verified.status(VerificationStatus::Verified), "a"),
            (t.verified.status(VerificationStatus::Expired), "b"),
            (t.verified.status(VerificationStatus::None), "-c"),
            (t.verified.ne(VerificationStatus::Verified), "-bc"),
        ],
    )
    .await;
}

#[tokio::test]
async fn formulas_by_the_type_of_their_result() {
    let world = world().await;
    let t = Thing::COL;
    check(
        &world,
        [
            (t.loud.eq("First note!"), "a"),
            (t.loud.ne("First note!"), "-bc"),
            (t.loud.contains("NOTE"), "ab"),
            (t.loud.not_contains("note"), "-c"),
            (t.loud.starts_with("third"), "c"),
            (t.loud.ends_with("thing!"), "c"),
            (t.loud.is_not_empty(), "-abc"),
            (t.twice.eq(4), "b"),
            (t.twice.ne(4), "-ac"),
            (t.twice.gt(2), "bc"),
            (t.twice.ge(4), "bc"),
            (t.twice.lt(4), "-a"),
            (t.twice.le(2), "-a"),
            (t.open.eq(true), "-b"),
            (t.open.ne(true), "ac"),
            (t.later.eq("2026-06-18".parse::<Date>().unwrap()), "b"),
            (t.later.before(Relative::Today), "a"),
            (t.later.after(Relative::Today), "bc"),
            (t.later.next_week(), "b"),
            (t.later.is_not_empty(), "abc"),
        ],
    )
    .await;
}

#[tokio::test]
async fn rollups_by_the_type_of_their_result() {
    let world = world().await;
    let g = Group::COL;
    let day = |text: &str| text.parse::<Date>().unwrap();
    check_groups(
        &world,
        [
            (g.total.eq(3), &["ab", "c"]),
            (g.total.ne(3), &["none"]),
            (g.total.gt(0), &["ab", "c"]),
            (g.total.lt(3), &["none"]),
            (g.first.eq(day("2026-06-15")), &["ab"]),
            (g.first.after(day("2026-06-15")), &["c"]),
            (g.first.past_week(), &["ab"]),
            (g.first.is_empty(), &["none"]),
            (g.first.is_not_empty(), &["ab", "c"]),
        ],
    )
    .await;
}

#[tokio::test]
async fn elements_of_rollups_that_show_values() {
    let world = world().await;
    let g = Group::COL;
    let (user, ab) = (world.user, world.ab);
    check_groups(
        &world,
        [
            (g.names.any(|name| name.eq("a")), &["ab"]),
            (g.names.every(|name| name.ne("c")), &["ab"]),
            (g.names.none(|name| name.contains("A")), &["c", "none"]),
            (g.names.any(|name| name.starts_with("c")), &["c"]),
            (g.names.any(|name| name.is_empty()), &[]),
            (g.names.every(|name| name.is_not_empty()), &["ab", "c"]),
            (g.amounts.any(|amount| amount.gt(2)), &["c"]),
            (g.amounts.every(|amount| amount.le(2)), &["ab"]),
            (g.amounts.none(|amount| amount.eq(1)), &["c", "none"]),
            (g.dones.any(|done| done.eq(false)), &["ab"]),
            (g.dones.every(|done| done.eq(true)), &["c"]),
            (g.dones.none(|done| done.ne(true)), &["c", "none"]),
            (g.dues.any(|due| due.eq(Relative::Today)), &["ab"]),
            (g.dues.every(|due| due.after(Relative::Today)), &["c"]),
            (g.dues.none(|due| due.past_week()), &["c", "none"]),
            (g.members.any(|people| people.contains(user)), &["ab"]),
            (g.members.every(|people| people.is_empty()), &["c"]),
            (g.papers.any(|files| files.is_not_empty()), &["ab"]),
            (g.papers.none(|files| files.is_not_empty()), &["c", "none"]),
            (g.groups.every(|group| group.contains(ab)), &["ab"]),
            (g.groups.none(|group| group.contains(ab)), &["c", "none"]),
            (g.stages.any(|stage| stage.eq(Stage::Final)), &["c"]),
            (
                g.stages
                    .every(|stage| stage.in_list([Stage::Idea, Stage::Draft])),
                &["ab"],
            ),
            (
                g.stages.none(|stage| stage.not_in_list([Stage::Final])),
                &["c", "none"],
            ),
            (g.colours.every(|tags| tags.contains(Tag::Red)), &["ab"]),
            (
                g.colours.any(|tags| tags.contains([Tag::Green, Tag::Blue])),
                &["ab", "c"],
            ),
        ],
    )
    .await;
}

#[tokio::test]
async fn filters_are_put_together_in_any_depth() {
    let world = world().await;
    let t = Thing::COL;
    check(
        &world,
        [
            (t.done.eq(true) & t.amount.gt(1), "c"),
            (t.done.eq(false) | t.amount.gt(2), "-bc"),
            (
                t.amount.is_not_empty() & (t.done.eq(false) | t.stage.eq(Stage::Final)),
                "bc",
            ),
            // Four levels: Notion takes two.
            (
                t.amount.is_empty()
                    | (t.amount.ge(1)
                        & (t.name.eq("c")
                            | (t.name.ne("b") & (t.done.eq(false) | t.amount.lt(2))))),
                "-ac",
            ),
        ],
    )
    .await;
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
    let filter = g.amounts.every(|amount| amount.ge(2)) & g.total.is_not_empty();
    assert_eq!(
        filter.to_string(),
        "every of Amounts ≥ 2 and Total is not empty"
    );
}
