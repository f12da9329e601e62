//! Which listing of a data source's rows a run makes.

use std::time::Duration;

use jiff::Timestamp;

use super::time::is_older;
use crate::store::state::Watermark;

/// Rows up to which a full listing is one request: it proves absence and refreshes computed values at no cost.
pub(crate) const ONE_ANSWER: i64 = 100;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wishes {
    /// After how long formulas and rollups of all rows are read again.
    pub(crate) refresh_computed: Option<Duration>,
    /// After how long a full listing proves which rows there are.
    pub(crate) reconcile: Option<Duration>,
}

/// Which rows are listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Listing {
    /// All rows, in the order of their creation; from a creation time on where an earlier run was broken off.
    Full { from: Option<String> },
    /// The rows that were edited in this minute or later.
    Changed { since: String },
}

/// Chooses the listing: the changed rows only, unless something calls for all of them.
///
/// A changed schema does: options that were renamed, and properties that were added, change rows without an edit time.
pub(crate) fn choose(
    watermark: &Watermark,
    schema_changed: bool,
    live_rows: i64,
    has_computed: bool,
    wishes: Wishes,
    now: Timestamp,
) -> Listing {
    if let Some(position) = &watermark.position
        && !schema_changed
    {
        return Listing::Full {
            from: Some(position.clone()),
        };
    }
    let is_due = |time: &Option<String>, after: Option<Duration>| {
        after.is_some_and(|after| is_older(time.as_deref(), after, now))
    };
    let computed = has_computed && is_due(&watermark.computed_at, wishes.refresh_computed);
    let reconcile = is_due(&watermark.reconciled_at, wishes.reconcile);
    match &watermark.edited_from {
        Some(since) if !schema_changed && !computed && !reconcile && live_rows >= ONE_ANSWER => {
            Listing::Changed {
                since: since.clone(),
            }
        }
        _ => Listing::Full { from: None },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: Duration = Duration::from_secs(86_400);

    fn now() -> Timestamp {
        "2026-11-29T12:00:00Z".parse().unwrap()
    }

    fn steady() -> Watermark {
        let time = "2026-11-29T11:00:00Z".to_owned();
        Watermark {
            edited_from: Some("2026-11-29T10:58:00.000Z".into()),
            reconciled_at: Some(time.clone()),
            computed_at: Some(time),
            ..Watermark::default()
        }
    }

    const WISHES: Wishes = Wishes {
        refresh_computed: None,
        reconcile: Some(DAY),
    };

    #[test]
    fn in_steady_state_only_changes_are_listed() {
        let listing = choose(&steady(), false, 1_000, true, WISHES, now());
        assert_eq!(
            listing,
            Listing::Changed {
                since: "2026-11-29T10:58:00.000Z".into()
            }
        );
    }

    #[test]
    fn all_rows_are_listed_where_changes_would_not_do() {
        let all = Listing::Full { from: None };
        assert_eq!(
            choose(&Watermark::default(), false, 0, false, WISHES, now()),
            all
        );
        assert_eq!(choose(&steady(), true, 1_000, false, WISHES, now()), all);
        assert_eq!(choose(&steady(), false, 99, false, WISHES, now()), all);
        let zero = Some(Duration::ZERO);
        let computed = Wishes {
            refresh_computed: zero,
            ..WISHES
        };
        assert_eq!(choose(&steady(), false, 1_000, true, computed, now()), all);
        assert!(matches!(
            choose(&steady(), false, 1_000, false, computed, now()),
            Listing::Changed { .. }
        ));
        let reconcile = Wishes {
            reconcile: zero,
            ..WISHES
        };
        assert_eq!(
            choose(&steady(), false, 1_000, false, reconcile, now()),
            all
        );
    }

    #[test]
    fn a_listing_that_was_broken_off_goes_on_unless_the_schema_changed() {
        let watermark = Watermark {
            position: Some("2026-01-01T00:00:00.000Z".into()),
            ..Watermark::default()
        };
        let resumed = Listing::Full {
            from: watermark.position.clone(),
        };
        assert_eq!(choose(&watermark, false, 50, false, WISHES, now()), resumed);
        assert_eq!(
            choose(&watermark, true, 50, false, WISHES, now()),
            Listing::Full { from: None }
        );
    }
}
