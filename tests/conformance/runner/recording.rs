//! Recordings: files of one interaction a line.

use std::collections::HashMap;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

/// One request and its answer.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Interaction {
    pub(crate) recording: String,
    pub(crate) index: u64,
    pub(crate) method: String,
    pub(crate) path: String,
    #[serde(default)]
    pub(crate) query: String,
    /// None where the header was left out.
    #[serde(default)]
    pub(crate) notion_version: Option<String>,
    pub(crate) request: Option<Value>,
    pub(crate) status: u16,
    pub(crate) response: Value,
}

/// The interactions of one recording, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Recording {
    pub(crate) interactions: Vec<Interaction>,
}

/// Reads a file.
pub(crate) fn load(path: &Path) -> Result<Vec<Recording>, String> {
    let text =
        std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut recordings: Vec<Recording> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for (number, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let mut interaction: Interaction = serde_json::from_str(line)
            .map_err(|error| format!("{}:{}: {error}", path.display(), number + 1))?;
        part_users(&mut interaction.response);
        let at = *places
            .entry(interaction.recording.clone())
            .or_insert_with(|| {
                recordings.push(Recording::default());
                recordings.len() - 1
            });
        recordings[at].interactions.push(interaction);
    }
    for recording in &mut recordings {
        recording
            .interactions
            .sort_by_key(|interaction| interaction.index);
    }
    Ok(recordings)
}

/// Recordings had their ids replaced, and two bots got the same one. Where a list of users shows an id twice, all but the
/// bot that asks (it alone is shown in full) get ids of their own.
fn part_users(response: &mut Value) {
    let results = response.get_mut("results").and_then(Value::as_array_mut);
    let Some(users) = results else {
        return;
    };
    let ids: Vec<Value> = users.iter().map(|user| user["id"].clone()).collect();
    for (at, user) in users.iter_mut().enumerate() {
        let twice = ids.iter().filter(|id| **id == ids[at]).count() > 1;
        if user["object"] == "user" && twice && user["bot"].get("owner").is_none() {
            let number = u128::try_from(at).unwrap_or_default() + 1;
            let id = uuid::Builder::from_random_bytes(number.to_be_bytes()).into_uuid();
            user["id"] = id.to_string().into();
        }
    }
}

impl Interaction {
    /// The endpoint: the path with a star for each id.
    pub(crate) fn endpoint(&self) -> String {
        let segments: Vec<&str> = self.path.trim_start_matches("/v1/").split('/').collect();
        let mut out = vec![self.method.clone()];
        let named: Vec<&str> = segments
            .iter()
            .enumerate()
            .map(|(at, segment)| {
                let is_id = at > 0
                    && *segment != "me"
                    && (at % 2 == 1 || segments.get(at - 1) == Some(&"properties"))
                    && segments[0] != "invalid";
                if is_id { "*" } else { *segment }
            })
            .collect();
        out.push(format!("/{}", named.join("/")));
        out.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn line(recording: &str, index: u64, response: &Value) -> String {
        let interaction = json!({
            "recording": recording, "index": index, "method": "GET", "path": "/v1/users", "query": "",
            "notion_version": "2026-03-11", "request": null, "status": 200, "response": response,
        });
        interaction.to_string()
    }

    #[test]
    fn lines_of_a_recording_may_stand_anywhere() {
        let path = std::env::temp_dir().join(format!("recordings-{}.jsonl", std::process::id()));
        let empty = json!({});
        let lines = [
            line("a", 1, &empty),
            line("b", 0, &empty),
            line("a", 0, &empty),
        ];
        std::fs::write(&path, lines.join("\n\n")).unwrap();
        let recordings = load(&path).unwrap();
        std::fs::write(&path, "{}").unwrap();
        let broken = load(&path).unwrap_err();
        std::fs::remove_file(&path).unwrap();
        let indexes: Vec<Vec<u64>> = recordings
            .iter()
            .map(|recording| recording.interactions.iter().map(|i| i.index).collect())
            .collect();
        assert_eq!(indexes, [vec![0, 1], vec![0]]);
        assert!(broken.contains(":1: missing field"), "{broken}");
        let version = &recordings[1].interactions[0].notion_version;
        assert_eq!(version.as_deref(), Some("2026-03-11"));
    }

    #[test]
    fn bots_that_share_an_id_are_told_apart() {
        let mut response = json!({ "results": [
            { "object": "user", "id": "x", "bot": {} },
            { "object": "user", "id": "x", "bot": { "owner": {} } },
            { "object": "user", "id": "y", "bot": {} },
        ] });
        part_users(&mut response);
        let ids: Vec<&str> = (0..3)
            .map(|at| response["results"][at]["id"].as_str().unwrap())
            .collect();
        assert_ne!(ids[0], "x");
        assert_eq!(ids[1..], ["x", "y"]);
    }
}
