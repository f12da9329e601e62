//! What the compiler says of mistakes. `ui/README.md` says how the cases are written and how their
//! `.stderr` files come to be.

// The words are the compiler's of one release; under another one the test shows up as ignored.
#[rustversion::attr(not(stable(1.95)), ignore = "the answers are those of Rust 1.95")]
#[test]
fn mistakes_are_one_error_each() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/*/*.rs");
}

/// Whoever writes the answers anew cannot overlook a second error.
#[test]
fn each_answer_has_one_error_and_no_path_of_a_machine() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("ui");
    let mut cases = 0;
    for topic in folders(&folder) {
        for case in folders(&topic) {
            if case.extension().is_some_and(|extension| extension == "rs") {
                let stderr = case.with_extension("stderr");
                let answer = std::fs::read_to_string(&stderr).unwrap_or_default();
                let errors = answer.lines().filter(|line| line.starts_with("error"));
                assert_eq!(errors.count(), 1, "{}:\n{answer}", stderr.display());
                assert!(!answer.contains("warning"), "{}", stderr.display());
                for path in ["/root/", "/home/", "/Users/", ".cargo/registry", "/rustc/"] {
                    assert!(!answer.contains(path), "{}: {path}", stderr.display());
                }
                cases += 1;
            }
        }
    }
    assert!(cases >= 70, "only {cases} cases were found");
}

fn folders(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}
