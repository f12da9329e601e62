//! Rows shown and handed on: what a person reads of each kind of property, and what `serde` writes.

use notion_local::Server;
use notion_session::Session;
use notion_session::prelude::*;
use notion_session::table::{Table, json_lines};
use serde::Serialize;
use serde_json::{Value, json};

use crate::support::home;

#[derive(NotionOptions, Clone, Copy, Debug, PartialEq, Serialize)]
enum Stage {
    Idea,
    Draft,
}

#[derive(NotionSchema, Clone, Debug, Default, Serialize)]
struct Thing {
    name: Title,
    notes: Option<String>,
    formatted: RichText,
    #[notion(url)]
    link: Option<String>,
    amount: Option<f64>,
    done: bool,
    stage: Option<Stage>,
    #[notion(status)]
    state: Option<Stage>,
    tags: Vec<Stage>,
    day: Option<Date>,
    span: Option<DateRange>,
    people: People,
    papers: Files,
    #[notion(two_way = things)]
    group: Relation<Group>,
    #[notion(prefix = "T")]
    serial: UniqueId,
    created: CreatedTime,
    #[notion(formula = "{amount} * 2")]
    twice: Formula<f64>,
    verified: Option<Verification>,
}

#[derive(NotionSchema, Clone, Debug, Default, Serialize)]
struct Group {
    name: Title,
    #[notion(two_way = group)]
    things: Relation<Thing>,
    #[notion(rollup = sum(things.amount))]
    total: Rollup<f64>,
    #[notion(rollup = show_original(things.tags))]
    tags: Rollup<Vec<Vec<Stage>>>,
}

struct World {
    things: Vec<Row<Thing>>,
    groups: Vec<Row<Group>>,
    user: String,
}

/// A thing that has everything, one that has nothing, and the group of both.
async fn world() -> World {
    let server = Server::new();
    server.freeze("2026-06-17T12:00:00Z".parse().unwrap());
    let session = Session::builder().local_server(server).build().unwrap();
    let home = home(&session).await;
    let (groups, things) = session.create_dbs::<(Group, Thing)>(&home).await.unwrap();
    let users = session.all_users().await.unwrap();
    let user = users.iter().find(|user| user.is_person()).unwrap().id();
    let group = Group {
        name: "Both".into(),
        ..Group::default()
    };
    let group = groups.insert(group).await.unwrap();
    let day = |text: &str| text.parse::<Date>().unwrap();
    let full = Thing {
        name: "Wörter, \"quoted\"".into(),
        notes: Some("two\nlines".into()),
        formatted: "bold".into(),
        link: Some("https://example.org".into()),
        amount: Some(1_000_000.5),
        done: true,
        stage: Some(Stage::Draft),
        state: Some(Stage::Draft),
        tags: vec![Stage::Idea, Stage::Draft],
        day: Some(day("2026-01-02")),
        span: Some(DateRange::new(day("2026-01-02"), day("2026-01-05"))),
        people: [user].into(),
        papers: Files::external("a.txt", "https://example.org/a.txt"),
        group: [group.id()].into(),
        verified: Some(Verification::verified(None)),
        ..Thing::default()
    };
    things.insert(full).await.unwrap();
    let empty = Thing {
        group: [group.id()].into(),
        ..Thing::default()
    };
    things.insert(empty).await.unwrap();
    World {
        things: things
            .query()
            .sort(Thing::COL.serial.asc())
            .all()
            .await
            .unwrap(),
        groups: groups.query().all().await.unwrap(),
        user: user.to_string(),
    }
}

#[tokio::test]
async fn a_person_can_read_each_kind_of_property() {
    let world = world().await;
    let group = world.groups[0].id().to_string();
    let t = Thing::COL;
    let shown = |column: &str| {
        let csv = Table::of(&world.things)
            .columns(&[column])
            .unwrap()
            .to_csv();
        // A line with one empty cell has quotes: an empty line would be no row.
        let cell = |line: &str| {
            if line == "\"\"" {
                String::new()
            } else {
                line.to_owned()
            }
        };
        let mut lines = csv.split("\r\n").map(cell);
        assert_eq!(lines.next().as_deref(), Some(column));
        (lines.next().unwrap(), lines.next().unwrap())
    };
    for (column, full, empty) in [
        (t.name.name(), "\"Wörter, \"\"quoted\"\"\"", ""),
        (t.notes.name(), "\"two\nlines\"", ""),
        (t.formatted.name(), "bold", ""),
        (t.link.name(), "https://example.org", ""),
        (t.amount.name(), "1000000.5", ""),
        (t.done.name(), "true", "false"),
        (t.stage.name(), "Draft", ""),
        (t.state.name(), "Draft", "Idea"),
        (t.tags.name(), "\"Idea, Draft\"", ""),
        (t.day.name(), "2026-01-02", ""),
        (t.span.name(), "2026-01-02 → 2026-01-05", ""),
        (t.people.name(), world.user.as_str(), ""),
        (t.papers.name(), "a.txt", ""),
        (t.group.name(), group.as_str(), group.as_str()),
        (t.serial.name(), "T-1", "T-2"),
        (
            t.created.name(),
            "2026-06-17T12:00:00Z",
            "2026-06-17T12:00:00Z",
        ),
        (t.twice.name(), "2000001", "0"),
        (t.verified.name(), "verified", ""),
    ] {
        assert_eq!(
            shown(column),
            (full.to_owned(), empty.to_owned()),
            "{column}"
        );
    }
    let groups = Table::of(&world.groups)
        .columns(&["Total", "Tags"])
        .unwrap()
        .to_markdown();
    assert_eq!(
        groups,
        "| Total | Tags |\n|---:|---|\n| 1000000.5 | Idea, Draft |\n"
    );
}

#[tokio::test]
async fn a_column_that_the_table_does_not_have_is_an_error_that_suggests() {
    let world = world().await;
    for (names, words) in [
        (
            &["Nmae"][..],
            "`Nmae` is not a column of the table; did you mean `Name`?",
        ),
        (
            &["Name", "amount"],
            "`amount` is not a column of the table; did you mean `Amount`?",
        ),
        (
            &["", "Name"],
            "`` is not a column of the table; it has: `Name`",
        ),
        (
            &["Nothing of that name"],
            "`Nothing of that name` is not a column of the table; it has",
        ),
    ] {
        let error = Table::of(&world.things).columns(names).unwrap_err();
        assert!(error.to_string().starts_with(words), "{error}");
    }
    assert!(Table::of(&world.things).columns(&[]).is_ok());
}

#[tokio::test]
async fn a_table_is_aligned_and_no_wider_than_it_may_be() {
    let world = world().await;
    let table = Table::of(&world.things)
        .columns(&["Name", "Amount"])
        .unwrap()
        .max_width(8);
    assert_eq!(
        table.to_string(),
        "\
┌──────────┬──────────┐
│ Name     ┆   Amount │
╞══════════╪══════════╡
│ Wörter,… ┆ 1000000… │
│          ┆          │
└──────────┴──────────┘"
    );
}

#[tokio::test]
async fn serde_writes_rows_in_the_shape_of_the_struct() {
    let world = world().await;
    let lines = json_lines(&world.things).unwrap();
    let lines: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 2);
    let group = world.groups[0].id();
    let mut full = lines[0].clone();
    assert_eq!(full["papers"][0]["name"], "a.txt");
    full.as_object_mut().unwrap().shift_remove("papers");
    assert_eq!(
        full,
        json!({
            "name": "Wörter, \"quoted\"", "notes": "two\nlines", "formatted": "bold", "link": "https://example.org",
            "amount": 1_000_000.5, "done": true, "stage": "Draft", "state": "Draft", "tags": ["Idea", "Draft"],
            "day": "2026-01-02", "span": { "start": "2026-01-02", "end": "2026-01-05" }, "people": [world.user],
            "group": [group], "serial": "T-1", "created": "2026-06-17T12:00:00Z", "twice": 2_000_001.0,
            "verified": { "state": "verified", "verified_by": full["verified"]["verified_by"], "date": null },
        })
    );
    assert_eq!(serde_json::to_value(&world.things[1]).unwrap(), lines[1]);
    assert_eq!(
        serde_json::to_value(&world.groups[0]).unwrap()["total"],
        1_000_000.5
    );
    assert_eq!(
        (&lines[1]["amount"], &lines[1]["tags"], &lines[1]["day"]),
        (&Value::Null, &json!([]), &Value::Null)
    );
}
