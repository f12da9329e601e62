//! The oldest Rust that the crates are promised for is not older than what their dependencies need. Whether the crates' own code
//! keeps to it, clippy's `incompatible_msrv` checks.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

use crate::support::not_run::does_not_run;
use crate::support::package::root;

#[test]
fn the_promised_rust_is_not_older_than_a_dependency_s() {
    let Some(metadata) = metadata() else {
        does_not_run(
            "the crates of some features or systems are not on this machine (`cargo fetch`)",
        );
        return;
    };
    let list = |value: &Value| value.as_array().unwrap().clone();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let by_id = |items: &Value| -> BTreeMap<String, Value> {
        let items = list(items).into_iter();
        items.map(|item| (text(&item["id"]), item)).collect()
    };
    let packages = by_id(&metadata["packages"]);
    let nodes = by_id(&metadata["resolve"]["nodes"]);
    let members: BTreeSet<_> = list(&metadata["workspace_members"])
        .iter()
        .map(text)
        .collect();

    // What others build: the members that are published, and all that they need but for tests.
    let mut waiting: Vec<String> = members.iter().cloned().collect();
    waiting.retain(|id| packages[id]["publish"].is_null());
    let mut reached = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        for dependency in list(&nodes[&id]["deps"]) {
            let kinds = list(&dependency["dep_kinds"]);
            if kinds.iter().any(|kind| kind["kind"] != "dev") {
                waiting.extend(Some(text(&dependency["pkg"])).filter(|id| !reached.contains(id)));
            }
        }
        reached.insert(id);
    }
    assert!(reached.len() > 100, "{}", reached.len());

    let (own, others): (Vec<_>, Vec<_>) = reached.iter().partition(|id| members.contains(*id));
    let promised = own
        .iter()
        .map(|id| rust(&packages[*id]).unwrap())
        .min()
        .unwrap();
    for id in others {
        if let Some(needed) = rust(&packages[id]) {
            let name = &packages[id]["name"];
            assert!(
                needed <= promised,
                "{name} needs Rust {needed:?}, promised is {promised:?}"
            );
        }
    }
}

/// The `rust-version` of a package: its numbers, of which the third is often left out.
fn rust(package: &Value) -> Option<[u32; 3]> {
    let mut numbers = [0; 3];
    for (number, text) in numbers
        .iter_mut()
        .zip(package["rust_version"].as_str()?.split('.'))
    {
        *number = text.parse().unwrap();
    }
    Some(numbers)
}

/// All packages that some feature on some system needs, unless that would ask a registry.
fn metadata() -> Option<Value> {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--all-features",
            "--format-version",
            "1",
            "--offline",
            "--locked",
        ])
        .current_dir(root())
        .output()
        .unwrap();
    output
        .status
        .success()
        .then(|| serde_json::from_slice(&output.stdout).unwrap())
}
