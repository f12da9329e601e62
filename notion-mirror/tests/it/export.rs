//! The export as Parquet files, read back by another reader than the one that wrote them: `parquet`'s own, and DuckDB where
//! `NOTION_MIRROR_TEST_PYTHON` names a Python that has it. It goes to a folder, and to `NOTION_MIRROR_TEST_S3` (`s3://bucket`) where
//! that is set.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;
use std::process::Command;

use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, TimestampMicrosecondType};
use notion_mirror::{Error, Mirror};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::{Value, json};

use crate::support::store::{Place, on_each_store};
use crate::support::world::{World, title};

/// A mirror of tasks and projects with values of many types; the id of one task and of its project.
async fn mirrored(place: &Place) -> (World, Mirror, String, String) {
    let world = World::new();
    let (_, projects) = world
        .database("Projects", json!({ "Name": { "title": {} } }))
        .await;
    let relation = json!({ "relation": { "data_source_id": projects, "type": "single_property", "single_property": {} } });
    let (_, tasks) = world
        .database(
            "Tasks",
            json!({
                "Task": { "title": {} }, "Estimate": { "number": {} }, "Done": { "checkbox": {} },
                "Tags": { "multi_select": { "options": [{ "name": "a" }, { "name": "b \"c\"" }] } },
                "Due": { "date": {} }, "Project": relation,
                "Double": { "formula": { "expression": "prop(\"Estimate\") * 2" } },
            }),
        )
        .await;
    let launch = world
        .row(&projects, json!({ "Name": title("Launch") }))
        .await;
    let values = json!({
        "Task": title("Write 🚀"), "Estimate": { "number": 2.5 }, "Done": { "checkbox": true },
        "Tags": { "multi_select": [{ "name": "b \"c\"" }, { "name": "a" }] },
        "Due": { "date": { "start": "2026-03-01T12:30:00.000+02:00", "end": "2026-03-02T00:00:00.000+02:00" } },
        "Project": { "relation": [{ "id": launch }] },
    });
    let task = world.row(&tasks, values).await;
    world
        .row(
            &tasks,
            json!({ "Task": title("Empty"), "Due": { "date": { "start": "1899-12-31" } } }),
        )
        .await;
    let mirror = place.mirror().await;
    mirror.sync(&world.session()).everything().await.unwrap();
    (world, mirror, task, launch)
}

fn read(file: &Path) -> Vec<RecordBatch> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(file).unwrap()).unwrap();
    reader.build().unwrap().map(Result::unwrap).collect()
}

fn manifest(folder: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(folder.join("manifest.json")).unwrap()).unwrap()
}

/// The file of a table of the newest version.
fn file(manifest: &Value, table: &str) -> String {
    let tables = manifest["versions"][0]["tables"].as_array().unwrap();
    let table = tables.iter().find(|found| found["table"] == table).unwrap();
    table["file"].as_str().unwrap().to_owned()
}

fn texts(batch: &RecordBatch, column: &str) -> Vec<Option<String>> {
    let array = batch.column_by_name(column).unwrap().as_string::<i32>();
    array.iter().map(|text| text.map(str::to_owned)).collect()
}

fn list(batch: &RecordBatch, column: &str, row: usize) -> Vec<String> {
    let list = batch
        .column_by_name(column)
        .unwrap()
        .as_list::<i32>()
        .value(row);
    list.as_string::<i32>()
        .iter()
        .map(|text| text.unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn files_have_typed_columns() {
    on_each_store(async |place| {
        let (_world, mirror, task, launch) = mirrored(&place).await;
        let target = Place::file();
        let folder = target.folder();
        let report = mirror.export(folder.display().to_string()).await.unwrap();
        assert_eq!(report.version, 1);
        let rows: BTreeMap<&str, u64> = report
            .tables
            .iter()
            .map(|table| (table.table.as_str(), table.rows))
            .collect();
        let expected = [
            ("projects", 1),
            ("tasks", 2),
            ("_notion_pages", 3),
            ("_notion_blocks", 0),
            ("_notion_comments", 0),
        ];
        for (table, count) in expected {
            assert_eq!(rows[table], count, "{table}");
        }
        assert!(rows["_notion_users"] >= 1);

        let path = folder.join(file(&manifest(folder), "tasks"));
        assert_eq!(
            std::fs::metadata(&path).unwrap().len(),
            report
                .tables
                .iter()
                .find(|table| table.table == "tasks")
                .unwrap()
                .bytes
        );
        let batches = read(&path);
        let [batch] = &batches[..] else {
            panic!("{} batches", batches.len())
        };
        let ids = texts(batch, "id");
        let row = ids
            .iter()
            .position(|id| id.as_deref() == Some(task.as_str()))
            .unwrap();
        let other = 1 - row;
        assert_eq!(texts(batch, "task")[row].as_deref(), Some("Write 🚀"));
        let number = |column: &str| {
            batch
                .column_by_name(column)
                .unwrap()
                .as_primitive::<Float64Type>()
                .iter()
                .collect::<Vec<_>>()
        };
        assert_eq!(
            (number("estimate")[row], number("estimate")[other]),
            (Some(2.5), None)
        );
        assert_eq!(number("double")[row], Some(5.0));
        let done = batch.column_by_name("done").unwrap().as_boolean();
        assert!(done.value(row) && !done.value(other));
        assert_eq!(list(batch, "tags", row), ["b \"c\"", "a"]);
        assert_eq!(list(batch, "tags", other), [""; 0]);
        assert_eq!(list(batch, "project", row), [launch]);
        let due = batch
            .column_by_name("due")
            .unwrap()
            .as_primitive::<TimestampMicrosecondType>();
        let micros = |text: &str| text.parse::<jiff::Timestamp>().unwrap().as_microsecond();
        assert_eq!(due.value(row), micros("2026-03-01T10:30:00Z"));
        assert_eq!(due.value(other), micros("1899-12-31T00:00:00Z"));
        assert_eq!(due.timezone(), Some("UTC"));
        let is_date = batch.column_by_name("due_is_date").unwrap().as_boolean();
        assert!(!is_date.value(row) && is_date.value(other));
        assert_eq!(
            texts(batch, "_state"),
            [Some("live".to_owned()), Some("live".to_owned())]
        );
        let raw: Value = serde_json::from_str(texts(batch, "_raw")[row].as_ref().unwrap()).unwrap();
        assert_eq!(raw["properties"]["Estimate"]["number"], 2.5);
        let schema = batch.schema();
        let about = schema.field_with_name("double").unwrap().metadata();
        assert_eq!(
            (
                about["notion.property"].as_str(),
                about["notion.computed"].as_str()
            ),
            ("Double", "true")
        );
    })
    .await;
}

#[tokio::test]
async fn versions_are_kept_and_old_ones_deleted() {
    let place = Place::file();
    let (world, mirror, task, _) = mirrored(&place).await;
    let target = Place::file();
    let folder = target.folder();
    let to = folder.display().to_string();
    mirror.export(&to).keep(2).await.unwrap();
    let first = manifest(folder);
    // What an export leaves that is killed before it replaces the manifest.
    let left = folder.join("versions/00000002-deadbeef");
    std::fs::create_dir_all(&left).unwrap();
    std::fs::write(left.join("tasks.parquet"), "half").unwrap();

    world.trash(&task, true).await;
    mirror.sync(&world.session()).everything().await.unwrap();
    let second = mirror.export(&to).keep(2).await.unwrap();
    assert_eq!((second.version, second.deleted), (2, 1));
    assert!(!left.exists());
    // The first version is as it was.
    assert_eq!(
        texts(&read(&folder.join(file(&first, "tasks")))[0], "_state"),
        [Some("live".to_owned()), Some("live".to_owned())]
    );
    let states = texts(
        &read(&folder.join(file(&manifest(folder), "tasks")))[0],
        "_state",
    );
    assert!(states.contains(&Some("trashed".to_owned())));

    let third = mirror.export(&to).keep(2).await.unwrap();
    assert_eq!(third.deleted, third.tables.len() as u64);
    assert!(!folder.join(file(&first, "tasks")).exists());
    assert_eq!(manifest(folder)["versions"].as_array().unwrap().len(), 2);
    assert_eq!(
        std::fs::read_dir(folder.join("versions")).unwrap().count(),
        2
    );
}

#[tokio::test]
async fn a_place_that_cannot_be_used_is_an_error() {
    let place = Place::file();
    let mirror = place.mirror().await;
    for to in ["", "ftp://host/folder", "s3://"] {
        let error = mirror.export(to).await.unwrap_err();
        assert!(matches!(error, Error::Address { .. }), "{to:?}: {error}");
    }
    let target = Place::file();
    std::fs::write(target.folder().join("manifest.json"), "{}").unwrap();
    let error = mirror
        .export(target.folder().display().to_string())
        .await
        .unwrap_err();
    assert!(
        error.to_string().contains("is not one of an export"),
        "{error}"
    );
    assert_eq!(
        std::fs::read(target.folder().join("manifest.json")).unwrap(),
        b"{}"
    );

    let held = Place::file();
    let lock = File::create(held.folder().join("export.lock")).unwrap();
    lock.lock().unwrap();
    let error = mirror
        .export(held.folder().display().to_string())
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Held { .. }), "{error}");
}

/// Executes a query in DuckDB and returns the rows; `None` where there is none.
fn duckdb(query: &str) -> Option<Value> {
    let Ok(python) = std::env::var("NOTION_MIRROR_TEST_PYTHON") else {
        println!("not run with DuckDB: NOTION_MIRROR_TEST_PYTHON is not set");
        return None;
    };
    let program = "import duckdb, json, sys
duckdb.sql(\"SET TimeZone = 'UTC'\")
print(json.dumps(duckdb.sql(sys.argv[1]).fetchall(), default=str))";
    let done = Command::new(python)
        .args(["-c", program, query])
        .output()
        .unwrap();
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    Some(serde_json::from_slice(&done.stdout).unwrap())
}

#[tokio::test]
async fn duckdb_reads_the_files() {
    on_each_store(async |place| {
        let (_world, mirror, ..) = mirrored(&place).await;
        let target = Place::file();
        let folder = target.folder();
        mirror.export(folder.display().to_string()).await.unwrap();
        let found = manifest(folder);
        let table = |name: &str| format!("read_parquet('{}')", folder.join(file(&found, name)).display());
        let query = format!(
            "SELECT t.task, t.estimate, t.tags, CAST(t.due AS VARCHAR), typeof(t.due), p.name FROM {} t
            JOIN {} p ON list_contains(t.project, p.id)",
            table("tasks"),
            table("projects")
        );
        let Some(rows) = duckdb(&query) else { return };
        assert_eq!(rows, json!([["Write 🚀", 2.5, ["b \"c\"", "a"], "2026-03-01 10:30:00+00", "TIMESTAMP WITH TIME ZONE", "Launch"]]));
        // The manifest leads to the files without a program.
        let query = format!(
            "SELECT table_.rows FROM (SELECT unnest(versions[1].tables) AS table_ FROM read_json('{}')) WHERE table_.table = 'tasks'",
            folder.join("manifest.json").display()
        );
        assert_eq!(duckdb(&query), Some(json!([[2]])));
    })
    .await;
}

#[tokio::test]
async fn a_bucket_takes_the_export() {
    let Ok(bucket) = std::env::var("NOTION_MIRROR_TEST_S3") else {
        println!("not run on S3: NOTION_MIRROR_TEST_S3 is not set");
        return;
    };
    let place = Place::file();
    let (_world, mirror, ..) = mirrored(&place).await;
    let to = format!("{bucket}/exports/{}", std::process::id());
    let first = mirror.export(&to).keep(1).await.unwrap();
    let second = mirror.export(&to).keep(1).await.unwrap();
    assert_eq!((first.version, second.version), (1, 2));
    assert_eq!(second.deleted, first.tables.len() as u64);
    // Two at a time: the condition on the manifest lets one succeed.
    let (a, b) = futures_util::future::join(
        mirror.export(&to).into_future(),
        mirror.export(&to).into_future(),
    )
    .await;
    let failed = [&a, &b].into_iter().find_map(|done| done.as_ref().err());
    assert!(
        failed
            .unwrap()
            .to_string()
            .contains("another export was finished"),
        "{a:?} {b:?}"
    );
    let done = [a, b].into_iter().find_map(Result::ok).unwrap();
    assert_eq!(done.version, 3);
    let again = mirror.export(&to).await.unwrap();
    assert_eq!(again.version, 4);

    let endpoint = std::env::var("AWS_ENDPOINT_URL").unwrap();
    let tasks = again
        .tables
        .iter()
        .find(|table| table.table == "tasks")
        .unwrap();
    let path = to.trim_start_matches("s3://");
    // DuckDB needs its extension `httpfs` for this, which comes from the internet; Python reads the object for it.
    if let Ok(python) = std::env::var("NOTION_MIRROR_TEST_PYTHON") {
        let copy = Place::file();
        let local = copy.folder().join("tasks.parquet");
        let program = "import boto3, sys
boto3.client('s3', endpoint_url=sys.argv[1]).download_file(*sys.argv[2:])";
        let (bucket, prefix) = path.split_once('/').unwrap();
        let object = format!("{prefix}/{}", tasks.file);
        let done = Command::new(python)
            .args(["-c", program, &endpoint, bucket, &object])
            .arg(&local)
            .output()
            .unwrap();
        assert!(
            done.status.success(),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
        let rows = duckdb(&format!(
            "SELECT count(*) FROM read_parquet('{}')",
            local.display()
        ));
        assert_eq!(rows, Some(json!([[2]])));
    }
}
