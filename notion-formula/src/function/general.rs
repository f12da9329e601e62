//! Functions for any value, for conditions, for pages and people.

use super::{Accepts, Function, Output, Signature, optional, required};

pub(super) static TABLE: [Signature; 13] = [
    Signature::new(
        Function::If,
        "if",
        &[
            required("condition", Accepts::Any),
            required("then", Accepts::Any),
            required("otherwise", Accepts::Any),
        ],
        Output::Branch,
    )
    .means(
        "The second value where the condition holds, else the third. What is empty, `0`, \
             `\"\"`, `[]` and `false` do not hold. Only the branch that is taken is computed.",
        &[(r#"if(1 < 2, "less", "more")"#, r#""less""#)],
    ),
    Signature::new(
        Function::Ifs,
        "ifs",
        &[
            required("condition", Accepts::Any),
            required("value", Accepts::Any),
        ],
        Output::Branch,
    )
    .means(
        "The value behind the first condition that holds. A last value without a condition \
             stands for all other cases; without one the result is empty.",
        &[
            (
                r#"ifs(3 > 5, "big", 3 > 2, "middle", "small")"#,
                r#""middle""#,
            ),
            ("ifs(false, 1)", "empty"),
        ],
    )
    .repeating(2),
    Signature::new(
        Function::And,
        "and",
        &[required("condition", Accepts::Any)],
        Output::Boolean,
    )
    .means(
        "Whether all conditions hold; up to the first one that does not.",
        &[("and(1 < 2, 2 < 3)", "true")],
    )
    .repeating(1),
    Signature::new(
        Function::Or,
        "or",
        &[required("condition", Accepts::Any)],
        Output::Boolean,
    )
    .means(
        "Whether one of the conditions holds; up to the first one that does.",
        &[("or(1 > 2, 2 < 3)", "true")],
    )
    .repeating(1),
    Signature::new(
        Function::Not,
        "not",
        &[required("condition", Accepts::Any)],
        Output::Boolean,
    )
    .means(
        "Whether the condition does not hold.",
        &[("not(1 > 2)", "true")],
    ),
    Signature::new(
        Function::Empty,
        "empty",
        &[optional("value", Accepts::Any)],
        Output::Boolean,
    )
    .means(
        "Whether the value is empty, `0`, `\"\"`, `[]` or `false`. Without an argument it is \
             nothing: the empty value itself.",
        &[
            (r#"empty("")"#, "true"),
            ("empty([0])", "false"),
            ("empty()", "empty"),
        ],
    ),
    Signature::new(
        Function::Length,
        "length",
        &[required("value", Accepts::TextOrList)],
        Output::Number,
    )
    .means(
        "How many characters a text has, or how many items a list; 0 for nothing.",
        &[(r#"length("Notion")"#, "6"), ("[1, 2, 3].length()", "3")],
    )
    .gap(
        "Characters are Unicode scalar values; whether Notion counts an emoji as one or as two \
             is not known.",
    ),
    Signature::new(
        Function::Format,
        "format",
        &[required("value", Accepts::Any)],
        Output::Text,
    )
    .means(
        "The value as text. An empty one is an empty text; lists have commas between their items.",
        &[
            ("format(1.50)", r#""1.5""#),
            (
                r#"format(parseDate("2024-01-31"))"#,
                r#""January 31, 2024""#,
            ),
        ],
    ),
    Signature::new(
        Function::Equal,
        "equal",
        &[required("a", Accepts::Any), required("b", Accepts::Any)],
        Output::Boolean,
    )
    .means(
        "Whether the two are the same: the function form of `==`. Values of different types are \
             not, nor is an empty number `0`.",
        &[(r#"equal("a", "A")"#, "false"), ("2.equal(2)", "true")],
    ),
    Signature::new(
        Function::Unequal,
        "unequal",
        &[required("a", Accepts::Any), required("b", Accepts::Any)],
        Output::Boolean,
    )
    .means(
        "Whether the two are not the same: the function form of `!=`.",
        &[("unequal(1, 2)", "true")],
    ),
    Signature::new(
        Function::Id,
        "id",
        &[optional("page", Accepts::Page)],
        Output::Text,
    )
    .means(
        "The id of a page without dashes; of the page that the formula belongs to without an \
             argument.",
        &[
            ("id()", r#""page0""#),
            (
                r#"prop("Tasks").map(current.id())"#,
                r#"["page1", "page2"]"#,
            ),
        ],
    )
    .gap("It is what the host gives for it."),
    Signature::new(
        Function::Name,
        "name",
        &[required("person", Accepts::Person)],
        Output::Text,
    )
    .means(
        "The name of a person.",
        &[(r#"prop("By").name()"#, r#""Ada""#)],
    ),
    Signature::new(
        Function::Email,
        "email",
        &[required("person", Accepts::Person)],
        Output::Text,
    )
    .means(
        "The e-mail address of a person; empty where it is not known.",
        &[(r#"prop("By").email()"#, r#""ada@example.com""#)],
    ),
];
