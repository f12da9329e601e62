//! Decoding an answer with 100 rows or blocks, with a struct and without, against scanning the same bytes and against `Value`.

use std::hint::black_box;

use notion_session::model::{Block, DataSource, List, Page};
use notion_session::row::read_rows;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;

use crate::data;
use crate::data::Project;
use crate::measure::{Spread, Stopwatch, resident_bytes};

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

/// Prints how much faster pages and blocks are decoded than a `Value`, without a struct for them.
pub(crate) fn run_untyped(pages: &[u8]) -> std::io::Result<()> {
    println!("Decoding without a struct, lossless, against `serde_json::Value`; at least 2");
    against_value::<List<Page>>("100 pages", pages)?;
    against_value::<List<Block>>("100 blocks", data::blocks().as_bytes())
}

fn against_value<T: DeserializeOwned>(what: &str, answer: &[u8]) -> std::io::Result<()> {
    let rounds: Vec<[f64; 2]> = (0..ROUNDS)
        .map(|_| {
            let model = time(|| assert!(black_box(serde_json::from_slice::<T>(answer)).is_ok()));
            let value = time(|| {
                let _ = black_box(serde_json::from_slice::<Value>(answer));
            });
            [model, value]
        })
        .collect();
    let faster = Spread::of(rounds.iter().map(|[model, value]| value / model));
    let seconds = Spread::of(rounds.iter().map(|[model, _]| *model)).median / f64::from(TIMES);
    let megabytes = answer.len() as f64 / 1e6 / seconds;
    println!("  {what:<12} {megabytes:8.0} MB/s  {faster} × the speed of `Value`");
    let models = resident_bytes_of::<T>(answer)?;
    let values = resident_bytes_of::<Value>(answer)?;
    let bytes = answer.len() / 100;
    println!(
        "  each           {models:6.0} bytes of memory, {values:.0} as a `Value`, {bytes} as text"
    );
    Ok(())
}

/// By how much the memory of the process grows for one of the 100 objects of an answer.
fn resident_bytes_of<T: DeserializeOwned>(answer: &[u8]) -> std::io::Result<f64> {
    /// So many that the memory that was free before does not count.
    const KEPT: u32 = 100;
    let before = resident_bytes()?;
    let kept: Vec<_> = (0..KEPT)
        .map(|_| serde_json::from_slice::<T>(answer))
        .collect();
    let after = resident_bytes()?;
    drop(black_box(kept));
    Ok((after - before) / f64::from(KEPT * 100))
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
