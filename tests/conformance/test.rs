//! The local server answers recorded requests as Notion did.

mod runner;

use std::path::PathBuf;

/// How many interactions there are, and how many agree so far. What does not is listed in
/// `notion-local/CONFORMANCE.md`. This number only grows.
const INTERACTIONS: usize = 976;
const AGREE: usize = 971;

#[tokio::test]
async fn recorded_requests_get_recorded_answers() {
    let Some(folder) = std::env::var_os("NOTION_RECORDINGS").map(PathBuf::from) else {
        #[allow(clippy::print_stderr)]
        {
            eprintln!("NOTION_RECORDINGS is not set: this test DID NOT RUN");
        }
        return;
    };
    let mut report = runner::Report::default();
    for name in ["recordings.jsonl", "recordings-2025-09-03.jsonl"] {
        let recordings = runner::load(&folder.join(name)).unwrap();
        let library = runner::Library::of(&recordings);
        for recording in &recordings {
            report.add(runner::run(recording, &library).await);
        }
    }
    let (all, agree) = report.counts();
    assert!(all == INTERACTIONS && agree >= AGREE, "{report}");
}
