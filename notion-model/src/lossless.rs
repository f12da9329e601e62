//! Whatever stands under a known or an unknown type, it is written back.

use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use crate::testing::{any_json, any_object, any_text, round_trip};
use crate::*;

/// An object of one of these types, or of another, with any content and any other keys.
fn any_of(types: &'static [&'static str]) -> impl Strategy<Value = Value> {
    let kind = prop_oneof![
        4 => prop::sample::select(types).prop_map(str::to_owned),
        1 => any_text(),
    ];
    let tag = prop_oneof![3 => Just(None), 1 => any_json().prop_map(Some)];
    (kind, tag, any_json(), any_object(any_json())).prop_map(|(kind, tag, content, others)| {
        let mut object = others;
        object.insert(kind.clone(), content);
        match tag {
            None => object.insert("type".to_owned(), kind.into()),
            Some(Value::Null) => object.remove("type"),
            Some(other) => object.insert("type".to_owned(), other),
        };
        Value::Object(object)
    })
}

/// Without the keys that an object of this kind cannot do without.
fn without(json: Value, keys: &[&str]) -> Value {
    match json {
        Value::Object(mut object) => {
            for key in keys {
                object.remove(*key);
            }
            Value::Object(object)
        }
        other => other,
    }
}

fn with(json: Value, keys: Value) -> Value {
    let (Value::Object(mut object), Value::Object(keys)) = (json, keys) else {
        unreachable!("both are objects");
    };
    object.extend(keys);
    Value::Object(object)
}

fn comes_back<T: Serialize + DeserializeOwned>(json: Value) -> Result<(), TestCaseError> {
    prop_assert_eq!(round_trip::<T>(&json), Ok(json));
    Ok(())
}

const ID: &str = "00000000-0000-4000-8000-0000000000fa";

proptest! {
    #[test]
    fn property_values(json in any_of(ValueKind::TYPES)) {
        comes_back::<PropertyValue>(json)?;
    }

    #[test]
    fn property_values_that_are_no_objects(json in any_json()) {
        comes_back::<PropertyValue>(json)?;
    }

    #[test]
    fn property_schemas(json in any_of(SchemaKind::TYPES)) {
        comes_back::<PropertySchemaRequest>(with(json.clone(), json!({"id": "a", "name": "b"})))?;
        comes_back::<PropertySchema>(with(json, json!({"id": "a", "name": "b"})))?;
    }

    #[test]
    fn property_items(json in any_of(ItemKind::TYPES)) {
        comes_back::<PropertyItemResponse>(with(json, json!({"object": "property_item"})))?;
    }

    #[test]
    fn blocks(json in any_of(BlockKind::TYPES)) {
        let json = without(json, &["object", "has_children", "in_trash"]);
        comes_back::<BlockRequest>(json.clone())?;
        comes_back::<Block>(with(json, json!({"object": "block", "id": ID})))?;
    }

    #[test]
    fn rich_texts(json in any_of(RichTextKind::TYPES)) {
        comes_back::<RichText>(json)?;
    }

    #[test]
    fn mentions(json in any_of(MentionKind::TYPES)) {
        comes_back::<Mention>(json)?;
    }

    #[test]
    fn icons_files_and_parents(
        icon in any_of(IconKind::TYPES), file in any_of(FileKind::TYPES), parent in any_of(ParentKind::TYPES),
    ) {
        comes_back::<Icon>(icon)?;
        comes_back::<File>(without(file, &["caption"]))?;
        comes_back::<Parent>(parent)?;
    }

    #[test]
    fn formulas_and_rollups(formula in any_of(FormulaKind::TYPES), rollup in any_of(RollupKind::TYPES)) {
        comes_back::<FormulaValue>(formula)?;
        comes_back::<RollupValue>(rollup)?;
    }

    #[test]
    fn views(json in any_of(ViewConfiguration::TYPES), anything in any_json()) {
        comes_back::<ViewConfiguration>(json)?;
        comes_back::<ViewConfiguration>(anything)?;
    }

    #[test]
    fn filters(json in any_of(FilterKind::TYPES), anything in any_json()) {
        comes_back::<Filter>(with(json.clone(), json!({"property": "p"})))?;
        comes_back::<Filter>(json!({"and": [with(json, json!({"timestamp": "created_time"}))]}))?;
        comes_back::<Filter>(json!({"or": anything}))?;
        comes_back::<Filter>(anything)?;
    }

    #[test]
    fn any_object_at_all(json in any_json(), name in prop::sample::select(Object::OBJECTS)) {
        comes_back::<Object>(json.clone())?;
        comes_back::<Object>(json!({"object": name, "id": ID, "results": [json]}))?;
    }

    #[test]
    fn words(word in any_text()) {
        comes_back::<Color>(json!(word))?;
        comes_back::<Language>(json!(word))?;
        comes_back::<ErrorCode>(json!(word))?;
        comes_back::<Timestamp>(json!(word))?;
        comes_back::<Moment>(json!(word))?;
        comes_back::<PropertyId>(json!(word))?;
    }

    #[test]
    fn a_page_with_any_other_keys(unknown in any_object(any_json()), name in any_text(), value in any_json()) {
        let known = without(json!(unknown), &["object", "id", "type"]);
        let page = with(known, json!({"object": "page", "id": ID, "properties": {name: value}}));
        comes_back::<Page>(page.clone())?;
        comes_back::<PageOrDataSource>(page)?;
    }
}

#[test]
fn numbers_stay_what_they_were() {
    for number in [
        "0",
        "-0.0",
        "1",
        "1.0",
        "-7",
        "0.1",
        "48.858370300000004",
        "9007199254740993",
        "1e300",
        "18446744073709551615",
    ] {
        let text = format!(r#"{{"type":"number","number":{number}}}"#);
        let json: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(round_trip::<PropertyValue>(&json), Ok(json));
    }
    let whole: PropertyValue = serde_json::from_str(r#"{"type":"number","number":1}"#).unwrap();
    assert_eq!(
        serde_json::to_string(&whole).unwrap(),
        r#"{"type":"number","number":1}"#
    );
    let float: PropertyValue = serde_json::from_str(r#"{"type":"number","number":1.0}"#).unwrap();
    assert_eq!(
        serde_json::to_string(&float).unwrap(),
        r#"{"type":"number","number":1.0}"#
    );
}

#[test]
fn keys_come_in_the_order_of_notion() {
    let json = r#"{"object":"block","id":"00000000-0000-4000-8000-0000000000fa","parent":{"type":"page_id","page_id":"00000000-0000-4000-8000-000000000001"},"created_time":"2026-06-27T16:53:00.000Z","last_edited_time":"2026-06-27T16:53:00.000Z","has_children":false,"in_trash":false,"type":"to_do","to_do":{"rich_text":[{"type":"text","text":{"content":"x","link":null},"annotations":{"bold":false,"italic":false,"strikethrough":false,"underline":false,"code":false,"color":"default"},"plain_text":"x","href":null}],"checked":false,"color":"default"},"archived":false,"request_id":"r","later":1}"#;
    let block: Block = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&block).unwrap(), json);
    let empty: Map<String, Value> = Map::new();
    assert_eq!(
        serde_json::to_string(&Object::Unknown(empty.into())).unwrap(),
        "{}"
    );
}
