//! Every function and operator with the worst of arguments, in combinations. Debug builds panic where a number
//! overflows, so that to come to an end is to pass.

use jiff::Timestamp;
use jiff::tz::{TimeZone, offset};
use notion_formula::{Answer, Budget, Formula, Function, Host, Reference, Result, Type, Value};

/// Numbers at the ends of their range, dates at the ends of time, texts that look like something else.
const WORST: [&str; 22] = [
    "0",
    "-1",
    "0.5",
    "1e308",
    "-1e308",
    "9223372036854775808",
    "-377705023201000",
    "5e-324",
    "\"\"",
    "\"(\"",
    "\"🦊é\"",
    "\"days\"",
    "\"years\"",
    "\"[\\\\[ LLLL gggg GGGG DDDD w W z x X\"",
    "true",
    "now()",
    "parseDate(\"9999-12-31\")",
    "dateRange(parseDate(\"0000-01-01\"), parseDate(\"9999-12-31T23:59\"))",
    "empty()",
    "[]",
    "[[1, \"a\"], empty(), parseDate(\"0001-01-01\")]",
    "thisPage",
];

/// A world at one end of time, far from Greenwich.
struct End {
    now: Timestamp,
    hours: i8,
}

impl Host for End {
    type Page = ();

    fn property(&self, (): &(), _: &Reference, _: &mut Budget) -> Result<Value<()>> {
        Ok(Value::Empty)
    }

    fn now(&self) -> Timestamp {
        self.now
    }

    fn time_zone(&self) -> TimeZone {
        TimeZone::fixed(offset(self.hours))
    }
}

fn ends() -> [End; 2] {
    [
        End {
            now: Timestamp::MIN,
            hours: -25,
        },
        End {
            now: Timestamp::MAX,
            hours: 25,
        },
    ]
}

fn compute(text: &str, worlds: &[End]) {
    let formula = Formula::parse(text).unwrap_or_else(|error| panic!("{}", error.report(text)));
    let expected = formula.check(&()).unwrap_or(Type::Any);
    for world in worlds {
        let found = formula.evaluate_within(world, &(), &mut Budget::new(100_000));
        if let Ok(Value::Number(number)) = &found {
            assert!(number.is_finite(), "{text}");
        }
        let _ = Answer::of(&found, &expected, world);
    }
}

/// All rows of so many of the worst; every third of them in the third column, which is enough to wait for.
fn combinations(length: usize) -> Vec<String> {
    let mut rows = vec![String::new()];
    for column in 0..length {
        let separator = if column == 0 { "" } else { ", " };
        let step = if column == 2 { 3 } else { 1 };
        let worst = || WORST.iter().step_by(step);
        rows = rows
            .iter()
            .flat_map(|row| worst().map(move |worst| format!("{row}{separator}{worst}")))
            .collect();
    }
    rows
}

#[test]
fn functions() {
    let worlds = ends();
    let rows: Vec<Vec<String>> = (0..=3).map(combinations).collect();
    for signature in Function::signatures() {
        let most = signature.most().unwrap_or(3).min(3);
        for arguments in rows.iter().take(most + 1).skip(signature.least()).flatten() {
            compute(&format!("{}({arguments})", signature.name), &worlds);
        }
    }
}

#[test]
fn operators() {
    let worlds = ends();
    let operators = [
        "+", "-", "*", "/", "%", "^", "==", "!=", ">", ">=", "<", "<=", "and", "or",
    ];
    for left in WORST {
        for before in ["-", "+", "not "] {
            compute(&format!("{before}{left}"), &worlds);
        }
        for operator in operators {
            for right in WORST {
                compute(&format!("{left} {operator} {right}"), &worlds);
            }
        }
    }
}
