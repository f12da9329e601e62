//! The model, proved against recorded traffic of the real API.
//!
//! Every response is decoded into the type of its endpoint and encoded again; what comes out must be what went in, key for key.
//! So must the parts of the requests that have types. Since the model keeps what it does not know, this alone would not
//! show a type that is modelled wrong: therefore nothing may have been kept as unknown, apart from what [`UNKNOWN`] lists.
//!
//! The recordings are found in the folder that the environment variable `NOTION_RECORDINGS` names. Without it these tests say that
//! they did not run.

use std::any::type_name;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::io::Write;
use std::path::PathBuf;

use notion_model::{
    AsyncTask, Block, BlockId, BlockPosition, BlockRequest, Comment, CustomEmoji, DataSource,
    Database, ErrorBody, File, FileUpload, Filter, Icon, List, MarkdownRequest, Object, Page,
    PageMarkdown, PageOrDataSource, Parent, PropertyItemResponse, PropertySchemaRequest,
    PropertyValue, RichText, SearchFilter, Sort, TemplateList, User, View, ViewQuery,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::support::recordings;

/// What the recordings hold that the model rightly does not know: the start of how Rust prints it, and why.
const UNKNOWN: &[(&str, &str)] = &[];

/// How many interactions the project's recordings have.
const RECORDED: usize = 976;

#[test]
fn every_response_comes_back_as_it_was() {
    let Some(recordings) = recordings() else {
        return;
    };
    let mut report = Report::default();
    for recording in &recordings {
        recording.check_response(&mut report);
    }
    report.finish("responses", recordings.len());
}

#[test]
fn every_response_comes_back_as_it_was_without_knowing_the_endpoint() {
    let Some(recordings) = recordings() else {
        return;
    };
    let mut report = Report::default();
    let named: Vec<_> = recordings
        .iter()
        .filter(|recording| recording.is_named())
        .collect();
    for recording in &named {
        report.round_trip::<Object>(&recording.name, recording.response().get());
    }
    report.finish("responses", named.len());
}

#[test]
fn a_response_with_something_missing_or_odd_comes_back_as_it_was() {
    let Some(recordings) = recordings() else {
        return;
    };
    let mut report = Report::default();
    let mut places = BTreeSet::new();
    for recording in recordings.iter().filter(|recording| recording.is_named()) {
        let response: Value = serde_json::from_str(recording.response().get()).unwrap();
        for object in objects(response) {
            let mut found = Vec::new();
            let mut place = object["object"].to_string();
            new_places(
                &object,
                &mut Vec::new(),
                &mut place,
                &mut places,
                &mut found,
            );
            for place in found {
                report.damage(&recording.name, &object, &place);
            }
        }
    }
    let places = places.len();
    assert!(places > 500, "only {places} places were found");
    let checked = report.checked;
    report.finish("damaged objects", checked);
}

#[test]
fn every_request_comes_back_as_it_was() {
    let Some(recordings) = recordings() else {
        return;
    };
    let mut report = Report::default();
    for recording in &recordings {
        recording.check_request(&mut report);
    }
    let parts = report.checked;
    assert!(parts > 500, "only {parts} parts of requests were found");
    report.finish("parts of requests", parts);
}

/// One line of a recording.
struct Recording {
    /// What to call it in a message.
    name: String,
    method: String,
    /// The path's segments after `/v1/`.
    path: Vec<String>,
    status: u16,
    keys: BTreeMap<String, Box<RawValue>>,
}

/// All recordings; `None`, having said so, if they are not at hand.
fn recordings() -> Option<Vec<Recording>> {
    let folder = recordings::folder()?;
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .expect("the folder that NOTION_RECORDINGS names")
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "jsonl")
        })
        .collect();
    files.sort();
    let mut recordings = Vec::new();
    for file in &files {
        let text = std::fs::read_to_string(file).unwrap();
        recordings.extend(text.lines().map(Recording::read));
    }
    let (lines, files) = (recordings.len(), files.len());
    say(&format!("{lines} recorded interactions in {files} files"));
    assert!(
        lines >= RECORDED,
        "{RECORDED} interactions were to be found"
    );
    Some(recordings)
}

/// Writes to standard error by hand: what passing tests print with a macro, the test harness swallows.
fn say(text: &str) {
    let line = format!("recordings: {text}\n");
    std::io::stderr().write_all(line.as_bytes()).unwrap();
}

impl Recording {
    fn read(line: &str) -> Self {
        let keys: BTreeMap<String, Box<RawValue>> = serde_json::from_str(line).unwrap();
        let text = |key: &str| -> String { serde_json::from_str(keys[key].get()).unwrap() };
        let (method, path) = (text("method"), text("path"));
        Self {
            name: format!(
                "{} #{}: {method} {path}",
                text("recording"),
                keys["index"].get()
            ),
            method,
            path: path
                .trim_start_matches("/v1/")
                .split('/')
                .map(str::to_owned)
                .collect(),
            status: serde_json::from_str(keys["status"].get()).unwrap(),
            keys,
        }
    }

    fn response(&self) -> &RawValue {
        &self.keys["response"]
    }

    /// Whether the response says what it is: all do but the lists of templates and of custom emojis.
    fn is_named(&self) -> bool {
        !matches!(
            self.path.last().map(String::as_str),
            Some("templates" | "custom_emojis")
        )
    }

    /// Reads the response as the type of its endpoint.
    fn check_response(&self, report: &mut Report) {
        let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        let (name, text) = (self.name.as_str(), self.response().get());
        match (self.method.as_str(), path.as_slice(), self.status) {
            (_, _, 400..) => report.round_trip::<ErrorBody>(name, text),
            (_, _, 202) => report.round_trip::<AsyncTask>(name, text),
            ("GET", ["users"], _) => report.round_trip::<List<User>>(name, text),
            ("GET", ["users", _], _) => report.round_trip::<User>(name, text),
            (_, ["pages"] | ["pages", _] | ["pages", _, "move"], _) => {
                report.round_trip::<Page>(name, text);
            }
            ("GET", ["pages", _, "properties", _], _) => {
                report.round_trip::<PropertyItemResponse>(name, text);
            }
            (_, ["pages", _, "markdown"], _) => report.round_trip::<PageMarkdown>(name, text),
            (_, ["blocks", _, "children"], _) => report.round_trip::<List<Block>>(name, text),
            (_, ["blocks", _], _) => report.round_trip::<Block>(name, text),
            (_, ["databases"] | ["databases", _], _) => report.round_trip::<Database>(name, text),
            (_, ["data_sources", _, "query"] | ["search"], _) => {
                report.round_trip::<List<PageOrDataSource>>(name, text);
            }
            (_, ["data_sources", _, "templates"], _) => {
                report.round_trip::<TemplateList>(name, text);
            }
            (_, ["data_sources"] | ["data_sources", _], _) => {
                report.round_trip::<DataSource>(name, text);
            }
            ("GET", ["comments"], _) => report.round_trip::<List<Comment>>(name, text),
            (_, ["comments"] | ["comments", _], _) => report.round_trip::<Comment>(name, text),
            ("GET", ["file_uploads"], _) => report.round_trip::<List<FileUpload>>(name, text),
            (_, ["file_uploads", ..], _) => report.round_trip::<FileUpload>(name, text),
            ("GET", ["views"], _) => report.round_trip::<List<View>>(name, text),
            ("GET", ["views", _, "queries", _], _) => {
                report.round_trip::<List<PageOrDataSource>>(name, text);
            }
            (_, ["views", _, "queries", ..], _) => report.round_trip::<ViewQuery>(name, text),
            (_, ["views"] | ["views", _], _) => report.round_trip::<View>(name, text),
            ("GET", ["custom_emojis"], _) => report.round_trip::<List<CustomEmoji>>(name, text),
            ("GET", ["async_tasks", _], _) => report.round_trip::<AsyncTask>(name, text),
            _ => report.problem(format!("{name}: this test does not know the endpoint")),
        }
    }

    /// Reads the parts of the request that have types.
    fn check_request(&self, report: &mut Report) {
        let body: Value = serde_json::from_str(self.keys["request"].get()).unwrap();
        let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        let name = self.name.as_str();
        match (self.method.as_str(), path.as_slice()) {
            ("PATCH", ["blocks", _]) => report.part::<BlockRequest>(name, &body),
            ("PATCH", ["pages", _, "markdown"]) => report.part::<MarkdownRequest>(name, &body),
            ("POST", ["search"]) => {
                report.part::<SearchFilter>(name, &body["filter"]);
                report.part::<Sort>(name, &body["sort"]);
            }
            (_, [resource, ..]) => {
                report.part::<Parent>(name, &body["parent"]);
                report.part::<Icon>(name, &body["icon"]);
                report.part::<File>(name, &body["cover"]);
                report.part::<Filter>(name, &body["filter"]);
                report.part::<Vec<Sort>>(name, &body["sorts"]);
                report.part::<Vec<RichText>>(name, &body["title"]);
                report.part::<Vec<RichText>>(name, &body["description"]);
                report.part::<Vec<RichText>>(name, &body["rich_text"]);
                report.part::<Vec<BlockRequest>>(name, &body["children"]);
                report.part::<BlockPosition>(name, &body["position"]);
                let values = body["properties"].as_object().into_iter().flatten();
                let initial = &body["initial_data_source"]["properties"];
                let schemas = initial.as_object().into_iter().flatten();
                for (_, value) in schemas {
                    report.part::<PropertySchemaRequest>(name, value);
                }
                for (_, value) in values {
                    match value {
                        // Notion takes a title, a text and other lists without their type.
                        Value::Array(_) => report.part::<Vec<RichText>>(name, value),
                        _ if *resource == "pages" => report.part::<PropertyValue>(name, value),
                        _ => report.part::<PropertySchemaRequest>(name, value),
                    }
                }
            }
            _ => {}
        }
    }
}

/// What was checked, and what was wrong.
#[derive(Default)]
struct Report {
    checked: usize,
    problems: Vec<String>,
    unknown: BTreeMap<String, usize>,
}

impl Report {
    fn problem(&mut self, text: String) {
        self.problems.push(text);
    }

    /// The same as `round_trip` for a part of a request, if it is there. Clients may leave the dashes of an id out; the model
    /// writes them, as Notion does in all its answers.
    fn part<T: Serialize + DeserializeOwned + Debug + PartialEq>(
        &mut self,
        name: &str,
        json: &Value,
    ) {
        let as_sent: Option<T> = serde_json::from_value(json.clone()).ok();
        let dashed = with_dashes(json);
        if !json.is_null() {
            self.round_trip::<T>(name, &dashed.to_string());
            if as_sent != serde_json::from_value(dashed).ok() {
                self.problem(format!("{name}: ids without dashes are read differently"));
            }
        }
    }

    /// Decodes and encodes, and compares with what was there before.
    fn round_trip<T: Serialize + DeserializeOwned + Debug + PartialEq>(
        &mut self,
        name: &str,
        text: &str,
    ) {
        self.checked += 1;
        let what = type_name::<T>();
        let decoded: T = match serde_json::from_str(text) {
            Ok(decoded) => decoded,
            Err(error) => return self.problem(format!("{name}: no {what}: {error}")),
        };
        let before: Value = serde_json::from_str(text).unwrap();
        // By way of text, as on the wire.
        let after: Value = serde_json::from_str(&serde_json::to_string(&decoded).unwrap()).unwrap();
        if before != after {
            let difference = difference("", &before, &after);
            self.problem(format!("{name}: {what} came back changed: {difference}"));
        }
        // A value in memory must give the same as a text.
        match serde_json::from_value::<T>(before) {
            Ok(again) if again == decoded => {}
            Ok(_) => self.problem(format!("{name}: {what} differs when read from a value")),
            Err(error) => self.problem(format!("{name}: no {what} from a value: {error}")),
        }
        for unknown in unknown(&format!("{decoded:?}")) {
            *self.unknown.entry(unknown).or_default() += 1;
        }
    }

    /// Takes the key at a place away, then makes it `null`, then something else. Nothing of that may be lost; and a key that is missing
    /// or `null` may not be an error, unless it is one of those that every object has.
    fn damage(&mut self, name: &str, response: &Value, place: &[String]) {
        let odd = [
            "zzz",
            "7",
            "7.0",
            "true",
            "[]",
            "{}",
            r#"[{"type": "zzz"}]"#,
            r#"{"type": "zzz", "zzz": null}"#,
        ]
        .map(|json| serde_json::from_str(json).unwrap_or_else(|_| Value::from(json)));
        let changes = [None, Some(Value::Null)].into_iter().chain(odd.map(Some));
        for change in changes {
            self.checked += 1;
            let gentle = change.as_ref().is_none_or(Value::is_null);
            let damaged = damaged(response, place, change);
            let decoded: Object = serde_json::from_value(damaged.clone()).unwrap();
            let place = place.join(".");
            if serde_json::to_value(&decoded).unwrap() != damaged {
                self.problem(format!(
                    "{name}: came back changed after a change at {place}"
                ));
            }
            let indispensable = place == "object"
                || place == "results"
                || place.ends_with("id")
                || place.ends_with(".object");
            if gentle && !indispensable && matches!(decoded, Object::Unknown(_)) {
                self.problem(format!("{name}: cannot be read without {place}"));
            }
        }
    }

    /// Says what was found, and fails if something was wrong.
    fn finish(mut self, what: &str, expected: usize) {
        for (found, count) in std::mem::take(&mut self.unknown) {
            match UNKNOWN.iter().find(|(start, _)| found.starts_with(start)) {
                Some((start, why)) => say(&format!("unknown, {count} times, as {why}: {start}")),
                None => self.problem(format!("unknown to the model, {count} times: {found}")),
            }
        }
        say(&format!(
            "{} {what} decoded and encoded, {} problems",
            self.checked,
            self.problems.len()
        ));
        assert!(self.problems.is_empty(), "\n{}", self.problems.join("\n"));
        assert_eq!(self.checked, expected, "all {what} are to be checked");
    }
}

/// The same JSON, with dashes in all ids.
fn with_dashes(json: &Value) -> Value {
    match json {
        Value::String(text) if text.len() == 32 => match text.parse::<BlockId>() {
            Ok(id) => id.to_string().into(),
            Err(_) => json.clone(),
        },
        Value::Array(items) => items.iter().map(with_dashes).collect(),
        Value::Object(keys) => keys
            .iter()
            .map(|(key, value)| (key.clone(), with_dashes(value)))
            .collect(),
        _ => json.clone(),
    }
}

/// The objects of a response: the response itself, and for a list its elements and the list without them.
fn objects(mut response: Value) -> Vec<Value> {
    let results = match response.get_mut("results") {
        Some(Value::Array(results)) => std::mem::take(results),
        _ => Vec::new(),
    };
    let named = results
        .into_iter()
        .filter(|result| result["object"].is_string());
    named.chain([response]).collect()
}

/// The ways to all keys that stand at a place where none was seen before. A place is known by the keys and the types around it.
fn new_places(
    json: &Value,
    way: &mut Vec<String>,
    place: &mut String,
    seen: &mut BTreeSet<String>,
    found: &mut Vec<Vec<String>>,
) {
    let mut step = |key: &str, generic: &str, value: &Value, is_key: bool| {
        let length = place.len();
        let kind = [&value["object"], &value["type"]].map(|word| word.as_str().unwrap_or_default());
        place.push_str(&format!(".{generic}<{}{}>", kind[0], kind[1]));
        way.push(key.to_owned());
        if is_key && seen.insert(place.clone()) {
            found.push(way.clone());
        }
        new_places(value, way, place, seen, found);
        way.pop();
        place.truncate(length);
    };
    match json {
        Value::Object(keys) => {
            for (key, value) in keys {
                // The names of properties are not the API's.
                let named = value["id"].is_string() && value["type"].is_string();
                step(key, if named { "*" } else { key }, value, true);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                step(&index.to_string(), "#", item, false);
            }
        }
        _ => {}
    }
}

/// The same JSON with another value at a place, or without its key.
fn damaged(json: &Value, place: &[String], change: Option<Value>) -> Value {
    let mut json = json.clone();
    let (last, way) = place.split_last().unwrap();
    let object = way.iter().fold(&mut json, |json, step| match json {
        Value::Array(items) => &mut items[step.parse::<usize>().unwrap()],
        object => &mut object[step.as_str()],
    });
    let object = object.as_object_mut().unwrap();
    match change {
        Some(value) => object.insert(last.clone(), value),
        None => object.shift_remove(last),
    };
    json
}

/// Where two values differ first.
fn difference(path: &str, before: &Value, after: &Value) -> String {
    match (before, after) {
        (Value::Object(left), Value::Object(right)) => {
            for key in left.keys().chain(right.keys()) {
                match (left.get(key), right.get(key)) {
                    (Some(left), Some(right)) if left == right => {}
                    (Some(left), Some(right)) => {
                        return difference(&format!("{path}.{key}"), left, right);
                    }
                    (left, right) => return format!("{path}.{key}: {left:?} became {right:?}"),
                }
            }
            String::new()
        }
        (Value::Array(left), Value::Array(right)) if left.len() == right.len() => left
            .iter()
            .zip(right)
            .enumerate()
            .find(|(_, (left, right))| left != right)
            .map(|(index, (left, right))| difference(&format!("{path}[{index}]"), left, right))
            .unwrap_or_default(),
        _ => format!("{path}: {before} became {after}"),
    }
}

/// What of a decoded object the model kept as unknown: the variants `Unknown` of its enums, and the keys in `extra`, found in how
/// Rust prints the object. Texts of users, which might hold the same words, stand in quotes there and are passed over.
fn unknown(debug: &str) -> Vec<String> {
    /// As much as one needs to recognise it.
    const SHOWN: usize = 160;
    let mut found = Vec::new();
    let mut quoted = false;
    let mut escaped = false;
    for (at, character) in debug.char_indices() {
        let rest = &debug[at..];
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            'U' if rest.starts_with("Unknown(") => found.push(rest.chars().take(SHOWN).collect()),
            'e' if rest.starts_with("extra: {\"") => found.push(rest.chars().take(SHOWN).collect()),
            _ => {}
        }
    }
    found
}

#[test]
fn the_unknown_is_found() {
    let json = r#"{"object": "user", "id": "00000000-0000-4000-8000-0000000000fa", "type": "ghost", "ghost": {},
        "mood": "Unknown(extra: {\"", "name": "a \"b\" Unknown("}"#;
    let user: User = serde_json::from_str(json).unwrap();
    let found = unknown(&format!("{user:?}"));
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("Unknown(Unknown { kind: \"ghost\""));
    assert!(found[1].starts_with("extra: {\"mood\": "));
    let list: List<Block> = serde_json::from_str(r#"{"object":"list","results":[]}"#).unwrap();
    assert_eq!(unknown(&format!("{list:?}")), Vec::<String>::new());
}
