//! How long formulas take: to read, to check, and to compute for a row. Ratios hold on other machines too, times do not.
//!
//! `cargo run --release -p notion-formula --example speed`

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a program that prints what it measures"
)]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

use notion_formula::{Budget, Expr, Formula, Host, Reference, Result, Type, Value};

/// A row as a server holds it: values in the order of its columns.
struct Table {
    columns: Vec<&'static str>,
    rows: Vec<Vec<Value<usize>>>,
}

impl Host for Table {
    type Page = usize;

    fn property(&self, page: &usize, property: &Reference, _: &mut Budget) -> Result<Value<usize>> {
        let Reference::Name(name) = property else {
            return Ok(Value::Empty);
        };
        let column = self.columns.iter().position(|known| known == name);
        let value = column.and_then(|column| self.rows.get(*page)?.get(column));
        Ok(value.cloned().unwrap_or_default())
    }
}

const FORMULAS: [(&str, &str); 6] = [
    (
        "arithmetic",
        r#"round((prop("Estimate") * 8 + prop("Spent")) / 60, 2)"#,
    ),
    (
        "condition",
        r#"if(prop("Status") == "Done", "✅", if(empty(prop("Spent")), "", "🕘"))"#,
    ),
    (
        "text",
        r#"prop("Name").upper() + " (" + prop("Estimate") + ")""#,
    ),
    (
        "dates",
        r#"dateBetween(dateAdd(now(), prop("Estimate"), "days"), now(), "hours")"#,
    ),
    (
        "list of 10",
        r#"[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(current * prop("Estimate")).sum()"#,
    ),
    ("expression", r#"replaceAll(prop("Name"), "[0-9]+", "-")"#),
];

const ROWS: usize = 1000;

fn main() -> Result<()> {
    let table = Table {
        columns: vec!["Name", "Status", "Estimate", "Spent"],
        rows: (0..ROWS)
            .map(|row| {
                let status = if row % 2 == 0 { "Done" } else { "Backlog" };
                vec![
                    Value::text(format!("Task {row}")),
                    Value::text(status),
                    Value::Number(row as f64 / 4.0),
                    Value::Number(row as f64),
                ]
            })
            .collect(),
    };
    let types = BTreeMap::from([
        ("Name", Type::Text),
        ("Status", Type::Text),
        ("Estimate", Type::Number),
        ("Spent", Type::Number),
    ]);
    println!(
        "{:<12}{:>6}{:>11}{:>11}{:>11}{:>11}{:>14}",
        "", "nodes", "read", "check", "a row", "a node", "read : row"
    );
    for (name, text) in FORMULAS {
        let formula = Formula::parse(text)?;
        let nodes = count(formula.root());
        let read = time(|| drop(black_box(Formula::parse(black_box(text)))));
        let check = time(|| drop(black_box(formula.check(&types))));
        let mut budget = Budget::default();
        let mut row = 0;
        let compute = time(|| {
            budget.refill();
            row = (row + 1) % ROWS;
            drop(black_box(formula.evaluate_within(
                &table,
                &row,
                &mut budget,
            )));
        });
        println!(
            "{name:<12}{nodes:>6}{:>11}{:>11}{:>11}{:>11}{:>14.1}",
            show(read),
            show(check),
            show(compute),
            show(compute / u32::try_from(nodes).unwrap()),
            read.as_secs_f64() / compute.as_secs_f64(),
        );
    }
    Ok(())
}

fn count(expr: &Expr) -> usize {
    1 + expr.children().map(count).sum::<usize>()
}

fn show(time: Duration) -> String {
    format!("{} ns", time.as_nanos())
}

/// The best of several rounds, each of many calls.
fn time(mut call: impl FnMut()) -> Duration {
    const CALLS: u32 = 2000;
    let round = |call: &mut dyn FnMut()| {
        let start = Instant::now();
        (0..CALLS).for_each(|_| call());
        start.elapsed() / CALLS
    };
    (0..20).map(|_| round(&mut call)).min().unwrap_or_default()
}
