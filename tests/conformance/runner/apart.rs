//! Recordings had their ids replaced, and what was replaced by one id may have been several things: two bots, a bot and a
//! page. Here each gets an id of its own again, the same one wherever the recording shows it.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::Value;
use uuid::Uuid;

use super::recording::Recording;

/// Makes ids that no recording has, nor any that looks like one: their first half is that of no recorded id.
#[derive(Debug, Clone, Default)]
pub(crate) struct FarIds {
    space: u64,
    next: u64,
}

impl FarIds {
    /// Ids that are far from all that these recordings hold.
    pub(crate) fn of<'a>(recordings: impl IntoIterator<Item = &'a Recording>) -> Self {
        let mut taken = HashSet::new();
        for interaction in recordings.into_iter().flat_map(|one| &one.interactions) {
            halves(&interaction.path, &mut taken);
            halves(&interaction.query, &mut taken);
            all_halves(
                interaction.request.as_ref().unwrap_or(&Value::Null),
                &mut taken,
            );
            all_halves(&interaction.response, &mut taken);
        }
        // Version 4, as every id that Notion takes.
        let spaces = (0..).map(|n: u64| {
            let mixed = (n + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            (mixed & !0xf000) | 0x4000
        });
        let mut free = spaces.filter(|space| !taken.contains(space));
        Self {
            space: free.next().unwrap_or_default(),
            next: 0,
        }
    }

    pub(crate) fn make(&mut self) -> String {
        self.next += 1;
        Uuid::from_u64_pair(self.space, (1 << 63) | self.next).to_string()
    }
}

/// The first halves of all ids in a text, with dashes or without.
fn halves(text: &str, taken: &mut HashSet<u64>) {
    for start in 0..text.len() {
        for length in [36, 32] {
            let id = text.get(start..start + length).map(Uuid::try_parse);
            if let Some(Ok(id)) = id {
                taken.insert(id.as_u64_pair().0);
            }
        }
    }
}

fn all_halves(value: &Value, taken: &mut HashSet<u64>) {
    match value {
        Value::String(text) => halves(text, taken),
        Value::Array(items) => items.iter().for_each(|item| all_halves(item, taken)),
        Value::Object(map) => {
            for (key, value) in map {
                halves(key, taken);
                all_halves(value, taken);
            }
        }
        _ => {}
    }
}

/// Gives each user of a recording an id of its own.
pub(crate) fn part_users(recording: &mut Recording, far: &mut FarIds) {
    let others: HashSet<String> = others(recording);
    // Of the bots that share an id, the one that asks keeps it; it alone is shown in full.
    let mut bots: BTreeMap<(String, String), String> = BTreeMap::new();
    for interaction in &mut recording.interactions {
        let results = interaction.response.get_mut("results");
        if let Some(users) = results.and_then(Value::as_array_mut) {
            let own: Vec<String> = users
                .iter()
                .filter(|user| user["bot"].get("owner").is_some())
                .map(|user| text(&user["id"]))
                .collect();
            let mut seen: HashMap<String, usize> = HashMap::new();
            for user in users.iter().filter(|user| user["object"] == "user") {
                *seen.entry(text(&user["id"])).or_default() += 1;
            }
            let mut kept = HashSet::new();
            for user in users.iter_mut().filter(|user| user["object"] == "user") {
                let id = text(&user["id"]);
                let is_own = user["bot"].get("owner").is_some();
                let shares = seen.get(&id).is_some_and(|count| *count > 1);
                // If nobody of them asks, the first one keeps it.
                let keeps = is_own || !own.contains(&id);
                if shares && !(keeps && kept.insert(id.clone())) {
                    let name = (id, text(&user["name"]));
                    let id = bots.entry(name).or_insert_with(|| far.make());
                    user["id"] = id.as_str().into();
                }
            }
        }
    }
    // A user has the id of nothing else.
    let mut parted: BTreeMap<String, String> = BTreeMap::new();
    for interaction in &mut recording.interactions {
        let path = interaction
            .path
            .strip_prefix("/v1/users/")
            .map(str::to_owned);
        if let Some(id) = path.filter(|id| others.contains(id)) {
            let id = parted.entry(id).or_insert_with(|| far.make());
            interaction.path = format!("/v1/users/{id}");
        }
        for value in interaction
            .request
            .iter_mut()
            .chain([&mut interaction.response])
        {
            rename_users(value, &others, &mut parted, far);
        }
    }
}

/// The ids of all that is not a user.
fn others(recording: &Recording) -> HashSet<String> {
    fn collect(value: &Value, others: &mut HashSet<String>) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| collect(item, others)),
            Value::Object(map) => {
                let kind = map.get("object").and_then(Value::as_str);
                if let (Some(kind), Some(id)) = (kind, map.get("id").and_then(Value::as_str))
                    && kind != "user"
                {
                    others.insert(id.to_owned());
                }
                map.values().for_each(|value| collect(value, others));
            }
            _ => {}
        }
    }
    let mut found = HashSet::new();
    for interaction in &recording.interactions {
        collect(&interaction.response, &mut found);
    }
    found
}

fn rename_users(
    value: &mut Value,
    others: &HashSet<String>,
    parted: &mut BTreeMap<String, String>,
    far: &mut FarIds,
) {
    match value {
        Value::Array(items) => {
            for item in items {
                rename_users(item, others, parted, far);
            }
        }
        Value::Object(map) => {
            for (key, value) in map.iter_mut() {
                // Requests name people and mentioned users by their id alone.
                match (key.as_str(), value) {
                    ("people", Value::Array(people)) => {
                        for person in people {
                            rename_user(person, others, parted, far);
                        }
                    }
                    ("user", user) => rename_user(user, others, parted, far),
                    (_, value) => rename_users(value, others, parted, far),
                }
            }
            if map.get("object").and_then(Value::as_str) == Some("user") {
                rename_id(map.get_mut("id"), others, parted, far);
            }
        }
        _ => {}
    }
}

fn rename_user(
    user: &mut Value,
    others: &HashSet<String>,
    parted: &mut BTreeMap<String, String>,
    far: &mut FarIds,
) {
    rename_id(user.get_mut("id"), others, parted, far);
}

fn rename_id(
    id: Option<&mut Value>,
    others: &HashSet<String>,
    parted: &mut BTreeMap<String, String>,
    far: &mut FarIds,
) {
    if let Some(value) = id
        && let Some(id) = value.as_str().filter(|id| others.contains(*id))
    {
        let id = parted.entry(id.to_owned()).or_insert_with(|| far.make());
        *value = id.as_str().into();
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::recording::recording_of;
    use super::*;

    #[test]
    fn made_ids_are_far_from_all_that_was_recorded() {
        let mut first = FarIds::of(&[]);
        let near = first.make();
        let placed = [
            recording_of(&[("GET", "/v1/users", json!({ "results": [{ "id": near }] }))]),
            recording_of(&[("GET", &format!("/v1/pages/{near}"), json!({}))]),
            recording_of(&[(
                "GET",
                "/v1/users",
                json!({ "url": format!("https://x/{}", near.replace('-', "")) }),
            )]),
            recording_of(&[("GET", "/v1/users", json!({ format!("a:{near}:b"): 1 }))]),
        ];
        for recording in placed {
            let mut far = FarIds::of([&recording]);
            let ids: Vec<String> = (0..3).map(|_| far.make()).collect();
            assert_ne!(ids[0], ids[1]);
            for id in ids {
                assert_ne!(id[..18], near[..18]);
                assert_eq!(Uuid::parse_str(&id).unwrap().get_version_num(), 4);
            }
        }
    }

    #[test]
    fn bots_that_share_an_id_are_told_apart_everywhere_alike() {
        let list = json!({ "results": [
            { "object": "user", "id": "x", "name": "Other", "bot": {} },
            { "object": "user", "id": "x", "name": "Own", "bot": { "owner": {} } },
            { "object": "user", "id": "x", "name": "Third", "bot": {} },
            { "object": "user", "id": "y", "name": "Alone", "bot": {} },
        ] });
        let mut recording = recording_of(&[
            ("GET", "/v1/users", list.clone()),
            ("GET", "/v1/users", list),
        ]);
        part_users(&mut recording, &mut FarIds::of(&[]));
        let ids: Vec<Vec<String>> = recording
            .interactions
            .iter()
            .map(|one| {
                one.response["results"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|user| text(&user["id"]))
                    .collect()
            })
            .collect();
        assert_eq!(ids[0], ids[1]);
        assert_eq!(ids[0][1], "x");
        assert_eq!(ids[0][3], "y");
        let different: HashSet<&String> = ids[0].iter().collect();
        assert_eq!(different.len(), 4);
    }

    #[test]
    fn a_user_that_shares_the_id_of_a_page_gets_another_one() {
        let page = json!({
            "object": "page", "id": "x", "created_by": { "object": "user", "id": "x" },
            "properties": { "Who": { "type": "people", "people": [{ "object": "user", "id": "x" }, { "id": "z" }] } },
        });
        let mut recording = recording_of(&[
            ("GET", "/v1/pages/x", page),
            ("GET", "/v1/users/x", json!({ "object": "user", "id": "x" })),
        ]);
        recording.interactions[0].request =
            Some(json!({ "people": [{ "id": "x" }], "page": { "id": "x" } }));
        part_users(&mut recording, &mut FarIds::of(&[]));
        let [first, second] = recording.interactions.as_slice() else {
            panic!("{recording:?}");
        };
        let user = text(&second.response["id"]);
        assert_ne!(user, "x");
        assert_eq!(second.path, format!("/v1/users/{user}"));
        assert_eq!(first.path, "/v1/pages/x");
        assert_eq!(first.response["id"], "x");
        assert_eq!(first.response["created_by"]["id"], user);
        assert_eq!(first.response["properties"]["Who"]["people"][0]["id"], user);
        let request = first.request.as_ref().unwrap();
        assert_eq!(
            (&request["people"][0]["id"], &request["page"]["id"]),
            (&json!(user), &json!("x"))
        );
    }
}
