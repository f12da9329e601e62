//! The table of block types. A new type is a new line here.

use notion_vocabulary::BlockType;

use crate::error::{ApiError, Result};

/// A type of block.
#[derive(Debug)]
pub(crate) struct Kind {
    pub(crate) block: BlockType,
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

const fn of(block: BlockType, fields: &'static [FieldSpec]) -> Kind {
    Kind {
        block,
        name: block.as_str(),
        fields,
        children: match block.only_child() {
            Some(only) => Children::Only(only.as_str()),
            None if block.has_children() => Children::Any,
            None => Children::None,
        },
    }
}

/// Every type that a request can make, in the order in which Notion's sentences name them.
pub(crate) static KINDS: &[Kind] = &[
    of(
        BlockType::Embed,
        &[CAPTION, field("url", FieldKind::Url, Required, Optional)],
    ),
    of(
        BlockType::Bookmark,
        &[CAPTION, field("url", FieldKind::Url, Required, Optional)],
    ),
    of(BlockType::Image, &[CAPTION, FILE]),
    of(BlockType::Video, &[CAPTION, FILE]),
    of(BlockType::Pdf, &[CAPTION, FILE]),
    of(
        BlockType::File,
        &[
            CAPTION,
            FILE,
            field("name", FieldKind::Name, Optional, Optional),
        ],
    ),
    of(BlockType::Audio, &[CAPTION, FILE]),
    of(
        BlockType::Code,
        &[
            CAPTION,
            TEXT,
            field("language", FieldKind::Language, Required, Optional),
        ],
    ),
    of(
        BlockType::Equation,
        &[field(
            "expression",
            FieldKind::Expression,
            Required,
            Required,
        )],
    ),
    of(BlockType::Divider, &[]),
    of(BlockType::Breadcrumb, &[]),
    of(BlockType::Tab, &[]),
    of(BlockType::TableOfContents, &[COLOR]),
    of(
        BlockType::LinkToPage,
        &[field("link", FieldKind::Link, Required, Required)],
    ),
    of(
        BlockType::TableRow,
        &[field("cells", FieldKind::Cells, Required, Required)],
    ),
    of(
        BlockType::Table,
        &[
            field("table_width", FieldKind::Width, Required, No),
            HEADER_COLUMN,
            HEADER_ROW,
        ],
    ),
    of(BlockType::ColumnList, &[]),
    of(
        BlockType::Column,
        &[field("width_ratio", FieldKind::Ratio, Optional, Optional)],
    ),
    of(BlockType::Heading1, &[TEXT_AGAIN, TOGGLEABLE, COLOR]),
    of(BlockType::Heading2, &[TEXT_AGAIN, TOGGLEABLE, COLOR]),
    of(BlockType::Heading3, &[TEXT_AGAIN, TOGGLEABLE, COLOR]),
    of(BlockType::Heading4, &[TEXT_AGAIN, TOGGLEABLE, COLOR]),
    of(
        BlockType::Paragraph,
        &[
            TEXT,
            field("icon", FieldKind::Icon(None), Optional, Optional),
            COLOR,
        ],
    ),
    of(BlockType::BulletedListItem, &[TEXT_AGAIN, COLOR]),
    of(BlockType::NumberedListItem, &[TEXT_AGAIN, COLOR]),
    of(BlockType::Quote, &[TEXT_AGAIN, COLOR]),
    of(
        BlockType::ToDo,
        &[
            TEXT,
            field("checked", FieldKind::Flag, Optional, Optional),
            COLOR,
        ],
    ),
    of(BlockType::Toggle, &[TEXT_AGAIN, COLOR]),
    of(BlockType::Template, &[TEXT_AGAIN]),
    of(
        BlockType::Callout,
        &[
            TEXT,
            field("icon", FieldKind::Icon(Some("💡")), Optional, Optional),
            COLOR,
        ],
    ),
    of(
        BlockType::SyncedBlock,
        &[field(
            "synced_from",
            FieldKind::SyncedFrom,
            Required,
            Required,
        )],
    ),
];

/// A type that snapshots may hold and that is not in the vocabulary: what Notion's AI wrote, as older answers show it.
const AI_BLOCK: &str = "ai_block";

/// The static name of a type that only exists because somebody made it elsewhere: its payload is kept as it was imported.
/// Child pages and databases are none: they have endpoints of their own.
pub(crate) fn foreign(name: &str) -> Option<&'static str> {
    match BlockType::parse(name) {
        Some(BlockType::ChildPage | BlockType::ChildDatabase) => None,
        Some(block) => (!block.is_creatable()).then(|| block.as_str()),
        None => (name == AI_BLOCK).then_some(AI_BLOCK),
    }
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
            None => BlockType::parse(child).is_none_or(|child| child.only_parent().is_none()),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_every_type_that_a_request_can_make() {
        let mut known: Vec<BlockType> = KINDS.iter().map(|kind| kind.block).collect();
        known.sort();
        let all = BlockType::ALL.iter().copied();
        let mut expected: Vec<BlockType> = all.filter(|block| block.is_creatable()).collect();
        expected.sort();
        assert_eq!(known, expected);
    }

    #[test]
    fn a_payload_has_what_the_vocabulary_says() {
        for kind in KINDS {
            let has = |key: &str| kind.fields.iter().any(|field| field.key == key);
            let block = kind.block;
            assert_eq!(has("rich_text"), block.has_rich_text(), "{block}");
            assert_eq!(has("color"), block.has_color(), "{block}");
            assert_eq!(has("caption"), block.has_caption(), "{block}");
            assert_eq!(
                kind.children != Children::None,
                block.has_children(),
                "{block}"
            );
        }
    }

    #[test]
    fn what_is_made_elsewhere_is_kept() {
        let known = [
            "link_preview",
            "unsupported",
            "meeting_notes",
            "transcription",
            "ai_block",
        ];
        for name in known {
            assert_eq!(foreign(name), Some(name));
        }
        for name in ["child_page", "child_database", "paragraph", "x"] {
            assert_eq!(foreign(name), None, "{name}");
        }
    }
}
