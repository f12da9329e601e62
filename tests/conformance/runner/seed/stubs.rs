//! Pages and databases of which no more is known than that they are there.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::{Seed, text};

impl Seed {
    /// Pages and databases that are only named have to be there too.
    pub(super) fn stubs(&mut self) {
        let workspace = json!({ "type": "workspace", "workspace": true });
        let mut missing: Vec<(&str, String, String, Value, bool)> = Vec::new();
        for block in &self.blocks {
            let (kind, title) = match block["type"].as_str() {
                Some("child_page") => ("page", &block["child_page"]["title"]),
                Some("child_database") => ("database", &block["child_database"]["title"]),
                _ => continue,
            };
            let (id, title) = (text(&block["id"]), text(title));
            missing.push((
                kind,
                id,
                title,
                block["parent"].clone(),
                block["in_trash"] == true,
            ));
            self.histories.insert(text(&block["id"]), block.clone());
        }
        let all = self
            .databases
            .iter()
            .chain(&self.data_sources)
            .chain(&self.pages)
            .chain(&self.blocks);
        for object in all {
            for parent in [&object["parent"], &object["database_parent"]] {
                if let Some(id) = parent["page_id"].as_str() {
                    missing.push((
                        "page",
                        id.to_owned(),
                        String::new(),
                        workspace.clone(),
                        false,
                    ));
                }
            }
        }
        for (kind, id, title) in std::mem::take(&mut self.missing) {
            missing.push((kind, id, title, workspace.clone(), false));
        }
        // What tells a title comes first.
        missing.sort_by_key(|(_, _, title, _, _)| title.is_empty());
        let mut there: HashSet<String> = [&self.databases, &self.data_sources, &self.pages]
            .iter()
            .flat_map(|all| all.iter())
            .map(|o| text(&o["id"]))
            .collect();
        there.extend(
            self.data_sources
                .iter()
                .map(|source| text(&source["parent"]["database_id"])),
        );
        there.extend(
            self.blocks
                .iter()
                .filter(|b| b["type"] != "child_page" && b["type"] != "child_database")
                .map(|b| text(&b["id"])),
        );
        for (kind, id, title, parent, in_trash) in missing {
            let dashed = uuid::Uuid::try_parse(&id).map_or(id, |id| id.to_string());
            if self.created.contains(&dashed) || !there.insert(dashed.clone()) {
                continue;
            }
            let runs = if title.is_empty() {
                json!([])
            } else {
                json!([{ "type": "text", "text": { "content": title } }])
            };
            match kind {
                "page" => {
                    let page = page_stub(&dashed, &runs, &parent, in_trash);
                    self.pages.push(self.with_history(page));
                }
                "named" => {
                    there.remove(&dashed);
                }
                _ => {
                    let database = json!({ "object": "database", "id": dashed, "title": runs, "parent": parent, "in_trash": in_trash });
                    self.databases.push(self.with_history(database));
                }
            }
        }
    }
}

impl Seed {
    /// A page or a database with the times and authors that its block shows.
    fn with_history(&self, mut object: Value) -> Value {
        if let Some(block) = object["id"].as_str().and_then(|id| self.histories.get(id)) {
            for key in [
                "created_time",
                "last_edited_time",
                "created_by",
                "last_edited_by",
            ] {
                object[key] = block[key].clone();
            }
        }
        object
    }
}

fn page_stub(id: &str, title: &Value, parent: &Value, in_trash: bool) -> Value {
    let mut properties = Map::new();
    properties.insert(
        "title".into(),
        json!({ "id": "title", "type": "title", "title": title }),
    );
    json!({
        "object": "page",
        "id": id,
        "created_time": "2026-01-01T00:00:00.000Z",
        "last_edited_time": "2026-01-01T00:00:00.000Z",
        "parent": parent,
        "in_trash": in_trash,
        "properties": properties,
    })
}
