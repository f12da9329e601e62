//! A package of its own, outside the workspace, as a user of the crates has one.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A package in a folder outside the workspace: inside it, cargo would look for the package among the members.
///
/// It is built into the workspace's target folder, in its profile and with its versions, so that other people's crates are not
/// built a second time.
pub(crate) struct Package {
    folder: PathBuf,
    target: PathBuf,
    _alone: MutexGuard<'static, ()>,
}

/// One package at a time: each leaves its program at the same place of the target folder.
static ALONE: Mutex<()> = Mutex::new(());

/// The folder of the workspace.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

impl Package {
    /// Creates an empty package. The name of the folder depends on the checkout, so that a second run finds what the
    /// first one built.
    pub(crate) fn new(name: &str) -> Package {
        let alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let mut checkout = DefaultHasher::new();
        root().hash(&mut checkout);
        let folder = format!("notion-{name}-{:x}", checkout.finish());
        let folder = std::env::temp_dir().join(folder);
        let _absent = std::fs::remove_dir_all(&folder);
        for inner in ["src", "tests"] {
            std::fs::create_dir_all(folder.join(inner)).unwrap();
        }
        std::fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
        let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let target = temporary.parent().unwrap().to_owned();
        Package {
            folder,
            target,
            _alone: alone,
        }
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        std::fs::write(self.folder.join(name), text).unwrap();
    }

    /// Writes the manifest that `cargo new` makes, with these dependencies.
    pub(crate) fn depend(&self, dependencies: &str) {
        let workspace = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
        let profile = workspace.find("[profile").map_or("", |at| &workspace[at..]);
        let package = "[package]\nname = \"tasks\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";
        self.write(
            "Cargo.toml",
            &format!("{package}\n{dependencies}\n{profile}"),
        );
    }

    /// Runs cargo and returns what it printed to standard output, or if it failed, to standard error.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Result<String, String> {
        let output = Command::new(env!("CARGO"))
            .args(arguments)
            .args(["--offline", "--quiet"])
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", &self.target)
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        if output.status.success() {
            Ok(text(output.stdout))
        } else {
            Err(text(output.stderr))
        }
    }
}

impl Drop for Package {
    fn drop(&mut self) {
        let _left_to_the_system = std::fs::remove_dir_all(&self.folder);
    }
}
