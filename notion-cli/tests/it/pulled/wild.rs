//! A data source with what no struct can say.

use notion_session::model::DataSource;
use serde_json::{Map, Value, json};

const WILD: &str = "38c9ce7b-60a4-8100-8000-000000000001";
const ELSEWHERE: &str = "38c9ce7b-60a4-8100-8000-0000000000ff";

/// What has to be told.
pub const REASONS: &[&str] = &[
    "// 100 more are read as another option: the derive takes 100.",
    "// \"a, b\" is read as another option: the derive takes no commas",
    "// \"x\" is read as another option: its name differs",
    "// \" \" is read as another option: it has no name",
    "// \"Go\" is left out: Notion's API neither creates buttons",
    "// \"Mood\" is left out: properties of the type \"mood\" are not known",
    "// \"Place to be\" is left out: properties of the type \"location\" are not known",
    "// \"Away\" is left out: the relation leads to the data source 38c9ce7b-60a4-8100-8000-0000000000ff, which was not pulled",
    "// \"Mirror\" is left out: a two-way relation of a database to itself",
    "(its relation is left out): count(Away.Cost)\n    #[notion(name = \"Count away\")]\n    pub count_away: Rollup<f64>,",
    "// \"Show away\" is left out: its relation is left out",
    "// \"Mixed\" is left out: what the formula gives cannot be told",
    "// \"Broken\" is left out: what the formula gives cannot be told",
    "(\"Mood\" is no field of this struct): 1 + length(prop(\"Mood\"))\n    pub pressed: Formula<f64>,",
    "// \" \" is left out: it has no name",
    "// Its format, \"stone\", is not known here.",
];

pub fn sources() -> Vec<DataSource> {
    let option = |name: &str, color: &str| json!({ "id": name, "name": name, "color": color });
    let described = |mut option: serde_json::Value, text: &str| {
        option["description"] = text.into();
        option
    };
    let many: Vec<_> = (0..200)
        .map(|n| option(&format!("Option {n}"), "blue"))
        .collect();
    let dual = |target: &str, id: &str| {
        json!({ "data_source_id": target, "type": "dual_property",
                "dual_property": { "synced_property_name": "Mirror", "synced_property_id": id } })
    };
    let rollup = |function: &str| {
        json!({ "function": function, "relation_property_name": "Away", "relation_property_id": "away",
                "rollup_property_name": "Cost", "rollup_property_id": "cost" })
    };
    let properties = [
        ("Name", "title", json!({})),
        ("Go", "button", json!({})),
        ("Mood", "mood", json!({ "level": 3 })),
        ("Place to be", "location", json!({})),
        ("Away", "relation", dual(ELSEWHERE, "x")),
        ("Mirror", "relation", dual(WILD, "p5")),
        ("Count away", "rollup", rollup("count")),
        ("Show away", "rollup", rollup("show_original")),
        (
            "Mixed",
            "formula",
            json!({ "expression": "if(prop(\"Done\"), 1, \"one\")" }),
        ),
        (
            "Broken",
            "formula",
            json!({ "expression": "prop(\"Gone\") +" }),
        ),
        (
            "Pressed",
            "formula",
            json!({ "expression": "1 + length(prop(\"Mood\"))" }),
        ),
        (" ", "checkbox", json!({})),
        ("Done", "checkbox", json!({})),
        ("\"quoted\" \\ */ {name}", "rich_text", json!({})),
        ("line\nbreak \u{202e}", "rich_text", json!({})),
        ("e\u{301}", "rich_text", json!({})),
        ("é", "rich_text", json!({})),
        ("Åİſ", "rich_text", json!({})),
        ("Many", "select", json!({ "options": many })),
        ("None", "multi_select", json!({ "options": [] })),
        (
            "Odd",
            "status",
            json!({
                "options": [
                    option("a, b", "red"), option("X", "red"), option("x", "mauve"), option("Other", "mauve"),
                    option("other", "blue"), described(option("🎉", "default"), "When\nall is done."), option("🚀", "default"), option("self", "gray"),
                    option(" ", "gray"), option("1st \"one\"", "gray"),
                ],
                "groups": [
                    { "id": "g", "name": "In progress", "color": "blue", "option_ids": ["X"] },
                    { "id": "h", "name": "Somewhere", "color": "blue", "option_ids": ["🎉"] },
                ],
            }),
        ),
        ("Weight", "number", json!({ "format": "stone" })),
        (
            "Use \"Done\" & Type",
            "formula",
            json!({ "expression": "if(prop(\"Done\"), \"a\\\"b\", prop(\"é\"))" }),
        ),
    ];
    let properties: Map<String, Value> = properties
        .into_iter()
        .enumerate()
        .map(|(place, (name, kind, settings))| {
            let id = if name == "Away" { "away".to_owned() } else { format!("p{place}") };
            let description = if name == "Weight" { "in *stones*\n`14` [lb]" } else { "" };
            let value = json!({ "id": id, "name": name, "description": description, "type": kind, kind: settings });
            (name.to_owned(), value)
        })
        .collect();
    let source = json!({
        "object": "data_source", "id": WILD,
        "title": [{ "type": "text", "text": { "content": "wild!" }, "plain_text": "wild!" }],
        "description": [{ "type": "text", "text": { "content": "x ".repeat(300) }, "plain_text": "x ".repeat(300) }],
        "icon": { "type": "emoji", "emoji": "🦊" },
        "properties": properties,
    });
    vec![serde_json::from_value(source).unwrap()]
}
