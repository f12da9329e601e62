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
    )
    .means(
        "The item at a place, counted from zero; empty where there is none.",
        &[(r#"at(["a", "b", "c"], 1)"#, r#""b""#)],
    )
    .gap("That a negative place counts from the end is a choice."),
    Signature::new(
        Function::First,
        "first",
        &[required("list", Accepts::List)],
        Output::Item,
    )
    .means("The first item.", &[(r#"first(["a", "b"])"#, r#""a""#)]),
    Signature::new(
        Function::Last,
        "last",
        &[required("list", Accepts::List)],
        Output::Item,
    )
    .means("The last item.", &[(r#"last(["a", "b"])"#, r#""b""#)]),
    Signature::new(
        Function::Slice,
        "slice",
        &[
            required("list", Accepts::List),
            required("start", Accepts::Number),
            optional("end", Accepts::Number),
        ],
        Output::SameList,
    )
    .means(
        "The items from one place up to another, or to the end.",
        &[
            (r#"slice(["a", "b", "c"], 1)"#, r#"["b", "c"]"#),
            (r#"["a", "b", "c"].slice(0, 2)"#, r#"["a", "b"]"#),
        ],
    )
    .gap("That negative places count from the end is a choice."),
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
    .means(
        "The list with so many items from a place on taken out, and others put in there.",
        &[
            (r#"splice(["a", "b", "c"], 1, 1)"#, r#"["a", "c"]"#),
            (r#"splice(["a", "c"], 1, 0, "b")"#, r#"["a", "b", "c"]"#),
        ],
    )
    .gap("As `slice`.")
    .repeating(1),
    Signature::new(
        Function::Concat,
        "concat",
        &[required("list", Accepts::List)],
        Output::Joined,
    )
    .means(
        "One list of the items of all.",
        &[("concat([1, 2], [3])", "[1, 2, 3]")],
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
    )
    .means(
        "The items in ascending order, or in that of what the expression gives for each. Empty \
             ones are left out.",
        &[
            ("sort([3, 1, 2])", "[1, 2, 3]"),
            ("[1, 2, 3].sort(-current)", "[3, 2, 1]"),
        ],
    )
    .gap("How Notion orders texts of different case, and items of different types, is not known."),
    Signature::new(
        Function::Reverse,
        "reverse",
        &[required("list", Accepts::List)],
        Output::SameList,
    )
    .means(
        "The items from the last to the first.",
        &[("reverse([1, 2, 3])", "[3, 2, 1]")],
    ),
    Signature::new(
        Function::Unique,
        "unique",
        &[required("list", Accepts::List)],
        Output::SameList,
    )
    .means(
        "The items without those that were there before.",
        &[("unique([1, 1, 2])", "[1, 2]")],
    ),
    Signature::new(
        Function::Includes,
        "includes",
        &[
            required("list", Accepts::List),
            required("value", Accepts::Any),
        ],
        Output::Boolean,
    )
    .means(
        "Whether the list has that item.",
        &[(r#"includes(["a", "b"], "b")"#, "true")],
    ),
    Signature::new(
        Function::Find,
        "find",
        &[
            required("list", Accepts::List),
            required("condition", Accepts::Each),
        ],
        Output::Item,
    )
    .means(
        "The first item for which the condition holds; empty if there is none.",
        &[("find([1, 2, 3], current > 1)", "2")],
    ),
    Signature::new(
        Function::FindIndex,
        "findIndex",
        &[
            required("list", Accepts::List),
            required("condition", Accepts::Each),
        ],
        Output::Number,
    )
    .means(
        "The place of the first item for which the condition holds; -1 if there is none.",
        &[("findIndex([1, 2, 3], current > 1)", "1")],
    ),
    Signature::new(
        Function::Filter,
        "filter",
        &[
            required("list", Accepts::List),
            required("condition", Accepts::Each),
        ],
        Output::SameList,
    )
    .means(
        "The items for which the condition holds.",
        &[("filter([1, 2, 3], current > 1)", "[2, 3]")],
    ),
    Signature::new(
        Function::Some,
        "some",
        &[
            required("list", Accepts::List),
            required("condition", Accepts::Each),
        ],
        Output::Boolean,
    )
    .means(
        "Whether the condition holds for one of the items.",
        &[("some([1, 2, 3], current > 2)", "true")],
    ),
    Signature::new(
        Function::Every,
        "every",
        &[
            required("list", Accepts::List),
            required("condition", Accepts::Each),
        ],
        Output::Boolean,
    )
    .means(
        "Whether the condition holds for all items.",
        &[("every([1, 2, 3], current > 2)", "false")],
    ),
    Signature::new(
        Function::Map,
        "map",
        &[
            required("list", Accepts::List),
            required("expression", Accepts::Each),
        ],
        Output::Mapped,
    )
    .means(
        "What the expression gives for each item. Where it fails for one, that one is empty.",
        &[
            ("map([1, 2, 3], current * 10)", "[10, 20, 30]"),
            (r#"["a", "b"].map(current + index)"#, r#"["a0", "b1"]"#),
        ],
    ),
    Signature::new(
        Function::Flat,
        "flat",
        &[required("list", Accepts::List)],
        Output::Flattened,
    )
    .means(
        "The list with the items of lists in it in their places; one level.",
        &[("flat([[1, 2], [3]])", "[1, 2, 3]")],
    ),
    Signature::new(
        Function::Count,
        "count",
        &[
            required("list", Accepts::List),
            optional("condition", Accepts::Each),
        ],
        Output::Number,
    )
    .means(
        "How many items there are, or for how many the condition holds.",
        &[("count([1, 2, 3], current > 1)", "2")],
    )
    .gap("Notion's documentation does not name it; its form is a choice."),
];
