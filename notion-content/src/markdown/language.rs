//! The languages of code, as Markdown and Notion call them.

use notion_model::Language;

/// The language that a fence names, and whether that is all that the fence says.
///
/// Notion accepts its own names only. Of what it does not have, the nearest is taken; plain text if nothing is near.
pub(super) fn read(info: &str) -> (Language, bool) {
    let info = info.trim().to_lowercase();
    if info.is_empty() {
        return (Language::PlainText, true);
    }
    if let Some(language) = known(&info) {
        return (language, true);
    }
    // `rust,ignore`, `js {1,3}`, `python title="a.py"`, and Pandoc's `{.rust #id}`.
    let is_end = |character: char| character.is_whitespace() || ",;:{}()[]".contains(character);
    let words = || info.split(is_end).filter(|word| !word.is_empty());
    let class = words().find_map(|word| word.strip_prefix('.'));
    let word = class.or_else(|| words().next()).unwrap_or_default();
    let language = known(word).or_else(|| nearest(word));
    (language.unwrap_or_default(), false)
}

/// The language of Notion that is nearest to one that it does not have.
fn nearest(word: &str) -> Option<Language> {
    for prefix in ["language-", "lang-"] {
        if let Some(word) = word.strip_prefix(prefix) {
            return known(word).or_else(|| nearest(word));
        }
    }
    let dialect = match word {
        "angular" | "astro" | "django" | "ejs" | "erb" | "handlebars" | "hbs" | "heex"
        | "jinja" | "jinja2" | "liquid" | "mustache" | "razor" | "svelte" | "twig" | "vue"
        | "xhtml" => "html",
        "batch" | "bat" | "cmd" | "csh" | "fish" | "ksh" | "session" | "sh-session"
        | "shell-session" | "shellsession" | "tcsh" | "terminal" => "shell",
        "bazel" | "bzl" | "cython" | "gdscript" | "mojo" | "pycon" | "pyi" | "sage"
        | "starlark" => "python",
        "bibtex" | "context" => "latex",
        "cljs" | "edn" => "clojure",
        "cmake" | "ninja" => "makefile",
        "common-lisp" | "elisp" | "emacs-lisp" | "fennel" => "lisp",
        "cuda" | "gnu++" | "hlsl++" | "metal" | "opencl" => "c++",
        "crystal" | "irb" => "ruby",
        "es" | "gjs" | "qml" => "javascript",
        "geojson" | "hjson" | "ipynb" | "jsonl" | "ndjson" => "json",
        "gts" => "typescript",
        "hlsl" | "wgsl" => "glsl",
        "ini" | "cfg" | "dotenv" | "properties" => "toml",
        "mdx" | "qmd" | "rmd" | "rst" => "markdown",
        "mariadb" | "mysql" | "pgsql" | "plsql" | "postgres" | "postgresql" | "psql" | "sqlite"
        | "sqlite3" | "tsql" => "sql",
        "mm" | "objc++" | "objective-c++" => "objective-c",
        "octave" => "matlab",
        "opentofu" => "hcl",
        "postcss" | "styl" | "stylus" => "css",
        "raku" => "perl",
        "rss" | "atom" | "svg" | "xaml" | "xsd" | "xsl" | "xslt" => "xml",
        "systemverilog" | "sv" => "verilog",
        "vba" | "vbs" | "vbscript" => "visual basic",
        word => {
            // `c++17`, `python3.11`, `es2020`, `c99`: a version after the name.
            let name = word.trim_end_matches(|character: char| {
                character.is_ascii_digit() || matches!(character, '.' | '-' | '_')
            });
            let is_versioned = name.len() < word.len() && !name.is_empty();
            return is_versioned
                .then(|| known(name).or_else(|| nearest(name)))
                .flatten();
        }
    };
    known(dialect)
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
        "as" | "asm" | "nasm" => "assembly",
        "sh" | "zsh" | "console" => "shell",
        "c++" | "cc" | "cpp" | "cxx" | "h++" | "hpp" => "c++",
        "clj" => "clojure",
        "coffee" => "coffeescript",
        "containerfile" | "dockerfile" => "docker",
        "cs" | "csharp" => "c#",
        "erl" => "erlang",
        "ex" | "exs" => "elixir",
        "f90" | "f95" => "fortran",
        "fs" | "fsharp" => "f#",
        "cucumber" | "feature" => "gherkin",
        "golang" => "go",
        "gql" => "graphql",
        "hs" => "haskell",
        "terraform" | "tf" => "hcl",
        "htm" => "html",
        "jl" => "julia",
        "cjs" | "js" | "jsx" | "mjs" | "node" | "nodejs" => "javascript",
        "json5" | "jsonc" => "json",
        "kt" | "kts" => "kotlin",
        "tex" => "latex",
        "llvm" => "llvm ir",
        "make" | "mk" => "makefile",
        "md" => "markdown",
        "ml" => "ocaml",
        "wolfram" | "wl" => "mathematica",
        "objc" | "obj-c" | "objectivec" => "objective-c",
        "patch" => "diff",
        "pas" | "delphi" => "pascal",
        "pl" => "perl",
        "plain" | "plaintext" | "text" | "txt" => "plain text",
        "proto" => "protobuf",
        "ps1" | "pwsh" => "powershell",
        "purs" => "purescript",
        "py" | "python3" => "python",
        "rb" => "ruby",
        "rkt" => "racket",
        "rs" => "rust",
        "scm" => "scheme",
        "sol" => "solidity",
        "ts" | "tsx" => "typescript",
        "vb" => "visual basic",
        "wasm" | "wat" => "webassembly",
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
            assert_eq!(read(write(Some(language))), (language.clone(), true));
        }
    }

    #[test]
    fn other_names_of_a_language_are_exact() {
        for (info, language) in [
            ("rs", Language::Rust),
            ("  Rust ", Language::Rust),
            ("C++", Language::CPlusPlus),
            ("cpp", Language::CPlusPlus),
            ("visual basic", Language::VisualBasic),
            ("Dockerfile", Language::Docker),
            ("plain text", Language::PlainText),
            ("text", Language::PlainText),
            ("", Language::PlainText),
        ] {
            assert_eq!(read(info), (language, true), "{info}");
        }
    }

    #[test]
    fn what_notion_does_not_have_is_approximated() {
        for (info, language) in [
            ("c++17", Language::CPlusPlus),
            ("cpp20", Language::CPlusPlus),
            ("C99", Language::C),
            ("python3.11", Language::Python),
            ("es2020", Language::JavaScript),
            ("{.rust}", Language::Rust),
            ("{ .python .numberLines startFrom=\"3\" }", Language::Python),
            ("{#id .rs key=value}", Language::Rust),
            ("{r}", Language::R),
            ("{r, echo=FALSE}", Language::R),
            ("{code-cell} python", Language::PlainText),
            ("language-rust", Language::Rust),
            ("vue", Language::Html),
            ("svelte", Language::Html),
            ("jsonl", Language::Json),
            ("postgresql", Language::Sql),
            ("fish", Language::Shell),
            ("rust,ignore", Language::Rust),
            ("rust ignore", Language::Rust),
            ("JS {1,3}", Language::JavaScript),
            ("js{1,3-5}", Language::JavaScript),
            ("ts title=\"a.ts\"", Language::TypeScript),
            ("python:main.py", Language::Python),
            ("klingon", Language::PlainText),
            ("123", Language::PlainText),
            ("{}", Language::PlainText),
            (".", Language::PlainText),
        ] {
            assert_eq!(read(info), (language, false), "{info}");
        }
    }
}
