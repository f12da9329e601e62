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
    .repeating(2),
    Signature::new(
        Function::And,
        "and",
        &[required("condition", Accepts::Any)],
        Output::Boolean,
    )
    .repeating(1),
    Signature::new(
        Function::Or,
        "or",
        &[required("condition", Accepts::Any)],
        Output::Boolean,
    )
    .repeating(1),
    Signature::new(
        Function::Not,
        "not",
        &[required("condition", Accepts::Any)],
        Output::Boolean,
    ),
    Signature::new(
        Function::Empty,
        "empty",
        &[optional("value", Accepts::Any)],
        Output::Boolean,
    ),
    Signature::new(
        Function::Length,
        "length",
        &[required("value", Accepts::TextOrList)],
        Output::Number,
    ),
    Signature::new(
        Function::Format,
        "format",
        &[required("value", Accepts::Any)],
        Output::Text,
    ),
    Signature::new(
        Function::Equal,
        "equal",
        &[required("a", Accepts::Any), required("b", Accepts::Any)],
        Output::Boolean,
    ),
    Signature::new(
        Function::Unequal,
        "unequal",
        &[required("a", Accepts::Any), required("b", Accepts::Any)],
        Output::Boolean,
    ),
    Signature::new(
        Function::Id,
        "id",
        &[optional("page", Accepts::Page)],
        Output::Text,
    ),
    Signature::new(
        Function::Name,
        "name",
        &[required("person", Accepts::Person)],
        Output::Text,
    ),
    Signature::new(
        Function::Email,
        "email",
        &[required("person", Accepts::Person)],
        Output::Text,
    ),
];
