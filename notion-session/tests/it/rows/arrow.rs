//! Rows as Arrow record batches: the types, what is null, and batches without rows.

use notion_local::Server;
use notion_session::Session;
use notion_session::arrow::arrow_array::cast::AsArray;
use notion_session::arrow::arrow_array::types::{
    Date32Type, Float64Type, TimestampMillisecondType,
};
use notion_session::arrow::arrow_array::{Array, RecordBatch};
use notion_session::arrow::arrow_schema::{DataType, Field, TimeUnit};
use notion_session::arrow::{record_batch, schema};
use notion_session::prelude::*;
use notion_session::session::Outcome;

use crate::support::home;

#[derive(NotionOptions, Clone, Copy, Debug, PartialEq)]
enum Stage {
    Idea,
    Draft,
}

#[derive(NotionSchema, Clone, Debug, Default)]
struct Task {
    name: Title,
    notes: Option<String>,
    #[notion(url)]
    link: Option<String>,
    estimate: Option<f64>,
    count: Option<u32>,
    done: bool,
    stage: Option<Stage>,
    #[notion(status)]
    state: Option<Stage>,
    tags: Vec<Stage>,
    due: Option<Date>,
    starts: Option<DateTime>,
    span: Option<DateRange>,
    people: People,
    papers: Files,
    project: Option<PageId<Project>>,
    #[notion(two_way = also)]
    others: Relation<Project>,
    #[notion(prefix = "TASK")]
    serial: UniqueId,
    created: CreatedTime,
    author: CreatedBy,
    #[notion(formula = "{estimate} * 2")]
    twice: Formula<f64>,
    #[notion(formula = r#"{notes} + "!""#)]
    loud: Formula<String>,
}

#[derive(NotionSchema, Clone, Debug, Default)]
struct Project {
    name: Title,
    #[notion(two_way = others)]
    also: Relation<Task>,
    #[notion(rollup = sum(also.estimate))]
    effort: Rollup<f64>,
    #[notion(rollup = latest_date(also.due))]
    last: Rollup<Date>,
    #[notion(rollup = show_original(also.estimate))]
    estimates: Rollup<Vec<Option<f64>>>,
    #[notion(rollup = show_original(also.tags))]
    tags: Rollup<Vec<Vec<Stage>>>,
}

/// The batches of two tasks, one of which is full and one of which is empty, and of their project.
async fn batches() -> (RecordBatch, RecordBatch, PageId<Project>) {
    let server = Server::new();
    server.freeze("2026-06-17T12:00:00Z".parse().unwrap());
    let session = Session::builder().local_server(server).build().unwrap();
    let home = home(&session).await;
    let (tasks, projects) = session.create_dbs::<(Task, Project)>(&home).await.unwrap();
    let project = Project {
        name: "Launch".into(),
        ..Project::default()
    };
    let project = projects.insert(project).await.unwrap().id();
    let users = session.all_users().await.unwrap();
    let user = users.iter().find(|user| user.is_person()).unwrap().id();
    let day = |text: &str| text.parse::<Date>().unwrap();
    let full = Task {
        name: "Full".into(),
        notes: Some("Note".into()),
        link: Some("https://example.org".into()),
        estimate: Some(2.5),
        count: Some(7),
        done: true,
        stage: Some(Stage::Draft),
        state: Some(Stage::Draft),
        tags: vec![Stage::Idea, Stage::Draft],
        due: Some(day("1970-01-11")),
        starts: Some("2026-06-17T14:00:00+02:00".parse().unwrap()),
        span: Some(DateRange::new(day("1970-01-01"), day("1970-01-02"))),
        people: [user].into(),
        papers: Files::external("a.txt", "https://example.org/a.txt"),
        project: Some(project),
        others: [project].into(),
        ..Task::default()
    };
    let empty = Task {
        others: [project].into(),
        ..Task::default()
    };
    for outcome in tasks.insert_all([full, empty]).concurrency(1).await {
        assert!(matches!(outcome, Outcome::Created(_)), "{outcome:?}");
    }
    let rows = tasks
        .query()
        .sort(Task::COL.serial.asc())
        .all()
        .await
        .unwrap();
    let tasks = record_batch(&rows).unwrap();
    let projects = record_batch(&projects.query().all().await.unwrap()).unwrap();
    (tasks, projects, project)
}

fn in_utc() -> DataType {
    DataType::Timestamp(TimeUnit::Millisecond, Some("UTC".into()))
}

fn list(element: DataType) -> DataType {
    DataType::new_list(element, true)
}

#[test]
fn each_property_has_its_type() {
    let found = schema::<Task>();
    let range = vec![
        Field::new("start", in_utc(), true),
        Field::new("end", in_utc(), true),
    ];
    let expected = [
        ("Name", DataType::Utf8),
        ("Notes", DataType::Utf8),
        ("Link", DataType::Utf8),
        ("Estimate", DataType::Float64),
        ("Count", DataType::Float64),
        ("Done", DataType::Boolean),
        ("Stage", DataType::Utf8),
        ("State", DataType::Utf8),
        ("Tags", list(DataType::Utf8)),
        ("Due", DataType::Date32),
        ("Starts", in_utc()),
        ("Span", DataType::Struct(range.into())),
        ("People", list(DataType::Utf8)),
        ("Papers", list(DataType::Utf8)),
        ("Project", list(DataType::Utf8)),
        ("Others", list(DataType::Utf8)),
        ("Serial", DataType::Utf8),
        ("Created", in_utc()),
        ("Author", DataType::Utf8),
        ("Twice", DataType::Float64),
        ("Loud", DataType::Utf8),
    ];
    assert_eq!(found.fields().len(), expected.len());
    for (field, (name, data_type)) in found.fields().iter().zip(expected) {
        assert_eq!(
            (field.name().as_str(), field.data_type()),
            (name, &data_type)
        );
    }
    let found = schema::<Project>();
    let types: Vec<_> = found
        .fields()
        .iter()
        .skip(2)
        .map(|field| field.data_type().clone())
        .collect();
    let tags = list(list(DataType::Utf8));
    assert_eq!(
        types,
        [
            DataType::Float64,
            DataType::Date32,
            list(DataType::Float64),
            tags
        ]
    );
}

#[tokio::test]
async fn values_come_over_and_what_is_empty_is_null() {
    let (tasks, projects, project) = batches().await;
    assert_eq!(tasks.num_rows(), 2);
    let text = |name: &str| tasks[name].as_string::<i32>().value(0).to_owned();
    assert_eq!(
        (text("Name"), text("Notes"), text("Link")),
        ("Full".into(), "Note".into(), "https://example.org".into())
    );
    assert_eq!(
        (text("Stage"), text("State"), text("Serial")),
        ("Draft".into(), "Draft".into(), "TASK-1".into())
    );
    assert_eq!(text("Loud"), "Note!");
    let number = |name: &str| tasks[name].as_primitive::<Float64Type>().value(0);
    assert_eq!(
        (number("Estimate"), number("Count"), number("Twice")),
        (2.5, 7.0, 5.0)
    );
    assert!(tasks["Done"].as_boolean().value(0) && !tasks["Done"].as_boolean().value(1));
    assert_eq!(tasks["Due"].as_primitive::<Date32Type>().value(0), 10);
    let noon = "2026-06-17T12:00:00Z"
        .parse::<jiff::Timestamp>()
        .unwrap()
        .as_millisecond();
    for name in ["Starts", "Created"] {
        assert_eq!(
            tasks[name]
                .as_primitive::<TimestampMillisecondType>()
                .value(0),
            noon,
            "{name}"
        );
    }
    let span = tasks["Span"].as_struct();
    let end = |name: &str| {
        span.column_by_name(name)
            .unwrap()
            .as_primitive::<TimestampMillisecondType>()
            .value(0)
    };
    assert_eq!((end("start"), end("end")), (0, 86_400_000));
    let texts = |name: &str| -> Vec<String> {
        let list = tasks[name].as_list::<i32>().value(0);
        list.as_string::<i32>()
            .iter()
            .flatten()
            .map(str::to_owned)
            .collect()
    };
    assert_eq!(texts("Tags"), ["Idea", "Draft"]);
    assert_eq!(texts("Papers"), ["a.txt"]);
    assert_eq!(
        (texts("Project"), texts("Others")),
        (vec![project.to_string()], vec![project.to_string()])
    );

    // The second row. A status has a value always, and what Notion notes by itself is there.
    for field in tasks.schema().fields() {
        let column = &tasks[field.name()];
        let there = ["Done", "State", "Serial", "Created", "Author", "Loud"]
            .contains(&field.name().as_str());
        let there =
            there || matches!(field.data_type(), DataType::List(_)) || field.name() == "Twice";
        assert_eq!(column.is_valid(1), there, "{}", field.name());
    }
    for name in ["Tags", "People", "Papers", "Project"] {
        assert_eq!(tasks[name].as_list::<i32>().value(1).len(), 0, "{name}");
    }

    assert_eq!(
        projects["Effort"].as_primitive::<Float64Type>().value(0),
        2.5
    );
    assert_eq!(projects["Last"].as_primitive::<Date32Type>().value(0), 10);
    let estimates = projects["Estimates"].as_list::<i32>().value(0);
    let estimates: Vec<_> = estimates.as_primitive::<Float64Type>().iter().collect();
    assert_eq!(estimates.len(), 2);
    assert!(estimates.contains(&Some(2.5)) && estimates.contains(&None));
    let tags = projects["Tags"].as_list::<i32>().value(0);
    let lengths: Vec<_> = tags
        .as_list::<i32>()
        .iter()
        .flatten()
        .map(|tags| tags.len())
        .collect();
    assert_eq!(lengths.iter().sum::<usize>(), 2);
}

#[test]
fn no_rows_are_a_batch_of_the_same_schema() {
    let batch = record_batch::<Task>(&[]).unwrap();
    assert_eq!(
        (batch.num_rows(), batch.schema().as_ref()),
        (0, &schema::<Task>())
    );
}
