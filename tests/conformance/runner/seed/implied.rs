//! What shown objects tell of others that are not shown: that there is something in a block, what a mentioned page is
//! called, what the other end of a relation is, which row comes next.

use serde_json::{Value, json};

use super::{Interaction, Seed, text};

impl Seed {
    /// Notes what is in what, and what is only named.
    pub(super) fn note(&mut self, interaction: &Interaction) {
        let response = &interaction.response;
        if let Some(id) = interaction
            .path
            .strip_prefix("/v1/blocks/")
            .and_then(|rest| rest.strip_suffix("/children"))
        {
            self.looked_into.insert(dashed(id));
        }
        let results = response["results"].as_array().into_iter().flatten();
        for object in results.chain([response]) {
            if object["object"] == "comment"
                && let Some(id) = object["parent"]["block_id"].as_str()
            {
                self.commented.push(id.to_owned());
            }
            for key in ["block_id", "page_id"] {
                if let Some(id) = object["parent"][key].as_str() {
                    self.looked_into.insert(id.to_owned());
                }
            }
        }
        self.mentioned(response);
        self.count(interaction);
        self.next_row(interaction);
    }

    /// The number of the first new row tells how many there were before.
    fn count(&mut self, interaction: &Interaction) {
        let response = &interaction.response;
        if interaction.method != "POST" || interaction.path != "/v1/pages" {
            return;
        }
        let properties = response["properties"].as_object();
        let mut values = properties.into_iter().flat_map(|map| map.values());
        let number = values.find_map(|value| value["unique_id"]["number"].as_u64());
        if let (Some(number), Some(source)) =
            (number, response["parent"]["data_source_id"].as_str())
        {
            self.next_numbers.entry(source.to_owned()).or_insert(number);
        }
    }

    /// A mention tells the title of what it mentions.
    fn mentioned(&mut self, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.mentioned(item)),
            Value::Object(map) => {
                let title = match value["plain_text"].as_str() {
                    Some("Untitled") | None => "",
                    Some(title) => title,
                };
                for kind in ["page", "database"] {
                    if let Some(id) = value["mention"][kind]["id"].as_str() {
                        self.missing.push((kind, id.to_owned(), title.to_owned()));
                    }
                }
                map.values().for_each(|value| self.mentioned(value));
            }
            _ => {}
        }
    }

    /// A query of all rows that goes on names the next row in its cursor.
    fn next_row(&mut self, interaction: &Interaction) {
        let response = &interaction.response;
        let next = response["next_cursor"].as_str().unwrap_or_default();
        let Some(id) = next.rsplit(':').next().filter(|id| id.len() == 36) else {
            return;
        };
        self.missing.push(("named", id.to_owned(), String::new()));
        let asked = interaction.request.as_ref();
        let is_plain =
            asked.is_none_or(|body| body.get("filter").is_none() && body.get("sorts").is_none());
        let last = response["results"].as_array().and_then(|all| all.last());
        if let Some(last) =
            last.filter(|last| is_plain && last["parent"]["data_source_id"].is_string())
        {
            let row = json!({
                "object": "page", "id": id, "parent": last["parent"], "properties": {},
                "created_time": last["created_time"], "last_edited_time": last["created_time"],
            });
            self.unseen_rows.push(row);
        }
    }

    /// Puts in place what was only named.
    pub(super) fn imply(&mut self) {
        for row in std::mem::take(&mut self.unseen_rows) {
            let id = text(&row["id"]);
            if self.created.contains(&id) {
                continue;
            }
            // What comes later in a query is older, and pages stand in the order of their age.
            if self.known.insert(format!("page {id}")) {
                self.pages.insert(0, row);
            } else if self.borrowed.contains(&id)
                && let Some(at) = self.pages.iter().position(|page| page["id"] == id.as_str())
            {
                let page = self.pages.remove(at);
                self.pages.insert(0, page);
            }
        }
        for source in &mut self.data_sources {
            if let Some(next) = self.next_numbers.get(&text(&source["id"])) {
                source["next_number"] = Value::from(*next);
            }
        }
        for id in std::mem::take(&mut self.commented) {
            if !self.created.contains(&id) && self.known.insert(format!("block {id}")) {
                self.blocks.push(json!({
                    "object": "block", "id": id, "type": "paragraph", "paragraph": { "rich_text": [] },
                }));
            }
        }
        self.data_sources_of_databases();
        self.other_ends();
        self.something_inside();
    }

    /// A database tells its data sources by id and name.
    fn data_sources_of_databases(&mut self) {
        for database in self.databases.clone() {
            for source in database["data_sources"].as_array().into_iter().flatten() {
                let id = text(&source["id"]);
                self.data_source(&id, &database["id"], &text(&source["name"]), json!({}));
            }
        }
    }

    /// A two-way relation tells the property at its other end.
    fn other_ends(&mut self) {
        for source in self.data_sources.clone() {
            let properties = source["properties"].as_object();
            for property in properties.into_iter().flat_map(|map| map.values()) {
                let relation = &property["relation"];
                let Some(name) = relation["dual_property"]["synced_property_name"].as_str() else {
                    continue;
                };
                let back = json!({
                    "id": relation["dual_property"]["synced_property_id"], "name": name, "type": "relation",
                    "relation": {
                        "database_id": source["parent"]["database_id"], "data_source_id": source["id"],
                        "type": "dual_property",
                        "dual_property": { "synced_property_name": property["name"], "synced_property_id": property["id"] },
                    },
                });
                let id = text(&relation["data_source_id"]);
                self.data_source(&id, &relation["database_id"], "", json!({ name: back }));
            }
        }
    }

    /// A data source that is not shown, or one more property of it.
    fn data_source(&mut self, id: &str, database: &Value, name: &str, properties: Value) {
        if id.is_empty() || self.created.contains(id) {
            return;
        }
        if self.known.insert(format!("data_source {id}")) {
            let title = json!([{ "type": "text", "text": { "content": name } }]);
            let mut all =
                json!({ "Name": { "id": "title", "name": "Name", "type": "title", "title": {} } });
            extend(&mut all, properties);
            self.unseen_sources.push(id.to_owned());
            self.data_sources.push(json!({
                "object": "data_source", "id": id, "title": if name.is_empty() { json!([]) } else { title },
                "parent": { "type": "database_id", "database_id": database }, "properties": all,
            }));
        } else if self
            .unseen_sources
            .iter()
            .chain(&self.borrowed)
            .any(|unseen| unseen == id)
        {
            let found = self
                .data_sources
                .iter_mut()
                .find(|source| source["id"] == id);
            if let Some(found) = found {
                extend(&mut found["properties"], properties);
            }
        }
    }

    /// A block that has something in it gets a block that nobody looks at.
    fn something_inside(&mut self) {
        let mut empty = Vec::new();
        for block in &self.blocks {
            if block["has_children"] != true || self.looked_into.contains(&text(&block["id"])) {
                continue;
            }
            // A synced copy has what its original has.
            let holder = match block["synced_block"]["synced_from"]["block_id"].as_str() {
                Some(original) => original.to_owned(),
                None => text(&block["id"]),
            };
            if self.looked_into.contains(&holder) || self.created.contains(&holder) {
                continue;
            }
            let key = if block["type"] == "child_page" {
                "page_id"
            } else {
                "block_id"
            };
            empty.push((key, holder));
        }
        for (key, holder) in empty {
            let id = self.far.make();
            self.blocks.push(json!({
                "object": "block", "id": id, "parent": { "type": key, key: holder }, "type": "paragraph",
                "paragraph": { "rich_text": [] },
            }));
        }
    }
}

fn extend(properties: &mut Value, more: Value) {
    if let (Some(properties), Value::Object(more)) = (properties.as_object_mut(), more) {
        properties.extend(more);
    }
}

fn dashed(id: &str) -> String {
    uuid::Uuid::try_parse(id).map_or_else(|_| id.to_owned(), |id| id.to_string())
}

#[cfg(test)]
mod tests {
    use super::super::{FarIds, Library, Recording, seed};
    use super::*;

    fn of(path: &str, response: &Value) -> Value {
        let interaction = json!({
            "recording": "r", "index": 0, "method": "GET", "path": path, "notion_version": "2026-03-11",
            "request": null, "status": 200, "response": response,
        });
        let recording = Recording {
            interactions: vec![serde_json::from_value(interaction).unwrap()],
        };
        seed(&recording, &Library::default(), &FarIds::of(&[]))
    }

    #[test]
    fn a_block_with_something_in_it_gets_something() {
        let page = "00000000-0000-4000-8000-000000000001";
        let block = |id: &str, has_children: bool| {
            json!({
                "object": "block", "id": id, "parent": { "type": "page_id", "page_id": page },
                "has_children": has_children, "type": "toggle", "toggle": { "rich_text": [] },
            })
        };
        let full = block("00000000-0000-4000-8000-000000000002", true);
        let empty = block("00000000-0000-4000-8000-000000000003", false);
        let list = json!({ "object": "list", "results": [full, empty] });
        let snapshot = of(&format!("/v1/blocks/{page}/children"), &list);
        let blocks = snapshot["blocks"].as_array().unwrap().iter();
        let inside: Vec<&Value> = blocks.map(|block| &block["parent"]["block_id"]).collect();
        assert_eq!(inside, [&Value::Null, &Value::Null, &full["id"]]);
    }

    #[test]
    fn the_other_end_of_a_relation_and_the_name_of_a_mention_are_told() {
        let id = |n: u8| format!("00000000-0000-4000-8000-00000000000{n}");
        let mention = json!({
            "type": "mention", "mention": { "type": "page", "page": { "id": id(9) } }, "plain_text": "Named",
        });
        let relation = json!({
            "database_id": id(4), "data_source_id": id(3), "type": "dual_property",
            "dual_property": { "synced_property_name": "Back", "synced_property_id": "efgh" },
        });
        let source = json!({
            "object": "data_source", "id": id(1), "parent": { "database_id": id(2) }, "title": [mention],
            "properties": { "R": { "id": "abcd", "name": "R", "type": "relation", "relation": relation } },
        });
        let snapshot = of(&format!("/v1/data_sources/{}", id(1)), &source);
        let other = &snapshot["data_sources"][1];
        assert_eq!(other["id"], id(3));
        let back = &other["properties"]["Back"]["relation"]["dual_property"];
        assert_eq!(back["synced_property_id"], "abcd");
        let page = &snapshot["pages"][0];
        let title = &page["properties"]["title"]["title"][0]["text"]["content"];
        assert_eq!((&page["id"], title), (&json!(id(9)), &json!("Named")));
    }
}
