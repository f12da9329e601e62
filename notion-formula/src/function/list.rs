//! Functions on lists.

use super::{Accepts, Function, Output, Signature, optional, required};

pub(super) static TABLE: [Signature; 18] = [
    Signature::new(
        Function::At,
        "at",
        &[
            required("list", Accepts::List),
            required("index", Accepts::Number),
        ],
        Output::Item,
    ),
    Signature::new(
        Function::First,
        "first",
        &[required("list", Accepts::List)],
        Output::Item,
    ),
    Signature::new(
        Function::Last,
        "last",
        &[required("list", Accepts::List)],
        Output::Item,
    ),
    Signature::new(
        Function::Slice,
        "slice",
        &[
            required("list", Accepts::List),
            required("start", Accepts::Number),
            optional("end", Accepts::Number),
        ],
        Output::SameList,
    ),
    Signature::new(
        Function::Splice,
        "splice",
        &[
            required("list", Accepts::List),
            required("start", Accepts::Number),
            required("count", Accepts::Number),
            optional("item", Accepts::Any),
        ],
        Output::Joined,
    )
    .repeating(1),
    Signature::new(
        Function::Concat,
        "concat",
        &[required("list", Accepts::List)],
        Output::Joined,
    )
    .repeating(1),
    Signature::new(
        Function::Sort,
        "sort",
        &[
            required("list", Accepts::List),
            optional("key", Accepts::Each),
        ],
        Output::SameList,
    ),
    Signature::new(
        Function::Reverse,
        "reverse",
        &[required("list", Accepts::List)],
        Output::SameList,
    ),
    Signature::new(
        Function::Unique,
        "unique",
        &[required("list", Accepts::List)],
        Output::SameList,
    ),
    Signature::new(
        Function::Includes,
        "includes",
        &[
            required("list", Accepts::List),
            required("value", Accepts::Any),
        ],
        Output::Boolean,
    ),
    Signature::new(
        Function::Find,
        "find",
        &[
            required("list", Accepts::List),
            required("condition", Accepts::Each),
        ],
        Output::Item,
    ),
    Signature::new(
        Function::FindIndex,
        "findIndex",
        &[
            required("list", Accepts::List),
            required("condition", Accepts::Each),
        ],
        Output::Number,
    ),
    Signature::new(
        Function::Filter,
        "filter",
        &[
            required("list", Accepts::List),
            required("condition", Accepts::Each),
        ],
        Output::SameList,
    ),
    Signature::new(
        Function::Some,
        "some",
        &[
            required("list", Accepts::List),
            required("condition", Accepts::Each),
        ],
        Output::Boolean,
    ),
    Signature::new(
        Function::Every,
        "every",
        &[
            required("list", Accepts::List),
            required("condition", Accepts::Each),
        ],
        Output::Boolean,
    ),
    Signature::new(
        Function::Map,
        "map",
        &[
            required("list", Accepts::List),
            required("expression", Accepts::Each),
        ],
        Output::Mapped,
    ),
    Signature::new(
        Function::Flat,
        "flat",
        &[required("list", Accepts::List)],
        Output::Flattened,
    ),
    Signature::new(
        Function::Count,
        "count",
        &[
            required("list", Accepts::List),
            optional("condition", Accepts::Each),
        ],
        Output::Number,
    ),
];
