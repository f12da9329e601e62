use notion_model::{DataSourceId, PropertySchema, PropertySchemas, UserId};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

const SOURCE: &str = "00000000-0000-4000-8000-0000000000d5";
const USER: &str = "00000000-0000-4000-8000-0000000000a1";
const PAGE: &str = "00000000-0000-4000-8000-0000000000b1";

/// A property of each type that can be filtered by, each with an ID of its own.
fn properties() -> PropertySchemas {
    let options =
        json!({ "options": [{ "name": "Done" }, { "name": "In progress" }, { "name": "A, b" }] });
    let rollup = |function: &str, property: &str| json!({ "rollup": { "function": function, "relation_property_id": "rel", "rollup_property_name": property } });
    let formula = |expression: &str| json!({ "formula": { "expression": expression } });
    let all = [
        ("Name", "title", json!({ "title": {} })),
        ("Text", "txt", json!({ "rich_text": {} })),
        ("Estimate", "est", json!({ "number": {} })),
        ("ID", "uid", json!({ "unique_id": { "prefix": "TASK" } })),
        ("Done", "don", json!({ "checkbox": {} })),
        ("Status", "sta", json!({ "status": options })),
        ("Kind", "sel", json!({ "select": options })),
        ("Tags", "tag", json!({ "multi_select": options })),
        ("Due date", "due", json!({ "date": {} })),
        ("Made", "mad", json!({ "created_time": {} })),
        ("Owner", "own", json!({ "people": {} })),
        ("Author", "aut", json!({ "created_by": {} })),
        (
            "Project",
            "rel",
            json!({ "relation": { "data_source_id": SOURCE, "type": "single_property", "single_property": {} } }),
        ),
        ("Files", "fil", json!({ "files": {} })),
        ("Checked", "ver", json!({ "verification": {} })),
        ("Total", "tot", formula("prop(\"Estimate\") * 2")),
        ("Overdue", "ove", formula("prop(\"Due date\") < now()")),
        ("Unclear", "unc", formula("if(prop(\"Done\"), 1, \"one\")")),
        ("Days", "day", rollup("sum", "Days")),
        ("Last", "las", rollup("latest_date", "Due")),
        ("Prices", "pri", rollup("show_original", "Price")),
        ("Labels", "lab", rollup("show_unique", "Label")),
        ("Push", "but", json!({ "button": {} })),
    ];
    let schema = |(name, id, mut json): (&str, &str, Value)| {
        json["name"] = name.into();
        json["id"] = id.into();
        let kind = json.as_object().and_then(|object| {
            object
                .keys()
                .find(|key| !["id", "name"].contains(&key.as_str()))
                .cloned()
        });
        json["type"] = kind.into();
        let schema: PropertySchema = serde_json::from_value(json).unwrap();
        (name.to_owned(), schema)
    };
    all.into_iter().map(schema).collect()
}

fn known() -> Known {
    let source: DataSourceId = SOURCE.parse().unwrap();
    let mut known = Known::default();
    known.add_users("Ada Lovelace", vec![USER.parse().unwrap()]);
    known.add_users("Nobody", vec![]);
    known.add_pages(source, "Apollo", vec![PAGE.parse().unwrap()]);
    let target = |name: &str, kind: Value| {
        let mut json = json!({ "name": name, "id": name });
        let key = kind
            .as_object()
            .and_then(|kind| kind.keys().next().cloned())
            .unwrap();
        json["type"] = key.clone().into();
        json[&key] = kind[&key].clone();
        (name.to_owned(), serde_json::from_value(json).unwrap())
    };
    known.add_schema(
        source,
        [
            target("Price", json!({ "number": {} })),
            target(
                "Label",
                json!({ "select": { "options": [{ "name": "x" }, { "name": "y" }] } }),
            ),
        ]
        .into_iter()
        .collect(),
    );
    known
}

fn check(text: &str) -> Result<Value, TextQueryError> {
    let checked = TextFilter::parse(text)?.check::<()>(&properties(), &known())?;
    match checked {
        Checked::Filter(filter) => Ok(filter.to_json().unwrap()),
        Checked::Missing(missing) => panic!("{text}: {missing:?} is missing"),
    }
}

fn on(id: &str, condition: Value) -> Value {
    let Value::Object(mut filter) = condition else {
        panic!("{condition} is not a condition");
    };
    filter.insert("property".to_owned(), id.into());
    filter.into()
}

#[test]
fn every_operator_of_notion_can_be_written() {
    for (text, id, condition) in [
        (
            "Name = Plan",
            "title",
            json!({ "rich_text": { "equals": "Plan" } }),
        ),
        (
            "Name != 'Salt and pepper'",
            "title",
            json!({ "rich_text": { "does_not_equal": "Salt and pepper" } }),
        ),
        (
            "Text contains \"a \\\"b\\\"\"",
            "txt",
            json!({ "rich_text": { "contains": "a \"b\"" } }),
        ),
        (
            "Text not contains x",
            "txt",
            json!({ "rich_text": { "does_not_contain": "x" } }),
        ),
        (
            "Text does not contain x",
            "txt",
            json!({ "rich_text": { "does_not_contain": "x" } }),
        ),
        (
            "Text starts_with the first",
            "txt",
            json!({ "rich_text": { "starts_with": "the first" } }),
        ),
        (
            "Text ends with last",
            "txt",
            json!({ "rich_text": { "ends_with": "last" } }),
        ),
        (
            "Text is empty",
            "txt",
            json!({ "rich_text": { "is_empty": true } }),
        ),
        (
            "Text IS NOT EMPTY",
            "txt",
            json!({ "rich_text": { "is_not_empty": true } }),
        ),
        ("Estimate = 5", "est", json!({ "number": { "equals": 5 } })),
        (
            "Estimate != -0.5",
            "est",
            json!({ "number": { "does_not_equal": -0.5 } }),
        ),
        (
            "Estimate > 5",
            "est",
            json!({ "number": { "greater_than": 5 } }),
        ),
        (
            "Estimate ≥ 5",
            "est",
            json!({ "number": { "greater_than_or_equal_to": 5 } }),
        ),
        ("Estimate<5", "est", json!({ "number": { "less_than": 5 } })),
        (
            "Estimate <= 1e3",
            "est",
            json!({ "number": { "less_than_or_equal_to": 1000.0 } }),
        ),
        (
            "ID > TASK-12",
            "uid",
            json!({ "unique_id": { "greater_than": 12 } }),
        ),
        ("ID = 12", "uid", json!({ "unique_id": { "equals": 12 } })),
        ("Done", "don", json!({ "checkbox": { "equals": true } })),
        (
            "not Done",
            "don",
            json!({ "checkbox": { "does_not_equal": true } }),
        ),
        (
            "Done != false",
            "don",
            json!({ "checkbox": { "does_not_equal": false } }),
        ),
        (
            "Status = In progress",
            "sta",
            json!({ "status": { "equals": "In progress" } }),
        ),
        (
            "Kind != Done",
            "sel",
            json!({ "select": { "does_not_equal": "Done" } }),
        ),
        (
            "Kind in (Done, 'A, b')",
            "sel",
            json!({ "select": { "equals": ["Done", "A, b"] } }),
        ),
        (
            "Kind not in (Done, In progress)",
            "sel",
            json!({ "select": { "does_not_equal": ["Done", "In progress"] } }),
        ),
        (
            "Tags contains Done",
            "tag",
            json!({ "multi_select": { "contains": "Done" } }),
        ),
        (
            "Tags contains (Done, In progress)",
            "tag",
            json!({ "multi_select": { "contains": ["Done", "In progress"] } }),
        ),
        (
            "not Tags contains Done",
            "tag",
            json!({ "multi_select": { "does_not_contain": "Done" } }),
        ),
        (
            "Due date = today",
            "due",
            json!({ "date": { "equals": "today" } }),
        ),
        (
            "Due date < 2026-12-01",
            "due",
            json!({ "date": { "before": "2026-12-01" } }),
        ),
        (
            "Due date <= one week ago",
            "due",
            json!({ "date": { "on_or_before": "one_week_ago" } }),
        ),
        (
            "Due date > 2026-12-01T10:00+01:00",
            "due",
            json!({ "date": { "after": "2026-12-01T10:00:00+01:00" } }),
        ),
        (
            "Due date >= one_month_from_now",
            "due",
            json!({ "date": { "on_or_after": "one_month_from_now" } }),
        ),
        (
            "Due date within this_week",
            "due",
            json!({ "date": { "this_week": {} } }),
        ),
        (
            "Due date within next year",
            "due",
            json!({ "date": { "next_year": {} } }),
        ),
        (
            "Made within past_month",
            "mad",
            json!({ "created_time": { "past_month": {} } }),
        ),
        (
            "Owner = me",
            "own",
            json!({ "people": { "contains": "me" } }),
        ),
        (
            "Owner contains Ada Lovelace",
            "own",
            json!({ "people": { "contains": USER } }),
        ),
        (
            "Author != me",
            "aut",
            json!({ "created_by": { "does_not_contain": "me" } }),
        ),
        (
            "Project = Apollo",
            "rel",
            json!({ "relation": { "contains": PAGE } }),
        ),
        (
            "Project not contains 00000000000040008000000000000042",
            "rel",
            json!({ "relation": { "does_not_contain": "00000000-0000-4000-8000-000000000042" } }),
        ),
        (
            "Files is not empty",
            "fil",
            json!({ "files": { "is_not_empty": true } }),
        ),
        (
            "Checked = expired",
            "ver",
            json!({ "verification": { "status": "expired" } }),
        ),
        (
            "Checked != none",
            "ver",
            json!({ "verification": { "does_not_equal": "none" } }),
        ),
        (
            "Total > 5",
            "tot",
            json!({ "formula": { "number": { "greater_than": 5 } } }),
        ),
        (
            "Overdue",
            "ove",
            json!({ "formula": { "checkbox": { "equals": true } } }),
        ),
        (
            "Unclear = one",
            "unc",
            json!({ "formula": { "string": { "equals": "one" } } }),
        ),
        (
            "Unclear = 1",
            "unc",
            json!({ "formula": { "number": { "equals": 1 } } }),
        ),
        (
            "Unclear = '1'",
            "unc",
            json!({ "formula": { "string": { "equals": "1" } } }),
        ),
        (
            "Unclear within past_week",
            "unc",
            json!({ "formula": { "date": { "past_week": {} } } }),
        ),
        (
            "Days >= 3",
            "day",
            json!({ "rollup": { "number": { "greater_than_or_equal_to": 3 } } }),
        ),
        (
            "Last is empty",
            "las",
            json!({ "rollup": { "date": { "is_empty": true } } }),
        ),
        (
            "any of Prices > 5",
            "pri",
            json!({ "rollup": { "any": { "number": { "greater_than": 5 } } } }),
        ),
        (
            "not none of Prices > 5",
            "pri",
            json!({ "rollup": { "any": { "number": { "greater_than": 5 } } } }),
        ),
        (
            "every of Labels in (x, y)",
            "lab",
            json!({ "rollup": { "every": { "select": { "equals": ["x", "y"] } } } }),
        ),
        (
            "none of Labels != x",
            "lab",
            json!({ "rollup": { "none": { "select": { "does_not_equal": "x" } } } }),
        ),
    ] {
        assert_eq!(check(text), Ok(on(id, condition)), "{text}");
    }
    assert_eq!(
        check("last_edited_time >= yesterday"),
        Ok(
            json!({ "timestamp": "last_edited_time", "last_edited_time": { "on_or_after": "yesterday" } })
        )
    );
}

#[test]
fn logic_becomes_groups_without_negation() {
    let done = || on("don", json!({ "checkbox": { "equals": true } }));
    let over = |operator: &str| on("est", json!({ "number": { operator: 5 } }));
    let empty = || on("est", json!({ "number": { "is_empty": true } }));
    for (text, expected) in [
        (
            "Done or Estimate > 5 and Done",
            json!({ "or": [done(), { "and": [over("greater_than"), done()] }] }),
        ),
        (
            "(Done or Estimate > 5) and Done",
            json!({ "and": [{ "or": [done(), over("greater_than")] }, done()] }),
        ),
        (
            "not Estimate > 5",
            json!({ "or": [over("less_than_or_equal_to"), empty()] }),
        ),
        ("not not Done", done()),
        (
            "not (Estimate > 5 and Done)",
            json!({ "or": [over("less_than_or_equal_to"), empty(), on("don", json!({ "checkbox": { "does_not_equal": true } }))] }),
        ),
        (
            "Estimate between 1 and 5 and Done",
            json!({ "and": [on("est", json!({ "number": { "greater_than_or_equal_to": 1 } })), over("less_than_or_equal_to"), done()] }),
        ),
        (
            "Due date != today",
            json!({ "or": [
                on("due", json!({ "date": { "before": "today" } })),
                on("due", json!({ "date": { "after": "today" } })),
                on("due", json!({ "date": { "is_empty": true } })),
            ] }),
        ),
        (
            "Name not in (a, b)",
            json!({ "and": [
                on("title", json!({ "rich_text": { "does_not_equal": "a" } })),
                on("title", json!({ "rich_text": { "does_not_equal": "b" } })),
            ] }),
        ),
    ] {
        assert_eq!(check(text), Ok(expected), "{text}");
    }
}

#[test]
fn an_error_says_what_is_wrong_and_where() {
    for (text, message) in [
        (
            "",
            "expected a condition, found the end of the text (column 1)",
        ),
        (
            "Done and",
            "expected a condition, found the end of the text (column 9)",
        ),
        (
            "Whereabouts it",
            "`Whereabouts it` is not a property; the properties are `Name`, `Text`, `Estimate`, `ID`, `Done`, `Status`, `Kind`, `Tags`, `Due date`, `Made`, `Owner`, `Author`, … (column 1)",
        ),
        (
            "(Done",
            "expected `and`, `or` or `)`, found the end of the text (column 6)",
        ),
        (
            "Done)",
            "expected `and`, `or` or the end of the text, found `)`; a name or a value with this sign in it needs quotes (column 5)",
        ),
        (
            "Status = Done = Kind",
            "expected `and`, `or` or the end of the text, found `=`; a name or a value with this sign in it needs quotes (column 15)",
        ),
        (
            "Status =",
            "expected a value, found the end of the text (column 9)",
        ),
        (
            "Status = and",
            "expected a value, found `and`; a name or a value with this word in it needs quotes (column 10)",
        ),
        (
            "Status is Done",
            "expected `empty` or `not empty` after `is`, found `Done` (column 11)",
        ),
        (
            "Kind in Done",
            "expected values in parentheses after `in`, found `Done` (column 9)",
        ),
        (
            "Kind in (Done",
            "expected a comma or `)`, found the end of the text (column 14)",
        ),
        (
            "Name = \"a",
            "the string in quotes is not closed (column 10)",
        ),
        (
            r#"Name = "a\b""#,
            r#"unknown escape: in quotes, write `\\` for a backslash, `\"`, `\'`, `\n` or `\t` (column 11)"#,
        ),
        (
            "Name, x",
            "expected an operator such as `=`, `<`, `contains`, `in` or `is empty`, found `,`; a name or a value with this sign in it needs quotes (column 5)",
        ),
        (
            "Nmae = x",
            "`Nmae` is not a property; did you mean `Name`? (column 1)",
        ),
        (
            "Done and Status = Dnoe",
            "`Dnoe` is not an option of `Status`; did you mean `Done`? (column 19)",
        ),
        (
            "Kind = other",
            "`other` is not an option of `Kind`; the options are `Done`, `In progress`, `A, b` (column 8)",
        ),
        (
            "Estimate > five",
            "`five` is not a number; write digits, as in `12` or `-0.5` (column 12)",
        ),
        (
            "Estimate > inf",
            "`inf` is not a number; write digits, as in `12` or `-0.5` (column 12)",
        ),
        (
            "Done = yes",
            "`yes` is not a value of a checkbox; write `true` or `false` (column 8)",
        ),
        (
            "Due date < tomorow",
            "`tomorow` is not a date; write a day such as `2026-12-31`, a time such as `2026-12-31T18:00+01:00`, or `today`, or did you mean `tomorrow`? (column 12)",
        ),
        (
            "Due date within past_weak",
            "`past_weak` is not a span of time; did you mean `past_week`? (column 17)",
        ),
        (
            "Estimate starts_with 5",
            "`starts_with` does not apply to `Estimate`, which is a number; it has `=`, `!=`, `<`, `<=`, `>`, `>=`, `between`, `in` and `is empty` (column 10)",
        ),
        (
            "Done is empty",
            "`is empty` does not apply to `Done`, which is a checkbox; it has its name alone, `=` and `!=` (column 6)",
        ),
        (
            "Name < b",
            "`<` does not apply to `Name`, which is text; it has `=`, `!=`, `contains`, `starts_with`, `ends_with`, `in` and `is empty` (column 6)",
        ),
        (
            "not Name starts_with A",
            "Notion has no condition for the negation of `starts_with` or `ends_with` (column 10)",
        ),
        (
            "not Due date within past_week",
            "Notion has no condition for the negation of `within` (column 14)",
        ),
        (
            "Estimate and Done",
            "`Estimate` is a number and not a checkbox, so that it needs an operator: `=`, `!=`, `<`, `<=`, `>`, `>=`, `between`, `in` and `is empty` (column 1)",
        ),
        (
            "Owner = Nobody",
            "`Nobody` is not the name or e-mail address of a user that the integration can see; write `me`, or the ID of the user (column 9)",
        ),
        (
            "Push is empty",
            "`Push` is of the type `button`, which Notion cannot filter by (column 1)",
        ),
        (
            "Prices > 5",
            "the rollup `Prices` shows several values: write `any of Prices`, `every of Prices` or `none of Prices` (column 1)",
        ),
        (
            "any of Name = x",
            "`Name` is not a rollup that shows values, which `any of`, `every of` and `none of` are for (column 8)",
        ),
        (
            "Ünïcode = 1 and Nam = x",
            "`Ünïcode` is not a property; the properties are `Name`, `Text`, `Estimate`, `ID`, `Done`, `Status`, `Kind`, `Tags`, `Due date`, `Made`, `Owner`, `Author`, … (column 1)",
        ),
        (
            "Name = ü and Nam = x",
            "`Nam` is not a property; did you mean `Name`? (column 14)",
        ),
    ] {
        let error = check(text).unwrap_err();
        assert_eq!(error.to_string(), message, "{text}");
    }
    let deep = format!("{}Done", "(".repeat(65));
    assert_eq!(
        check(&deep).unwrap_err().to_string(),
        "parentheses are nested deeper than 64 levels (column 65)"
    );
}

#[test]
fn what_only_notion_knows_is_looked_up_together() {
    let filter = TextFilter::parse(
        "Owner = Ada and Owner = Ada and Project = 'Moon, shot' and any of Prices > 5",
    )
    .unwrap();
    let checked = filter
        .check::<()>(&properties(), &Known::default())
        .unwrap();
    let Checked::Missing(missing) = checked else {
        panic!("nothing is known");
    };
    let data_source: DataSourceId = SOURCE.parse().unwrap();
    let title = "Moon, shot".to_owned();
    assert_eq!(
        missing,
        [
            Lookup::Users("Ada".to_owned()),
            Lookup::Pages { data_source, title },
            Lookup::Schema(data_source),
        ]
    );

    // What is wrong is found before anything is looked up.
    let filter = TextFilter::parse("Owner = Ada and Nmae = x").unwrap();
    assert!(
        filter
            .check::<()>(&properties(), &Known::default())
            .is_err()
    );

    let mut several = Known::default();
    let ids: Vec<UserId> = vec![USER.parse().unwrap(), PAGE.parse().unwrap()];
    several.add_users("Ada", ids);
    let error = TextFilter::parse("Owner = Ada")
        .unwrap()
        .check::<()>(&properties(), &several)
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("2 users are called `Ada`; write an ID: {USER}, {PAGE} (column 9)")
    );
}

#[test]
fn sorts_go_by_ids_and_directions() {
    let sorts = |text: &str| {
        let sorts = TextSort::parse(text)?.check(&properties())?;
        Ok::<_, TextQueryError>(sorts.iter().map(LiveSort::to_json).collect::<Vec<_>>())
    };
    assert_eq!(
        sorts("-Due date, \"Name\", -'Estimate', - Kind, -last_edited_time").unwrap(),
        [
            json!({ "property": "due", "direction": "descending" }),
            json!({ "property": "title", "direction": "ascending" }),
            json!({ "property": "est", "direction": "descending" }),
            json!({ "property": "sel", "direction": "descending" }),
            json!({ "timestamp": "last_edited_time", "direction": "descending" }),
        ]
    );
    for (text, message) in [
        (
            "",
            "expected the name of a property, found the end of the text (column 1)",
        ),
        (
            "Name,",
            "expected the name of a property, found the end of the text (column 6)",
        ),
        (
            "Name Due",
            "`Name Due` is not a property; the properties are `Name`, `Text`, `Estimate`, `ID`, `Done`, `Status`, `Kind`, `Tags`, `Due date`, `Made`, `Owner`, `Author`, … (column 1)",
        ),
        (
            "Name; Due",
            "`Name; Due` is not a property; the properties are `Name`, `Text`, `Estimate`, `ID`, `Done`, `Status`, `Kind`, `Tags`, `Due date`, `Made`, `Owner`, `Author`, … (column 1)",
        ),
        (
            "Name, -Stauts",
            "`Stauts` is not a property; did you mean `Status`? (column 8)",
        ),
    ] {
        assert_eq!(sorts(text).unwrap_err().to_string(), message, "{text}");
    }
}

#[test]
fn an_id_that_is_another_property_s_name_is_not_used() {
    let mut properties = properties();
    let mut named_like_an_id = properties["Text"].clone();
    named_like_an_id.name = "est".to_owned();
    properties.insert("est".to_owned(), named_like_an_id);
    let filter = TextFilter::parse("Estimate = 1").unwrap();
    let Ok(Checked::Filter(filter)) = filter.check::<()>(&properties, &Known::default()) else {
        panic!("the filter is right");
    };
    assert_eq!(filter.to_json().unwrap()["property"], "Estimate");
}

proptest! {
    /// Whatever is typed is a filter or an error whose place is in the text.
    #[test]
    fn any_text_is_a_filter_or_an_error_with_a_place(
        text in "([A-Za-zäß0-9 =<>!(),'\"\\\\-]|Done|Name| and | or |not |contains |in \\()*"
    ) {
        if let Err(error) = TextFilter::parse(&text).and_then(|filter| filter.check::<()>(&properties(), &known())) {
            prop_assert!(text.is_char_boundary(error.span().start) && text.is_char_boundary(error.span().end));
            prop_assert!(error.column() <= text.chars().count() + 1);
            prop_assert!(error.snippet().contains('^'));
        }
        let _ = TextSort::parse(&text);
    }
}
