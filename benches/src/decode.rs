//! Decoding an answer with 100 rows, against scanning the same bytes and against `Value`.

use std::hint::black_box;

use notion_session::model::DataSource;
use notion_session::row::read_rows;
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::data::Project;
use crate::measure::{Spread, Stopwatch};

/// How many times each is done in a round.
const TIMES: u32 = 20;
/// How many rounds there are.
const ROUNDS: usize = 41;

/// Prints the ratios.
pub(crate) fn run(answer: &[u8], source: &DataSource) {
    let rounds: Vec<[f64; 3]> = (0..ROUNDS).map(|_| round(answer, source)).collect();
    let micros = |which: usize| {
        let seconds = Spread::of(rounds.iter().map(|round| round[which])).median;
        seconds * 1e6 / f64::from(TIMES)
    };
    let ratio = |a: usize, b: usize| Spread::of(rounds.iter().map(|round| round[a] / round[b]));
    println!(
        "Decoding 100 rows ({} bytes a row, 23 properties) into a struct of ten fields",
        answer.len() / 100
    );
    println!("  scan (IgnoredAny)   {:8.0} µs", micros(0));
    println!(
        "  rows                {:8.0} µs   {} × the scan; at most 1.8",
        micros(1),
        ratio(1, 0)
    );
    println!(
        "  Value               {:8.0} µs   {} × the rows",
        micros(2),
        ratio(2, 1)
    );
}

/// The three after each other, so that what disturbs one of them disturbs the others.
fn round(answer: &[u8], source: &DataSource) -> [f64; 3] {
    let scan = time(|| {
        // A scan does not look at the text that it passes over, so its check is added.
        let text = std::str::from_utf8(answer).unwrap_or_default();
        let _ = black_box(serde_json::from_str::<IgnoredAny>(text));
    });
    let rows = time(|| {
        let rows = read_rows::<Project>(answer, Some(source));
        assert!(rows.is_ok_and(|rows| rows.len() == 100));
    });
    let value = time(|| {
        let _ = black_box(serde_json::from_slice::<Value>(answer));
    });
    [scan, rows, value]
}

fn time(mut work: impl FnMut()) -> f64 {
    let watch = Stopwatch::start();
    for _ in 0..TIMES {
        work();
    }
    watch.seconds()
}
