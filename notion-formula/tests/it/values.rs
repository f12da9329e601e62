//! The tables of expressions and their values, in `values/`.

use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;
use notion_formula::{Answer, ErrorKind, Formula, Type, Value};

use crate::support::world::World;

/// A line of a table.
struct Line {
    place: String,
    zone: TimeZone,
    expression: String,
    expected: String,
    source: String,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/values")
}

fn read(file: &str) -> Vec<Line> {
    let text = std::fs::read_to_string(folder().join(file)).unwrap();
    let mut zone = TimeZone::UTC;
    let mut lines = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let place = format!("{file}:{}", number + 1);
        if let Some(name) = line.strip_prefix("@zone ") {
            zone = TimeZone::posix(name).unwrap();
            continue;
        }
        if line.is_empty() || line.starts_with("# ") {
            continue;
        }
        let (rest, source) = line
            .rsplit_once(" ## ")
            .unwrap_or_else(|| panic!("{place}: no source"));
        let (expression, expected) = rest
            .rsplit_once(" => ")
            .unwrap_or_else(|| panic!("{place}: no value"));
        lines.push(Line {
            place,
            zone: zone.clone(),
            expression: expression.to_owned(),
            expected: expected.to_owned(),
            source: source.to_owned(),
        });
    }
    lines
}

const TABLES: [&str; 7] = [
    "general.txt",
    "operators.txt",
    "number.txt",
    "text.txt",
    "list.txt",
    "date.txt",
    "limits.txt",
];

/// What goes wrong with a line, if anything does.
fn mistake(
    line: &Line,
    world: &mut World,
    result: impl Fn(&Formula, &Type, &World) -> String,
) -> Option<String> {
    world.zone = line.zone.clone();
    let formula = match Formula::parse(&line.expression) {
        Ok(formula) => formula,
        Err(error) => return Some(error.report(&line.expression)),
    };
    let printed = formula.to_string();
    if Formula::parse(&printed).ok().as_ref() != Some(&formula) {
        return Some(format!("it prints as {printed}"));
    }
    let expected = match formula.check(world) {
        Ok(expected) => expected,
        Err(error) => return Some(error.report(&line.expression)),
    };
    let found = result(&formula, &expected, world);
    if found != line.expected {
        return Some(format!("expected {}, found {found}", line.expected));
    }
    // The other spelling means the same.
    let normal = result(&formula.normal(), &expected, world);
    (normal != found).then(|| format!("{} gives {normal}", formula.normal()))
}

fn run(files: &[&str], result: impl Fn(&Formula, &Type, &World) -> String) {
    let mut world = World::new();
    let mut mistakes = Vec::new();
    for line in files.iter().flat_map(|file| read(file)) {
        if let Some(mistake) = mistake(&line, &mut world, &result) {
            mistakes.push(format!(
                "{}: {}\n  {mistake}\n",
                line.place, line.expression
            ));
        }
    }
    assert!(mistakes.is_empty(), "\n{}", mistakes.join("\n"));
}

#[test]
fn values() {
    run(&TABLES, |formula, expected, world| {
        match formula.evaluate(world, &0) {
            Ok(value) => {
                assert!(
                    is_of(&value, expected),
                    "the checker says {expected} of {formula}, which gives {value}"
                );
                value.to_string()
            }
            Err(error) if error.kind() == ErrorKind::Limit => "limit".to_owned(),
            Err(error) if error.is_failure() => "failure".to_owned(),
            Err(error) => error.to_string(),
        }
    });
}

/// Whether a value is of the type that the checker promised.
fn is_of(value: &Value<usize>, expected: &Type) -> bool {
    expected
        .members()
        .iter()
        .any(|member| match (value, member) {
            (Value::Empty, _) | (_, Type::Any) => true,
            (Value::List(items), Type::List(inner)) => items.iter().all(|item| is_of(item, inner)),
            (Value::Number(_), Type::Number)
            | (Value::Boolean(_), Type::Boolean)
            | (Value::Text(_), Type::Text)
            | (Value::Date(_), Type::Date)
            | (Value::Person(_), Type::Person)
            | (Value::Page(_), Type::Page(_)) => true,
            _ => false,
        })
}

#[test]
fn answers() {
    run(&["answers.txt"], |formula, expected, world| {
        let or_null = |text: Option<String>| text.unwrap_or_else(|| "null".to_owned());
        match formula.answer(world, &0, expected) {
            Answer::Text(text) => {
                format!("string {}", or_null(text.map(|text| format!("{text:?}"))))
            }
            Answer::Number(number) => format!(
                "number {}",
                or_null(number.map(|number| number.to_string()))
            ),
            Answer::Boolean(value) => {
                format!("boolean {}", or_null(value.map(|value| value.to_string())))
            }
            Answer::Date(date) => format!("date {}", or_null(date.map(|date| date.to_string()))),
            Answer::Unsupported => "unsupported".to_owned(),
        }
    });
}

#[test]
fn every_line_names_a_known_source() {
    let mut count = 0;
    for line in TABLES
        .iter()
        .chain(&["answers.txt"])
        .flat_map(|file| read(file))
    {
        let mark = line.source.split(' ').next().unwrap();
        assert!(
            ["R", "B", "P", "H", "F", "O", "M", "C"].contains(&mark),
            "{}: {}",
            line.place,
            line.source
        );
        count += 1;
    }
    assert!(count >= 400, "{count} expressions");
}
