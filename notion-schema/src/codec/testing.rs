//! JSON of any shape, for tests.

use proptest::prelude::*;
use serde_json::{Map, Value};

/// Values of every type, with texts and keys that have to be escaped and some that need not be.
pub(super) fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-1000..1000_i64).prop_map(Value::from),
        "[a-z é]{0,20}".prop_map(Value::from),
        "[\\PC\"\\\\\\n]{0,20}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map("[a-z]{0,9}", inner.clone(), 0..5)
                .prop_map(|map| Value::from(Map::from_iter(map))),
            prop::collection::btree_map("[a-z\"\\\\]{0,9}", inner, 0..5)
                .prop_map(|map| Value::from(Map::from_iter(map))),
        ]
    })
}
