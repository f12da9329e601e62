//! Functions on text.

use super::{Accepts, Function, Output, Signature, optional, required};

pub(super) static TABLE: [Signature; 17] = [
    Signature::new(
        Function::Substring,
        "substring",
        &[
            required("text", Accepts::Text),
            required("start", Accepts::Number),
            optional("end", Accepts::Number),
        ],
        Output::Text,
    )
    .means(
        "The characters from one place up to another, or to the end; places count from zero.",
        &[
            (r#"substring("Notion", 0, 3)"#, r#""Not""#),
            (r#""Notion".substring(3)"#, r#""ion""#),
        ],
    )
    .gap(
        "What Notion does with places beyond the ends or in the wrong order is not known: they \
             are read as JavaScript does.",
    ),
    Signature::new(
        Function::Contains,
        "contains",
        &[
            required("text", Accepts::Text),
            required("search", Accepts::Text),
        ],
        Output::Boolean,
    )
    .means(
        "Whether the text contains the other.",
        &[(r#"contains("Notion", "ot")"#, "true")],
    ),
    Signature::new(
        Function::Test,
        "test",
        &[
            required("text", Accepts::Text),
            required("pattern", Accepts::Text),
        ],
        Output::Boolean,
    )
    .means(
        "Whether the regular expression matches somewhere in the text.",
        &[(r#"test("Notion 123", "\d+")"#, "true")],
    )
    .gap("Look-around and back-references are refused, as Notion's server refuses them."),
    Signature::new(
        Function::Match,
        "match",
        &[
            required("text", Accepts::Text),
            required("pattern", Accepts::Text),
        ],
        Output::Texts,
    )
    .means(
        "Every piece of the text that the regular expression matches.",
        &[(r#"match("Notion 123 456", "\d+")"#, r#"["123", "456"]"#)],
    )
    .gap("As `test`."),
    Signature::new(
        Function::Replace,
        "replace",
        &[
            required("text", Accepts::Text),
            required("pattern", Accepts::Text),
            required("replacement", Accepts::Text),
        ],
        Output::Text,
    )
    .means(
        "The text with the first match of the regular expression replaced. `$1` stands for what \
             its first group matched, `$&` for the whole match.",
        &[
            (r#"replace("Pogo", "Po", "Dog")"#, r#""Doggo""#),
            (
                r#"replace("2024-01", "(\d+)-(\d+)", "$2/$1")"#,
                r#""01/2024""#,
            ),
        ],
    )
    .gap("As `test`."),
    Signature::new(
        Function::ReplaceAll,
        "replaceAll",
        &[
            required("text", Accepts::Text),
            required("pattern", Accepts::Text),
            required("replacement", Accepts::Text),
        ],
        Output::Text,
    )
    .means(
        "The text with every match of the regular expression replaced.",
        &[(r#"replaceAll("1-2-3", "-", ".")"#, r#""1.2.3""#)],
    )
    .gap("As `test`."),
    Signature::new(
        Function::Lower,
        "lower",
        &[required("text", Accepts::Text)],
        Output::Text,
    )
    .means(
        "The text in lower case.",
        &[(r#"lower("NOTION")"#, r#""notion""#)],
    ),
    Signature::new(
        Function::Upper,
        "upper",
        &[required("text", Accepts::Text)],
        Output::Text,
    )
    .means(
        "The text in upper case.",
        &[(r#"upper("notion")"#, r#""NOTION""#)],
    ),
    Signature::new(
        Function::Trim,
        "trim",
        &[required("text", Accepts::Text)],
        Output::Text,
    )
    .means(
        "The text without blanks and line ends around it.",
        &[(r#"trim("  Notion ")"#, r#""Notion""#)],
    ),
    Signature::new(
        Function::Repeat,
        "repeat",
        &[
            required("text", Accepts::Text),
            required("times", Accepts::Number),
        ],
        Output::Text,
    )
    .means(
        "The text so many times, at most ten thousand; part of a time counts as one.",
        &[
            (r#"repeat("ab", 2)"#, r#""abab""#),
            (r#"repeat("ab", 1.1)"#, r#""abab""#),
        ],
    )
    .gap("Text ends at a megabyte; where Notion ends it is not known."),
    Signature::new(
        Function::PadStart,
        "padStart",
        &[
            required("text", Accepts::Text),
            required("length", Accepts::Number),
            optional("padding", Accepts::Text),
        ],
        Output::Text,
    )
    .means(
        "The text with padding before it, up to so many characters; blanks where no padding is \
             given.",
        &[(r#"padStart("7", 3, "0")"#, r#""007""#)],
    ),
    Signature::new(
        Function::PadEnd,
        "padEnd",
        &[
            required("text", Accepts::Text),
            required("length", Accepts::Number),
            optional("padding", Accepts::Text),
        ],
        Output::Text,
    )
    .means(
        "The text with padding behind it, up to so many characters.",
        &[(r#"padEnd("7", 3, "0")"#, r#""700""#)],
    ),
    Signature::new(
        Function::Link,
        "link",
        &[
            required("label", Accepts::Text),
            required("url", Accepts::Text),
        ],
        Output::Text,
    )
    .means(
        "The text, linked to an address in Notion's own pages.",
        &[(r#"link("Notion", "https://www.notion.com")"#, r#""Notion""#)],
    )
    .gap("The address is dropped: the API gives the text alone."),
    Signature::new(
        Function::Style,
        "style",
        &[
            required("text", Accepts::Text),
            required("style", Accepts::Text),
        ],
        Output::Text,
    )
    .means(
        "The text in bold (`\"b\"`), underlined (`\"u\"`), in italics (`\"i\"`), as code \
             (`\"c\"`), struck through (`\"s\"`), or in a colour, in Notion's own pages.",
        &[(r#"style("Notion", "b", "red")"#, r#""Notion""#)],
    )
    .gap("Styles are dropped: the API gives the text alone. Their names are not looked at.")
    .repeating(1),
    Signature::new(
        Function::Unstyle,
        "unstyle",
        &[
            required("text", Accepts::Text),
            optional("style", Accepts::Text),
        ],
        Output::Text,
    )
    .means(
        "The text without the styles, or without any.",
        &[(r#"unstyle(style("Notion", "b"), "b")"#, r#""Notion""#)],
    )
    .gap("As `style`.")
    .repeating(1),
    Signature::new(
        Function::Split,
        "split",
        &[
            required("text", Accepts::Text),
            optional("separator", Accepts::Text),
        ],
        Output::Texts,
    )
    .means(
        "The pieces of the text between separators, blanks where none is given. An empty \
             separator gives the single characters.",
        &[(r#"split("a, b", ", ")"#, r#"["a", "b"]"#)],
    ),
    Signature::new(
        Function::Join,
        "join",
        &[
            required("list", Accepts::List),
            required("separator", Accepts::Text),
        ],
        Output::Text,
    )
    .means(
        "The items of a list as one text, with a separator between them.",
        &[(r#"join(["a", "b", 3], "-")"#, r#""a-b-3""#)],
    ),
];
