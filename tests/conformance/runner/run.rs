//! Sends a recording to a server of its own.

use bytes::Bytes;
use http::Request;
use jiff::Timestamp;
use notion_local::Server;
use serde_json::Value;

use super::apart::FarIds;
use super::compare::{Difference, Strictness, compare};
use super::names::Names;
use super::recording::{Interaction, Recording};
use super::seed::{Library, seed};

/// How one interaction went.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) recording: String,
    pub(crate) index: u64,
    pub(crate) endpoint: String,
    pub(crate) differences: Vec<Difference>,
    pub(crate) strictness: Strictness,
}

/// Sends all requests of a recording, in order.
pub(crate) async fn run(
    recording: &Recording,
    library: &Library,
    far: &FarIds,
    strict: bool,
) -> Vec<Outcome> {
    let snapshot = seed(recording, library, far);
    let server = match Server::builder().snapshot(&snapshot) {
        Ok(server) => server,
        Err(error) => {
            return recording
                .interactions
                .iter()
                .map(|i| failed(i, &error.to_string()))
                .collect();
        }
    };
    let mut names = Names::default();
    names.keep(&snapshot);
    let mut outcomes = Vec::new();
    let mut now = recording
        .interactions
        .first()
        .and_then(|first| latest(&first.response));
    for interaction in &recording.interactions {
        meanwhile(&server, interaction, now);
        now = now.max(moment(interaction));
        if let Some(now) = now {
            server.freeze(now);
        }
        outcomes.push(step(&server, interaction, &mut names, strict).await);
    }
    outcomes
}

/// Somebody else may work in the same workspace. Where a search shows an object that changed later than anything that
/// the recording has done so far, somebody else has changed it: here it gets the same time, in the same order.
fn meanwhile(server: &Server, interaction: &Interaction, now: Option<Timestamp>) {
    let (Some(now), "/v1/search") = (now, interaction.path.as_str()) else {
        return;
    };
    let time = |object: &Value| {
        let text = object["last_edited_time"].as_str();
        text.and_then(|text| text.parse::<Timestamp>().ok())
    };
    let results = interaction.response["results"].as_array();
    let mut changed: Vec<&Value> = results.into_iter().flatten().collect();
    changed.retain(|object| time(object) > Some(now));
    if changed.is_empty() {
        return;
    }
    let mut snapshot = server.snapshot();
    let mut any = false;
    for (place, object) in changed.into_iter().rev().enumerate() {
        for kind in ["pages", "data_sources"] {
            let mut all = snapshot[kind].as_array_mut().into_iter().flatten();
            if let Some(own) = all.find(|own| own["id"] == object["id"])
                && time(own) < time(object)
            {
                own["last_edited_time"] = object["last_edited_time"].clone();
                own["order"] = Value::from(LATEST + place);
                any = true;
            }
        }
    }
    if any {
        // Where this fails, the answer differs.
        let _seen = server.restore(&snapshot);
    }
}

/// More changes than a recording makes.
const LATEST: usize = 1_000_000;

async fn step(
    server: &Server,
    interaction: &Interaction,
    names: &mut Names,
    strict: bool,
) -> Outcome {
    let path: Vec<String> = interaction
        .path
        .split('/')
        .map(|segment| names.translate(segment))
        .collect();
    let query: Vec<String> = interaction
        .query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| match pair.split_once('=') {
            Some((key, value)) => format!("{key}={}", names.translate(value)),
            None => pair.to_owned(),
        })
        .collect();
    let uri = format!(
        "{}{}{}",
        path.join("/"),
        if query.is_empty() { "" } else { "?" },
        query.join("&")
    );
    let (content_type, body) = body(interaction, names);
    let token = if interaction.status == 401 {
        "wrong"
    } else {
        server.token()
    };
    let request = Request::builder()
        .method(interaction.method.as_str())
        .uri(uri)
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", content_type);
    let request = match &interaction.notion_version {
        Some(version) => request.header("notion-version", version),
        None => request,
    };
    let request = request.body(body);
    let request = match request {
        Ok(request) => request,
        Err(error) => return failed(interaction, &error.to_string()),
    };
    let response = server.call(request).await;
    let actual: Value = serde_json::from_slice(response.body()).unwrap_or(Value::Null);
    let status = response.status().as_u16();
    if status != interaction.status {
        let difference = Difference {
            path: "status".into(),
            recorded: interaction.status.to_string(),
            actual: format!("{status} {}", actual["message"]),
        };
        return outcome(interaction, vec![difference], Strictness::default());
    }
    let (differences, strictness) = if interaction.path == "/v1/search" && !strict {
        compare_search(interaction, &actual, names)
    } else {
        compare(&interaction.response, &actual, names, strict)
    };
    outcome(interaction, differences, strictness)
}

/// The body in our names. Of forms only the heads of their parts were recorded, and how long they were.
fn body(interaction: &Interaction, names: &Names) -> (String, Bytes) {
    let Some(body) = &interaction.request else {
        return ("application/json".into(), Bytes::new());
    };
    if body.get("__multipart__").is_none() {
        return (
            "application/json".into(),
            Bytes::from(names.translate_value(body).to_string()),
        );
    }
    let content_type = body["content_type"].as_str().unwrap_or_default();
    let boundary = content_type.split("boundary=").nth(1).unwrap_or_default();
    let mut form = String::new();
    for part in body["parts"].as_array().into_iter().flatten() {
        let length = part["length"]
            .as_u64()
            .and_then(|length| usize::try_from(length).ok())
            .unwrap_or_default();
        let head = part["headers"].as_str().unwrap_or_default();
        form.push_str(&format!(
            "--{boundary}\r\n{head}\r\n\r\n{}\r\n",
            "x".repeat(length)
        ));
    }
    form.push_str(&format!("--{boundary}--\r\n"));
    (content_type.to_owned(), Bytes::from(form))
}

/// Notion's index lags behind: what was just made may be missing from a recorded search. So the recorded results are
/// looked for among ours, in their order.
fn compare_search(
    interaction: &Interaction,
    actual: &Value,
    names: &mut Names,
) -> (Vec<Difference>, Strictness) {
    let mut actual = actual.clone();
    let recorded: Vec<String> = interaction.response["results"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|result| names.translate(result["id"].as_str().unwrap_or_default()))
        .collect();
    let mut left_out = 0;
    if let Some(results) = actual["results"].as_array_mut() {
        let all = results.len();
        results.retain(|result| recorded.iter().any(|id| result["id"] == id.as_str()));
        left_out = all - results.len();
    }
    let (differences, strictness) = compare(&interaction.response, &actual, names, false);
    let strictness = Strictness {
        left_out,
        ..strictness
    };
    (differences, strictness)
}

/// When an interaction happened, as far as its answer tells.
fn moment(interaction: &Interaction) -> Option<Timestamp> {
    if interaction.method == "GET"
        || interaction.path.ends_with("/query")
        || interaction.path.ends_with("/search")
    {
        return None;
    }
    let response = &interaction.response;
    let own = [&response["last_edited_time"], &response["created_time"]];
    let first = &response["results"][0];
    let listed = [&first["last_edited_time"], &first["created_time"]];
    own.into_iter()
        .chain(listed)
        .filter_map(Value::as_str)
        .filter_map(|text| text.parse().ok())
        .max()
}

/// The latest time in an answer: nothing was asked before it.
fn latest(value: &Value) -> Option<Timestamp> {
    match value {
        Value::Array(items) => items.iter().filter_map(latest).max(),
        Value::Object(map) => map
            .iter()
            .filter_map(|(key, value)| match (key.as_str(), value) {
                ("created_time" | "last_edited_time", Value::String(time)) => time.parse().ok(),
                (_, value) => latest(value),
            })
            .max(),
        _ => None,
    }
}

fn outcome(
    interaction: &Interaction,
    differences: Vec<Difference>,
    strictness: Strictness,
) -> Outcome {
    Outcome {
        recording: interaction.recording.clone(),
        index: interaction.index,
        endpoint: interaction.endpoint(),
        differences,
        strictness,
    }
}

fn failed(interaction: &Interaction, reason: &str) -> Outcome {
    outcome(
        interaction,
        vec![Difference {
            path: "request".into(),
            recorded: "an answer".into(),
            actual: reason.to_owned(),
        }],
        Strictness::default(),
    )
}
