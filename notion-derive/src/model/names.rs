//! The names that Notion's API knows, to check words against while compiling. That they are the
//! ones of `notion-model` is tested.

/// Number formats.
pub(crate) const NUMBER_FORMATS: [&str; 39] = [
    "number",
    "number_with_commas",
    "percent",
    "dollar",
    "canadian_dollar",
    "australian_dollar",
    "euro",
    "pound",
    "yen",
    "ruble",
    "rupee",
    "won",
    "yuan",
    "real",
    "lira",
    "rupiah",
    "franc",
    "hong_kong_dollar",
    "new_zealand_dollar",
    "krona",
    "norwegian_krone",
    "mexican_peso",
    "rand",
    "new_taiwan_dollar",
    "danish_krone",
    "zloty",
    "baht",
    "forint",
    "koruna",
    "shekel",
    "chilean_peso",
    "philippine_peso",
    "dirham",
    "colombian_peso",
    "riyal",
    "ringgit",
    "leu",
    "argentine_peso",
    "uruguayan_peso",
];

/// Colours of options.
pub(crate) const COLORS: [&str; 10] = [
    "default", "gray", "brown", "orange", "yellow", "green", "blue", "purple", "pink", "red",
];

/// Colours of Notion's own icons.
pub(crate) const ICON_COLORS: [&str; 10] = [
    "gray",
    "lightgray",
    "brown",
    "yellow",
    "orange",
    "green",
    "blue",
    "purple",
    "pink",
    "red",
];

/// The groups of a status's options, as attributes write them and as Notion calls them.
pub(crate) const STATUS_GROUPS: [(&str, &str); 3] = [
    ("to_do", "To-do"),
    ("in_progress", "In progress"),
    ("complete", "Complete"),
];
