//! Injects faults into every bulk call and compares what the calls report with what the local server holds:
//! `cargo run --release -p notion-tests --example faults -- [--seconds N] [--seed S] [--count N]`.
//!
//! Each seed is one run: a call, a way to the server, and a few faults. The runs go on from the first seed (default: 1)
//! until so many are done (`--count`), or so many seconds are over (`--seconds`, default: 60, if no count is given).
//! `--seed S --count 1` repeats a run. The exit code is 1 if a row was lost or doubled or an outcome was reported wrongly.

#![allow(clippy::print_stdout, clippy::print_stderr)]

mod harness;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use harness::{Report, run};

const USAGE: &str = "usage: faults [--seconds N] [--seed S] [--count N]";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let options = match Options::read(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(problem) => {
            eprintln!("{problem}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let begin = Instant::now();
    let mut report = Report::default();
    for seed in options.seed.. {
        let is_enough = match (options.count, options.seconds) {
            (Some(count), _) if seed - options.seed >= count => true,
            (_, Some(seconds)) => begin.elapsed() >= Duration::from_secs(seconds),
            _ => false,
        };
        if is_enough {
            break;
        }
        report.add(run(seed).await);
    }
    println!("{report}");
    println!("\n{:.1} s", begin.elapsed().as_secs_f64());
    if report.is_clean() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

struct Options {
    seed: u64,
    count: Option<u64>,
    seconds: Option<u64>,
}

impl Options {
    fn read(mut words: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self {
            seed: 1,
            count: None,
            seconds: None,
        };
        while let Some(word) = words.next() {
            let value = words.next();
            let number = value.as_deref().and_then(|value| value.parse().ok());
            let number = number.ok_or_else(|| format!("`{word}` needs a whole number"))?;
            match word.as_str() {
                "--seed" => options.seed = number,
                "--count" => options.count = Some(number),
                "--seconds" => options.seconds = Some(number),
                _ => return Err(format!("`{word}` is not an option")),
            }
        }
        if options.count.is_none() && options.seconds.is_none() {
            options.seconds = Some(60);
        }
        Ok(options)
    }
}
