//! The table of block types. A new type is a new line here.

use crate::error::{ApiError, Result};

/// A type of block.
#[derive(Debug)]
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    /// The payload's keys, in the order in which Notion shows them.
    pub(crate) fields: &'static [FieldSpec],
    pub(crate) children: Children,
}

/// What may be inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Children {
    None,
    /// Any blocks.
    Any,
    /// Blocks of this type and no others. They have to be there from the start, except in tabs.
    Only(&'static str),
}

/// One key of a payload.
#[derive(Debug)]
pub(crate) struct FieldSpec {
    pub(crate) key: &'static str,
    pub(crate) kind: FieldKind,
    /// Whether a new block needs it.
    pub(crate) create: Need,
    /// Whether a change needs it.
    pub(crate) update: Need,
}

/// Whether a key has to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    Required,
    Optional,
    No,
}

/// What a key holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FieldKind {
    Text,
    Color,
    Flag,
    /// An icon; the emoji that there is without one.
    Icon(Option<&'static str>),
    Language,
    Url,
    Expression,
    Cells,
    /// A column's share of the width.
    Ratio,
    /// A table's number of columns.
    Width,
    /// The file itself: `external` or `file_upload`.
    File,
    /// A file's name.
    Name,
    SyncedFrom,
    /// A link to a page: `page_id`, `database_id` or `comment_id`.
    Link,
}

use Need::{No, Optional, Required};

const fn field(key: &'static str, kind: FieldKind, create: Need, update: Need) -> FieldSpec {
    FieldSpec {
        key,
        kind,
        create,
        update,
    }
}

/// Text that a change may leave out.
const TEXT: FieldSpec = field("rich_text", FieldKind::Text, Required, Optional);
/// Text that a change has to repeat.
const TEXT_AGAIN: FieldSpec = field("rich_text", FieldKind::Text, Required, Required);
const COLOR: FieldSpec = field("color", FieldKind::Color, Optional, Optional);
const CAPTION: FieldSpec = field("caption", FieldKind::Text, Optional, Optional);
const FILE: FieldSpec = field("file", FieldKind::File, Required, Optional);
const TOGGLEABLE: FieldSpec = field("is_toggleable", FieldKind::Flag, Optional, Optional);
const HEADER_COLUMN: FieldSpec = field("has_column_header", FieldKind::Flag, Optional, Optional);
const HEADER_ROW: FieldSpec = field("has_row_header", FieldKind::Flag, Optional, Optional);

const fn of(name: &'static str, fields: &'static [FieldSpec], children: Children) -> Kind {
    Kind {
        name,
        fields,
        children,
    }
}

/// Every type that a request can make, in the order in which Notion's sentences name them.
pub(crate) static KINDS: &[Kind] = &[
    of(
        "embed",
        &[CAPTION, field("url", FieldKind::Url, Required, Optional)],
        Children::None,
    ),
    of(
        "bookmark",
        &[CAPTION, field("url", FieldKind::Url, Required, Optional)],
        Children::None,
    ),
    of("image", &[CAPTION, FILE], Children::None),
    of("video", &[CAPTION, FILE], Children::None),
    of("pdf", &[CAPTION, FILE], Children::None),
    of(
        "file",
        &[
            CAPTION,
            FILE,
            field("name", FieldKind::Name, Optional, Optional),
        ],
        Children::None,
    ),
    of("audio", &[CAPTION, FILE], Children::None),
    of(
        "code",
        &[
            CAPTION,
            TEXT,
            field("language", FieldKind::Language, Required, Optional),
        ],
        Children::None,
    ),
    of(
        "equation",
        &[field(
            "expression",
            FieldKind::Expression,
            Required,
            Required,
        )],
        Children::None,
    ),
    of("divider", &[], Children::None),
    of("breadcrumb", &[], Children::None),
    of("tab", &[], Children::Only("paragraph")),
    of("table_of_contents", &[COLOR], Children::None),
    of(
        "link_to_page",
        &[field("link", FieldKind::Link, Required, Required)],
        Children::None,
    ),
    of(
        "table_row",
        &[field("cells", FieldKind::Cells, Required, Required)],
        Children::None,
    ),
    of(
        "table",
        &[
            field("table_width", FieldKind::Width, Required, No),
            HEADER_COLUMN,
            HEADER_ROW,
        ],
        Children::Only("table_row"),
    ),
    of("column_list", &[], Children::Only("column")),
    of(
        "column",
        &[field("width_ratio", FieldKind::Ratio, Optional, Optional)],
        Children::Any,
    ),
    of("heading_1", &[TEXT_AGAIN, TOGGLEABLE, COLOR], Children::Any),
    of("heading_2", &[TEXT_AGAIN, TOGGLEABLE, COLOR], Children::Any),
    of("heading_3", &[TEXT_AGAIN, TOGGLEABLE, COLOR], Children::Any),
    of("heading_4", &[TEXT_AGAIN, TOGGLEABLE, COLOR], Children::Any),
    of(
        "paragraph",
        &[
            TEXT,
            field("icon", FieldKind::Icon(None), Optional, Optional),
            COLOR,
        ],
        Children::Any,
    ),
    of("bulleted_list_item", &[TEXT_AGAIN, COLOR], Children::Any),
    of("numbered_list_item", &[TEXT_AGAIN, COLOR], Children::Any),
    of("quote", &[TEXT_AGAIN, COLOR], Children::Any),
    of(
        "to_do",
        &[
            TEXT,
            field("checked", FieldKind::Flag, Optional, Optional),
            COLOR,
        ],
        Children::Any,
    ),
    of("toggle", &[TEXT_AGAIN, COLOR], Children::Any),
    of("template", &[TEXT_AGAIN], Children::Any),
    of(
        "callout",
        &[
            TEXT,
            field("icon", FieldKind::Icon(Some("💡")), Optional, Optional),
            COLOR,
        ],
        Children::Any,
    ),
    of(
        "synced_block",
        &[field(
            "synced_from",
            FieldKind::SyncedFrom,
            Required,
            Required,
        )],
        Children::Any,
    ),
];

/// Types that only exist because somebody made them elsewhere: their payload is kept as it was imported.
pub(crate) const FOREIGN: &[&str] = &[
    "link_preview",
    "unsupported",
    "meeting_notes",
    "transcription",
    "ai_block",
];

/// The static name of such a type.
pub(crate) fn foreign(name: &str) -> Option<&'static str> {
    FOREIGN.iter().copied().find(|known| *known == name)
}

/// The type of this name.
pub(crate) fn kind(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}

/// Whether blocks of these types may go into a block of that type. Choice: the texts; no source has them.
pub(crate) fn check_inside(parent: &str, children: &[&str]) -> Result<()> {
    let allowed = kind(parent).map_or(Children::None, |kind| kind.children);
    let only = match allowed {
        Children::None => return Err(ApiError::no_children()),
        Children::Any => None,
        Children::Only(name) => Some(name),
    };
    for child in children {
        let fits = match only {
            Some(only) => *child == only,
            None => !matches!(*child, "table_row" | "column"),
        };
        if !fits {
            return Err(ApiError::validation(format!(
                "A {child} block cannot be a child of a {parent} block."
            )));
        }
    }
    Ok(())
}

/// The languages of code blocks.
pub(crate) const LANGUAGES: &[&str] = &[
    "abap",
    "abc",
    "agda",
    "arduino",
    "ascii art",
    "assembly",
    "bash",
    "basic",
    "bnf",
    "c",
    "c#",
    "c++",
    "clojure",
    "coffeescript",
    "coq",
    "css",
    "dart",
    "dhall",
    "diff",
    "docker",
    "ebnf",
    "elixir",
    "elm",
    "erlang",
    "f#",
    "flow",
    "fortran",
    "gherkin",
    "glsl",
    "go",
    "graphql",
    "groovy",
    "haskell",
    "hcl",
    "html",
    "idris",
    "java",
    "javascript",
    "json",
    "julia",
    "kotlin",
    "latex",
    "less",
    "lisp",
    "livescript",
    "llvm ir",
    "lua",
    "makefile",
    "markdown",
    "markup",
    "matlab",
    "mathematica",
    "mermaid",
    "nix",
    "notion formula",
    "objective-c",
    "ocaml",
    "pascal",
    "perl",
    "php",
    "plain text",
    "powershell",
    "prolog",
    "protobuf",
    "purescript",
    "python",
    "r",
    "racket",
    "reason",
    "ruby",
    "rust",
    "sass",
    "scala",
    "scheme",
    "scss",
    "shell",
    "smalltalk",
    "solidity",
    "sql",
    "swift",
    "toml",
    "typescript",
    "vb.net",
    "verilog",
    "vhdl",
    "visual basic",
    "webassembly",
    "xml",
    "yaml",
    "java/c/c++/c#",
];
