//! `notion import`: what fits, what is refused before anything is sent, and that what `notion rows` prints is read back.

use notion_session::table::Table;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{World, file, program, run, run_with_input};

/// Writes a file and returns its path.
fn written(name: &str, text: impl AsRef<[u8]>) -> String {
    let path = file(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

/// The titles and estimates of the tasks.
fn tasks(world: &World) -> Vec<String> {
    let out = world
        .run(&[
            "rows",
            "Tasks",
            "--columns",
            "Task,Estimate,Stage",
            "--sort",
            "Task",
        ])
        .well();
    out.lines()
        .skip(1)
        .map(|line| line.replace('\t', " ").trim_end().to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_come_from_csv_and_from_json_lines() {
    let world = World::new().await;
    // With a byte order mark, CRLF, and quotes.
    let csv = written(
        "in.csv",
        "\u{feff}Task,Estimate,Stage,Done\r\n\"Write, then\nread\",2.5,Done,yes\r\nRest,,,no\r\n",
    );
    let out = world.run(&["import", "Tasks", &csv]).well();
    assert_eq!(out, "Tasks: 2 inserted, 0 updated, 0 unchanged\n");
    assert_eq!(tasks(&world), ["Rest", "Write, then read 2.5 Done"]);

    let uri = world.server.uri();
    let mut command = program(&["import", "Tasks", "-", "--jsonl", "--base-url", &uri]);
    command.env("NOTION_TOKEN", world.server.token());
    let lines = "{\"Task\": \"Sleep\", \"Estimate\": 8}\n\n{\"properties\": {\"Task\": \"Wake\", \"Done\": true}}\n";
    let out = run_with_input(command, lines).well();
    assert_eq!(out, "Tasks: 2 inserted, 0 updated, 0 unchanged\n");
    assert_eq!(
        tasks(&world),
        ["Rest", "Sleep 8", "Wake", "Write, then read 2.5 Done"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn each_bad_cell_is_named_before_anything_is_sent() {
    let world = World::new().await;
    let long = "x".repeat(10 << 20);
    let csv = written(
        "bad.csv",
        format!(
            "Task,Estimate,Stage\na,1,Backlog\nb,soon,Backlog\n\"two\nlines\",2,Dreamt\n{long},3,\n"
        ),
    );
    let before = world.session.client().requests_sent();
    let failure = world.run(&["import", "Tasks", &csv]).failed();
    let lines: Vec<&str> = failure.lines().collect();
    assert_eq!(lines.len(), 4, "{failure}");
    assert!(lines[0].contains("nothing was sent"), "{failure}");
    assert!(
        lines[1].starts_with("  line 3, column \"Estimate\": \"soon\" is not a number"),
        "{failure}"
    );
    assert!(
        lines[2].starts_with("  line 4, column \"Stage\": \"Dreamt\" is not an option"),
        "{failure}"
    );
    assert!(
        lines[3].starts_with("  line 6, column \"Task\": "),
        "{failure}"
    );
    assert!(failure.len() < 2_000, "the cell of 10 MB is not repeated");
    assert_eq!(world.session.client().requests_sent(), before);
    assert!(tasks(&world).is_empty());

    let unknown = written("unknown.csv", "Task,Estimat\na,1\n");
    let failure = world.run(&["import", "Tasks", &unknown]).failed();
    assert!(
        failure.contains("\"Estimat\" is not a property")
            && failure.contains("did you mean \"Estimate\"?"),
        "{failure}"
    );
    let short = written("short.csv", "Task,Estimate\na,1\nb\n");
    let failure = world.run(&["import", "Tasks", &short]).failed();
    assert!(failure.contains("line 3: there are 1 cells"), "{failure}");
    let failure = run(Some("ntn_x"), &["import", "Tasks", "/is/not/there.csv"]).badly();
    assert!(
        failure.starts_with("/is/not/there.csv: No such file"),
        "{failure}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_key_an_import_can_be_run_again() {
    let world = World::new().await;
    let csv = written("keyed.csv", "Task,Estimate,Stage\na,1,Done\nb,2,\n");
    let words = ["import", "Tasks", &csv, "--key", "Task"];
    assert_eq!(
        world.run(&words).well(),
        "Tasks: 2 inserted, 0 updated, 0 unchanged\n"
    );
    let before = world.server.requests().len();
    assert_eq!(
        world.run(&words).well(),
        "Tasks: 0 inserted, 0 updated, 2 unchanged\n"
    );
    let writes = |request: &notion_local::RecordedRequest| {
        request.method != "GET"
            && !request.path.ends_with("/query")
            && !request.path.ends_with("/search")
    };
    assert_eq!(
        world.server.requests()[before..]
            .iter()
            .filter(|request| writes(request))
            .count(),
        0
    );

    let csv = written(
        "keyed-2.csv",
        "Task,Estimate,Stage\na,1,\nb,2.0,\nc,3,Backlog\n",
    );
    let words = ["import", "Tasks", &csv, "--key", "Task"];
    let out = world.run(&[&words[..], &["--dry-run"]].concat()).well();
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.len(), 3, "{out}");
    assert!(lines[0].starts_with("~ line 2: Stage of "), "{out}");
    assert_eq!(lines[1], "+ line 4");
    assert_eq!(
        lines[2],
        "nothing was sent; it would be 1 inserted, 1 updated, 1 unchanged"
    );
    assert_eq!(tasks(&world), ["a 1 Done", "b 2"]);
    assert_eq!(
        world.run(&words).well(),
        "Tasks: 1 inserted, 1 updated, 1 unchanged\n"
    );
    assert_eq!(tasks(&world), ["a 1", "b 2", "c 3 Backlog"]);

    for (name, text, part) in [
        (
            "twice.csv",
            "Task,Estimate\na,1\na,2\n",
            "line 3, column \"Task\": the key \"a\" is in line 2 already",
        ),
        (
            "empty.csv",
            "Task,Estimate\n,1\n",
            "line 2, column \"Task\": the key is empty",
        ),
        (
            "no-key.csv",
            "Estimate\n1\n",
            "--key Task: the file has no such column",
        ),
    ] {
        let csv = written(name, text);
        let failure = world
            .run(&["import", "Tasks", &csv, "--key", "Task"])
            .failed();
        assert!(failure.contains(part), "{failure}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn new_options_are_made_once_and_only_when_asked_for() {
    let world = World::new().await;
    let rows: String = (0..30)
        .map(|number| format!("t{number},Dreamt {}\n", number % 3))
        .collect();
    let csv = written("options.csv", format!("Task,Stage\n{rows}"));
    let failure = world.run(&["import", "Tasks", &csv]).failed();
    assert!(failure.contains("--create-options"), "{failure}");
    let words = ["import", "Tasks", &csv, "--create-options"];
    let out = world.run(&[&words[..], &["--dry-run"]].concat()).well();
    assert!(
        out.starts_with("Stage: new options Dreamt 0, Dreamt 1, Dreamt 2\n"),
        "{out}"
    );
    assert_eq!(
        world.run(&words).well(),
        "Tasks: 30 inserted, 0 updated, 0 unchanged\n"
    );
    let source = world
        .session
        .api()
        .data_sources()
        .retrieve(world.tasks.data_source_id())
        .await
        .unwrap();
    let stage = serde_json::to_value(&source.properties["Stage"]).unwrap();
    assert_eq!(stage["select"]["options"].as_array().unwrap().len(), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_fails_is_named_and_the_others_are_there() {
    let world = World::new().await;
    let missing = "38c9ce7b-60a4-8100-8000-0000000000ff";
    let csv = written(
        "relation.csv",
        format!("Task,Project\na,\nb,{missing}\nc,\n"),
    );
    let ran = world.run(&["import", "Tasks", &csv]);
    assert_eq!(ran.code, Some(1));
    assert_eq!(ran.out, "Tasks: 2 inserted, 0 updated, 0 unchanged\n");
    assert!(
        ran.err.starts_with("line 3: ") && ran.err.contains("1 rows failed"),
        "{}",
        ran.err
    );
    assert_eq!(tasks(&world), ["a", "c"]);
}

/// Interrupts an import of 3,000 rows as soon as it has begun. Returns how many rows it reports, and what it says to do.
#[cfg(unix)]
async fn interrupted(world: &World, words: &[&str]) -> (usize, String) {
    use std::process::Stdio;
    use std::time::Duration;

    let uri = world.server.uri();
    let mut child = program(&[words, &["--base-url", &uri]].concat())
        .env("NOTION_TOKEN", world.server.token())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    while world.tasks.query().limit(20).all().await.unwrap().len() < 20 {
        assert!(
            child.try_wait().unwrap().is_none(),
            "it ended before it was interrupted"
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    let ended = child.wait_with_output().unwrap();
    let (out, err) = (
        String::from_utf8(ended.stdout).unwrap(),
        String::from_utf8(ended.stderr).unwrap(),
    );
    assert_eq!(ended.status.code(), Some(1), "{out}{err}");
    let count = out.strip_prefix("Tasks: ").unwrap().split(' ').next();
    let count = count.unwrap().parse().unwrap();
    assert_eq!(world.tasks.query().count().await.unwrap(), count);
    (count, err)
}

/// A file of 3,000 tasks.
#[cfg(unix)]
fn three_thousand(name: &str) -> String {
    let rows: String = (0..3_000)
        .map(|number| format!("t{number},{number}\n"))
        .collect();
    written(name, format!("Task,Estimate\n{rows}"))
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn an_interrupted_import_reports_what_was_done_and_goes_on() {
    let world = World::new().await;
    let csv = three_thousand("interrupted.csv");
    let (count, err) = interrupted(&world, &["import", "Tasks", &csv]).await;
    let line = (count + 2).to_string();
    assert!(
        err.contains(&format!("go on with --from-line {line}")),
        "{err}"
    );
    let rest = ["import", "Tasks", &csv, "--from-line", &line];
    assert_eq!(
        world.run(&rest).well(),
        format!(
            "Tasks: {} inserted, 0 updated, 0 unchanged\n",
            3_000 - count
        )
    );
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn an_interrupted_import_with_a_key_is_run_again() {
    let world = World::new().await;
    let csv = three_thousand("interrupted-key.csv");
    let words = ["import", "Tasks", &csv, "--key", "Task"];
    let (count, err) = interrupted(&world, &words).await;
    assert_eq!(
        err,
        "error: the import was interrupted: run it again to go on\n"
    );
    assert_eq!(
        world.run(&words).well(),
        format!(
            "Tasks: {} inserted, 0 updated, {count} unchanged\n",
            3_000 - count
        )
    );
    assert_eq!(world.tasks.query().count().await.unwrap(), 3_000);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_second_interrupt_does_not_wait_for_the_server() {
    use std::process::Stdio;
    use std::time::{Duration, Instant};

    use notion_local::{Fault, FaultRule};

    let world = World::new().await;
    let stalled = FaultRule::new(Fault::Delay(Duration::from_secs(600)));
    let csv = three_thousand("stalled.csv");
    let uri = world.server.uri();
    let mut child = program(&["import", "Tasks", &csv, "--base-url", &uri])
        .env("NOTION_TOKEN", world.server.token())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    while world.tasks.query().limit(20).all().await.unwrap().len() < 20 {
        assert!(
            child.try_wait().unwrap().is_none(),
            "it ended before it was interrupted"
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    // From now on nothing is answered.
    world
        .server
        .fail_when(stalled.on("POST", "/v1/pages").times(100));
    let begin = Instant::now();
    let pid = rustix::process::Pid::from_child(&child);
    while child.try_wait().unwrap().is_none() {
        assert!(
            begin.elapsed() < Duration::from_secs(120),
            "it waits for the server"
        );
        let _ended = rustix::process::kill_process(pid, rustix::process::Signal::INT);
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    let ended = child.wait_with_output().unwrap();
    let err = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(1), "{err}");
    assert!(
        err.contains("rows under way, which may be in the database or not: go on with --from-line"),
        "{err}"
    );
}

/// A database with a property of each type that can be written, except those of these names.
async fn database(world: &World, title: &str, without: &[&str]) -> String {
    let related = world.projects.data_source_id();
    let options = json!({ "options": [{ "name": "a" }, { "name": "[b]" }, { "name": "c d" }] });
    let mut body = json!({
        "parent": { "type": "page_id", "page_id": world.server.home() },
        "title": [{ "text": { "content": title } }],
        "initial_data_source": { "properties": {
            "Name": { "title": {} }, "Text": { "rich_text": {} }, "Number": { "number": {} },
            "Select": { "select": options }, "Multi": { "multi_select": options }, "Status": { "status": {} },
            "Date": { "date": {} }, "People": { "people": {} }, "Files": { "files": {} }, "Check": { "checkbox": {} },
            "Url": { "url": {} }, "Email": { "email": {} }, "Phone": { "phone_number": {} }, "Place": { "place": {} },
            "Related": { "relation": { "data_source_id": related, "type": "single_property", "single_property": {} } },
            "Made": { "created_time": {} },
        } },
    });
    let properties = body["initial_data_source"]["properties"].as_object_mut();
    properties
        .unwrap()
        .retain(|name, _| !without.contains(&name.as_str()));
    let made: Value = world
        .session
        .api()
        .post("/v1/databases", &body)
        .send()
        .await
        .unwrap();
    made["id"].as_str().unwrap().to_owned()
}

/// The values of a row: each may be empty.
fn values(people: Vec<String>, pages: Vec<String>) -> impl Strategy<Value = Value> {
    let text = "[a-zA-Z0-9 ,;\"'\n\\\\|é漢{}\\[\\]<>#-]{1,20}";
    let web = "https://[a-z]{1,8}\\.example/[a-z]{0,5}";
    let option = || prop::sample::select(vec!["a", "[b]", "c d"]);
    let date = prop_oneof![
        Just(json!({ "start": "2026-02-28" })),
        Just(json!({ "start": "2026-02-28", "end": "2026-03-01" })),
        Just(json!({ "start": "2026-02-28T10:00:00.000+01:00" })),
        Just(
            json!({ "start": "2026-02-28T10:00:00.000+00:00", "end": "2026-02-28T11:30:00.000+00:00" })
        ),
    ];
    let files = prop::collection::vec((text, web), 0..3).prop_map(|files| -> Value {
        let file =
            |(name, url): (String, String)| json!({ "name": name, "external": { "url": url } });
        files.into_iter().map(file).collect()
    });
    let several = prop::collection::hash_set(option(), 0..3).prop_map(|names| {
        names
            .into_iter()
            .map(|name| json!({ "name": name }))
            .collect::<Value>()
    });
    let maybe = |strategy: BoxedStrategy<Value>| prop::option::weighted(0.7, strategy);
    let place = (-90.0..90.0_f64, -180.0..180.0_f64)
        .prop_map(|(lat, lon)| json!({ "lat": lat, "lon": lon, "name": "Here, there" }));
    (
        maybe(
            text.prop_map(|text| json!({ "rich_text": [{ "text": { "content": text } }] }))
                .boxed(),
        ),
        maybe(
            prop_oneof![
                any::<i32>().prop_map(|number| json!({ "number": f64::from(number) / 8.0 })),
                (-1e12..1e12_f64).prop_map(|number| json!({ "number": number })),
            ]
            .boxed(),
        ),
        maybe(
            option()
                .prop_map(|name| json!({ "select": { "name": name } }))
                .boxed(),
        ),
        maybe(
            several
                .prop_map(|names| json!({ "multi_select": names }))
                .boxed(),
        ),
        maybe(date.prop_map(|date| json!({ "date": date })).boxed()),
        maybe(files.prop_map(|files| json!({ "files": files })).boxed()),
        (any::<bool>(), subsequence(people), subsequence(pages)),
        maybe(web.prop_map(|url| json!({ "url": url })).boxed()),
        maybe(place.prop_map(|place| json!({ "place": place })).boxed()),
        maybe(
            "[+0-9 ]{1,12}"
                .prop_map(|number| json!({ "phone_number": format!("0{number}1") }))
                .boxed(),
        ),
    )
        .prop_map(
            move |(
                text,
                number,
                select,
                multi,
                date,
                files,
                (check, people, pages),
                url,
                place,
                phone,
            )| {
                let mut values = json!({ "Check": { "checkbox": check } });
                let ids = |ids: Vec<String>| -> Value {
                    ids.into_iter().map(|id| json!({ "id": id })).collect()
                };
                if !people.is_empty() {
                    values["People"] = json!({ "people": ids(people) });
                    values["Email"] = json!({ "email": "ada@example.com" });
                    values["Status"] = json!({ "status": { "name": "In progress" } });
                }
                // More than the 25 that a page shows, too.
                if !pages.is_empty() {
                    values["Related"] = json!({ "relation": ids(pages) });
                }
                let others = [
                    ("Text", text),
                    ("Number", number),
                    ("Select", select),
                    ("Multi", multi),
                    ("Date", date),
                    ("Files", files),
                    ("Url", url),
                    ("Place", place),
                    ("Phone", phone),
                ];
                for (name, value) in others {
                    if let Some(value) = value {
                        values[name] = value;
                    }
                }
                values
            },
        )
}

fn subsequence(of: Vec<String>) -> impl Strategy<Value = Vec<String>> {
    let count = 0..=of.len();
    prop::sample::subsequence(of, count)
}

/// The lines of CSV, sorted, without the time of creation.
fn lines(csv: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(csv.as_bytes());
    let mut lines: Vec<Vec<String>> = reader.deserialize().map(Result::unwrap).collect();
    let made = lines[0].iter().position(|name| name == "Made").unwrap();
    for line in &mut lines {
        line.remove(made);
    }
    lines.sort();
    lines
}

#[test]
fn what_rows_prints_is_what_import_reads() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (world, people, pages) = runtime.block_on(async {
        let world = World::new().await;
        // Of users there are bots, and one has a comma in its name.
        for name in ["Ada", "Bo, the other"] {
            world.server.add_integration(name, []);
        }
        let people = world.session.all_users().await.unwrap();
        let people: Vec<String> = people.iter().map(|user| user.id().to_string()).collect();
        assert!(people.len() > 2);
        let mut pages = Vec::new();
        for _ in 0..30 {
            let page = world.projects.insert(Default::default()).await.unwrap();
            pages.push(page.id().to_string());
        }
        (world, people, pages)
    });
    let config = ProptestConfig {
        cases: 8,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let optional = vec![
        "Text", "Number", "Select", "Multi", "Status", "Date", "People", "Files", "Check", "Url",
        "Email", "Phone", "Place", "Related",
    ];
    let databases = (
        prop::sample::subsequence(optional, 0..6),
        prop::collection::vec(("[^\\x00-\\x1f\\x7f]{0,20}", values(people, pages)), 1..12),
    );
    proptest::test_runner::TestRunner::new(config)
        .run(&databases, |(without, rows)| {
            let from = runtime.block_on(database(&world, "From", &without));
            let to = runtime.block_on(database(&world, "To", &without));
            runtime.block_on(async {
                let source: Value = world
                    .session
                    .api()
                    .get(format!("/v1/databases/{from}"))
                    .send()
                    .await
                    .unwrap();
                let source = source["data_sources"][0]["id"].clone();
                for (number, (title, mut values)) in rows.into_iter().enumerate() {
                    let values_map = values.as_object_mut().unwrap();
                    values_map.retain(|name, _| !without.contains(&name.as_str()));
                    values["Name"] =
                        json!({ "title": [{ "text": { "content": format!("row {number}{title}") } }] });
                    let page =
                        json!({ "parent": { "data_source_id": source }, "properties": values });
                    world
                        .session
                        .api()
                        .post::<Value>("/v1/pages", &page)
                        .send()
                        .await
                        .unwrap();
                }
            });
            // People read the same in the program and in the library, except of values that a page truncates.
            let library = runtime.block_on(async {
                let database = world.session.get_db(from.as_str()).await.unwrap();
                let pages = database.query_untyped().all().await.unwrap();
                let columns = ["Name", "Text", "Number", "Select", "Multi", "Status", "Date", "People", "Files", "Check",
                    "Url", "Email", "Phone", "Place", "Made"];
                let columns: Vec<&str> = columns.into_iter().filter(|name| !without.contains(name)).collect();
                let table = Table::of_pages(&pages).columns(&columns).unwrap();
                (table.to_markdown(), columns.join(","))
            });
            let (library, columns) = library;
            let program = world.run(&["rows", &from, "--columns", &columns, "--md"]).well();
            let of_rows = |markdown: &str| -> Vec<String> {
                let lines = markdown.lines().enumerate().filter(|(number, _)| *number != 1);
                let mut lines: Vec<String> = lines.map(|(_, line)| line.to_owned()).collect();
                lines.sort();
                lines
            };
            prop_assert_eq!(of_rows(&program), of_rows(&library));
            for option in ["--csv", "--json"] {
                let name = if option == "--csv" {
                    "identity.csv"
                } else {
                    "identity.jsonl"
                };
                let printed = world.run(&["rows", &from, option]).well();
                let path = written(name, &printed);
                // Into the same database: nothing to do.
                let ran = world.run(&["import", &from, &path, "--key", "Name"]);
                prop_assert_eq!(ran.code, Some(0), "{}", ran.err);
                prop_assert!(
                    ran.out.starts_with("From: 0 inserted, 0 updated, "),
                    "{}{}",
                    ran.out,
                    printed
                );
                // Into an empty one: the same rows, the second time again nothing.
                let ran = world.run(&["import", &to, &path, "--key", "Name"]);
                prop_assert_eq!(ran.code, Some(0), "{}", ran.err);
                let copied = world.run(&["rows", &to, "--csv"]).well();
                let original = world.run(&["rows", &from, "--csv"]).well();
                prop_assert_eq!(lines(&copied), lines(&original));
            }
            Ok(())
        })
        .unwrap();
}
