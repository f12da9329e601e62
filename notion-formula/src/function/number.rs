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
    )
    .means(
        "The number as text in a format: `\"commas\"` (what is meant without one), \
             `\"percent\"`, `\"humanize\"`, `\"bytes_binary\"`, `\"bytes_decimal\"`, or a \
             currency by its code; with 0 to 12 places, or as many as it has.",
        &[
            ("formatNumber(1234567.891)", r#""1,234,567.891""#),
            (r#"formatNumber(0.856, "percent")"#, r#""85.6%""#),
            (r#"formatNumber(1234.5, "usd", 2)"#, r#""$1,234.50""#),
        ],
    )
    .gap(
        "How `\"humanize\"` and the two of bytes round without places, and the symbols of \
             rarer currencies, are known in part. `\"number\"`, `\"compact\"`, `\"bytes\"` and \
             currencies by their names are taken as well.",
    ),
    Signature::new(
        Function::Add,
        "add",
        &[required("a", Accepts::Any), required("b", Accepts::Any)],
        Output::Sum,
    )
    .means(
        "The sum of two numbers, or two texts joined: the function form of `+`.",
        &[("add(5, 10)", "15"), (r#"add("a", 1)"#, r#""a1""#)],
    ),
    Signature::new(
        Function::Subtract,
        "subtract",
        &[
            required("a", Accepts::Number),
            required("b", Accepts::Number),
        ],
        Output::Number,
    )
    .means(
        "The first number less the second: `-`.",
        &[("subtract(5, 10)", "-5")],
    ),
    Signature::new(
        Function::Multiply,
        "multiply",
        &[
            required("a", Accepts::Number),
            required("b", Accepts::Number),
        ],
        Output::Number,
    )
    .means(
        "The product of two numbers: `*`.",
        &[("multiply(5, 10)", "50")],
    ),
    Signature::new(
        Function::Mod,
        "mod",
        &[
            required("a", Accepts::Number),
            required("b", Accepts::Number),
        ],
        Output::Number,
    )
    .means(
        "What is left after dividing, with the sign of the first number: `%`.",
        &[("mod(19, 12)", "7"), ("mod(-19, 12)", "-7")],
    ),
    Signature::new(
        Function::Pow,
        "pow",
        &[
            required("base", Accepts::Number),
            required("exponent", Accepts::Number),
        ],
        Output::Number,
    )
    .means(
        "The first number to the power of the second: `^`.",
        &[("pow(5, 2)", "25")],
    ),
    Signature::new(
        Function::Divide,
        "divide",
        &[
            required("a", Accepts::Number),
            required("b", Accepts::Number),
        ],
        Output::Number,
    )
    .means(
        "The first number divided by the second: `/`. Empty if that is zero.",
        &[("divide(5, 10)", "0.5"), ("divide(1, 0)", "empty")],
    ),
    Signature::new(
        Function::Min,
        "min",
        &[required("numbers", Accepts::Numbers)],
        Output::Number,
    )
    .means(
        "The smallest of all numbers and of those in lists. Empty ones do not count.",
        &[("min(4, 1, 3)", "1"), ("min([4, 1], 3)", "1")],
    )
    .repeating(1),
    Signature::new(
        Function::Max,
        "max",
        &[required("numbers", Accepts::Numbers)],
        Output::Number,
    )
    .means(
        "The greatest of all numbers and of those in lists.",
        &[("max(4, 1, 3)", "4")],
    )
    .repeating(1),
    Signature::new(
        Function::Sum,
        "sum",
        &[required("numbers", Accepts::Numbers)],
        Output::Number,
    )
    .means(
        "The sum of all numbers and of those in lists; 0 of none.",
        &[("[1, 2, 3].sum()", "6")],
    )
    .repeating(1),
    Signature::new(
        Function::Median,
        "median",
        &[required("numbers", Accepts::Numbers)],
        Output::Number,
    )
    .means(
        "The number in the middle; of an even count the mean of the two there.",
        &[("median(1, 2, 4)", "2"), ("median(1, 2, 3, 4)", "2.5")],
    )
    .repeating(1),
    Signature::new(
        Function::Mean,
        "mean",
        &[required("numbers", Accepts::Numbers)],
        Output::Number,
    )
    .means(
        "The mean of all numbers and of those in lists.",
        &[("mean(1, 2, 6)", "3")],
    )
    .repeating(1),
    Signature::new(
        Function::Abs,
        "abs",
        &[required("number", Accepts::Number)],
        Output::Number,
    )
    .means("The number without its sign.", &[("abs(-10)", "10")]),
    Signature::new(
        Function::Round,
        "round",
        &[
            required("number", Accepts::Number),
            optional("places", Accepts::Number),
        ],
        Output::Number,
    )
    .means(
        "The nearest whole number, or the nearest number of so many places; a half goes up.",
        &[
            ("round(4.5)", "5"),
            ("round(-4.5)", "-4"),
            ("round(1.234, 2)", "1.23"),
        ],
    )
    .gap("That 1.005 rounds to 1.01, and that places may be negative, are choices."),
    Signature::new(
        Function::Ceil,
        "ceil",
        &[required("number", Accepts::Number)],
        Output::Number,
    )
    .means("The next whole number above.", &[("ceil(0.4)", "1")]),
    Signature::new(
        Function::Floor,
        "floor",
        &[required("number", Accepts::Number)],
        Output::Number,
    )
    .means("The next whole number below.", &[("floor(-0.6)", "-1")]),
    Signature::new(
        Function::Sqrt,
        "sqrt",
        &[required("number", Accepts::Number)],
        Output::Number,
    )
    .means(
        "The square root; empty of a negative number.",
        &[("sqrt(4)", "2")],
    ),
    Signature::new(
        Function::Cbrt,
        "cbrt",
        &[required("number", Accepts::Number)],
        Output::Number,
    )
    .means("The cube root.", &[("cbrt(-8)", "-2")]),
    Signature::new(
        Function::Exp,
        "exp",
        &[required("number", Accepts::Number)],
        Output::Number,
    )
    .means("e to the power of the number.", &[("exp(0)", "1")]),
    Signature::new(
        Function::Ln,
        "ln",
        &[required("number", Accepts::Number)],
        Output::Number,
    )
    .means(
        "The natural logarithm; empty of what is not positive.",
        &[("ln(e())", "1")],
    ),
    Signature::new(
        Function::Log10,
        "log10",
        &[required("number", Accepts::Number)],
        Output::Number,
    )
    .means("The logarithm to base 10.", &[("log10(1000)", "3")]),
    Signature::new(
        Function::Log2,
        "log2",
        &[required("number", Accepts::Number)],
        Output::Number,
    )
    .means("The logarithm to base 2.", &[("log2(1024)", "10")]),
    Signature::new(
        Function::Sign,
        "sign",
        &[required("number", Accepts::Number)],
        Output::Number,
    )
    .means(
        "1 of a positive number, -1 of a negative one, else 0.",
        &[("sign(-10)", "-1")],
    ),
    Signature::new(Function::Pi, "pi", &[], Output::Number).means(
        "The circle's circumference by its diameter.",
        &[("pi()", "3.141592653589793")],
    ),
    Signature::new(Function::E, "e", &[], Output::Number).means(
        "The base of the natural logarithm.",
        &[("e()", "2.718281828459045")],
    ),
    Signature::new(
        Function::ToNumber,
        "toNumber",
        &[required("value", Accepts::Any)],
        Output::Number,
    )
    .means(
        "The number that a text begins with, 1 and 0 for true and false, milliseconds since \
             1970 for a date. Empty where there is none.",
        &[(r#"toNumber("42 rabbits")"#, "42"), ("toNumber(true)", "1")],
    ),
];
