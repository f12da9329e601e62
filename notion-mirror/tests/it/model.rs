//! Random histories: edits by an integration that sees everything, syncs by another that sees a part, broken off at random
//! requests, by faults and by being dropped. At the end the mirror equals the server as the second integration sees it, value by
//! value, or the failing seed is printed.
//!
//! `NOTION_MIRROR_SEEDS` is the number of histories, 12 unless it is set, and `NOTION_MIRROR_FIRST_SEED` the seed of the first;
//! `NOTION_MIRROR_SEED` runs one.
//!
//! What is expected is read by plain requests and compared by rules that are written here a second time.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use fastrand::Rng;
use notion_local::{Fault, FaultRule, Server};
use notion_mirror::Mirror;
use notion_session::Session;
use notion_session::http::Retry;
use serde_json::{Value, json};

use crate::support::store::Place;
use crate::support::world::{World, text, title};

/// Seeds that once failed; they stay. 23: a run was dropped within a transaction, and the next one read what was then rolled back.
const FORMER_FAILURES: &[u64] = &[23];

#[tokio::test]
async fn the_mirror_equals_the_server_after_random_histories() {
    if let Ok(seed) = std::env::var("NOTION_MIRROR_SEED") {
        return history(seed.parse().unwrap(), Place::file()).await;
    }
    for seed in seeds(number("NOTION_MIRROR_SEEDS", 12)) {
        history(seed, Place::file()).await;
    }
}

#[tokio::test]
async fn random_histories_on_postgres() {
    for seed in seeds(number("NOTION_MIRROR_SEEDS", 12) / 4) {
        match Place::server().await {
            Some(place) => history(seed, place).await,
            None => return println!("not run on PostgreSQL: NOTION_MIRROR_TEST_PG is not set"),
        }
    }
}

fn seeds(count: u64) -> impl Iterator<Item = u64> {
    let first = number("NOTION_MIRROR_FIRST_SEED", 0);
    FORMER_FAILURES.iter().copied().chain(first..first + count)
}

/// A number of the environment.
fn number(name: &str, default: u64) -> u64 {
    let value = std::env::var(name).ok();
    value.map_or(default, |value| value.parse().unwrap())
}

/// A workspace of three data sources: two in a page that the mirror's integration sees, one beside it.
struct History {
    rng: Rng,
    world: World,
    sources: Vec<String>,
    rows: Vec<String>,
    names: u64,
    session: Session,
    reader: World,
}

async fn history(seed: u64, place: Place) {
    println!("seed {seed}");
    let mut rng = Rng::with_seed(seed);
    let limit = if rng.bool() { 10_000 } else { 30 };
    let server = Server::builder()
        .seed(seed)
        .max_query_results(limit)
        .build();
    server.freeze("2026-03-01T10:00:10Z".parse().unwrap());
    let mut history = History::new(World::on(server), rng).await;
    let first = if history.rng.bool() { 10 } else { 130 };
    for _ in 0..first {
        history.insert().await;
        // So that no minute has more rows than a query gives.
        history.world.server.advance(Duration::from_secs(4));
    }
    let mirror = place.mirror().await;
    for _ in 0..60 {
        history.edit().await;
        if history.rng.u8(..8) == 0 {
            history.broken_sync(&mirror).await;
        }
    }
    history.world.server.clear_faults();
    history.world.wait_minutes(3);
    let run = mirror.sync(&history.session).everything().content(true);
    let report = run
        .reconcile(Duration::ZERO)
        .refresh_computed(Duration::ZERO)
        .await;
    let report = report.unwrap_or_else(|error| panic!("seed {seed}: {error}"));
    assert!(report.is_complete(), "seed {seed}: {report:?}");
    history.compare(seed, &place).await;
    assert_eq!(
        mirror.verify(&history.session).await.unwrap(),
        [],
        "seed {seed}"
    );
}

impl History {
    async fn new(world: World, rng: Rng) -> Self {
        let page = |name: &str| {
            json!({
                "parent": { "type": "page_id", "page_id": world.server.home() }, "properties": { "title": title(name) },
            })
        };
        let shared = world.ok("POST", "pages", page("Shared")).await;
        let other = world.ok("POST", "pages", page("Other")).await;
        let mut sources: Vec<String> = Vec::new();
        for (parent, name) in [
            (&shared, "Projects"),
            (&shared, "Tasks"),
            (&other, "Hidden"),
        ] {
            let mut properties = json!({
                "Name": { "title": {} },
                "Number": { "number": {} },
                "Note": { "rich_text": {} },
                "Kind": { "select": { "options": [{ "name": "A" }, { "name": "B" }] } },
                "Due": { "date": {} },
                "Double": { "formula": { "expression": "prop(\"Number\") * 2" } },
            });
            if let Some(target) = sources.first() {
                properties["Links"] = json!({ "relation": { "data_source_id": target, "type": "dual_property", "dual_property": {} } });
            }
            let database = world
                .ok(
                    "POST",
                    "databases",
                    json!({
                        "parent": { "type": "page_id", "page_id": parent["id"] },
                        "title": [{ "text": { "content": name } }],
                        "initial_data_source": { "properties": properties },
                    }),
                )
                .await;
            sources.push(text(&database["data_sources"][0]["id"]));
        }
        let page = text(&shared["id"]).as_str().try_into().unwrap();
        let token = world.server.add_integration("Mirror", [page]);
        let session = Session::builder()
            .local_server(world.server.clone())
            .token(token.clone())
            .retry(no_retries())
            .build()
            .unwrap();
        let reader = World {
            server: world.server.clone(),
            token,
        };
        Self {
            rng,
            world,
            sources,
            rows: Vec::new(),
            names: 0,
            session,
            reader,
        }
    }

    fn source(&mut self) -> String {
        let index = self.rng.usize(..self.sources.len());
        self.sources[index].clone()
    }

    fn row(&mut self) -> Option<String> {
        if self.rows.is_empty() {
            return None;
        }
        let index = self.rng.usize(..self.rows.len());
        Some(self.rows[index].clone())
    }

    fn name(&mut self) -> String {
        self.names += 1;
        let odd = [
            "",
            " 'quoted'",
            " \"double\"",
            " 🚀",
            " line\nbreak",
            " \\u0000",
        ];
        format!("{}{}", self.names, odd[self.rng.usize(..odd.len())])
    }

    /// A value, for a property of this type.
    fn value(&mut self, wire: &str) -> Option<Value> {
        Some(match wire {
            "title" => title(&self.name()),
            "number" => {
                json!({ "number": if self.rng.bool() { json!(self.rng.i32(-9..9)) } else { Value::Null } })
            }
            "rich_text" => json!({ "rich_text": [{ "text": { "content": self.name() } }] }),
            "select" => json!({ "select": { "name": if self.rng.bool() { "A" } else { "B" } } }),
            "date" => {
                let day = format!("2026-01-{:02}", self.rng.u8(1..28));
                json!({ "date": if self.rng.bool() { json!({ "start": day }) } else { Value::Null } })
            }
            "checkbox" => json!({ "checkbox": self.rng.bool() }),
            _ => return None,
        })
    }

    async fn schema(&self, source: &str) -> Value {
        self.world
            .ok("GET", &format!("data_sources/{source}"), Value::Null)
            .await
    }

    /// Values for some properties of a data source.
    async fn values(&mut self, source: &str) -> Value {
        let schema = self.schema(source).await;
        let mut values = json!({});
        for (name, property) in schema["properties"].as_object().unwrap() {
            let wire = text(&property["type"]);
            if wire == "relation" && self.rng.u8(..3) == 0 {
                let target = text(&property["relation"]["data_source_id"]);
                let query = json!({ "page_size": 60 });
                let rows = self
                    .world
                    .ok("POST", &format!("data_sources/{target}/query"), query)
                    .await;
                let mut ids: Vec<Value> = rows["results"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|row| json!({ "id": row["id"] }))
                    .collect();
                ids.truncate(self.rng.usize(..=ids.len()));
                values[name] = json!({ "relation": ids });
            } else if self.rng.bool()
                && let Some(value) = self.value(&wire)
            {
                values[name] = value;
            }
        }
        values
    }

    async fn insert(&mut self) {
        let source = self.source();
        let values = self.values(&source).await;
        let row = self.world.row(&source, values).await;
        self.rows.push(row);
    }

    /// One random edit. Some are refused, such as those of rows in the trash.
    async fn edit(&mut self) {
        self.world
            .server
            .advance(Duration::from_secs(self.rng.u64(..50)));
        match self.rng.u8(..20) {
            0..=4 => self.insert().await,
            5..=10 => {
                let Some(row) = self.row() else { return };
                let (_, page) = self
                    .world
                    .send("GET", &format!("pages/{row}"), Value::Null)
                    .await;
                let Some(source) = page["parent"]["data_source_id"].as_str() else {
                    return;
                };
                let values = self.values(source).await;
                self.world
                    .send(
                        "PATCH",
                        &format!("pages/{row}"),
                        json!({ "properties": values }),
                    )
                    .await;
            }
            11 | 12 => {
                let (Some(row), in_trash) = (self.row(), self.rng.bool()) else {
                    return;
                };
                self.world
                    .send(
                        "PATCH",
                        &format!("pages/{row}"),
                        json!({ "in_trash": in_trash }),
                    )
                    .await;
            }
            13 | 14 => {
                let (Some(row), source) = (self.row(), self.source()) else {
                    return;
                };
                let parent =
                    json!({ "parent": { "type": "data_source_id", "data_source_id": source } });
                self.world
                    .send("POST", &format!("pages/{row}/move"), parent)
                    .await;
            }
            15 | 16 => {
                let Some(row) = self.row() else { return };
                let words = self.name();
                let block =
                    json!({ "paragraph": { "rich_text": [{ "text": { "content": words } }] } });
                self.world
                    .send(
                        "PATCH",
                        &format!("blocks/{row}/children"),
                        json!({ "children": [block] }),
                    )
                    .await;
            }
            _ => self.change_schema().await,
        }
    }

    async fn change_schema(&mut self) {
        let source = self.source();
        let schema = self.schema(&source).await;
        let properties = schema["properties"].as_object().unwrap();
        let plain: Vec<&String> = properties
            .iter()
            .filter(|(_, property)| {
                !["title", "relation", "formula"].contains(&property["type"].as_str().unwrap())
            })
            .map(|(name, _)| name)
            .collect();
        let new = ["Due", "due", "Order", "Select", "Name 2", "🚀"][self.rng.usize(..6)];
        let kinds = ["number", "rich_text", "checkbox", "date"];
        let kind = kinds[self.rng.usize(..kinds.len())];
        let Some(name) = (!plain.is_empty()).then(|| plain[self.rng.usize(..plain.len())].clone())
        else {
            return;
        };
        let change = match self.rng.u8(..5) {
            0 => json!({ name: { "name": new } }),
            1 => json!({ name: Value::Null }),
            2 => json!({ name: { kind: {} } }),
            3 => json!({ new: { kind: {} } }),
            _ => {
                let title = json!({ "title": [{ "text": { "content": self.name() } }] });
                self.world
                    .send("PATCH", &format!("data_sources/{source}"), title)
                    .await;
                return;
            }
        };
        self.world
            .send(
                "PATCH",
                &format!("data_sources/{source}"),
                json!({ "properties": change }),
            )
            .await;
    }

    /// A sync that may be broken off: by a fault at a random request, or by being dropped.
    async fn broken_sync(&mut self, mirror: &Mirror) {
        let faults = [
            Fault::Status(500),
            Fault::CutAfter,
            Fault::Truncated,
            Fault::CutBefore,
            Fault::RateLimited { retry_after: 1 },
        ];
        let fault = faults[self.rng.usize(..faults.len())].clone();
        if self.rng.bool() {
            self.world
                .server
                .fail_when(FaultRule::new(fault).share(0.1).times(1));
        }
        let mut run = mirror
            .sync(&self.session)
            .everything()
            .content(self.rng.bool());
        if self.rng.bool() {
            run = run.reconcile(Duration::ZERO);
        }
        if self.rng.bool() {
            let time = Duration::from_micros(self.rng.u64(..60_000));
            let _result = tokio::time::timeout(time, run).await;
        } else {
            let _result = run.await;
        }
        self.world.server.clear_faults();
    }

    /// Compares every data source that the integration sees, row by row.
    async fn compare(&self, seed: u64, place: &Place) {
        for source in &self.sources {
            let (status, schema) = self
                .reader
                .send("GET", &format!("data_sources/{source}"), Value::Null)
                .await;
            if status == 404 {
                let count = format!(
                    "SELECT COUNT(*) FROM {} WHERE CAST(id AS text) = '{source}' AND state = 'live'",
                    place.meta("sources")
                );
                assert_eq!(place.one(&count).await, "0", "seed {seed}");
                continue;
            }
            let tables = place.meta("tables");
            let table = place
                .one(&format!(
                    "SELECT name FROM {tables} WHERE CAST(source_id AS text) = '{source}'"
                ))
                .await;
            let expected = self.server_rows(source, &schema).await;
            let found = self.mirror_rows(place, source, &table, &schema).await;
            let (there, here): (BTreeSet<_>, BTreeSet<_>) =
                (expected.keys().collect(), found.keys().collect());
            assert_eq!(there, here, "seed {seed}: rows of {table}");
            for (id, values) in &expected {
                assert_eq!(&found[id], values, "seed {seed}: row {id} of {table}");
            }
            self.compare_tombstones(seed, place, source, &table).await;
            self.compare_content(seed, place, expected.keys()).await;
        }
    }

    /// The rows as the server has them: for each property its name and its value as text.
    async fn server_rows(
        &self,
        source: &str,
        schema: &Value,
    ) -> BTreeMap<String, BTreeMap<String, String>> {
        let mut rows = BTreeMap::new();
        // By the rows that the test knows, as a query may be limited.
        for id in &self.rows {
            let (status, page) = self
                .reader
                .send("GET", &format!("pages/{id}"), Value::Null)
                .await;
            if status != 200
                || page["in_trash"] == true
                || page["parent"]["data_source_id"] != *source
            {
                continue;
            }
            let mut values = BTreeMap::new();
            for (name, property) in schema["properties"].as_object().unwrap() {
                let value = &page["properties"][name];
                let shown = match property["type"].as_str().unwrap() {
                    wire @ ("title" | "rich_text") => value[wire]
                        .as_array()
                        .unwrap()
                        .iter()
                        .map(|run| run["plain_text"].as_str().unwrap())
                        .collect(),
                    "number" => digits(&value["number"]),
                    "formula" => digits(&value["formula"]["number"]),
                    "select" => value["select"]["name"]
                        .as_str()
                        .unwrap_or_default()
                        .to_owned(),
                    "checkbox" => value["checkbox"].to_string(),
                    "date" => value["date"]["start"]
                        .as_str()
                        .unwrap_or_default()
                        .get(..10)
                        .unwrap_or_default()
                        .to_owned(),
                    "relation" => self.related(id, &value["id"]).await.join(","),
                    _ => continue,
                };
                values.insert(name.clone(), shown);
            }
            rows.insert(id.clone(), values);
        }
        rows
    }

    /// All targets of a relation, in their order.
    async fn related(&self, row: &str, property: &Value) -> Vec<String> {
        let mut all = Vec::new();
        let mut path = format!("pages/{row}/properties/{}", property.as_str().unwrap());
        loop {
            let items = self.reader.ok("GET", &path, Value::Null).await;
            all.extend(
                items["results"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|item| text(&item["relation"]["id"])),
            );
            let Some(cursor) = items["next_cursor"].as_str() else {
                return all;
            };
            path = format!(
                "pages/{row}/properties/{}?start_cursor={cursor}",
                property.as_str().unwrap()
            );
        }
    }

    /// The live rows of the mirror, in the same form, read from the columns.
    async fn mirror_rows(
        &self,
        place: &Place,
        source: &str,
        table: &str,
        schema: &Value,
    ) -> BTreeMap<String, BTreeMap<String, String>> {
        let columns = place.meta("columns");
        let sql = format!(
            "SELECT property, column_name, COALESCE(link_table, '') FROM {columns}
            WHERE CAST(source_id AS text) = '{source}' AND gone IS NULL"
        );
        let mut rows: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        for id in place
            .rows(&format!(
                "SELECT CAST(id AS text) FROM \"{table}\" WHERE _state = 'live'"
            ))
            .await
        {
            rows.insert(id[0].clone().unwrap(), BTreeMap::new());
        }
        for column in place.rows(&sql).await {
            let column: Vec<String> = column.into_iter().map(Option::unwrap_or_default).collect();
            let [property, name, links] = &column[..] else {
                panic!("{column:?}")
            };
            let wire = schema["properties"][property]["type"].as_str();
            let wire = wire.unwrap_or_else(|| panic!("{property} of {table} is not in the schema"));
            let shown = match (wire, place.is_server()) {
                ("checkbox", false) => {
                    format!("CASE \"{name}\" WHEN 1 THEN 'true' ELSE 'false' END")
                }
                ("checkbox", true) => format!("CASE WHEN \"{name}\" THEN 'true' ELSE 'false' END"),
                ("date", _) => format!("SUBSTR(CAST(\"{name}\" AS text), 1, 10)"),
                ("relation", _) => {
                    let list = if place.is_server() {
                        "string_agg(target_id::text, ','"
                    } else {
                        "group_concat(target_id, ','"
                    };
                    format!(
                        "(SELECT {list} ORDER BY position) FROM \"{links}\" l WHERE l.row_id = t.id)"
                    )
                }
                _ => format!("\"{name}\""),
            };
            let sql = format!(
                "SELECT CAST(id AS text), {shown} FROM \"{table}\" t WHERE _state = 'live'"
            );
            for row in place.rows(&sql).await {
                let value = row[1].clone().unwrap_or_default();
                let value = if matches!(wire, "number" | "formula") && !value.is_empty() {
                    digits(&json!(value.parse::<f64>().unwrap()))
                } else {
                    value
                };
                rows.get_mut(row[0].as_ref().unwrap())
                    .unwrap()
                    .insert(property.clone(), value);
            }
        }
        rows
    }

    /// Each tombstone says what Notion says.
    async fn compare_tombstones(&self, seed: u64, place: &Place, source: &str, table: &str) {
        let sql =
            format!("SELECT CAST(id AS text), _state FROM \"{table}\" WHERE _state <> 'live'");
        for row in place.rows(&sql).await {
            let (id, state) = (row[0].clone().unwrap(), row[1].clone().unwrap());
            let (status, page) = self
                .reader
                .send("GET", &format!("pages/{id}"), Value::Null)
                .await;
            let is_elsewhere = page["parent"]["data_source_id"] != *source;
            let is_right = match state.as_str() {
                "trashed" => page["in_trash"] == true || is_elsewhere || status == 404,
                // Where it went to may be out of sight by now, or in the trash.
                "moved" => status == 404 || is_elsewhere,
                "unreachable" => status == 404,
                _ => false,
            };
            assert!(
                is_right,
                "seed {seed}: {id} of {table} is {state}; {status} {page}"
            );
        }
    }

    async fn compare_content(&self, seed: u64, place: &Place, rows: impl Iterator<Item = &String>) {
        let blocks = place.meta("blocks");
        for row in rows {
            let children = self
                .reader
                .ok("GET", &format!("blocks/{row}/children"), Value::Null)
                .await;
            let expected: Vec<String> = children["results"]
                .as_array()
                .unwrap()
                .iter()
                .map(|block| text(&block["paragraph"]["rich_text"][0]["plain_text"]))
                .collect();
            let sql = format!(
                "SELECT text FROM {blocks} WHERE CAST(page_id AS text) = '{row}' ORDER BY position"
            );
            let found: Vec<String> = place
                .rows(&sql)
                .await
                .into_iter()
                .map(|row| row[0].clone().unwrap_or_default())
                .collect();
            assert_eq!(found, expected, "seed {seed}: content of {row}");
        }
    }
}

fn digits(value: &Value) -> String {
    value
        .as_f64()
        .map(|number| number.to_string())
        .unwrap_or_default()
}

/// So that one fault breaks a run.
fn no_retries() -> Retry {
    let mut retry = Retry::default();
    retry.retries = 0;
    retry.rate_limit_retries = 0;
    retry
}
