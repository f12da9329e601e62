//! The languages of code, as Markdown and Notion call them.

use notion_model::Language;

/// The language that a fence names. Notion takes its own words only: what it has none for is plain text.
pub(super) fn read(info: &str) -> Language {
    let info = info.trim().to_lowercase();
    let word = info.split([' ', '\t', ',', '{', ':']).next();
    known(&info)
        .or_else(|| word.and_then(known))
        .unwrap_or_default()
}

/// What stands behind a fence.
pub(super) fn write(language: Option<&Language>) -> &str {
    match language {
        None | Some(Language::PlainText) => "",
        Some(language) => language.as_str(),
    }
}

fn known(word: &str) -> Option<Language> {
    let word = match word {
        "asm" => "assembly",
        "sh" | "zsh" | "console" => "shell",
        "cpp" | "cxx" => "c++",
        "cs" | "csharp" => "c#",
        "fs" | "fsharp" => "f#",
        "dockerfile" => "docker",
        "golang" => "go",
        "gql" => "graphql",
        "hs" => "haskell",
        "htm" => "html",
        "jl" => "julia",
        "js" | "jsx" | "mjs" | "node" => "javascript",
        "json5" | "jsonc" => "json",
        "kt" => "kotlin",
        "tex" => "latex",
        "llvm" => "llvm ir",
        "make" => "makefile",
        "md" => "markdown",
        "ml" => "ocaml",
        "objc" | "obj-c" | "objectivec" => "objective-c",
        "pl" => "perl",
        "plain" | "plaintext" | "text" | "txt" => "plain text",
        "proto" => "protobuf",
        "ps1" | "pwsh" => "powershell",
        "py" | "python3" => "python",
        "rb" => "ruby",
        "rs" => "rust",
        "ts" | "tsx" => "typescript",
        "vb" => "visual basic",
        "wasm" => "webassembly",
        "yml" => "yaml",
        word => word,
    };
    Some(Language::from(word)).filter(|language| !matches!(language, Language::Unknown(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_is_read_as_it_is_written() {
        for language in Language::ALL {
            assert_eq!(read(write(Some(language))), *language);
        }
    }

    #[test]
    fn other_names_and_what_stands_behind_them() {
        for (info, language) in [
            ("rs", Language::Rust),
            ("rust,ignore", Language::Rust),
            ("JS {1,3}", Language::JavaScript),
            ("visual basic", Language::VisualBasic),
            ("Dockerfile", Language::Docker),
            ("", Language::PlainText),
            ("klingon", Language::PlainText),
        ] {
            assert_eq!(read(info), language, "{info}");
        }
    }
}
