//! The arrows between the crates of the workspace: data flows one way through the house.

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::Value;

/// What each crate may depend on, development aside: its examples in the docs and its tests may be programs of the crates
/// above. Optional dependencies count.
///
/// The local server stands apart: nobody's answers may be shaped by what the client expects, so it knows no client.
const ALLOWED: &[(&str, &[&str])] = &[
    ("notion-vocabulary", &[]),
    ("notion-model", &["notion-vocabulary"]),
    ("notion-formula", &["notion-vocabulary"]),
    ("notion-content", &["notion-model", "notion-vocabulary"]),
    ("notion-derive", &["notion-formula", "notion-vocabulary"]),
    (
        "notion-local",
        &["notion-model", "notion-formula", "notion-vocabulary"],
    ),
    ("notion-rest", &["notion-model", "notion-local"]),
    // Types that it shares with the REST client are the model's: neither depends on the other.
    (
        "notion-schema",
        &[
            "notion-content",
            "notion-model",
            "notion-formula",
            "notion-vocabulary",
        ],
    ),
    (
        "notion-session",
        &[
            "notion-rest",
            "notion-schema",
            "notion-derive",
            "notion-content",
            "notion-model",
            "notion-formula",
            "notion-vocabulary",
            "notion-local",
        ],
    ),
    ("notion-mirror", &["notion-session"]),
    (
        "notionctl",
        &[
            "notion-mirror",
            "notion-session",
            "notion-local",
            "notion-formula",
            "notion-vocabulary",
        ],
    ),
];

/// The crates that are programs to read, to run, or to test with: they may depend on everything, and nothing on them.
const PROGRAMS: &[&str] = &["notion-examples", "notion-tests", "notion-benches"];

#[test]
fn no_crate_reaches_one_above_it() {
    let allowed: BTreeMap<_, _> = ALLOWED.iter().copied().collect();
    let mut found = BTreeMap::new();
    for (package, dependencies) in dependencies() {
        if PROGRAMS.contains(&package.as_str()) {
            continue;
        }
        let targets = allowed.get(package.as_str());
        let targets =
            targets.unwrap_or_else(|| panic!("{package} is new: say what it may depend on"));
        for dependency in &dependencies {
            assert!(
                targets.contains(&dependency.as_str()),
                "{package} depends on {dependency}, which is not below it"
            );
        }
        found.insert(package, dependencies);
    }
    for (package, targets) in &allowed {
        let existing = found.get(*package);
        let existing =
            existing.unwrap_or_else(|| panic!("{package} is gone: take it off the list"));
        for target in *targets {
            assert!(
                existing.iter().any(|name| name == target),
                "{package} no longer depends on {target}: take it off the list"
            );
        }
    }
}

/// The packages of the workspace, and the ones among them that each depends on, from `cargo metadata`.
fn dependencies() -> Vec<(String, Vec<String>)> {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--no-deps",
            "--format-version",
            "1",
            "--offline",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let names: Vec<_> = packages
        .iter()
        .map(|package| text(&package["name"]))
        .collect();
    let of = |package: &Value| {
        let all = package["dependencies"].as_array().unwrap().iter();
        let built = all.filter(|dependency| dependency["kind"] != "dev");
        let mut all: Vec<_> = built.map(|dependency| text(&dependency["name"])).collect();
        all.retain(|name| names.contains(name));
        all.dedup();
        all
    };
    packages
        .iter()
        .map(|package| (text(&package["name"]), of(package)))
        .collect()
}

/// Only the REST client knows where things are in Notion's API. What a comment or an error says is no matter.
#[test]
fn paths_of_the_api_are_written_in_the_rest_client() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = 0;
    for package in [
        "notion-session",
        "notion-schema",
        "notion-mirror",
        "notion-cli",
    ] {
        let mut folders = vec![root.join(package).join("src")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap().flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                // Pages of the docs may show what a log contains.
                if path.extension().is_none_or(|extension| extension != "rs") {
                    continue;
                }
                let text = std::fs::read_to_string(&path).unwrap();
                let code = text
                    .split("#[cfg(test)]\nmod tests {")
                    .next()
                    .unwrap_or_default();
                for line in code
                    .lines()
                    .filter(|line| !line.trim_start().starts_with("//"))
                {
                    // The beginning alone is what a path that somebody typed is compared with.
                    let line = line.replace("\"/v1/\"", "");
                    assert!(!line.contains("\"/v1/"), "{}: {line}", path.display());
                }
                files += 1;
            }
        }
    }
    assert!(files > 100, "only {files} files were found");
}
