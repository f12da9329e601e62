//! Functions on numbers.

use super::{Accepts, Function, Output, Signature, optional, required};

pub(super) static TABLE: [Signature; 26] = [
    Signature::new(
        Function::FormatNumber,
        "formatNumber",
        &[
            required("number", Accepts::Number),
            optional("format", Accepts::Text),
            optional("places", Accepts::Number),
        ],
        Output::Text,
    ),
    Signature::new(
        Function::Add,
        "add",
        &[required("a", Accepts::Any), required("b", Accepts::Any)],
        Output::Sum,
    ),
    Signature::new(
        Function::Subtract,
        "subtract",
        &[
            required("a", Accepts::Number),
            required("b", Accepts::Number),
        ],
        Output::Number,
    ),
    Signature::new(
        Function::Multiply,
        "multiply",
        &[
            required("a", Accepts::Number),
            required("b", Accepts::Number),
        ],
        Output::Number,
    ),
    Signature::new(
        Function::Mod,
        "mod",
        &[
            required("a", Accepts::Number),
            required("b", Accepts::Number),
        ],
        Output::Number,
    ),
    Signature::new(
        Function::Pow,
        "pow",
        &[
            required("base", Accepts::Number),
            required("exponent", Accepts::Number),
        ],
        Output::Number,
    ),
    Signature::new(
        Function::Divide,
        "divide",
        &[
            required("a", Accepts::Number),
            required("b", Accepts::Number),
        ],
        Output::Number,
    ),
    Signature::new(
        Function::Min,
        "min",
        &[required("numbers", Accepts::Numbers)],
        Output::Number,
    )
    .repeating(1),
    Signature::new(
        Function::Max,
        "max",
        &[required("numbers", Accepts::Numbers)],
        Output::Number,
    )
    .repeating(1),
    Signature::new(
        Function::Sum,
        "sum",
        &[required("numbers", Accepts::Numbers)],
        Output::Number,
    )
    .repeating(1),
    Signature::new(
        Function::Median,
        "median",
        &[required("numbers", Accepts::Numbers)],
        Output::Number,
    )
    .repeating(1),
    Signature::new(
        Function::Mean,
        "mean",
        &[required("numbers", Accepts::Numbers)],
        Output::Number,
    )
    .repeating(1),
    Signature::new(
        Function::Abs,
        "abs",
        &[required("number", Accepts::Number)],
        Output::Number,
    ),
    Signature::new(
        Function::Round,
        "round",
        &[
            required("number", Accepts::Number),
            optional("places", Accepts::Number),
        ],
        Output::Number,
    ),
    Signature::new(
        Function::Ceil,
        "ceil",
        &[required("number", Accepts::Number)],
        Output::Number,
    ),
    Signature::new(
        Function::Floor,
        "floor",
        &[required("number", Accepts::Number)],
        Output::Number,
    ),
    Signature::new(
        Function::Sqrt,
        "sqrt",
        &[required("number", Accepts::Number)],
        Output::Number,
    ),
    Signature::new(
        Function::Cbrt,
        "cbrt",
        &[required("number", Accepts::Number)],
        Output::Number,
    ),
    Signature::new(
        Function::Exp,
        "exp",
        &[required("number", Accepts::Number)],
        Output::Number,
    ),
    Signature::new(
        Function::Ln,
        "ln",
        &[required("number", Accepts::Number)],
        Output::Number,
    ),
    Signature::new(
        Function::Log10,
        "log10",
        &[required("number", Accepts::Number)],
        Output::Number,
    ),
    Signature::new(
        Function::Log2,
        "log2",
        &[required("number", Accepts::Number)],
        Output::Number,
    ),
    Signature::new(
        Function::Sign,
        "sign",
        &[required("number", Accepts::Number)],
        Output::Number,
    ),
    Signature::new(Function::Pi, "pi", &[], Output::Number),
    Signature::new(Function::E, "e", &[], Output::Number),
    Signature::new(
        Function::ToNumber,
        "toNumber",
        &[required("value", Accepts::Any)],
        Output::Number,
    ),
];
