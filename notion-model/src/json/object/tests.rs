//! What `object!` promises.

use super::*;
use crate::id::UserId;
use crate::json::{Empty, tagged};
use crate::testing::{any_json, any_object, any_text, round_trip, same};
use proptest::prelude::*;
use serde_json::json;

object! {
    /// An object with a field of each mode.
    struct Thing is "thing" (
        /// Required.
        id: UserId,
    ) {
        absent left_out: Option<String>,
        null nothing: Option<Thing2>,
        written list: Vec<bool>,
        absent flag: bool,
        tagged kind: ThingKind,
        absent renamed as "re-named": Option<u64>,
    }
}

object! {
    /// An object without required fields.
    struct Thing2 {
        written number: Option<Number>,
        keyed kind: ThingKind,
    }
}

tagged! {
    /// Types.
    enum ThingKind {
        Word(String) = "word",
        Nothing(Empty) = "nothing_at_all",
        Maybe(Option<u64>) = "maybe",
        Bare = "bare",
    }
}

use serde_json::Number;

const ID: &str = "00000000-0000-4000-8000-0000000000fa";

fn id() -> UserId {
    ID.parse().unwrap()
}

#[test]
fn a_new_object_has_each_blank_value_in_its_default_form() {
    let thing = Thing::new(id());
    assert_eq!(
        serde_json::to_string(&thing).unwrap(),
        format!(r#"{{"object":"thing","id":"{ID}","nothing":null,"list":[]}}"#)
    );
    assert_eq!(
        serde_json::to_string(&Thing2::default()).unwrap(),
        r#"{"number":null}"#
    );
}

#[test]
fn a_form_can_be_asked_for() {
    let thing = Thing::new(id())
        .with_form("left_out", Form::Null)
        .with_form("nothing", Form::Absent)
        .with_form("re-named", Form::Null)
        .with_form("flag", Form::Written)
        .with_form("no such key", Form::Null);
    assert_eq!(
        serde_json::to_value(&thing).unwrap(),
        json!({"object": "thing", "id": ID, "left_out": null, "list": [], "flag": false, "re-named": null})
    );
}

#[test]
fn blank_values_go_back_as_they_came() {
    for blank in [
        json!({"object": "thing", "id": ID}),
        json!({"object": "thing", "id": ID, "left_out": null, "nothing": null, "list": null, "flag": null, "re-named": null}),
        json!({"id": ID, "left_out": "", "list": [], "flag": false, "re-named": 0}),
    ] {
        same::<Thing>(&blank);
    }
}

#[test]
fn blank_values_of_either_form_are_equal() {
    let absent = json!({"id": ID});
    let null = json!({"object": "thing", "id": ID, "nothing": null, "flag": null});
    assert_eq!(same::<Thing>(&absent), same::<Thing>(&null));
}

#[test]
fn a_value_that_was_set_and_taken_away_has_its_default_form() {
    let mut thing: Thing = same(&json!({"id": ID, "nothing": {"number": 1}, "flag": true}));
    thing.nothing = None;
    thing.flag = false;
    thing.list = vec![true];
    assert_eq!(
        serde_json::to_value(&thing).unwrap(),
        json!({"id": ID, "nothing": null, "list": [true]})
    );
}

#[test]
fn what_does_not_fit_an_optional_field_is_kept() {
    let mut thing: Thing =
        same(&json!({"id": ID, "left_out": 7, "nothing": "text", "re-named": 1.5}));
    assert_eq!(thing.left_out, None);
    assert_eq!(thing.extra.get("left_out"), Some(&json!(7)));
    // A thing that is no object is kept in its type, since it has one.
    assert_eq!(
        thing.nothing.as_ref().unwrap().kind,
        ThingKind::Unknown(crate::json::Unknown::new("", "text"))
    );
    // Its successor takes its place.
    thing.left_out = Some("now".to_owned());
    assert_eq!(serde_json::to_value(&thing).unwrap()["left_out"], "now");
    assert_eq!(
        round_trip::<Thing>(&serde_json::to_value(&thing).unwrap()).unwrap()["left_out"],
        "now"
    );
}

#[test]
fn an_error_says_where_and_what() {
    for (json, message) in [
        (json!({}), "the key \"id\" is missing"),
        (
            json!({"id": null}),
            "id: expected the id of a user, a UUID, found null",
        ),
        (
            json!({"id": ID, "object": "other"}),
            "object: expected \"thing\", found \"other\"",
        ),
        (
            json!({"id": ID, "list": [true, {"a": 1}]}),
            "list[1]: expected true or false, found {\"a\":1}",
        ),
        (json!([1]), "expected an object, found [1]"),
    ] {
        let error = serde_json::from_value::<Thing>(json).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn a_type_that_names_another_key_takes_nothing_from_it() {
    for kind in [
        "id",
        "left_out",
        "object",
        "type",
        "",
        "re-named",
        "kind",
        "unheard of",
    ] {
        let thing: Thing =
            same(&json!({"id": ID, "left_out": "here", "type": kind, "": 1, "kind": 2}));
        assert_eq!(thing.left_out.as_deref(), Some("here"));
        assert_eq!(thing.kind.type_name(), kind);
    }
}

/// An object of this module with any values, some of them fitting.
fn any_thing() -> impl Strategy<Value = Value> {
    let value = || {
        prop_oneof![
            any_json(),
            Just(json!(["x"])),
            Just(json!(true)),
            Just(json!({"number": 1.0}))
        ]
    };
    const KEYS: &[&str] = &[
        "left_out",
        "nothing",
        "list",
        "flag",
        "type",
        "re-named",
        "word",
        "nothing_at_all",
        "maybe",
        "bare",
        "kind",
    ];
    let known = prop::collection::vec((prop::sample::select(KEYS), value()), 0..6);
    (known, any_object(any_json()), any_text()).prop_map(|(known, unknown, kind)| {
        let mut thing = unknown;
        thing.insert("type".to_owned(), kind.into());
        thing.extend(
            known
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value)),
        );
        thing.remove("object");
        thing.insert("id".to_owned(), ID.into());
        Value::Object(thing)
    })
}

proptest! {
    #[test]
    fn whatever_is_read_is_written_back(thing in any_thing()) {
        match round_trip::<Thing>(&thing) {
            Ok(written) => prop_assert_eq!(written, thing),
            // A list and a flag cannot be left open, and so must fit.
            Err(error) => prop_assert!(error.starts_with("list") || error.starts_with("flag"), "{}", error),
        }
    }

    #[test]
    fn an_object_without_such_fields_takes_anything(json in any_json()) {
        prop_assert_eq!(round_trip::<Thing2>(&json), Ok(json));
    }
}
