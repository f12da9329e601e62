//! Compares the local server with recordings and prints a report:
//! `cargo run -p notion-tests --example conformance -- FILE...` (else the files of `NOTION_RECORDINGS`).
//!
//! With `--strict` times are compared to the minute, and nothing is left out of searches.
//!
//! Where a recording names an object that it does not show, the other files are looked through for it, and those of
//! `NOTION_RECORDINGS`.

#![allow(clippy::print_stdout, clippy::print_stderr)]

mod runner;

use std::path::PathBuf;
use std::process::ExitCode;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let strict = arguments.iter().any(|argument| argument == "--strict");
    arguments.retain(|argument| argument != "--strict");
    let mut files: Vec<PathBuf> = arguments.into_iter().map(PathBuf::from).collect();
    let given = files.len();
    if let Some(folder) = std::env::var_os("NOTION_RECORDINGS").map(PathBuf::from) {
        files.extend(runner::FILES.iter().map(|name| folder.join(name)));
    }
    let given = if given == 0 { files.len() } else { given };
    let mut all = Vec::new();
    for file in &files {
        match runner::load(file) {
            Ok(recordings) => all.push(recordings),
            Err(error) => {
                eprintln!("{error}");
                return ExitCode::FAILURE;
            }
        }
    }
    let report = runner::run_all(&all, given, strict).await;
    println!("{report}");
    let (all, agree) = report.counts();
    if all > 0 && all == agree {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
