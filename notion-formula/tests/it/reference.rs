//! The reference of the language is written from the table of functions, and every example in it is computed.
//!
//! Set `WRITE_REFERENCE` to write `src/docs/functions.md` and the table of the README anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

use notion_formula::{Expr, ExprKind, Formula, Function, Signature};

use crate::support::world::World;

/// `let` and `lets` are no functions, but look like some: form, meaning, expression, value.
const BINDINGS: [[&str; 4]; 2] = [
    [
        "let(name, value, expression)",
        "What the expression gives, in which the name stands for the value.",
        "let(x, 5 + 3, x * 2)",
        "16",
    ],
    [
        "lets(name, value, …, expression)",
        "The same with several names; each value may use the names before it.",
        "lets(a, 2, b, a * 10, a + b)",
        "22",
    ],
];

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Holds a file against what it should be, or writes it where that is asked for.
fn is_written(name: &str, expected: &str) {
    if std::env::var_os("WRITE_REFERENCE").is_some() {
        std::fs::write(file(name), expected).unwrap();
    }
    let found = std::fs::read_to_string(file(name)).unwrap_or_default();
    assert!(
        found == expected,
        "{name} is not what the table of functions says; run this test with WRITE_REFERENCE=1"
    );
}

#[test]
fn every_example_has_its_value() {
    let world = World::new();
    let examples = Function::signatures().flat_map(|signature| signature.examples);
    let bindings = BINDINGS
        .iter()
        .map(|[.., example, value]| (*example, *value));
    for (example, value) in examples.copied().chain(bindings) {
        let formula =
            Formula::parse(example).unwrap_or_else(|error| panic!("{}", error.report(example)));
        formula.check(&world).unwrap();
        let found = formula.evaluate(&world, &0).unwrap();
        assert_eq!(found.to_string(), value, "{example}");
    }
}

#[test]
fn every_function_says_what_it_does_and_shows_it() {
    for signature in Function::signatures() {
        assert!(signature.meaning.ends_with('.'), "{signature}");
        assert!(!signature.examples.is_empty(), "{signature}");
        for (example, _) in signature.examples {
            let mut called = BTreeSet::new();
            calls(Formula::parse(example).unwrap().root(), &mut called);
            assert!(called.contains(&signature.function), "{example}");
        }
    }
}

#[test]
fn the_reference_is_the_table() {
    let mut text = String::from(
        "The functions, by category.\n\n\
         Every function may be called as a method of its first argument: `length(x)` is `x.length()`. Arguments with a `?` may\n\
         be left out, those before `…` repeated. An empty value is taken in every place; what comes of it is mostly empty too.\n\n\
         The examples are computed by the crate's tests, for a page whose property `By` is a person, `Trip` a range of dates,\n\
         `Tasks` a relation to two pages, on August 31, 2023 at 00:55 UTC.\n",
    );
    for (category, signatures) in Function::categories() {
        write!(text, "\n# {category}\n").unwrap();
        for signature in signatures {
            let Signature { name, meaning, .. } = signature;
            write!(
                text,
                "\n## {name}\n\n```text\n{signature}\n```\n\n{meaning}\n\n```text\n"
            )
            .unwrap();
            for (example, value) in signature.examples {
                writeln!(text, "{example} ⇒ {value}").unwrap();
            }
            text.push_str("```\n");
            if let Some(gap) = signature.gap {
                write!(text, "\n*Beside Notion*: {gap}\n").unwrap();
            }
        }
    }
    text.push_str("\n# Variables\n");
    for [form, meaning, example, value] in BINDINGS {
        let name = form.split('(').next().unwrap();
        write!(
            text,
            "\n## {name}\n\n```text\n{form}\n```\n\n{meaning}\n\n```text\n{example} ⇒ {value}\n```\n"
        )
        .unwrap();
    }
    is_written("src/docs/functions.md", &text);
}

#[test]
fn the_readme_has_every_function() {
    const BEGIN: &str = "<!-- the table of functions begins; a test writes it -->\n";
    const END: &str = "<!-- the table of functions ends -->\n";
    let readme = std::fs::read_to_string(file("README.md")).unwrap();
    let (before, rest) = readme.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    let sources = sources();
    let mut table = String::from("\n| function | known from | gap |\n|---|---|---|\n");
    for (category, signatures) in Function::categories() {
        writeln!(table, "| **{category}** | | |").unwrap();
        for signature in signatures {
            let known: Vec<&str> = sources[&signature.function]
                .iter()
                .map(String::as_str)
                .collect();
            let gap = signature.gap.unwrap_or_default();
            writeln!(table, "| `{signature}` | {} | {gap} |", known.join(" ")).unwrap();
        }
    }
    writeln!(table, "| **Variables** | | |").unwrap();
    for [form, ..] in BINDINGS {
        writeln!(table, "| `{form}` | H O | |").unwrap();
    }
    table.push('\n');
    is_written("README.md", &format!("{before}{BEGIN}{table}{END}{after}"));
}

/// By function the marks of the sources that the tables in `values/` name for it; `C` where there is no other.
fn sources() -> BTreeMap<Function, BTreeSet<String>> {
    let mut found: BTreeMap<Function, BTreeSet<String>> = BTreeMap::new();
    for table in std::fs::read_dir(file("tests/it/values")).unwrap() {
        let path = table.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "txt") {
            continue;
        }
        for line in std::fs::read_to_string(path).unwrap().lines() {
            let Some((rest, source)) = line.rsplit_once(" ## ") else {
                continue;
            };
            let (expression, _) = rest.rsplit_once(" => ").unwrap();
            let mut called = BTreeSet::new();
            calls(Formula::parse(expression).unwrap().root(), &mut called);
            let mark = source.split(' ').next().unwrap();
            for function in called {
                found.entry(function).or_default().insert(mark.to_owned());
            }
        }
    }
    for marks in found.values_mut().filter(|marks| marks.len() > 1) {
        marks.remove("C");
    }
    for function in Function::ALL {
        assert!(found.contains_key(function), "{function:?} is in no table");
    }
    found
}

fn calls(expr: &Expr, found: &mut BTreeSet<Function>) {
    if let ExprKind::Call { function, .. } = &expr.kind {
        found.insert(*function);
    }
    expr.children().for_each(|child| calls(child, found));
}
