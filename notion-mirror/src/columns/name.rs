//! Names of tables and columns, made of titles and names of properties.

use std::collections::HashSet;

/// Bytes of an identifier in PostgreSQL. SQLite has no limit; a mirror has the same names in both.
pub(crate) const MAX_BYTES: usize = 63;

/// Bytes of a name that is made of a property's name. The rest is for suffixes: `__was_multi_select`, `_is_date`, `_2`.
const MAX_BASE_BYTES: usize = 40;

/// Keywords that PostgreSQL or SQLite do not take as a name without quotes, and `id`, which is the primary key. They get an
/// underscore, so that people can write the name without quotes.
const RESERVED: &[&str] = &[
    "add",
    "all",
    "alter",
    "analyse",
    "analyze",
    "and",
    "any",
    "array",
    "as",
    "asc",
    "asymmetric",
    "authorization",
    "autoincrement",
    "between",
    "binary",
    "both",
    "case",
    "cast",
    "check",
    "collate",
    "collation",
    "column",
    "commit",
    "concurrently",
    "constraint",
    "create",
    "cross",
    "current_catalog",
    "current_date",
    "current_role",
    "current_schema",
    "current_time",
    "current_timestamp",
    "current_user",
    "default",
    "deferrable",
    "delete",
    "desc",
    "distinct",
    "do",
    "drop",
    "else",
    "end",
    "escape",
    "except",
    "exists",
    "false",
    "fetch",
    "for",
    "foreign",
    "freeze",
    "from",
    "full",
    "grant",
    "group",
    "having",
    "id",
    "ilike",
    "in",
    "index",
    "indexed",
    "initially",
    "inner",
    "insert",
    "intersect",
    "into",
    "is",
    "isnull",
    "join",
    "lateral",
    "leading",
    "left",
    "like",
    "limit",
    "localtime",
    "localtimestamp",
    "match",
    "natural",
    "not",
    "notnull",
    "null",
    "offset",
    "on",
    "only",
    "or",
    "order",
    "outer",
    "overlaps",
    "placing",
    "primary",
    "references",
    "returning",
    "right",
    "rowid",
    "select",
    "session_user",
    "set",
    "similar",
    "some",
    "symmetric",
    "system_user",
    "table",
    "tablesample",
    "then",
    "to",
    "trailing",
    "transaction",
    "true",
    "union",
    "unique",
    "update",
    "user",
    "using",
    "values",
    "variadic",
    "verbose",
    "when",
    "where",
    "window",
    "with",
];

/// A name in snake case: letters and digits of any script in lower case, everything else an underscore. It never begins with
/// an underscore, which is where the mirror's own columns are, nor with a digit.
pub(crate) fn snake(name: &str, fallback: &str) -> String {
    let mut snake = String::new();
    let mut after_lower = false;
    for letter in name.chars() {
        if !letter.is_alphanumeric() {
            after_lower = false;
            if !snake.is_empty() && !snake.ends_with('_') {
                snake.push('_');
            }
            continue;
        }
        if letter.is_uppercase() && after_lower {
            snake.push('_');
        }
        after_lower = letter.is_lowercase() || letter.is_numeric();
        snake.extend(
            letter
                .to_lowercase()
                .filter(|lower| lower.is_alphanumeric()),
        );
    }
    let mut snake = cut(&snake, MAX_BASE_BYTES).trim_end_matches('_').to_owned();
    if snake.is_empty() {
        fallback.clone_into(&mut snake);
    }
    if snake.starts_with(|first: char| first.is_numeric())
        || snake.starts_with("sqlite_")
        || snake.starts_with("pg_")
    {
        snake.insert_str(0, "n_");
    }
    if RESERVED.binary_search(&snake.as_str()).is_ok() {
        snake.push('_');
    }
    snake
}

/// The first of `name`, `name_2`, `name_3` … of which, with every suffix, nothing is taken.
pub(crate) fn unique(name: &str, suffixes: &[&str], taken: &HashSet<String>) -> String {
    let is_free = |name: &str| {
        let mut parts = suffixes.iter().map(|suffix| format!("{name}{suffix}"));
        parts.all(|part| !taken.contains(&part))
    };
    if is_free(name) {
        return name.to_owned();
    }
    let numbered = (2_u64..).map(|number| {
        let suffix = format!("_{number}");
        cut(name, MAX_BYTES - suffix.len()).to_owned() + &suffix
    });
    let mut numbered = numbered.filter(|name| is_free(name));
    numbered.next().unwrap_or_else(|| name.to_owned())
}

/// The beginning of a string, at most this many bytes, with whole characters.
pub(crate) fn cut(text: &str, bytes: usize) -> &str {
    let mut end = text.len().min(bytes);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// An identifier in quotes, as both SQLite and PostgreSQL read it. No name of a mirror has a NUL, which neither could.
pub(crate) fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_snake_case() {
        for (name, expected) in [
            ("Due date", "due_date"),
            ("  Due -- date!  ", "due_date"),
            ("dueDate", "due_date"),
            ("URL", "url"),
            ("Größe", "größe"),
            ("価格", "価格"),
            ("🚀", "property"),
            ("", "property"),
            ("_raw", "raw"),
            ("1st", "n_1st"),
            ("Order", "order_"),
            ("select", "select_"),
            ("ID", "id_"),
            ("sqlite_master", "n_sqlite_master"),
            ("a\"b;drop", "a_b_drop"),
        ] {
            assert_eq!(snake(name, "property"), expected, "{name}");
        }
    }

    #[test]
    fn long_names_are_cut_between_characters() {
        assert_eq!(snake(&"x".repeat(200), "p").len(), MAX_BASE_BYTES);
        let wide = snake(&"é".repeat(200), "p");
        assert_eq!(wide, "é".repeat(MAX_BASE_BYTES / 2));
    }

    #[test]
    fn a_taken_name_or_suffix_is_passed_over() {
        let taken = ["due", "due_2_end"].map(str::to_owned).into();
        assert_eq!(unique("due", &["", "_end"], &taken), "due_3");
        assert_eq!(unique("done", &["", "_end"], &taken), "done");
        let long = "x".repeat(MAX_BYTES);
        let taken = [long.clone()].into();
        assert_eq!(unique(&long, &[""], &taken).len(), MAX_BYTES);
    }

    #[test]
    fn keywords_are_sorted_and_quotes_doubled() {
        assert!(RESERVED.is_sorted());
        assert_eq!(quote("a\"b"), "\"a\"\"b\"");
    }
}
