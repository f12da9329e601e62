//! Rows that are written as CSV or JSON lines and read back, with names in place of IDs, and rows without a struct.

use std::collections::BTreeMap;

use notion_session::prelude::*;
use notion_session::table::{Table, from_csv, from_json_lines, json_lines};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::support::local;

#[derive(NotionOptions, Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Stage {
    Idea,
    #[notion(name = "In review")]
    InReview,
}

#[derive(NotionSchema, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Project {
    #[notion(title)]
    name: String,
}

#[derive(NotionSchema, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Task {
    #[notion(title)]
    task: String,
    notes: Option<String>,
    rich: RichText,
    link: Option<Url>,
    mail: Email,
    phone: PhoneNumber,
    estimate: Option<f64>,
    count: Option<u32>,
    done: bool,
    stage: Option<Stage>,
    state: Option<Status<Stage>>,
    tags: Vec<Stage>,
    due_date: Option<Date>,
    start: Option<DateTime>,
    span: Option<DateRange>,
    owner: People,
    project: Relation<Project>,
    #[notion(prefix = "T")]
    serial: UniqueId,
    created: CreatedTime,
    author: CreatedBy,
    #[notion(formula = "{estimate} * 2")]
    double: Formula<f64>,
}

async fn world() -> (Session, Vec<Row<Task>>, Row<Project>) {
    let (session, home) = local().await;
    let (projects, tasks) = session.create_dbs::<(Project, Task)>(&home).await.unwrap();
    let me = session.whoami().await.unwrap();
    let launch = Project {
        name: "Launch".into(),
    };
    let launch = projects.insert(launch).await.unwrap();
    let full = Task {
        task: "Write, \"read\"".into(),
        notes: Some("two\nlines".into()),
        rich: "plain".into(),
        link: Some("https://example.org".into()),
        mail: "a@example.org".into(),
        phone: "+49 30".into(),
        estimate: Some(2.5),
        count: Some(3),
        done: true,
        stage: Some(Stage::InReview),
        state: Some(Status(Stage::InReview)),
        tags: vec![Stage::Idea, Stage::InReview],
        due_date: "2026-01-02".parse().ok(),
        start: "2026-01-02T10:00:00+01:00".parse().ok(),
        span: "2026-01-02/2026-01-05".parse().ok(),
        owner: (&me).into(),
        project: (&launch).into(),
        ..Task::default()
    };
    tasks.insert(full).await.unwrap();
    tasks.insert(Task::default()).await.unwrap();
    let rows = tasks.query().sort(Task::COL.serial.asc()).all().await;
    (session, rows.unwrap(), launch)
}

#[tokio::test]
async fn what_is_written_is_read_back() {
    let (_, rows, _) = world().await;
    let expected: Vec<Task> = rows.iter().map(|row| (**row).clone()).collect();
    let lines = json_lines(&rows).unwrap();
    assert_eq!(from_json_lines::<Task>(&lines).unwrap(), expected);
    let csv = Table::of(&rows).to_csv();
    assert_eq!(from_csv::<Task>(&csv).unwrap(), expected);
    // IDs and addresses are columns that the struct does not have.
    let csv = Table::of(&rows).with_ids().with_urls().to_csv();
    assert!(csv.starts_with("Page URL,Page ID,Task,"), "{csv}");
    assert_eq!(from_csv::<Task>(&csv).unwrap(), expected);
}

#[tokio::test]
async fn what_cannot_be_read_names_the_row_and_the_column() {
    let error = from_csv::<Task>("Task,Estimate\r\nA,1\r\nB,many\r\n").unwrap_err();
    let error = error.to_string();
    assert!(
        error.contains("row 1 of the CSV: missing field `rich`"),
        "{error}"
    );

    #[derive(Debug, Deserialize)]
    struct Small {
        estimate: Option<f64>,
        stage: Option<Stage>,
    }
    let error = from_csv::<Small>("Estimate,Stage\r\n1,Idea\r\nmany,\r\n").unwrap_err();
    let error = error.to_string();
    assert!(
        error.contains("row 2 of the CSV") && error.contains("column `Estimate`: `many`"),
        "{error}"
    );
    let error = from_csv::<Small>("Estimate,Stage\r\n,Done\r\n").unwrap_err();
    assert!(error.to_string().contains("column `Stage`"), "{error}");
    let error = from_json_lines::<Small>("{}\n{\"estimate\":true}\n").unwrap_err();
    assert!(error.to_string().contains("line 2 of the JSON"), "{error}");
    // Variants are found by their names in Notion as well.
    let small = from_csv::<Small>("stage,estimate\r\nIn review,\r\n").unwrap();
    assert_eq!(
        (&small[0].stage, small[0].estimate),
        (&Some(Stage::InReview), None)
    );
}

#[tokio::test]
async fn people_and_related_rows_have_names_and_values_have_types() {
    let (session, rows, launch) = world().await;
    let users = session.all_users().await.unwrap();
    let projects = session.load(&rows, |t| t.project).await.unwrap();
    let me = session.whoami().await.unwrap();
    let columns = |t: <Task as NotionSchema>::Columns| {
        (
            t.estimate, t.done, t.tags, t.due_date, t.span, t.owner, t.project, t.author,
        )
    };
    let table = Table::select(&rows, columns)
        .people(&users)
        .related(&projects);
    let lines = table.to_json_lines();
    let lines: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(
        lines[0],
        json!({
            "Estimate": 2.5, "Done": true, "Tags": ["Idea", "In review"], "Due Date": "2026-01-02",
            "Span": { "start": "2026-01-02", "end": "2026-01-05" },
            "Owner": [me.name()], "Project": ["Launch"], "Author": me.name(),
        })
    );
    assert_eq!(lines[1]["Estimate"], Value::Null);
    assert_eq!(
        (&lines[1]["Done"], &lines[1]["Owner"]),
        (&json!(false), &json!([]))
    );
    let csv = table
        .columns(&["Owner", "Project", "Done"])
        .unwrap()
        .to_csv();
    let expected = format!(
        "Owner,Project,Done\r\n{},Launch,true\r\n,,false\r\n",
        me.name()
    );
    assert_eq!(csv, expected);
    // An ID in a text is not replaced.
    let text = Project {
        name: launch.id().to_string(),
    };
    let home = session.search_page("Home").await.unwrap().item().unwrap();
    let (others,) = session.create_dbs::<(Project,)>(&home).await.unwrap();
    let row = others.insert(text).await.unwrap();
    let csv = Table::of([&row]).related(&projects).to_csv();
    assert_eq!(csv, format!("Name\r\n{}\r\n", launch.id()));
}

#[tokio::test]
async fn rows_without_a_struct_have_the_same_values() {
    let (session, rows, _) = world().await;
    let tasks = session.search_db("Task").await.unwrap().item().unwrap();
    let row = tasks
        .insert_untyped()
        .set("Task", "By name")
        .set("Estimate", 4)
        .set("Done", true)
        .await
        .unwrap();
    assert_eq!(row.title(), "By name");
    let error = tasks.insert_untyped().set("Nope", 1).await.unwrap_err();
    assert!(error.to_string().contains("Nope"), "{error}");

    let pages = tasks
        .query_untyped()
        .sort("Serial")
        .unwrap()
        .all()
        .await
        .unwrap();
    let objects = |lines: String| -> Vec<BTreeMap<String, Value>> {
        lines
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    };
    let untyped = objects(Table::of_pages(&pages).with_ids().to_json_lines());
    let typed = objects(Table::of(&rows).with_ids().to_json_lines());
    assert_eq!(untyped.len(), 3);
    let me = session.whoami().await.unwrap();
    assert_eq!(untyped[0]["Author"], me.name());
    for (untyped, typed) in untyped.iter().zip(&typed) {
        for (name, value) in typed {
            // A page shows times as Notion writes them, and people by the names that came along.
            if !["Start", "Span", "Created", "Author", "Owner"].contains(&name.as_str()) {
                assert_eq!(untyped[name], *value, "{name}");
            }
        }
    }
}
