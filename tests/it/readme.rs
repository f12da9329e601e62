//! The README's manifest, program and test, taken as a reader sees them, built and run as a package of their own.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The contents of the fenced code blocks in this language, in order.
fn blocks<'a>(markdown: &'a str, language: &str) -> Vec<&'a str> {
    let opening = format!("```{language}\n");
    markdown
        .split(opening.as_str())
        .skip(1)
        .filter_map(|rest| rest.split_once("```\n").map(|(block, _)| block))
        .collect()
}

/// A folder outside the workspace, removed at the end: inside it, cargo would look for the package among the members.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        let name = format!("notion-readme-{}", uuid::Uuid::new_v4());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(folder.join("src")).unwrap();
        std::fs::create_dir_all(folder.join("tests")).unwrap();
        Folder(folder)
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.0.join(name), text).unwrap();
    }

    /// Runs cargo in the folder and returns what it printed to standard output, or if it failed, to standard error.
    fn cargo(&self, command: &str, target: &Path) -> Result<String, String> {
        let output = Command::new(env!("CARGO"))
            .args([command, "--offline", "--quiet"])
            .current_dir(&self.0)
            .env("CARGO_TARGET_DIR", target)
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .output()
            .unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        if output.status.success() {
            Ok(String::from_utf8(output.stdout).unwrap())
        } else {
            Err(errors)
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _left_to_the_system = std::fs::remove_dir_all(&self.0);
    }
}

/// What `cargo new` writes, with these dependencies.
fn manifest_of(dependencies: &str) -> String {
    format!(
        "[package]\nname = \"tasks\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n{dependencies}"
    )
}

#[test]
fn the_readme_s_program_and_test_run_in_an_empty_folder() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    let manifest = blocks(&readme, "toml")[0];
    let [program, test] = blocks(&readme, "rust")[..] else {
        panic!("the README should have one program and one test");
    };
    for block in [program, test] {
        let hidden = block.lines().find(|line| line.starts_with("# "));
        assert_eq!(hidden, None, "a line that only rustdoc hides");
    }

    // The README's lines with the version replaced by the path of this checkout.
    let path = format!("path = {:?}", root.join("notion-session"));
    let dependencies = manifest.replacen("version = \"0.1\"", &path, 1);
    assert_ne!(dependencies, manifest, "the README should name the version");
    let folder = Folder::new();
    folder.write("Cargo.toml", &manifest_of(&dependencies));
    folder.write("src/main.rs", program);
    folder.write("tests/overdue.rs", test);
    // The versions that are on this machine already, so that no registry is asked.
    std::fs::copy(root.join("Cargo.lock"), folder.0.join("Cargo.lock")).unwrap();

    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readme");
    let printed = folder.cargo("run", &target).unwrap();
    for line in printed.lines() {
        let shown = format!("`{line}`");
        assert!(readme.contains(&shown), "the README should show {shown}");
    }
    assert_eq!(printed.lines().count(), 2, "{printed}");
    let tested = folder.cargo("test", &target).unwrap();
    assert!(tested.contains("1 passed"), "{tested}");

    // Without the feature, the compile error of a program that opens a local server names the feature that is missing.
    let without = dependencies.replacen(", features = [\"local\"]", "", 1);
    assert_ne!(without, dependencies, "the README should name the feature");
    folder.write("Cargo.toml", &manifest_of(&without));
    let opening = "fn main() {\n    let _session = notion_session::Session::local();\n}\n";
    folder.write("src/main.rs", opening);
    let errors = folder.cargo("build", &target).unwrap_err();
    let first = "error[E0277]: `Session::local` needs the feature `local` of `notion-session`";
    assert!(errors.starts_with(first), "{errors}");
    assert!(errors.contains("features = [\"local\"]"), "{errors}");
    assert!(errors.contains("due to 1 previous error"), "{errors}");
}

#[test]
fn the_readme_fits_one_screen_of_150_lines() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    assert!(readme.lines().count() <= 150, "{}", readme.lines().count());
}
