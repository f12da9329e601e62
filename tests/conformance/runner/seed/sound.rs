//! What makes a seed a workspace that can exist. Recordings show things at several times, and their ids were replaced: one id
//! may be that of two things, and a page may be shown in two places.

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};

use super::{Seed, text};

impl Seed {
    /// Every id is the id of one thing, and everything is in one place, in which it is not itself.
    pub(super) fn sound(&mut self) {
        self.one_thing_an_id();
        self.one_place_a_block();
        self.no_circles();
    }

    /// What is shown first keeps an id; users go first, since everything names them.
    fn one_thing_an_id(&mut self) {
        let mut known = HashSet::new();
        let lists = [
            &mut self.users,
            &mut self.emojis,
            &mut self.databases,
            &mut self.data_sources,
            &mut self.pages,
            &mut self.comments,
            &mut self.views,
            &mut self.uploads,
        ];
        for list in lists {
            list.retain(|object| known.insert(text(&object["id"])));
        }
        let mut places = HashSet::new();
        self.blocks.retain(|block| {
            let id = text(&block["id"]);
            if is_place(block) {
                places.insert(id)
            } else {
                known.insert(id)
            }
        });
    }

    /// A page or a database is where it says itself. A block of which nothing is known is in a page of its own.
    fn one_place_a_block(&mut self) {
        let places: HashMap<String, Value> = self
            .pages
            .iter()
            .chain(&self.databases)
            .map(|object| (text(&object["id"]), object["parent"].clone()))
            .collect();
        self.blocks.retain(|block| {
            let place = places.get(&text(&block["id"]));
            !is_place(block) || place.is_some_and(|place| above(place) == above(&block["parent"]))
        });
        let mut homeless = None;
        for block in &mut self.blocks {
            if above(&block["parent"]).is_none() && !is_place(block) {
                let page = homeless.get_or_insert_with(|| self.far.make());
                block["parent"] = json!({ "type": "page_id", "page_id": page });
            }
        }
        if let Some(page) = homeless {
            self.pages.push(json!({
                "object": "page", "id": page, "parent": { "type": "workspace", "workspace": true }, "properties": {},
                "created_time": "2020-01-01T00:00:00.000Z", "last_edited_time": "2020-01-01T00:00:00.000Z",
            }));
        }
    }

    /// What is in itself, by way of whatever, is at the top of the workspace instead.
    fn no_circles(&mut self) {
        let mut parents: HashMap<String, String> = HashMap::new();
        let lists = [
            &self.pages,
            &self.databases,
            &self.data_sources,
            &self.blocks,
        ];
        for object in lists
            .into_iter()
            .flatten()
            .filter(|object| !is_place(object))
        {
            let parent = match object["object"].as_str() {
                Some("data_source") => object["parent"]["database_id"].as_str(),
                _ => above(&object["parent"]),
            };
            if let Some(parent) = parent {
                parents.insert(text(&object["id"]), parent.to_owned());
            }
        }
        let in_itself = |id: &str| {
            let mut way = HashSet::new();
            let mut at = parents.get(id);
            while let Some(above) = at.filter(|above| way.insert((*above).clone())) {
                if above == id {
                    return true;
                }
                at = parents.get(above);
            }
            false
        };
        let mut moved = HashSet::new();
        for object in self.pages.iter_mut().chain(&mut self.databases) {
            let id = text(&object["id"]);
            if in_itself(&id) {
                object["parent"] = json!({ "type": "workspace", "workspace": true });
                moved.insert(id);
            }
        }
        self.blocks.retain(|block| {
            let id = text(&block["id"]);
            if is_place(block) {
                !moved.contains(&id)
            } else {
                !in_itself(&id)
            }
        });
    }
}

/// Whether a block is the place of a page or a database.
fn is_place(block: &Value) -> bool {
    matches!(
        block["type"].as_str(),
        Some("child_page" | "child_database")
    )
}

/// The page, block or data source that something is in.
fn above(parent: &Value) -> Option<&str> {
    ["data_source_id", "page_id", "block_id"]
        .iter()
        .find_map(|key| parent[*key].as_str())
}

// Values are made where they are passed.
#[allow(clippy::needless_pass_by_value)]
#[cfg(test)]
mod tests {
    use notion_local::Server;

    use super::super::super::apart::{FarIds, part_users};
    use super::super::super::recording::recording_of;
    use super::super::{Library, seed};
    use super::*;

    fn id(n: u32) -> String {
        format!("00000000-0000-4000-8000-{n:012}")
    }

    fn user(n: u32, name: &str, bot: Value) -> Value {
        json!({ "object": "user", "id": id(n), "name": name, "avatar_url": null, "type": "bot", "bot": bot })
    }

    fn own(n: u32) -> Value {
        let owner = json!({ "type": "workspace", "workspace": true });
        user(
            n,
            "Own",
            json!({ "owner": owner, "workspace_id": id(90), "workspace_name": "W" }),
        )
    }

    fn page(n: u32, parent: Value) -> Value {
        json!({
            "object": "page", "id": id(n), "created_time": "2026-01-01T00:00:00.000Z", "last_edited_time": "2026-01-01T00:00:00.000Z",
            "created_by": { "object": "user", "id": id(7) }, "parent": parent, "in_trash": false, "properties": {},
        })
    }

    fn block(n: u32, kind: &str, parent: Value) -> Value {
        json!({ "object": "block", "id": id(n), "type": kind, kind: { "title": "t", "rich_text": [] }, "parent": parent, "has_children": false })
    }

    fn list(results: Vec<Value>) -> Value {
        json!({ "object": "list", "results": results, "next_cursor": null, "has_more": false })
    }

    /// An interaction: method, path, response.
    type Made = (&'static str, String, Value);

    /// Recordings of kinds that were not recorded, each of which has to become a workspace.
    fn recordings() -> Vec<(&'static str, Vec<Made>)> {
        let at = |n: u32| json!({ "type": "page_id", "page_id": id(n) });
        let top = || json!({ "type": "workspace", "workspace": true });
        let get = |path: String, response: Value| ("GET", path, response);
        let users = || {
            get(
                "/v1/users".into(),
                list(vec![
                    user(1, "A", json!({})),
                    user(7, "Other", json!({})),
                    own(7),
                ]),
            )
        };
        let me = || get("/v1/users/me".into(), own(7));
        // The ids that the runner gave to second bots before.
        let small = |n: u128| {
            uuid::Builder::from_random_bytes(n.to_be_bytes())
                .into_uuid()
                .to_string()
        };
        let mut placeholder = page(2, top());
        placeholder["id"] = json!(small(2));
        let mut default_bot = page(2, top());
        default_bot["id"] = json!("00000000-0000-4000-8000-0000000000f1");
        let mut default_space = page(2, top());
        default_space["id"] = json!("00000000-0000-4000-8000-0000000000f0");
        vec![
            (
                "two bots, listed late",
                vec![
                    me(),
                    get(format!("/v1/pages/{}", id(2)), page(2, top())),
                    users(),
                ],
            ),
            ("two bots, listed first", vec![users(), me()]),
            (
                "a placeholder that was made before",
                vec![users(), get(format!("/v1/pages/{}", small(2)), placeholder)],
            ),
            (
                "a placeholder of the bot",
                vec![get("/v1/pages/x".into(), default_bot)],
            ),
            (
                "a placeholder of the workspace",
                vec![get("/v1/pages/x".into(), default_space)],
            ),
            (
                "a user and a page",
                vec![me(), get(format!("/v1/pages/{}", id(7)), page(7, top()))],
            ),
            (
                "a page and a block",
                vec![
                    get(format!("/v1/pages/{}", id(2)), page(2, top())),
                    get(
                        format!("/v1/blocks/{}/children", id(3)),
                        list(vec![block(2, "paragraph", at(3))]),
                    ),
                ],
            ),
            (
                "a page in two places",
                vec![
                    get(format!("/v1/pages/{}", id(2)), page(2, at(3))),
                    get(
                        format!("/v1/blocks/{}/children", id(4)),
                        list(vec![block(2, "child_page", at(4))]),
                    ),
                    get(
                        format!("/v1/blocks/{}/children", id(3)),
                        list(vec![block(2, "child_page", at(3))]),
                    ),
                ],
            ),
            (
                "pages in each other",
                vec![
                    get(format!("/v1/pages/{}", id(2)), page(2, at(3))),
                    get(format!("/v1/pages/{}", id(3)), page(3, at(2))),
                ],
            ),
            (
                "a page in itself",
                vec![get(format!("/v1/pages/{}", id(2)), page(2, at(2)))],
            ),
            (
                "blocks in each other",
                vec![get(
                    format!("/v1/blocks/{}/children", id(2)),
                    list(vec![
                        block(
                            3,
                            "toggle",
                            json!({ "type": "block_id", "block_id": id(4) }),
                        ),
                        block(
                            4,
                            "toggle",
                            json!({ "type": "block_id", "block_id": id(3) }),
                        ),
                    ]),
                )],
            ),
            (
                "a comment on a block that is not shown",
                vec![get(
                    "/v1/comments".into(),
                    list(vec![json!({
                        "object": "comment", "id": id(5), "discussion_id": id(6), "parent": { "type": "block_id", "block_id": id(8) },
                        "created_time": "2026-01-01T00:00:00.000Z", "last_edited_time": "2026-01-01T00:00:00.000Z",
                        "created_by": { "object": "user", "id": id(8) }, "rich_text": [],
                    })]),
                )],
            ),
            (
                "a database that is its own page",
                vec![get(
                    format!("/v1/databases/{}", id(2)),
                    json!({
                        "object": "database", "id": id(2), "parent": at(2), "title": [], "data_sources": [{ "id": id(2), "name": "x" }],
                    }),
                )],
            ),
        ]
    }

    #[test]
    fn every_recording_becomes_a_workspace() {
        for (what, interactions) in recordings() {
            let interactions: Vec<_> = interactions
                .iter()
                .map(|(method, path, response)| (*method, path.as_str(), response.clone()))
                .collect();
            let mut recording = recording_of(&interactions);
            let mut far = FarIds::of([&recording]);
            part_users(&mut recording, &mut far);
            let snapshot = seed(&recording, &Library::of([&recording]), &far);
            let server = Server::builder().snapshot(&snapshot);
            assert!(server.is_ok(), "{what}: {:?} {snapshot:#}", server.err());
        }
    }

    #[test]
    fn lists_of_users_decide_their_order() {
        let all = list(vec![
            user(1, "A", json!({})),
            user(7, "Other", json!({})),
            own(7),
        ]);
        let mut recording =
            recording_of(&[("GET", "/v1/users/me", own(7)), ("GET", "/v1/users", all)]);
        let mut far = FarIds::of([&recording]);
        part_users(&mut recording, &mut far);
        let snapshot = seed(&recording, &Library::default(), &far);
        let names: Vec<&Value> = snapshot["users"]
            .as_array()
            .unwrap()
            .iter()
            .map(|user| &user["name"])
            .collect();
        assert_eq!(names, ["A", "Other", "Own"]);
    }
}
