//! Windows: a query gives at most 10,000 rows, and the next one goes on from the time of the last row.
//!
//! Rows are sorted by a time that is cut to the minute. The next window begins with the minute of the last row, whose other rows may
//! not have been given; rows that come twice are equal to what is stored. If one minute has more rows than a query gives, the
//! window cannot advance: what lies behind that minute is read, and the minute is reported as incomplete.

use super::time::minute_after;

/// The progress through windows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Windows {
    from: Option<String>,
}

/// What comes after the last answer of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// The listing is complete.
    End,
    /// The next window begins here.
    From(String),
    /// There are more rows in this minute than one query gives. The next window begins after it.
    Crowded { minute: String, after: String },
    /// Notion reported a limit and gave no time to go on from.
    Stuck,
}

impl Windows {
    pub(crate) fn new(from: Option<String>) -> Self {
        Self { from }
    }

    /// The time that the rows of this window have at least.
    pub(crate) fn from(&self) -> Option<&str> {
        self.from.as_deref()
    }

    /// Decides what comes after a query that has ended, of which `last` is the time of the last row.
    pub(crate) fn advance(&mut self, is_limited: bool, last: Option<&str>) -> Next {
        if !is_limited {
            return Next::End;
        }
        let Some(last) = last else {
            return Next::Stuck;
        };
        if self.from.as_deref() != Some(last) {
            self.from = Some(last.to_owned());
            return Next::From(last.to_owned());
        }
        match minute_after(last) {
            Some(after) => {
                self.from = Some(after.clone());
                Next::Crowded {
                    minute: last.to_owned(),
                    after,
                }
            }
            None => Next::Stuck,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_advance_by_the_last_time() {
        let mut windows = Windows::new(None);
        let (a, b) = ("2026-01-01T00:00:00.000Z", "2026-01-01T00:01:00.000Z");
        assert_eq!(windows.advance(true, Some(a)), Next::From(a.into()));
        assert_eq!(windows.from(), Some(a));
        assert_eq!(windows.advance(true, Some(b)), Next::From(b.into()));
        assert_eq!(windows.advance(false, Some(b)), Next::End);
    }

    #[test]
    fn a_crowded_minute_is_reported_and_passed() {
        let mut windows = Windows::new(None);
        let minute = "2026-01-01T00:00:00.000Z";
        windows.advance(true, Some(minute));
        let after = "2026-01-01T00:01:00.000Z".to_owned();
        assert_eq!(
            windows.advance(true, Some(minute)),
            Next::Crowded {
                minute: minute.into(),
                after: after.clone()
            }
        );
        assert_eq!(windows.from(), Some(&*after));
    }

    #[test]
    fn a_limit_without_rows_ends_the_listing() {
        assert_eq!(Windows::new(None).advance(true, None), Next::Stuck);
        assert_eq!(
            Windows::new(None).advance(true, Some("not a time")),
            Next::From("not a time".into())
        );
    }
}
