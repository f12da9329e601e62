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
        let interaction: Interaction = serde_json::from_str(line)
            .map_err(|error| format!("{}:{}: {error}", path.display(), number + 1))?;
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

/// A recording of these interactions: method, path, response.
#[cfg(test)]
pub(super) fn recording_of(interactions: &[(&str, &str, Value)]) -> Recording {
    let interactions = interactions.iter().enumerate();
    let interactions = interactions.map(|(index, (method, path, response))| Interaction {
        recording: "made".to_owned(),
        index: index as u64,
        method: (*method).to_owned(),
        path: (*path).to_owned(),
        query: String::new(),
        notion_version: Some("2026-03-11".to_owned()),
        request: None,
        status: 200,
        response: response.clone(),
    });
    Recording {
        interactions: interactions.collect(),
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
}
