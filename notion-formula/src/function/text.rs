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
    ),
    Signature::new(
        Function::Contains,
        "contains",
        &[
            required("text", Accepts::Text),
            required("search", Accepts::Text),
        ],
        Output::Boolean,
    ),
    Signature::new(
        Function::Test,
        "test",
        &[
            required("text", Accepts::Text),
            required("pattern", Accepts::Text),
        ],
        Output::Boolean,
    ),
    Signature::new(
        Function::Match,
        "match",
        &[
            required("text", Accepts::Text),
            required("pattern", Accepts::Text),
        ],
        Output::Texts,
    ),
    Signature::new(
        Function::Replace,
        "replace",
        &[
            required("text", Accepts::Text),
            required("pattern", Accepts::Text),
            required("replacement", Accepts::Text),
        ],
        Output::Text,
    ),
    Signature::new(
        Function::ReplaceAll,
        "replaceAll",
        &[
            required("text", Accepts::Text),
            required("pattern", Accepts::Text),
            required("replacement", Accepts::Text),
        ],
        Output::Text,
    ),
    Signature::new(
        Function::Lower,
        "lower",
        &[required("text", Accepts::Text)],
        Output::Text,
    ),
    Signature::new(
        Function::Upper,
        "upper",
        &[required("text", Accepts::Text)],
        Output::Text,
    ),
    Signature::new(
        Function::Trim,
        "trim",
        &[required("text", Accepts::Text)],
        Output::Text,
    ),
    Signature::new(
        Function::Repeat,
        "repeat",
        &[
            required("text", Accepts::Text),
            required("times", Accepts::Number),
        ],
        Output::Text,
    ),
    Signature::new(
        Function::PadStart,
        "padStart",
        &[
            required("text", Accepts::Text),
            required("length", Accepts::Number),
            optional("padding", Accepts::Text),
        ],
        Output::Text,
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
    ),
    Signature::new(
        Function::Link,
        "link",
        &[
            required("label", Accepts::Text),
            required("url", Accepts::Text),
        ],
        Output::Text,
    ),
    Signature::new(
        Function::Style,
        "style",
        &[
            required("text", Accepts::Text),
            required("style", Accepts::Text),
        ],
        Output::Text,
    )
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
    .repeating(1),
    Signature::new(
        Function::Split,
        "split",
        &[
            required("text", Accepts::Text),
            optional("separator", Accepts::Text),
        ],
        Output::Texts,
    ),
    Signature::new(
        Function::Join,
        "join",
        &[
            required("list", Accepts::List),
            required("separator", Accepts::Text),
        ],
        Output::Text,
    ),
];
