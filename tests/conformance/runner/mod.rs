//! Sends recorded requests to the local server and compares its answers with those that Notion gave.

mod apart;
mod compare;
mod names;
mod recording;
mod report;
mod run;
mod seed;

pub(crate) use recording::load;
pub(crate) use report::Report;

use apart::FarIds;
use recording::Recording;
use seed::Library;

/// The files of the recordings.
pub(crate) const FILES: [&str; 2] = ["recordings.jsonl", "recordings-2025-09-03.jsonl"];

/// Runs the recordings of the first `given` files. The others only tell what those take for granted. A strict run compares
/// times to the minute, and leaves nothing out of searches.
pub(crate) async fn run_all(files: &[Vec<Recording>], given: usize, strict: bool) -> Report {
    let mut report = Report::default();
    let mut far = FarIds::of(files.iter().flatten());
    let mut files = files.to_vec();
    for recording in files.iter_mut().flatten() {
        apart::part_users(recording, &mut far);
    }
    for (at, recordings) in files.iter().enumerate().take(given) {
        let others = files.iter().enumerate().filter(|(other, _)| *other != at);
        let others = others.flat_map(|(_, recordings)| recordings);
        let library = Library::of(recordings.iter().chain(others));
        for recording in recordings {
            report.add(run::run(recording, &library, &far, strict).await);
        }
    }
    report
}
