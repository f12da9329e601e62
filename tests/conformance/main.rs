//! Compares the local server with recordings and prints a report:
//! `cargo run -p notion-tests --example conformance -- FILE...` (else the files of `NOTION_RECORDINGS`).

#![allow(clippy::print_stdout, clippy::print_stderr)]

mod runner;

use std::path::PathBuf;
use std::process::ExitCode;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let mut files: Vec<PathBuf> = std::env::args().skip(1).map(PathBuf::from).collect();
    if files.is_empty()
        && let Some(folder) = std::env::var_os("NOTION_RECORDINGS")
    {
        for name in ["recordings.jsonl", "recordings-2025-09-03.jsonl"] {
            files.push(PathBuf::from(&folder).join(name));
        }
    }
    let mut report = runner::Report::default();
    for file in &files {
        match runner::load(file) {
            Ok(recordings) => {
                let library = runner::Library::of(&recordings);
                for recording in &recordings {
                    report.add(runner::run(recording, &library).await);
                }
            }
            Err(error) => {
                eprintln!("{error}");
                return ExitCode::FAILURE;
            }
        }
    }
    println!("{report}");
    let (all, agree) = report.counts();
    if all > 0 && all == agree {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
