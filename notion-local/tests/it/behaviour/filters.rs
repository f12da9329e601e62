//! Every operator of every filter, and sorts by every type.

use serde_json::{Value, json};

use crate::support::{Client, client, id, text};

/// Three rows: "full" has every value, "other" has different ones, "empty" has none.
struct Rows {
    client: Client,
    source: Value,
    person: String,
    target: String,
}

async fn rows() -> Rows {
    let client = client();
    client
        .server
        .freeze("2026-06-24T12:00:00Z".parse().unwrap());
    let person = id(&client.get("users").await["results"][0]).to_owned();
    let (_, targets) = client
        .database("Targets", json!({
            "Name": { "title": {} }, "N": { "number": {} }, "C": { "checkbox": {} }, "S": { "select": {} }, "M": { "multi_select": {} },
            "St": { "status": {} }, "D": { "date": {} }, "P": { "people": {} }, "F": { "files": {} },
        }))
        .await;
    let mut ids = Vec::new();
    for (name, n) in [("one", 1), ("two", 2)] {
        let row = json!({
            "Name": { "title": text(name) }, "N": { "number": n }, "C": { "checkbox": n == 1 }, "S": { "select": { "name": name } },
            "M": { "multi_select": [{ "name": name }] }, "St": { "status": { "name": "Done" } },
            "D": { "date": { "start": format!("2026-06-0{n}") } }, "P": { "people": [{ "id": person }] },
            "F": { "files": [{ "name": "f", "external": { "url": "https://example.com/f" } }] },
        });
        ids.push(json!({ "id": id(&client.row(&targets, row).await) }));
    }
    let target = ids[0]["id"].as_str().unwrap().to_owned();
    let roll = |name: &str, function: &str| json!({ "rollup": { "relation_property_name": "Links", "rollup_property_name": name, "function": function } });
    let mut schema = json!({
        "Name": { "title": {} }, "Text": { "rich_text": {} }, "Url": { "url": {} }, "Mail": { "email": {} }, "Phone": { "phone_number": {} },
        "N": { "number": {} }, "C": { "checkbox": {} },
        "S": { "select": { "options": [{ "name": "b" }, { "name": "a" }, { "name": "unused" }] } },
        "M": { "multi_select": { "options": [{ "name": "x" }, { "name": "y" }] } },
        "St": { "status": {} }, "D": { "date": {} }, "P": { "people": {} }, "F": { "files": {} },
        "Links": { "relation": { "data_source_id": id(&targets), "single_property": {} } },
        "Made": { "created_time": {} }, "Maker": { "created_by": {} }, "Changed": { "last_edited_time": {} }, "Changer": { "last_edited_by": {} },
        "ID": { "unique_id": {} }, "V": { "verification": {} },
        "fText": { "formula": { "expression": "prop(\"Text\").upper()" } },
        "fNumber": { "formula": { "expression": "prop(\"N\") * 2" } },
        "fCheck": { "formula": { "expression": "prop(\"N\") > 1" } },
        "fDate": { "formula": { "expression": "dateAdd(prop(\"D\"), 1, \"days\")" } },
        "rSum": roll("N", "sum"), "rDate": roll("D", "latest_date"),
    });
    for name in ["Name", "N", "C", "S", "M", "St", "D", "P", "F"] {
        schema[format!("r{name}")] = roll(name, "show_original");
    }
    let (_, source) = client.database("T", schema).await;
    client.save_formulas(&source, &["fText", "fNumber", "fCheck", "fDate"]);
    let full = json!({
        "Name": { "title": text("full") }, "Text": { "rich_text": text("Some Words") }, "Url": { "url": "https://example.com/Full" },
        "Mail": { "email": "full@example.com" }, "Phone": { "phone_number": "+49 1" }, "N": { "number": 1 }, "C": { "checkbox": true },
        "S": { "select": { "name": "a" } }, "M": { "multi_select": [{ "name": "x" }] }, "St": { "status": { "name": "Done" } },
        "D": { "date": { "start": "2026-06-20" } }, "P": { "people": [{ "id": person }] },
        "F": { "files": [{ "name": "f", "external": { "url": "https://example.com/f" } }] }, "Links": { "relation": [ids[0]] },
        "V": { "verification": { "state": "verified" } },
    });
    let other = json!({
        "Name": { "title": text("other") }, "Text": { "rich_text": text("different") }, "Url": { "url": "http://other.example.org" },
        "Mail": { "email": "other@example.org" }, "Phone": { "phone_number": "+43 2" }, "N": { "number": 2 },
        "S": { "select": { "name": "b" } }, "M": { "multi_select": [{ "name": "y" }, { "name": "x" }] },
        "St": { "status": { "name": "In progress" } }, "D": { "date": { "start": "2026-06-28T10:30:00Z" } }, "Links": { "relation": ids },
        "V": { "verification": { "state": "verified", "date": { "start": "2026-01-01", "end": "2026-02-01" } } },
    });
    client.row(&source, full).await;
    client.row(&source, other).await;
    client
        .row(&source, json!({ "Name": { "title": text("empty") } }))
        .await;
    Rows {
        client,
        source,
        person,
        target,
    }
}

impl Rows {
    /// The rows that pass, in the order full, other, empty.
    async fn pass(&self, filter: Value) -> String {
        let names = self
            .client
            .query(&self.source, json!({ "filter": filter }))
            .await;
        let all = ["full", "other", "empty"]
            .into_iter()
            .filter(|name| names.iter().any(|found| found == name));
        all.collect::<Vec<_>>().join(" ")
    }
}

async fn check(rows: &Rows, property: &str, kind: &str, cases: &[(Value, &str)]) {
    for (condition, expected) in cases {
        let filter = json!({ "property": property, kind: condition });
        assert_eq!(rows.pass(filter.clone()).await, *expected, "{filter}");
    }
}

#[tokio::test]
async fn texts() {
    let rows = rows().await;
    for (property, kind, own, part, start, end) in [
        ("Name", "title", "full", "UL", "Fu", "LL"),
        ("Text", "rich_text", "Some Words", "e w", "some", "words"),
        (
            "Url",
            "url",
            "https://example.com/Full",
            "COM/full",
            "HTTPS",
            "full",
        ),
        ("Mail", "email", "full@example.com", "L@E", "FULL", ".Com"),
        ("Phone", "phone_number", "+49 1", "9 1", "+49", "1"),
    ] {
        // The title is never empty here.
        let (all, empty) = if kind == "title" {
            ("full other empty", "")
        } else {
            ("full other", "empty")
        };
        let cases = [
            (json!({ "equals": own }), "full"),
            (json!({ "does_not_equal": own }), "other empty"),
            (json!({ "contains": part }), "full"),
            (json!({ "does_not_contain": part }), "other empty"),
            (json!({ "starts_with": start }), "full"),
            (json!({ "ends_with": end }), "full"),
            (json!({ "is_not_empty": true }), all),
            (json!({ "is_empty": true }), empty),
        ];
        check(&rows, property, kind, &cases).await;
        // Every kind of text takes the filter of rich text.
        check(&rows, property, "rich_text", &cases).await;
    }
}

#[tokio::test]
async fn numbers_and_checkboxes() {
    let rows = rows().await;
    let numbers = [
        (json!({ "equals": 1 }), "full"),
        (json!({ "does_not_equal": 1 }), "other empty"),
        (json!({ "greater_than": 1 }), "other"),
        (json!({ "less_than": 2 }), "full"),
        (json!({ "greater_than_or_equal_to": 1 }), "full other"),
        (json!({ "less_than_or_equal_to": 1.5 }), "full"),
        (json!({ "is_empty": true }), "empty"),
        (json!({ "is_not_empty": true }), "full other"),
    ];
    check(&rows, "N", "number", &numbers).await;
    let ids = [
        (json!({ "equals": 2 }), "other"),
        (json!({ "does_not_equal": 2 }), "full empty"),
        (json!({ "greater_than": 1 }), "other empty"),
        (json!({ "less_than": 2 }), "full"),
        (json!({ "greater_than_or_equal_to": 2 }), "other empty"),
        (json!({ "less_than_or_equal_to": 2 }), "full other"),
    ];
    check(&rows, "ID", "unique_id", &ids).await;
    let boxes = [
        (json!({ "equals": true }), "full"),
        (json!({ "equals": false }), "other empty"),
        (json!({ "does_not_equal": true }), "other empty"),
        (json!({ "does_not_equal": false }), "full"),
    ];
    check(&rows, "C", "checkbox", &boxes).await;
}

#[tokio::test]
async fn options() {
    let rows = rows().await;
    let select = [
        (json!({ "equals": "a" }), "full"),
        (json!({ "equals": ["a", "b"] }), "full other"),
        (json!({ "equals": "unused" }), ""),
        (json!({ "does_not_equal": "a" }), "other empty"),
        (json!({ "does_not_equal": ["a", "b"] }), "empty"),
        (json!({ "is_empty": true }), "empty"),
        (json!({ "is_not_empty": true }), "full other"),
    ];
    check(&rows, "S", "select", &select).await;
    let multi = [
        (json!({ "contains": "y" }), "other"),
        (json!({ "contains": ["x", "y"] }), "full other"),
        (json!({ "does_not_contain": "y" }), "full empty"),
        (json!({ "is_empty": true }), "empty"),
        (json!({ "is_not_empty": true }), "full other"),
    ];
    check(&rows, "M", "multi_select", &multi).await;
    let status = [
        (json!({ "equals": "Done" }), "full"),
        (json!({ "equals": "Not started" }), "empty"),
        (json!({ "does_not_equal": "Done" }), "other empty"),
        (json!({ "equals": ["Done", "In progress"] }), "full other"),
        // Groups stand for their options.
        (json!({ "equals": "Complete" }), "full"),
        (json!({ "equals": "To-do" }), "empty"),
        (json!({ "is_empty": true }), ""),
        (json!({ "is_not_empty": true }), "full other empty"),
    ];
    check(&rows, "St", "status", &status).await;
    let verification = [
        (json!({ "status": "verified" }), "full"),
        (json!({ "status": "expired" }), "other"),
        (json!({ "status": "none" }), "empty"),
        (json!({ "does_not_equal": "none" }), "full other"),
    ];
    check(&rows, "V", "verification", &verification).await;
}

#[tokio::test]
async fn dates() {
    let rows = rows().await;
    let dates = [
        (json!({ "equals": "2026-06-20" }), "full"),
        (json!({ "equals": "2026-06-28" }), "other"),
        (json!({ "equals": "2026-06-28T10:30:45Z" }), "other"),
        (json!({ "equals": "2026-06-28T12:30:00+02:00" }), "other"),
        (json!({ "before": "2026-06-28" }), "full"),
        (json!({ "before": "2026-06-28T10:31:00Z" }), "full other"),
        (json!({ "after": "2026-06-20" }), "other"),
        (json!({ "on_or_before": "2026-06-20" }), "full"),
        (json!({ "on_or_after": "2026-06-28" }), "other"),
        (json!({ "on_or_after": "2026-06-20" }), "full other"),
        // Today is Wednesday the 24th.
        (json!({ "before": "today" }), "full"),
        (json!({ "after": "tomorrow" }), "other"),
        (json!({ "after": "yesterday" }), "other"),
        (json!({ "on_or_after": "one_week_ago" }), "full other"),
        (json!({ "on_or_before": "one_week_from_now" }), "full other"),
        (json!({ "before": "one_month_ago" }), ""),
        (json!({ "after": "one_month_from_now" }), ""),
        (json!({ "this_week": {} }), ""),
        (json!({ "past_week": {} }), "full"),
        (json!({ "past_month": {} }), "full"),
        (json!({ "past_year": {} }), "full"),
        (json!({ "next_week": {} }), "other"),
        (json!({ "next_month": {} }), "other"),
        (json!({ "next_year": {} }), "other"),
        (json!({ "is_empty": true }), "empty"),
        (json!({ "is_not_empty": true }), "full other"),
    ];
    check(&rows, "D", "date", &dates).await;
    for (property, kind) in [("Made", "created_time"), ("Changed", "last_edited_time")] {
        let all = "full other empty";
        for (condition, expected) in [
            (json!({ "equals": "2026-06-24" }), all),
            (json!({ "past_week": {} }), all),
            (json!({ "before": "2026-06-24T12:00:30Z" }), ""),
            (json!({ "on_or_before": "2026-06-24T12:00:30Z" }), all),
            (json!({ "is_empty": true }), ""),
            (json!({ "is_not_empty": true }), all),
        ] {
            check(&rows, property, kind, &[(condition.clone(), expected)]).await;
            let by_timestamp = json!({ "timestamp": kind, kind: condition });
            assert_eq!(
                rows.pass(by_timestamp.clone()).await,
                expected,
                "{by_timestamp}"
            );
        }
    }
}

#[tokio::test]
async fn people_relations_and_files() {
    let rows = rows().await;
    let bot = rows.client.get("users/me").await["id"].clone();
    let people = [
        (json!({ "contains": rows.person }), "full"),
        (json!({ "does_not_contain": rows.person }), "other empty"),
        // To an internal integration "me" is nobody.
        (json!({ "contains": "me" }), ""),
        (json!({ "does_not_contain": "me" }), "full other empty"),
        (json!({ "is_empty": true }), "other empty"),
        (json!({ "is_not_empty": true }), "full"),
    ];
    check(&rows, "P", "people", &people).await;
    for (property, kind) in [("Maker", "created_by"), ("Changer", "last_edited_by")] {
        let all = "full other empty";
        let by = [
            (json!({ "contains": bot }), all),
            (json!({ "does_not_contain": bot }), ""),
            (json!({ "contains": rows.person }), ""),
            (json!({ "is_not_empty": true }), all),
        ];
        check(&rows, property, kind, &by).await;
    }
    let relation = [
        (json!({ "contains": rows.target }), "full other"),
        (
            json!({ "contains": rows.target.replace('-', "") }),
            "full other",
        ),
        (json!({ "does_not_contain": rows.target }), "empty"),
        (json!({ "is_empty": true }), "empty"),
        (json!({ "is_not_empty": true }), "full other"),
    ];
    check(&rows, "Links", "relation", &relation).await;
    let files = [
        (json!({ "is_empty": true }), "other empty"),
        (json!({ "is_not_empty": true }), "full"),
    ];
    check(&rows, "F", "files", &files).await;
}

#[tokio::test]
async fn formulas_and_rollups() {
    let rows = rows().await;
    for (property, kind, condition, expected) in [
        ("fText", "string", json!({ "equals": "SOME WORDS" }), "full"),
        ("fText", "string", json!({ "is_empty": true }), "empty"),
        (
            "fText",
            "string",
            json!({ "does_not_contain": "words" }),
            "other empty",
        ),
        ("fNumber", "number", json!({ "greater_than": 2 }), "other"),
        ("fNumber", "number", json!({ "equals": 0 }), "empty"),
        ("fCheck", "checkbox", json!({ "equals": true }), "other"),
        (
            "fCheck",
            "checkbox",
            json!({ "does_not_equal": true }),
            "full empty",
        ),
        ("fDate", "date", json!({ "equals": "2026-06-21" }), "full"),
        (
            "fDate",
            "date",
            json!({ "is_not_empty": true }),
            "full other",
        ),
    ] {
        check(
            &rows,
            property,
            "formula",
            &[(json!({ kind: condition }), expected)],
        )
        .await;
    }
    check(
        &rows,
        "rSum",
        "rollup",
        &[
            (json!({ "number": { "equals": 3 } }), "other"),
            (json!({ "number": { "less_than": 3 } }), "full empty"),
        ],
    )
    .await;
    check(
        &rows,
        "rDate",
        "rollup",
        &[
            (json!({ "date": { "equals": "2026-06-02" } }), "other"),
            (json!({ "date": { "is_empty": true } }), "empty"),
        ],
    )
    .await;
    // Of two related values some, all or none; of no values not all, and none.
    for (property, kind, condition) in [
        ("rName", "rich_text", json!({ "equals": "one" })),
        ("rN", "number", json!({ "less_than": 2 })),
        ("rC", "checkbox", json!({ "equals": true })),
        ("rS", "select", json!({ "equals": "one" })),
        ("rM", "multi_select", json!({ "contains": "one" })),
        ("rD", "date", json!({ "before": "2026-06-02" })),
    ] {
        for (of, expected) in [("any", "full other"), ("every", "full"), ("none", "empty")] {
            check(
                &rows,
                property,
                "rollup",
                &[(json!({ of: { kind: condition } }), expected)],
            )
            .await;
        }
    }
    for (property, kind, condition) in [
        ("rSt", "status", json!({ "equals": "Done" })),
        ("rP", "people", json!({ "contains": rows.person })),
        ("rF", "files", json!({ "is_not_empty": true })),
    ] {
        for (of, expected) in [
            ("any", "full other"),
            ("every", "full other"),
            ("none", "empty"),
        ] {
            check(
                &rows,
                property,
                "rollup",
                &[(json!({ of: { kind: condition } }), expected)],
            )
            .await;
        }
    }
}

#[tokio::test]
async fn groups_properties_by_id_and_types() {
    let rows = rows().await;
    let one = json!({ "property": "N", "number": { "equals": 1 } });
    let two = json!({ "property": "N", "number": { "equals": 2 } });
    assert_eq!(rows.pass(json!({ "or": [one, two] })).await, "full other");
    assert_eq!(rows.pass(json!({ "and": [one, two] })).await, "");
    assert_eq!(rows.pass(json!({ "and": [{ "or": [one, two] }, { "property": "C", "checkbox": { "equals": false } }] })).await, "other");
    let number = &rows.source["properties"]["N"]["id"];
    assert_eq!(
        rows.pass(json!({ "property": number, "number": { "equals": 1 } }))
            .await,
        "full"
    );
    assert_eq!(
        rows.pass(json!({ "property": "N", "type": "number", "number": { "equals": 1 } }))
            .await,
        "full"
    );
}

#[tokio::test]
async fn every_filter_that_does_not_fit_its_property_is_refused() {
    let rows = rows().await;
    let path = format!("data_sources/{}/query", id(&rows.source));
    let conditions = [
        ("number", json!({ "equals": 1 })),
        ("checkbox", json!({ "equals": true })),
        ("select", json!({ "equals": "a" })),
        ("multi_select", json!({ "contains": "x" })),
        ("status", json!({ "equals": "Done" })),
        ("date", json!({ "past_week": {} })),
        ("people", json!({ "is_empty": true })),
        ("files", json!({ "is_empty": true })),
        ("relation", json!({ "is_empty": true })),
        ("unique_id", json!({ "equals": 1 })),
        ("rich_text", json!({ "equals": "a" })),
    ];
    let properties = [
        ("N", "number"),
        ("C", "checkbox"),
        ("S", "select"),
        ("M", "multi_select"),
        ("St", "status"),
        ("D", "date"),
        ("P", "people"),
        ("F", "files"),
        ("Links", "relation"),
        ("ID", "unique_id"),
        ("Text", "rich_text"),
    ];
    for (name, own) in properties {
        for (kind, condition) in &conditions {
            let body = json!({ "filter": { "property": name, *kind: condition } });
            if *kind == own {
                rows.client.ok("POST", &path, body).await;
                continue;
            }
            assert_eq!(
                rows.client.refused("POST", &path, body).await,
                format!(
                    "The property type in the database does not match the property type of the filter provided: database property \
                     {own} does not match filter {kind}"
                )
            );
        }
    }
    for (bad, line) in [
        (
            json!({ "property": "N", "number": { "contains": 1 } }),
            "body.filter.number.equals should be defined, instead was `undefined`.",
        ),
        (
            json!({ "property": "N", "number": { "equals": "1" } }),
            "body.filter.number.equals should be a number, instead was `\"1\"`.",
        ),
        (
            json!({ "property": "D", "date": { "before": "soon" } }),
            "instead was `\"soon\"`.",
        ),
        (
            json!({ "property": "Links", "relation": { "contains": "x" } }),
            "body.filter.relation.contains should be a valid uuid, instead was `\"x\"`.",
        ),
        (
            json!({ "property": "N", "number": { "is_empty": false } }),
            "body.filter.number.is_empty should be `true`, instead was `false`.",
        ),
        (
            json!({ "number": { "equals": 1 } }),
            "body.filter.property should be defined, instead was `undefined`.",
        ),
        (
            json!({ "timestamp": "deleted_time", "created_time": { "past_week": {} } }),
            "instead was `\"deleted_time\"`.",
        ),
    ] {
        let message = rows
            .client
            .refused("POST", &path, json!({ "filter": bad }))
            .await;
        assert!(
            message.lines().any(|found| found.ends_with(line)),
            "{bad}: {message}"
        );
    }
}

#[tokio::test]
async fn sorts_by_every_type() {
    let rows = rows().await;
    let sorted = async |by: Value| {
        rows.client
            .query(&rows.source, json!({ "sorts": by }))
            .await
            .join(" ")
    };
    for (property, ascending, descending) in [
        ("Name", "empty full other", "other full empty"),
        ("Text", "other full empty", "full other empty"),
        ("N", "full other empty", "other full empty"),
        ("S", "other full empty", "full other empty"),
        ("D", "full other empty", "other full empty"),
        ("St", "empty other full", "full other empty"),
        ("ID", "full other empty", "empty other full"),
        ("fNumber", "empty full other", "other full empty"),
        ("rDate", "full other empty", "other full empty"),
    ] {
        let by = |direction: &str| json!([{ "property": property, "direction": direction }]);
        assert_eq!(sorted(by("ascending")).await, ascending, "{property}");
        assert_eq!(sorted(by("descending")).await, descending, "{property}");
    }
    // What is equal goes by the next sort, and at last the newest comes first.
    let boxes = json!([{ "property": "C", "direction": "ascending" }, { "property": "N", "direction": "descending" }]);
    assert_eq!(sorted(boxes).await, "other empty full");
    assert_eq!(
        sorted(json!([{ "timestamp": "created_time", "direction": "ascending" }])).await,
        "empty other full"
    );
    let path = format!("data_sources/{}/query", id(&rows.source));
    let unknown = json!({ "sorts": [{ "property": "Nope", "direction": "ascending" }] });
    assert_eq!(
        rows.client.refused("POST", &path, unknown).await,
        "Could not find sort property with name or id: Nope"
    );
    let wrong = json!({ "sorts": [{ "property": "N", "direction": "up" }] });
    assert!(
        rows.client
            .refused("POST", &path, wrong)
            .await
            .contains("body.sorts[0].direction should be `\"ascending\"` or `\"descending\"`")
    );
}

#[tokio::test]
async fn what_notion_has_no_filter_for_is_refused() {
    let rows = rows().await;
    let path = format!("data_sources/{}/query", id(&rows.source));
    let number = json!({ "property": "N", "number": { "equals": 1 } });
    let many = |count: usize| vec![number.clone(); count];
    let names = |count: usize| vec!["a"; count];
    let mut taken = Vec::new();
    // Of each type an operator that it does not have, or an operand that the operator does not take.
    for (property, condition) in [
        ("Name", json!({ "title": { "greater_than": "a" } })),
        ("Text", json!({ "rich_text": { "before": "2026-01-01" } })),
        ("Text", json!({ "rich_text": { "equals": 1 } })),
        ("Text", json!({ "rich_text": { "equals": ["a"] } })),
        ("Url", json!({ "url": { "greater_than": "a" } })),
        ("N", json!({ "number": { "contains": 1 } })),
        ("N", json!({ "number": { "starts_with": "1" } })),
        ("N", json!({ "number": { "equals": null } })),
        ("N", json!({ "number": { "equals": [1] } })),
        ("C", json!({ "checkbox": { "is_empty": true } })),
        ("C", json!({ "checkbox": { "equals": "true" } })),
        ("S", json!({ "select": { "contains": "a" } })),
        ("S", json!({ "select": { "starts_with": "a" } })),
        ("S", json!({ "select": { "equals": names(101) } })),
        ("M", json!({ "multi_select": { "equals": "x" } })),
        ("M", json!({ "multi_select": { "contains": names(101) } })),
        ("St", json!({ "status": { "contains": "Done" } })),
        ("D", json!({ "date": { "does_not_equal": "2026-01-01" } })),
        ("D", json!({ "date": { "greater_than": "2026-01-01" } })),
        ("D", json!({ "date": { "equals": "soon" } })),
        ("D", json!({ "date": { "equals": "2026-01-01 10:00" } })),
        ("D", json!({ "date": { "equals": "2026-13-01" } })),
        ("D", json!({ "date": { "equals": "" } })),
        ("D", json!({ "date": { "past_week": true } })),
        ("D", json!({ "date": { "past_day": {} } })),
        ("P", json!({ "people": { "equals": rows.person } })),
        ("P", json!({ "people": { "contains": "nobody" } })),
        ("P", json!({ "people": { "contains": "Me" } })),
        ("F", json!({ "files": { "contains": "f" } })),
        ("Links", json!({ "relation": { "contains": "me" } })),
        ("Links", json!({ "relation": { "equals": rows.target } })),
        ("ID", json!({ "unique_id": { "contains": 1 } })),
        ("ID", json!({ "unique_id": { "equals": "T-1" } })),
        ("V", json!({ "verification": { "status": "unverified" } })),
        ("V", json!({ "verification": { "is_empty": true } })),
        (
            "fText",
            json!({ "formula": { "rich_text": { "equals": "a" } } }),
        ),
        (
            "fCheck",
            json!({ "formula": { "boolean": { "equals": true } } }),
        ),
        (
            "fCheck",
            json!({ "formula": { "checkbox": { "is_empty": true } } }),
        ),
        ("rSum", json!({ "rollup": { "equals": 1 } })),
        (
            "rSum",
            json!({ "rollup": { "checkbox": { "equals": true } } }),
        ),
        (
            "rN",
            json!({ "rollup": { "any": { "title": { "equals": "a" } } } }),
        ),
        (
            "rN",
            json!({ "rollup": { "all": { "number": { "equals": 1 } } } }),
        ),
        ("N", json!({ "number": { "is_empty": false } })),
        ("N", json!({ "number": {} })),
        (
            "N",
            json!({ "number": { "greater_than": 1, "less_than": 3 } }),
        ),
        ("N", json!({})),
    ] {
        let mut filter = json!({ "property": property });
        let parts = condition.as_object().unwrap().clone();
        filter.as_object_mut().unwrap().extend(parts);
        let body = json!({ "filter": filter });
        let (status, answer) = rows.client.send("POST", &path, Some(&body)).await;
        if (status, &answer["code"]) != (400, &json!("validation_error")) {
            taken.push(body.to_string());
        }
    }
    assert_eq!(taken, [""; 0]);
    // Groups of 100 conditions, two deep.
    let group = |of: Value| json!({ "and": [{ "or": [of] }] });
    for (filter, status) in [
        (json!({ "or": many(100) }), 200),
        (json!({ "or": many(101) }), 400),
        (json!({ "and": [{ "or": many(100) }] }), 200),
        (json!({ "and": [{ "or": many(101) }] }), 400),
        (group(number.clone()), 200),
        (group(json!({ "and": [number] })), 400),
        (json!({ "and": [number], "or": [number] }), 400),
        (json!({ "not": number }), 400),
        (json!([number]), 400),
    ] {
        let body = json!({ "filter": filter });
        let (found, answer) = rows.client.send("POST", &path, Some(&body)).await;
        assert_eq!(found, status, "{answer}");
    }
}
