//! The code blocks of the README, as a reader sees them.

use super::package::root;

/// The README's manifest, program and test.
pub(crate) struct Readme {
    pub(crate) text: String,
}

impl Readme {
    pub(crate) fn read() -> Readme {
        let text = std::fs::read_to_string(root().join("README.md")).unwrap();
        Readme { text }
    }

    /// The contents of the fenced code blocks in this language, in order.
    pub(crate) fn blocks(&self, language: &str) -> Vec<&str> {
        let opening = format!("```{language}\n");
        self.text
            .split(opening.as_str())
            .skip(1)
            .filter_map(|rest| rest.split_once("```\n").map(|(block, _)| block))
            .collect()
    }

    /// The program, which is the first block of Rust.
    pub(crate) fn program(&self) -> &str {
        self.blocks("rust")[0]
    }

    /// The dependencies, with the path of this checkout in the place of the version.
    pub(crate) fn dependencies(&self) -> String {
        let shown = self.blocks("toml")[0];
        let path = format!("path = {:?}", root().join("notion-session"));
        let dependencies = shown.replacen("version = \"0.1\"", &path, 1);
        assert_ne!(dependencies, shown, "the README should name the version");
        dependencies
    }
}
