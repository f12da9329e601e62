//! Rows that are sorted here come in the order that Notion would give them: held to the local server's.

use std::sync::Arc;

use super::Query;
use crate::column::timestamp;
use crate::prelude::*;
use crate::row::Shape;
use crate::session::{Database, Session};

#[derive(NotionOptions, Clone, Copy, Debug, PartialEq)]
enum Stage {
    Idea,
    Draft,
    Abandoned,
}

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
    created: CreatedTime,
    edited: LastEditedTime,
    author: CreatedBy,
    #[notion(formula = "{amount} * 2")]
    twice: Formula<f64>,
    #[notion(formula = r#"{notes} + "!""#)]
    loud: Formula<String>,
    #[notion(formula = "not {done}")]
    open: Formula<bool>,
    #[notion(formula = r#"dateAdd({due}, 1, "days")"#)]
    later: Formula<DateRange>,
    group: Relation<Group>,
    #[notion(rollup = sum(group.weight))]
    weight: Rollup<f64>,
}

#[derive(NotionSchema, Clone, Debug, Default)]
struct Group {
    name: Title,
    weight: Option<f64>,
}

async fn things() -> (Session, Database<Thing>) {
    let server = notion_local::Server::new();
    let session = Session::builder()
        .local_server(server.clone())
        .build()
        .unwrap();
    let home = session.search_page("Home").await.unwrap().item().unwrap();
    let (groups, things) = session.create_dbs::<(Group, Thing)>(&home).await.unwrap();
    let mut group = Vec::new();
    for weight in [2.0, 1.0] {
        let row = Group {
            name: "A group".into(),
            weight: Some(weight),
        };
        group.push(groups.insert(row).await.unwrap().id());
    }
    let users = session.all_users().await.unwrap();
    let person = users.iter().find(|user| user.is_person()).unwrap().id();
    let bot = session.whoami().await.unwrap().id();
    let stages = [
        None,
        Some(Stage::Draft),
        Some(Stage::Abandoned),
        Some(Stage::Idea),
    ];
    let days = [
        "2026-03-02",
        "2025-12-31",
        "2026-03-01T23:30:00-05:00",
        "2026-03-02T01:00:00Z",
    ];
    for number in 0_u8..16 {
        let minute = format!("2026-01-01T00:{:02}:00Z", number / 2);
        server.freeze(minute.parse().unwrap());
        let of = |every: u8| number % every != 0;
        let row = Thing {
            name: format!("Thing {}", number % 11).into(),
            notes: of(3)
                .then(|| ["b10", "B9", "a", "Ä", "é", "(x)"][usize::from(number % 6)].to_owned()),
            link: of(4).then(|| format!("https://example.org/{}", number % 3)),
            amount: of(5).then(|| f64::from(number % 4) - 1.5),
            done: of(2),
            stage: stages[usize::from(number % 4)],
            state: Some(stages[usize::from(number % 4)].unwrap_or(Stage::Idea)),
            tags: stages
                .iter()
                .take(usize::from(number % 5))
                .rev()
                .flatten()
                .copied()
                .collect(),
            due: of(6).then(|| {
                let start = days[usize::from(number % 4)]
                    .parse::<crate::schema::DateOrTime>()
                    .unwrap();
                DateRange::from(start)
            }),
            people: match number % 4 {
                0 => People::new(),
                1 => [person].into(),
                2 => [bot].into(),
                _ => [person, bot].into(),
            },
            files: if of(3) {
                Files::external("a", "https://example.org/a")
            } else {
                Files::default()
            },
            group: group
                .iter()
                .copied()
                .take(usize::from(number % 3))
                .collect(),
            ..Thing::default()
        };
        things.insert(row).await.unwrap();
    }
    (session, things)
}

/// The places of the rows in the order of their making, as Notion sorts them and as they are sorted here.
async fn both<Z: Shape>(sorted: impl Fn() -> Query<Thing, Z>) -> (Vec<PageId>, Vec<PageId>) {
    let there = sorted().gather().await.unwrap();
    let here = Arc::new(sorted()).gather_and_sort().await.unwrap();
    let ids = |items: &[super::Item<Z::Item>]| items.iter().map(|item| item.id).collect();
    (ids(&there), ids(&here))
}

#[tokio::test]
async fn rows_of_each_kind_are_sorted_as_notion_sorts_them() {
    let (_session, things) = things().await;
    let t = Thing::COL;
    macro_rules! each_way {
        ($($by:expr),*) => { [$(($by.asc(), $by.desc())),*] };
    }
    let sorts = each_way![
        t.name,
        t.notes,
        t.link,
        t.amount,
        t.serial,
        t.done,
        t.stage,
        t.state,
        t.tags,
        t.due,
        t.people,
        t.files,
        t.created,
        t.edited,
        t.author,
        t.twice,
        t.loud,
        t.open,
        t.later,
        t.weight,
        timestamp::created(),
        timestamp::last_edited()
    ];
    for sort in sorts.into_iter().flat_map(|(up, down)| [up, down]) {
        let (there, here) = both(|| things.query().sort(sort)).await;
        assert_eq!(here, there, "{sort:?}");
        let (there, here) = both(|| things.query().sort(sort).sort(t.name.desc()).limit(9)).await;
        assert_eq!(here, there, "{sort:?} and name");
        // What is not among the columns that were chosen is sorted by all the same.
        let (there, here) = both(|| things.query().sort(sort).select(|t| t.link)).await;
        assert_eq!(here, there, "{sort:?} with a selection");
    }
}

#[tokio::test]
async fn what_cannot_be_sorted_here_is_refused() {
    let (_session, things) = things().await;
    let query = Arc::new(things.query().sort(Thing::COL.group.asc()));
    let Err(error) = query.gather_and_sort().await else {
        panic!("the titles of the groups are not at hand");
    };
    assert!(
        error.to_string().contains("titles of their pages"),
        "{error}"
    );
}
