//! Recordings: files of one interaction a line.

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
    pub(crate) notion_version: String,
    pub(crate) request: Option<Value>,
    pub(crate) status: u16,
    pub(crate) response: Value,
}

/// The interactions of one recording, in order.
#[derive(Debug, Clone)]
pub(crate) struct Recording {
    pub(crate) name: String,
    pub(crate) interactions: Vec<Interaction>,
}

/// Reads a file.
pub(crate) fn load(path: &Path) -> Result<Vec<Recording>, String> {
    let text =
        std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut recordings: Vec<Recording> = Vec::new();
    for (number, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let interaction: Interaction = serde_json::from_str(line)
            .map_err(|error| format!("{}:{}: {error}", path.display(), number + 1))?;
        match recordings.last_mut() {
            Some(last) if last.name == interaction.recording => last.interactions.push(interaction),
            _ => recordings.push(Recording {
                name: interaction.recording.clone(),
                interactions: vec![interaction],
            }),
        }
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
