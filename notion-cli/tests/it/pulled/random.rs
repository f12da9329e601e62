//! Random schemas: what is pulled is Rust, and read again it says what Notion has.

pub mod read;

use std::collections::HashSet;

use notion_cli::generate::{Style, rust};
use notion_session::model::DataSource;
use notion_session::schema::SchemaNode;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// A property before it has a place among others: where it leads is taken modulo what there is.
#[derive(Debug, Clone)]
struct Draft {
    name: String,
    description: String,
    kind: usize,
    a: usize,
    b: usize,
    options: Vec<(String, usize)>,
}

const PLAIN: &[&str] = &[
    "rich_text",
    "date",
    "people",
    "files",
    "checkbox",
    "url",
    "email",
    "phone_number",
    "created_time",
    "created_by",
    "last_edited_time",
    "last_edited_by",
    "button",
    "place",
    "verification",
    "tomorrow",
];
const FORMATS: &[&str] = &["number", "euro", "percent", "uruguayan_peso", "stone"];
const COLORS: &[&str] = &["default", "gray", "red", "mauve"];
const FUNCTIONS: &[&str] = &[
    "count",
    "sum",
    "max",
    "earliest_date",
    "latest_date",
    "checked",
    "show_original",
    "show_unique",
    "percent_per_group",
];

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(vec![
            "Due", "due", "Due Date", "due_date", "type", "Self", "self", "crate", "2 do", "2do",
            "🚀", "✅", "日付", "Größe", "e\u{301}", "é", "Name", "Files", "Option", "Task", "Tasks",
            "Task Columns", "Status", "a\"b", "a\\b", "{due}", "a\nb", "\u{202e}x", "Other", "gen",
            "İ", "ſ", "ǅ", "ŉ", "K", "x²", "_", "__a", "A1b2", "HTTPServer", "İİ", " lead", "fi",
        ]).prop_map(str::to_owned),
        2 => "[a-zA-Z0-9 _-]{1,12}",
        1 => any::<String>().prop_map(|text| text.chars().take(20).collect()),
    ]
}

fn draft() -> impl Strategy<Value = Draft> {
    let description = prop_oneof![
        2 => Just(String::new()),
        1 => name(),
        1 => "[a-z*`\\[\\] .]{0,40}",
    ];
    let options = prop::collection::vec((name(), 0..COLORS.len()), 0..8);
    (
        name(),
        description,
        0..34usize,
        0..64usize,
        0..64usize,
        options,
    )
        .prop_map(|(name, description, kind, a, b, options)| Draft {
            name,
            description,
            kind,
            a,
            b,
            options,
        })
}

fn id(at: usize) -> String {
    format!("38c9ce7b-60a4-8100-8000-{at:012x}")
}

/// Data sources of these drafts, each with a title first.
fn sources(drafts: &[(String, Vec<Draft>)]) -> Vec<DataSource> {
    let mut all: Vec<Vec<(String, Value)>> = Vec::new();
    for (_, properties) in drafts {
        let mut named = vec![(
            "The title".to_owned(),
            json!({ "type": "title", "title": {} }),
        )];
        let mut seen: HashSet<&str> = HashSet::from(["The title"]);
        named.extend(
            properties
                .iter()
                .filter(|draft| seen.insert(&draft.name))
                .map(|draft| (draft.name.clone(), Value::Null)),
        );
        all.push(named);
    }
    let names: Vec<Vec<String>> = all
        .iter()
        .map(|named| named.iter().map(|(name, _)| name.clone()).collect())
        .collect();
    let mut backs: Vec<(usize, String, Value)> = Vec::new();
    for (at, (_, properties)) in drafts.iter().enumerate() {
        let relations: Vec<(String, usize)> = properties
            .iter()
            .filter(|draft| (16..22).contains(&draft.kind) && names[at].contains(&draft.name))
            // One past the end is a data source that is not at hand.
            .map(|draft| (draft.name.clone(), draft.a % (drafts.len() + 1)))
            .collect();
        for place in 1..names[at].len() {
            let own = names[at][place].clone();
            let Some(draft) = properties.iter().find(|draft| draft.name == own) else {
                continue;
            };
            let own_id = format!("p{place}");
            let (kind, settings) = match draft.kind {
                kind @ 0..16 => (PLAIN[kind], json!({})),
                16..19 => {
                    let target = id(draft.a % (drafts.len() + 1));
                    (
                        "relation",
                        json!({ "data_source_id": target, "type": "single_property", "single_property": {} }),
                    )
                }
                19..22 => {
                    let target = draft.a % (drafts.len() + 1);
                    let back_id = format!("back-{at}-{place}");
                    let back_name = format!("{own} back {at}");
                    let dual = |target: usize, name: &str, id: &str| {
                        json!({
                            "data_source_id": self::id(target), "type": "dual_property",
                            "dual_property": { "synced_property_name": name, "synced_property_id": id },
                        })
                    };
                    if target < drafts.len() {
                        let back = dual(at, &own, &own_id);
                        backs.push((
                            target,
                            back_name.clone(),
                            json!({ "id": back_id, "type": "relation", "relation": back }),
                        ));
                    }
                    ("relation", dual(target, &back_name, &back_id))
                }
                22..25 if !relations.is_empty() => {
                    let (relation, target) = &relations[draft.a % relations.len()];
                    let over = names
                        .get(*target)
                        .map_or("Gone", |names| &names[draft.b % names.len()]);
                    (
                        "rollup",
                        json!({
                            "function": FUNCTIONS[(draft.a + draft.b) % FUNCTIONS.len()],
                            "relation_property_name": relation, "rollup_property_name": over,
                        }),
                    )
                }
                25..28 => {
                    let other = names[at][draft.a % names[at].len()]
                        .replace('\\', "\\\\")
                        .replace('"', "\\\"");
                    let prop = format!("prop(\"{other}\")");
                    let expression = match draft.b % 6 {
                        0 => prop,
                        1 => format!("format({prop}) + \"!\""),
                        2 => format!("empty({prop})"),
                        3 => format!("length(format({prop})) * 2"),
                        4 => format!("if({prop} == {prop}, 1, \"one\")"),
                        _ => format!("{prop} + 1"),
                    };
                    ("formula", json!({ "expression": expression }))
                }
                28..30 => (
                    "number",
                    json!({ "format": FORMATS[draft.a % FORMATS.len()] }),
                ),
                30 => (
                    "unique_id",
                    json!({ "prefix": if draft.a % 2 == 0 { Value::Null } else { json!("ID") } }),
                ),
                kind => {
                    let mut seen = HashSet::new();
                    let options: Vec<_> = draft
                        .options
                        .iter()
                        .filter(|(name, _)| seen.insert(name.clone()))
                        .map(|(name, color)| json!({ "id": name, "name": name, "color": COLORS[*color] }))
                        .collect();
                    let ids: Vec<_> = options
                        .iter()
                        .take(2)
                        .map(|option| option["id"].clone())
                        .collect();
                    let groups = json!([{ "id": "g", "name": "In progress", "option_ids": ids }]);
                    match kind {
                        31 => ("select", json!({ "options": options })),
                        32 => ("multi_select", json!({ "options": options })),
                        _ => ("status", json!({ "options": options, "groups": groups })),
                    }
                }
            };
            all[at][place].1 = json!({ "type": kind, kind: settings, "id": own_id, "description": draft.description });
        }
    }
    for (target, name, property) in backs {
        all[target].push((name, property));
    }
    let source = |(at, properties): (usize, Vec<(String, Value)>)| {
        let properties: Map<String, Value> = properties
            .into_iter()
            .map(|(name, mut property)| {
                property["name"] = name.clone().into();
                if property["id"].is_null() {
                    property["id"] = "title".into();
                }
                (name, property)
            })
            .collect();
        let title = &drafts[at].0;
        serde_json::from_value(json!({
            "object": "data_source", "id": id(at), "properties": properties,
            "title": [{ "type": "text", "text": { "content": title }, "plain_text": title }],
        }))
        .unwrap()
    };
    all.into_iter().enumerate().map(source).collect()
}

fn any_sources() -> impl Strategy<Value = Vec<DataSource>> {
    let one = (name(), prop::collection::vec(draft(), 0..14));
    prop::collection::vec(one, 1..4).prop_map(|drafts| sources(&drafts))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_pulled_says_what_notion_has(sources in any_sources()) {
        let text = rust(&sources, Style::default());
        let schemas = read::file(&text);
        prop_assert_eq!(schemas.len(), sources.len());
        for (source, schema) in sources.iter().zip(&schemas) {
            let node = SchemaNode::live(source);
            prop_assert_eq!(&schema.title, &node.title);
            let is_left_out = |line: &&str| line.starts_with("    // \"") && line.contains("\" is left out: ");
            let left_out = text.lines().filter(is_left_out).count();
            let said: usize = schemas.iter().map(|schema| schema.properties.len()).sum();
            let there: usize = sources.iter().map(|source| source.properties.len()).sum();
            prop_assert_eq!(said + left_out, there, "{}", &text);
            for property in &schema.properties {
                let live = node.property(&property.name);
                prop_assert!(live.is_some(), "{:?} in\n{}", &property.name, &text);
                if let Err(why) = read::same(property, live.unwrap(), &schemas, &sources) {
                    prop_assert!(false, "{:?}: {}\n{}", &property.name, why, &text);
                }
            }
        }
    }

    #[test]
    fn the_order_that_notion_gives_does_not_matter(sources in any_sources()) {
        let mut turned = sources.clone();
        turned.iter_mut().for_each(|source| source.properties.reverse());
        prop_assert_eq!(rust(&sources, Style::default()), rust(&turned, Style::default()));
    }
}
