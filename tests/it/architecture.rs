//! `ARCHITECTURE.md` and the pages for developers lead to files that exist.

use std::path::{Path, PathBuf};

/// Every file and folder that the texts name, from the workspace's root or by the end of its path.
#[test]
fn every_path_for_developers_leads_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let architecture = std::fs::read_to_string(root.join("ARCHITECTURE.md")).unwrap();
    let mut text = architecture.clone();
    for page in std::fs::read_dir(root.join("docs/dev")).unwrap().flatten() {
        let page = std::fs::read_to_string(page.path()).unwrap();
        assert_eq!(page.matches('`').count() % 2, 0, "{page}");
        text.push_str(&page);
    }
    let mut sources = Vec::new();
    for folder in std::fs::read_dir(&root).unwrap().flatten() {
        let source = folder.path().join("src");
        if source.is_dir() {
            collect(&source, &mut sources);
        }
    }
    let named = text.split('`').skip(1).step_by(2);
    let paths = named.filter(|name| {
        let is_path = name.ends_with(".rs") || name.ends_with('/');
        is_path && !name.contains([' ', ':', '{'])
    });
    let mut count = 0;
    for path in paths {
        let path = path.trim_end_matches('/');
        let is_there = root.join(path).exists() || sources.iter().any(|file| file.ends_with(path));
        assert!(is_there, "`{path}` is not in the workspace");
        count += 1;
    }
    assert!(count > 80, "only {count} paths were found");
    assert!(architecture.lines().count() <= 250);
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, found);
        }
        found.push(path);
    }
}
