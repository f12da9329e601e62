//! Why a document is refused before it is sent.

use std::fmt;

/// A rule of Notion's that a document breaks, and the place in the document. Nothing was sent.
///
/// ```
/// use notion_content::{Reason, check, divider, paragraph, quote, todo};
///
/// let refusal = check(&[paragraph("A"), quote("B").children([divider().children([todo("C")])])]).unwrap_err();
/// assert_eq!(refusal.path, "[1].quote.children[0].divider.children[0].to_do");
/// assert!(matches!(refusal.reason, Reason::CannotHold { .. }));
/// assert_eq!(
///     refusal.to_string(),
///     "[1].quote.children[0].divider.children[0].to_do: a block of the type `divider` cannot hold other blocks",
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {reason}")]
pub struct Refusal {
    /// The place: the index among the siblings and the type of each block, from the top down.
    pub path: String,
    /// The rule.
    pub reason: Reason,
}

/// The rule that a document breaks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// Notion's API reads blocks of this type and does not make them.
    #[error("Notion's API cannot make a block of the type `{kind}`{}", Hint(.kind))]
    NotCreatable {
        /// The type.
        kind: String,
    },
    /// A block holds one that it cannot hold.
    #[error("a block of the type `{parent}` cannot hold {}", Holds(.parent))]
    CannotHold {
        /// The type of the block.
        parent: String,
        /// The type of the one in it.
        child: String,
    },
    /// A block is in the wrong place: a column outside a list of columns, a row outside a table.
    #[error("a block of the type `{kind}` is allowed in a `{parent}` only")]
    OnlyIn {
        /// The type of the block.
        kind: String,
        /// The type of the only possible parent.
        parent: String,
    },
    /// A heading has children and is not toggleable.
    #[error("a heading can hold other blocks only if it is toggleable")]
    StaticHeading,
    /// A block has fewer children than it needs.
    #[error("a block of the type `{kind}` needs at least {least} in it, and this has {count}")]
    TooFew {
        /// The type.
        kind: String,
        /// The minimum.
        least: usize,
        /// The actual number.
        count: usize,
    },
    /// The number of cells of a row differs from the number of columns of its table.
    #[error("a row of a table of {width} columns needs as many cells, and this has {cells}")]
    Width {
        /// The columns of the table.
        width: u64,
        /// The cells of the row.
        cells: usize,
    },
    /// Something exceeds one of Notion's limits.
    #[error("Notion takes at most {limit} {what}, and these are {length}")]
    TooLong {
        /// The items that are counted.
        what: &'static str,
        /// The maximum.
        limit: usize,
        /// The actual number.
        length: usize,
    },
    /// A URL that Notion does not accept.
    #[error("`{address}` is not an address that Notion accepts for {place}: {problem}")]
    Address {
        /// The object with the URL: a link, a file, an embed or a bookmark.
        place: &'static str,
        /// The beginning of the URL, without its query.
        address: String,
        /// The rule that it breaks, and what to do.
        problem: &'static str,
    },
    /// A string that is not an emoji, as an icon.
    #[error(
        "{emoji:?} is not an emoji, and an icon is exactly one: for a picture or one of Notion's own icons use \
         `Icon::external` or `Icon::native`"
    )]
    Emoji {
        /// The beginning of the string.
        emoji: String,
    },
    /// A keyword that is not one of those that Notion accepts.
    #[error("{value:?} is not {what} that Notion accepts")]
    Value {
        /// The kind of keyword: a color, a language of code, a time zone.
        what: &'static str,
        /// The beginning of the keyword.
        value: String,
    },
    /// A text needs more runs than Notion accepts in one place.
    #[error(
        "Notion takes at most 100 runs of text in one place, of 2,000 characters each, and these {characters} characters \
         are {runs} runs"
    )]
    TooManyRuns {
        /// The number of runs that it needs.
        runs: usize,
        /// The number of characters.
        characters: usize,
    },
    /// Blocks are nested deeper than one object of JSON can hold them.
    #[error(
        "the blocks are nested deeper than {limit} levels: append the deeper ones on their own"
    )]
    TooDeep {
        /// The maximum number of levels.
        limit: usize,
    },
    /// A block is too large for any request.
    #[error("Notion takes at most {limit} bytes in a request, and this block alone has {length}")]
    TooLarge {
        /// The maximum.
        limit: usize,
        /// The size of the block.
        length: usize,
    },
    /// A file that Notion hosts. Its URL expires, so it cannot be used in another place.
    #[error(
        "the file is at Notion, its link expires, and it cannot be used in another place: download and upload it, or use an external URL"
    )]
    HostedFile,
    /// A mention of a type that requests do not support.
    #[error(
        "Notion's API cannot write a mention of the type `{kind}`: write text with a link instead"
    )]
    Mention {
        /// The type of the mention.
        kind: String,
    },
    /// A run of text whose type is missing, or unknown to this version.
    #[error("a run of text of the type `{kind}` cannot be written")]
    UnknownRun {
        /// The type.
        kind: String,
    },
    /// A paragraph that is not a tab has an icon.
    #[error("a paragraph can have an icon only if it is a tab")]
    IconOutsideOfTab,
    /// Notion's answers have something that its requests do not support.
    #[error("Notion's API cannot write {what} though it reads it")]
    NotWritable {
        /// What.
        what: &'static str,
    },
    /// The new block has another type than the current one.
    #[error("the block is of the type `{kind}` and cannot become a `{given}`: replace it")]
    OtherType {
        /// The present type.
        kind: String,
        /// The new type.
        given: String,
    },
    /// The new block of a change has children.
    #[error("a change of a block cannot have blocks in it: append them, or replace the block")]
    ChildrenOfChange,
    /// A date that Notion does not accept.
    #[error("`{date}` is not a date that Notion takes: {rule}")]
    Date {
        /// The date.
        date: String,
        /// The rule that it breaks.
        rule: &'static str,
    },
    /// Something that Notion requires is missing.
    #[error("{what} is missing")]
    Missing {
        /// What.
        what: &'static str,
    },
}

/// Returns what to do instead of creating a block of a type.
struct Hint<'a>(&'a str);

impl fmt::Display for Hint<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            "child_page" => ": create the page in its parent instead",
            "child_database" => ": create the database in its parent instead",
            "link_preview" => ": write a bookmark instead",
            "" => ": Notion gave its id alone, because the integration may not read it",
            _ => "",
        })
    }
}

/// Returns the children that a block of a type can have.
struct Holds<'a>(&'a str);

impl fmt::Display for Holds<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            "table" => "blocks other than rows",
            "column_list" => "blocks other than columns",
            "tab" => "blocks other than paragraphs, which are its tabs",
            "synced_block" => "blocks of its own if it is a copy",
            "column" => "rows or columns",
            _ => "other blocks",
        })
    }
}
