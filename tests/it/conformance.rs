//! The local server answers recorded requests as Notion did.

#[path = "../conformance/runner/mod.rs"]
mod runner;

use crate::support::recordings::folder;

/// How many interactions there are, and how many agree so far. What does not is listed in
/// `notion-local/CONFORMANCE.md`. This number only grows.
const INTERACTIONS: usize = 976;
const AGREE: usize = 976;
/// The same of a strict comparison, which knows less than it would have to: when things happened, what an index had not seen.
const AGREE_STRICTLY: usize = 920;

#[tokio::test]
async fn recorded_requests_get_recorded_answers() {
    let Some(folder) = folder() else {
        return;
    };
    let files: Vec<_> = runner::FILES
        .iter()
        .map(|name| runner::load(&folder.join(name)).unwrap())
        .collect();
    let report = runner::run_all(&files, files.len(), false).await;
    println!("{report}");
    let (all, agree) = report.counts();
    assert!(all == INTERACTIONS && agree >= AGREE, "{report}");
    let strict = runner::run_all(&files, files.len(), true).await;
    let (all, agree) = strict.counts();
    assert!(all == INTERACTIONS && agree >= AGREE_STRICTLY, "{strict}");
}
