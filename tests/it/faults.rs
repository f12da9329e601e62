//! A fixed set of seeds of the fault injection: nothing is lost, doubled, or reported wrongly.

#[path = "../faults/harness/mod.rs"]
mod harness;

use harness::{Report, run};

#[tokio::test]
async fn a_fixed_set_of_seeds_loses_doubles_and_misreports_nothing() {
    let mut report = Report::default();
    for seed in 1..=120 {
        report.add(run(seed).await);
    }
    println!("{report}");
    assert!(report.is_clean(), "{report}");
    // The set reaches every call, every way, and at least thirty kinds of faults.
    assert_eq!(report.calls(), harness::CALLS, "{report}");
    assert!(report.kinds() >= 30, "{report}");
}
