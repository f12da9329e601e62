//! The examples of CommonMark and of GitHub's extensions, from the tests of the parser that this crate uses.
//!
//! They are in the sources of `pulldown-cmark` wherever cargo has them: `cargo metadata` says where.

use std::path::Path;
use std::process::Command;

use super::not_run::does_not_run;

/// A text, and the HTML that it is.
pub(crate) struct Example {
    /// Where it is from: `spec 12`.
    pub(crate) name: String,
    pub(crate) markdown: String,
    pub(crate) html: String,
}

/// The suites of examples: the 652 of CommonMark 0.31.2, GitHub's extensions, and what the parser once read wrongly.
const SUITES: [&str; 10] = [
    "spec",
    "gfm_table",
    "gfm_strikethrough",
    "gfm_tasklist",
    "table",
    "strikethrough",
    "blockquotes_tags",
    "footnotes",
    "math",
    "regression",
];

/// All examples. None if the sources of the parser are not at hand, or without its tests, which is said.
pub(crate) fn all() -> Vec<Example> {
    // Without the platform, packages would be needed that no build here has fetched.
    let rustc = run("rustc", &["-vV"]);
    let platform = rustc
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .unwrap_or_default();
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let options = [
        "metadata",
        "--format-version",
        "1",
        "--offline",
        "--filter-platform",
        platform,
    ];
    let metadata: serde_json::Value =
        serde_json::from_str(&run(&cargo, &options)).unwrap_or_default();
    let packages = metadata["packages"].as_array().cloned().unwrap_or_default();
    let parser = packages
        .iter()
        .find(|package| package["name"] == "pulldown-cmark");
    let manifest = parser
        .and_then(|parser| parser["manifest_path"].as_str())
        .unwrap_or_default();
    let folder = Path::new(manifest).with_file_name("tests").join("suite");
    let mut examples = Vec::new();
    for suite in SUITES {
        let source = std::fs::read_to_string(folder.join(suite).with_extension("rs"));
        examples.extend(of_suite(suite, &source.unwrap_or_default()));
    }
    if examples.is_empty() {
        let folder = folder.display();
        does_not_run(&format!(
            "the tests of `pulldown-cmark` are not in {folder}"
        ));
    }
    examples
}

fn run(program: &str, arguments: &[&str]) -> String {
    let command = Command::new(program)
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output();
    String::from_utf8(command.unwrap().stdout).unwrap()
}

fn of_suite(suite: &str, source: &str) -> Vec<Example> {
    let mut texts = source
        .split("r##\"")
        .skip(1)
        .map(|text| text.split("\"##;").next().unwrap().to_owned());
    let mut examples = Vec::new();
    while let (Some(markdown), Some(html)) = (texts.next(), texts.next()) {
        examples.push(Example {
            name: format!("{suite} {}", examples.len() + 1),
            markdown,
            html,
        });
    }
    examples
}
