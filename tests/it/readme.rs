//! The README's manifest, program and test, taken as a reader sees them, built and run as a package of their own.

use crate::support::package::{Package, root};
use crate::support::readme::Readme;

#[test]
fn the_readme_s_program_and_test_run_in_an_empty_folder() {
    let readme = Readme::read();
    let [program, test] = readme.blocks("rust")[..] else {
        panic!("the README should have one program and one test");
    };
    for block in [program, test] {
        // Rustdoc would hide it; here it would not compile.
        let hidden = block.lines().find(|line| line.starts_with("# "));
        assert_eq!(hidden, None);
    }

    let dependencies = readme.dependencies();
    let package = Package::new("readme");
    package.depend(&dependencies);
    package.write("src/main.rs", &format!("{program}\n{test}"));
    let printed = package.cargo(&["run"]).unwrap();
    for line in printed.lines() {
        let shown = format!("`{line}`");
        let shows = readme.text.contains(&shown);
        assert!(shows, "the README should show {shown}");
    }
    assert_eq!(printed.lines().count(), 2, "{printed}");
    let tested = package.cargo(&["test"]).unwrap();
    assert!(tested.contains("1 passed"), "{tested}");

    // Without the feature, the compile error of a program that opens a local server names the feature that is missing.
    let without = dependencies.replacen(", features = [\"local\"]", "", 1);
    assert_ne!(without, dependencies, "the README should name the feature");
    package.depend(&without);
    let opening = "fn main() {\n    let _session = notion_session::Session::local();\n}\n";
    package.write("src/main.rs", opening);
    let errors = package.cargo(&["build"]).unwrap_err();
    let first = "error[E0277]: `Session::local` needs the feature `local` of `notion-session`";
    assert!(errors.starts_with(first), "{errors}");
    assert!(errors.contains("features = [\"local\"]"), "{errors}");
    assert!(errors.contains("due to 1 previous error"), "{errors}");
}

#[test]
fn the_readme_fits_one_screen_of_150_lines() {
    let lines = Readme::read().text.lines().count();
    assert!(lines <= 150, "{lines}");
}

/// Links inside the repository lead to files, and those into a page to a heading of it.
#[test]
fn the_links_of_the_readme_lead_somewhere() {
    let text = Readme::read().text;
    let mut checked = 0;
    for opening in ["](", "src=\"", "srcset=\""] {
        for rest in text.split(opening).skip(1) {
            let end = rest.find([')', '"']).unwrap();
            let target = &rest[..end];
            if !target.starts_with("https://") {
                assert!(root().join(target).exists(), "{target} does not exist");
                checked += 1;
            }
        }
    }
    assert!(checked > 10, "{checked}");
}

/// What the README repeats of the workspace's manifest.
#[test]
fn the_readme_names_the_address_and_the_rust_of_the_manifest() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let field = |name: &str| {
        let opening = format!("\n{name} = \"");
        let (_, rest) = manifest.split_once(&opening).unwrap();
        rest.split('"').next().unwrap()
    };
    let text = Readme::read().text;
    let rust = field("rust-version");
    assert!(text.contains(&format!("/badge/rust-{rust}%2B-")), "{rust}");
    assert!(text.contains(&format!("Rust {rust} or later;")), "{rust}");
    let addresses = text.split("https://github.com/").skip(1);
    let repository = field("repository")
        .strip_prefix("https://github.com/")
        .unwrap();
    for address in addresses {
        assert!(address.starts_with(repository), "{address}");
    }
}
