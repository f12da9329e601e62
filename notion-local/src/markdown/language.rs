//! The language of a fence.

use crate::block::LANGUAGES;

/// What the language of a fence is called when it is not known.
const PLAIN: &str = "plain text";

/// Other names of languages, as fences have them.
const ALIASES: &[(&str, &str)] = &[
    ("asm", "assembly"),
    ("bat", "powershell"),
    ("c++17", "c++"),
    ("c++20", "c++"),
    ("cc", "c++"),
    ("cjs", "javascript"),
    ("clj", "clojure"),
    ("coffee", "coffeescript"),
    ("console", "shell"),
    ("cpp", "c++"),
    ("cs", "c#"),
    ("csharp", "c#"),
    ("cxx", "c++"),
    ("dockerfile", "docker"),
    ("erl", "erlang"),
    ("ex", "elixir"),
    ("exs", "elixir"),
    ("fs", "f#"),
    ("fsharp", "f#"),
    ("golang", "go"),
    ("gql", "graphql"),
    ("h", "c"),
    ("hpp", "c++"),
    ("hs", "haskell"),
    ("htm", "html"),
    ("jl", "julia"),
    ("js", "javascript"),
    ("json5", "json"),
    ("jsonc", "json"),
    ("jsx", "javascript"),
    ("kt", "kotlin"),
    ("make", "makefile"),
    ("md", "markdown"),
    ("mjs", "javascript"),
    ("ml", "ocaml"),
    ("objc", "objective-c"),
    ("objectivec", "objective-c"),
    ("pl", "perl"),
    ("plain", PLAIN),
    ("plaintext", PLAIN),
    ("proto", "protobuf"),
    ("ps1", "powershell"),
    ("py", "python"),
    ("python3", "python"),
    ("rb", "ruby"),
    ("rs", "rust"),
    ("sh", "shell"),
    ("sol", "solidity"),
    ("svg", "xml"),
    ("tex", "latex"),
    ("text", PLAIN),
    ("tf", "hcl"),
    ("terraform", "hcl"),
    ("ts", "typescript"),
    ("tsx", "typescript"),
    ("txt", PLAIN),
    ("vb", "visual basic"),
    ("vue", "html"),
    ("wasm", "webassembly"),
    ("xhtml", "html"),
    ("yml", "yaml"),
    ("zsh", "shell"),
];

/// Notion's language for what stands after a fence: `Rust`, `rs`, `rust,ignore`, `{.rust}`. One that Notion does not have
/// is plain text.
pub(super) fn of_fence(info: &str) -> &'static str {
    let info = info.trim().to_lowercase();
    let find = |name: &str| {
        let known = LANGUAGES.iter().find(|language| **language == name);
        known.copied().or_else(|| {
            let alias = ALIASES.iter().find(|(alias, _)| *alias == name);
            alias.map(|(_, language)| *language)
        })
    };
    let first = || {
        let word = info.trim_start_matches(['{', '.']);
        word.split([' ', ',', ';', ':', '{', '}', '\t']).next()
    };
    find(&info)
        .or_else(|| first().and_then(find))
        .unwrap_or(PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_have_languages_of_notion() {
        for (info, language) in [
            ("", "plain text"),
            ("rust", "rust"),
            ("Rust", "rust"),
            ("rs", "rust"),
            ("rust,ignore", "rust"),
            ("{.rust}", "rust"),
            ("c++17", "c++"),
            ("vue", "html"),
            ("plain text", "plain text"),
            ("java/c/c++/c#", "java/c/c++/c#"),
            ("visual basic", "visual basic"),
            ("python title=\"x.py\"", "python"),
            ("klingon", "plain text"),
        ] {
            assert_eq!(of_fence(info), language, "{info}");
        }
        for language in LANGUAGES {
            assert_eq!(of_fence(language), *language);
        }
        for (_, language) in ALIASES {
            assert!(LANGUAGES.contains(language), "{language}");
        }
    }
}
