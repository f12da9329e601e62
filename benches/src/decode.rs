//! Decoding an answer with 100 rows, against scanning the same bytes and against `Value`.

use std::hint::black_box;
use std::time::{Duration, Instant};

use notion_session::model::DataSource;
use notion_session::row::read_rows;
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::data::Project;

/// How many times each is done in a round.
const TIMES: u32 = 20;
/// How many rounds there are: the best of each counts, which is the one that was disturbed least.
const ROUNDS: usize = 40;

/// Prints the ratios.
pub(crate) fn run(answer: &[u8], source: &DataSource) {
    let (mut scan, mut ours, mut value) = (Duration::MAX, Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS {
        scan = scan.min(time(|| {
            // A scan does not look at the text that it passes over, so its check is added.
            let text = std::str::from_utf8(answer).unwrap_or_default();
            let _ = black_box(serde_json::from_str::<IgnoredAny>(text));
        }));
        ours = ours.min(time(|| {
            let rows = read_rows::<Project>(answer, Some(source));
            assert!(rows.is_ok_and(|rows| rows.len() == 100));
        }));
        value = value.min(time(|| {
            let _ = black_box(serde_json::from_slice::<Value>(answer));
        }));
    }
    let micros = |time: Duration| time.as_secs_f64() * 1e6 / f64::from(TIMES);
    let ratio = |a: Duration, b: Duration| a.as_secs_f64() / b.as_secs_f64();
    println!(
        "Decoding 100 rows ({} bytes a row, 23 properties) into a struct of ten fields",
        answer.len() / 100
    );
    println!("  scan (IgnoredAny)   {:8.0} µs", micros(scan));
    println!(
        "  rows                {:8.0} µs   {:.2} × the scan (at most 1.8)",
        micros(ours),
        ratio(ours, scan)
    );
    println!(
        "  Value               {:8.0} µs   {:.2} × the rows",
        micros(value),
        ratio(value, ours)
    );
}

fn time(mut work: impl FnMut()) -> Duration {
    let start = Instant::now();
    for _ in 0..TIMES {
        work();
    }
    start.elapsed()
}
