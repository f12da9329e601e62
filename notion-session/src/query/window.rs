//! Reads more rows than Notion returns for one query, in windows of the creation time.
//!
//! Notion returns at most 10,000 rows of a query, and reports at their end that there are more (its page on querying large
//! data sources). Rows in the order of their creation can be continued after the last one. But creation times have a precision of
//! one minute (recorded), so the cut may lie inside a minute, and "created after the last row" would lose rows:
//!
//! ```text
//! query 1   ├──────────── 10,000 rows ────────────┤       cut in minute m
//! query 2                                    ├ m ┤       all of minute m, without the rows of query 1
//! query 3                                        ├──────── 10,000 rows ────────┤   beyond m
//! ```
//!
//! So each cut takes two more queries, and reads the rows of a crowded minute twice. That is avoided where it can be foreseen: at the
//! beginning of a minute that would not end before the limit, if it had as many rows as the largest one so far, a query of
//! everything beyond the minute before it follows at once. It repeats less than one answer.
//!
//! If a single minute has more rows than a query returns, no window separates them: that is an
//! error, because a silent gap is worse. The same windows resume a query whose cursor Notion no longer knows, because
//! the row that it points at was deleted: the minute of the last row is read again, then everything beyond it.
//!
//! The law, which property tests check for random minutes, limits and interruptions: every row is returned once and in order,
//! unless a minute is crowded. `Repeated` guards against a server that ignores the filter: it would repeat the same rows
//! forever.

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};
use notion_model::PageId;

use super::{MOST, PAGE};
use crate::column::{Filter, timestamp};
use crate::schema::DateTime;

/// Which way rows are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// What was created last comes first.
    Back,
    /// What was created first comes first.
    Forth,
}

/// Which rows a query is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Window {
    All,
    /// The rows that were created in this minute.
    Minute(Timestamp),
    /// The rows beyond this minute.
    Beyond(Timestamp),
}

/// How far the windows are.
#[derive(Debug)]
pub(super) struct Windows {
    way: Way,
    window: Window,
    /// The creation time of the last row, and the rows that have the same.
    last: Option<Timestamp>,
    at_last: HashSet<PageId>,
    /// Whether a row was given since the last resumption.
    moved: bool,
    /// The creation time before the last one: all of its rows were given.
    complete: Option<Timestamp>,
    /// How many rows this query has given, and how many the largest minute of it has.
    read: usize,
    largest: usize,
    /// The most rows of a query, and of an answer.
    most: usize,
    page: usize,
}

/// What comes behind the last answer of a query.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// A query of the next window.
    Query,
    /// Nothing.
    End,
    /// More rows in this minute than a query gives.
    Crowded(Timestamp),
    /// Notion reports more rows beyond this minute and gives only rows that are not beyond it.
    Repeated(Timestamp),
}

impl Windows {
    pub(super) fn new(way: Way) -> Windows {
        Windows {
            way,
            window: Window::All,
            last: None,
            at_last: HashSet::new(),
            moved: false,
            complete: None,
            read: 0,
            largest: 0,
            most: MOST,
            page: PAGE,
        }
    }

    /// Goes on beyond the last complete minute, in place of the next answer of this query, if the minute that has just begun is
    /// likely to be cut at the limit. To be asked between two answers.
    pub(super) fn begins_anew(&mut self) -> bool {
        let begun = self.at_last.len();
        let is_new = begun <= self.page && begun < self.read;
        let expected = self.read.saturating_sub(begun) + self.largest;
        match (self.window, self.complete) {
            (Window::All | Window::Beyond(_), Some(minute)) if is_new && expected > self.most => {
                self.look_at(Window::Beyond(minute));
                true
            }
            _ => false,
        }
    }

    /// Begins a query of another window.
    fn look_at(&mut self, window: Window) {
        self.window = window;
        self.read = 0;
        self.largest = 0;
    }

    /// What the window adds to the filter.
    pub(super) fn filter<S>(&self) -> Option<Filter<S>> {
        let created = timestamp::created();
        let end = |minute: Timestamp| {
            let after = minute.checked_add(SignedDuration::from_mins(1));
            DateTime::utc(after.unwrap_or(Timestamp::MAX))
        };
        match (self.window, self.way) {
            (Window::All, _) => None,
            (Window::Minute(minute), _) => {
                let from = created.on_or_after(DateTime::utc(minute));
                Some(from & created.before(end(minute)))
            }
            (Window::Beyond(minute), Way::Back) => Some(created.before(DateTime::utc(minute))),
            (Window::Beyond(minute), Way::Forth) => Some(created.on_or_after(end(minute))),
        }
    }

    /// Returns true if a row is new, and not one that was given before.
    pub(super) fn take(&mut self, id: PageId, created: Timestamp) -> bool {
        if matches!(self.window, Window::Minute(_)) {
            let new = self.at_last.insert(id);
            self.moved |= new;
            return new;
        }
        // A server that ignores the filter would give the same rows for ever.
        if let Window::Beyond(minute) = self.window
            && !self.is_beyond(created, minute)
        {
            return false;
        }
        self.read += 1;
        if self.last != Some(created) {
            self.complete = self.last;
            self.last = Some(created);
            self.at_last.clear();
        }
        let new = self.at_last.insert(id);
        self.largest = self.largest.max(self.at_last.len());
        self.moved |= new;
        new
    }

    /// Returns true if a creation time comes after a minute, in the direction of reading.
    fn is_beyond(&self, created: Timestamp, minute: Timestamp) -> bool {
        match self.way {
            Way::Back => created < minute,
            Way::Forth => created > minute,
        }
    }

    /// Goes on where a query broke off: the rows of the last minute are asked for once more, without
    /// those that were given. `false` where that led no further the last time.
    pub(super) fn resume(&mut self) -> bool {
        if let (Window::All | Window::Beyond(_), Some(last)) = (self.window, self.last) {
            self.look_at(Window::Minute(last));
        }
        std::mem::take(&mut self.moved)
    }

    /// Goes on behind the end of a query, which Notion cut short or did not.
    pub(super) fn go_on(&mut self, cut_short: bool) -> Next {
        let next = match (self.window, cut_short, self.last) {
            (Window::Minute(minute), true, _) => return Next::Crowded(minute),
            (Window::Minute(minute), false, _) => Window::Beyond(minute),
            (Window::Beyond(minute), true, Some(last)) if !self.is_beyond(last, minute) => {
                return Next::Repeated(minute);
            }
            (_, true, Some(last)) => Window::Minute(last),
            // Cut short without a row to go on from: there is nothing to go by.
            (_, true, None) => return Next::Crowded(Timestamp::UNIX_EPOCH),
            (_, false, _) => return Next::End,
        };
        self.look_at(next);
        Next::Query
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn minute(number: u64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_mins(i64::try_from(number).unwrap())
    }

    /// Reads rows, given by their minutes, as Notion would give them: `most` a query.
    fn read(rows: &[u64], way: Way, most: usize) -> Result<Vec<usize>, Timestamp> {
        read_with_breaks(rows, way, most, usize::MAX)
    }

    /// The rows that a query of a window finds, in its order.
    fn found_in(rows: &[u64], window: Window, way: Way) -> Vec<usize> {
        let mut found: Vec<usize> = (0..rows.len())
            .filter(|row| match (window, way) {
                (Window::All, _) => true,
                (Window::Minute(at), _) => minute(rows[*row]) == at,
                (Window::Beyond(at), Way::Back) => minute(rows[*row]) < at,
                (Window::Beyond(at), Way::Forth) => minute(rows[*row]) > at,
            })
            .collect();
        found.sort_by_key(|row| rows[*row]);
        if way == Way::Back {
            found.reverse();
        }
        found
    }

    /// The same where each query breaks off behind so many rows.
    fn read_with_breaks(
        rows: &[u64],
        way: Way,
        most: usize,
        breaks: usize,
    ) -> Result<Vec<usize>, Timestamp> {
        let mut windows = Windows::new(way);
        let mut given = Vec::new();
        loop {
            let found = found_in(rows, windows.window, way);
            let cut_short = found.len() > most;
            let broken = found.len().min(most) > breaks;
            for row in found.into_iter().take(most.min(breaks)) {
                if windows.take(Uuid::from_u128(row as u128).into(), minute(rows[row])) {
                    given.push(row);
                }
            }
            if broken {
                if windows.resume() {
                    continue;
                }
                return Ok(given);
            }
            match windows.go_on(cut_short) {
                Next::Query => {}
                Next::End => return Ok(given),
                Next::Crowded(at) => return Err(at),
                Next::Repeated(at) => panic!("{at} was read before"),
            }
        }
    }

    /// Reads rows answer by answer. Gives the rows, and how many answers it takes.
    fn read_by_answers(
        rows: &[u64],
        way: Way,
        most: usize,
        page: usize,
    ) -> (Result<Vec<usize>, Timestamp>, usize) {
        let mut windows = Windows::new(way);
        (windows.most, windows.page) = (most, page);
        let (mut given, mut answers) = (Vec::new(), 0);
        loop {
            let mut found = found_in(rows, windows.window, way);
            let cut_short = found.len() > most;
            found.truncate(most);
            let count = found.len().div_ceil(page).max(1);
            let mut anew = false;
            for at in 0..count {
                answers += 1;
                for row in found.iter().skip(at * page).take(page) {
                    if windows.take(Uuid::from_u128(*row as u128).into(), minute(rows[*row])) {
                        given.push(*row);
                    }
                }
                if at + 1 < count && windows.begins_anew() {
                    anew = true;
                    break;
                }
            }
            if anew {
                continue;
            }
            match windows.go_on(cut_short) {
                Next::Query => {}
                Next::End => return (Ok(given), answers),
                Next::Crowded(at) => return (Err(at), answers),
                Next::Repeated(at) => panic!("{at} was read before"),
            }
        }
    }

    #[test]
    fn crowded_minutes_are_not_read_twice() {
        // 12,600 rows, 4,200 a minute: 126 answers have them all.
        let rows: Vec<u64> = (0..12_600).map(|row| row / 4_200).collect();
        for way in [Way::Back, Way::Forth] {
            let (given, answers) = read_by_answers(&rows, way, 10_000, 100);
            assert_eq!(given.unwrap().len(), rows.len());
            assert!(answers <= 130, "{answers} answers");
        }
    }

    /// A server that ignores the filter, and says now and then that there is more.
    #[test]
    fn a_server_that_repeats_itself_is_found_out() {
        for way in [Way::Back, Way::Forth] {
            for cuts in [[true, false], [true, true], [false, true]] {
                let mut windows = Windows::new(way);
                let mut given = Vec::new();
                let ends = (0..20).any(|turn| {
                    for row in 0..3 {
                        if windows.take(Uuid::from_u128(row).into(), minute(7)) {
                            given.push(row);
                        }
                    }
                    windows.go_on(cuts[turn % 2]) != Next::Query
                });
                assert!(ends, "{way:?} {cuts:?}");
                assert_eq!(given, [0, 1, 2], "{way:?} {cuts:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn every_row_is_given_once_and_in_order(
            rows in prop::collection::vec(0u64..12, 0..60), most in 1usize..10, back in any::<bool>(),
        ) {
            let way = if back { Way::Back } else { Way::Forth };
            let crowd = |at: u64| rows.iter().filter(|row| **row == at).count();
            match read(&rows, way, most) {
                Ok(given) => {
                    let mut sorted = given.clone();
                    sorted.sort_unstable();
                    prop_assert_eq!(sorted, (0..rows.len()).collect::<Vec<_>>());
                    let in_order = given.windows(2).all(|pair| match way {
                        Way::Back => rows[pair[0]] >= rows[pair[1]],
                        Way::Forth => rows[pair[0]] <= rows[pair[1]],
                    });
                    prop_assert!(in_order);
                }
                Err(at) => {
                    let at = (0..12).find(|number| minute(*number) == at).unwrap();
                    prop_assert!(crowd(at) > most, "only where a minute has too many");
                }
            }
        }

        #[test]
        fn every_row_is_given_once_whatever_the_answers_are(
            rows in prop::collection::vec(0u64..12, 0..80), most in 1usize..30, page in 1usize..10, back in any::<bool>(),
        ) {
            let way = if back { Way::Back } else { Way::Forth };
            let crowd = |at: u64| rows.iter().filter(|row| **row == at).count();
            match read_by_answers(&rows, way, most, page).0 {
                Ok(given) => {
                    let mut sorted = given.clone();
                    sorted.sort_unstable();
                    prop_assert_eq!(sorted, (0..rows.len()).collect::<Vec<_>>());
                    let in_order = given.windows(2).all(|pair| match way {
                        Way::Back => rows[pair[0]] >= rows[pair[1]],
                        Way::Forth => rows[pair[0]] <= rows[pair[1]],
                    });
                    prop_assert!(in_order);
                }
                Err(at) => {
                    let at = (0..12).find(|number| minute(*number) == at).unwrap();
                    prop_assert!(crowd(at) > most, "only where a minute has too many");
                }
            }
        }

        #[test]
        fn a_query_that_breaks_off_is_gone_on_with(
            rows in prop::collection::vec(0u64..12, 0..60), breaks in 1usize..10, back in any::<bool>(),
        ) {
            let way = if back { Way::Back } else { Way::Forth };
            let crowded = (0..12).any(|at| rows.iter().filter(|row| **row == at).count() > breaks);
            let mut given = read_with_breaks(&rows, way, usize::MAX, breaks).unwrap();
            given.sort_unstable();
            // Where a minute has more rows than come before each break, it is known to lead no further.
            prop_assert!(crowded || given == (0..rows.len()).collect::<Vec<_>>());
            let count = given.len();
            given.dedup();
            prop_assert_eq!(given.len(), count, "no row is given twice");
        }

        #[test]
        fn as_many_rows_a_minute_as_a_query_gives_are_no_trouble(
            minutes in 1u64..6, most in 1usize..8, back in any::<bool>(),
        ) {
            let way = if back { Way::Back } else { Way::Forth };
            let rows: Vec<_> = (0..minutes).flat_map(|at| std::iter::repeat_n(at, most)).collect();
            prop_assert_eq!(read(&rows, way, most).unwrap().len(), rows.len());
        }
    }
}
