//! Queries of more rows than the server gives for one: they go on in windows of time, or are sorted in the session.

use std::time::Duration;

use futures_util::TryStreamExt;
use notion_local::Server;
use notion_session::column::timestamp;
use notion_session::query::Query;
use notion_session::{Database, Row};

use super::super::judge::Truth;
use super::super::report::Finding;
use super::reading::judge;
use super::{Case, Item, Owner, text};

/// How many rows the server gives for one query: less than one answer has, or some answers.
const MAX_RESULTS: &[usize] = &[30, 120, 230];

/// The order of a query.
#[derive(Debug, Clone, Copy)]
enum Order {
    NewestFirst,
    OldestFirst,
    /// Windows cannot go on in it: the session gathers the rows and sorts them.
    Amount,
}

/// The rows of a server, whose amounts count them.
struct Rows {
    count: usize,
    per_minute: usize,
}

impl Rows {
    /// What rows come in the order of: the minute of their creation, or the amount.
    fn key(&self, order: Order, row: usize) -> usize {
        match order {
            Order::NewestFirst | Order::OldestFirst => row / self.per_minute,
            Order::Amount => row,
        }
    }

    /// The keys of the first rows in an order.
    fn keys(&self, order: Order, limit: usize) -> Vec<usize> {
        let key = |row| self.key(order, row);
        match order {
            Order::OldestFirst => (0..self.count).map(key).take(limit).collect(),
            Order::NewestFirst | Order::Amount => {
                (0..self.count).rev().map(key).take(limit).collect()
            }
        }
    }

    async fn insert(&self, server: &Server, items: &Database<Item>) -> Result<(), String> {
        server.freeze(server.now());
        for from in (0..self.count).step_by(self.per_minute) {
            let to = self.count.min(from + self.per_minute);
            let rows = (from..to).map(|n| Item {
                name: format!("item {n}").into(),
                amount: Some(n as f64),
                ..Item::default()
            });
            let outcomes = items.insert_all(rows.collect::<Vec<_>>()).await;
            if outcomes.iter().any(|outcome| outcome.row().is_none()) {
                return Err("a row could not be inserted without faults".to_owned());
            }
            // Windows are of minutes.
            server.advance(Duration::from_secs(60));
        }
        Ok(())
    }
}

pub(super) async fn all(case: &mut Case<'_>) -> Result<(), String> {
    let most = case.random.one(MAX_RESULTS);
    case.server = Server::builder().max_query_results(most).build();
    case.truth = Truth::of(&case.server).await.map_err(text)?;
    let session = case.truth.session.clone();
    let both = session.create_dbs::<(Item, Owner)>(&case.truth.home).await;
    let (items, _) = both.map_err(text)?;
    // No minute has more rows than a query gives: those could not be read.
    let rows = Rows {
        count: 2 * most + 1 + case.random.below(2 * most),
        per_minute: 1 + case.random.below(most),
    };
    rows.insert(&case.server, &items).await?;

    let mut open = case.open().await?;
    let faulty = open.session.bind::<Item>(items.id()).await.map_err(text)?;
    let order = case.random.one(&[
        Order::NewestFirst,
        Order::NewestFirst,
        Order::OldestFirst,
        Order::Amount,
    ]);
    let limit = match case.random.below(3) {
        0 => 1 + case.random.below(rows.count),
        _ => rows.count,
    };
    let query = faulty.query();
    let query = match order {
        Order::NewestFirst => query,
        Order::OldestFirst => query.sort(timestamp::created().asc()),
        Order::Amount => query.sort(Item::COL.amount.desc()),
    };
    let query = if limit < rows.count {
        query.limit(limit)
    } else {
        query
    };
    // A window has its rows and those of its last minute, in answers of at most 100 rows.
    let requests = rows.count / most * (2 + most / 100);
    open.begin(requests, case.random);
    let is_streamed = !matches!(order, Order::Amount) && case.random.below(2) == 0;
    let (given, result) = if is_streamed {
        stream(query).await
    } else {
        match query.all().await {
            Ok(given) => (given, Ok(())),
            Err(error) => (Vec::new(), Err(error)),
        }
    };
    case.faults = open.end();
    let names: Vec<String> = given.iter().map(|row| row.name.to_string()).collect();
    judge(case, &names, limit, &result);
    let expected = rows.keys(order, limit);
    let keys = given.iter().map(|row| {
        let amount = row.amount.unwrap_or_default();
        rows.key(order, amount as usize)
    });
    if !keys.eq(expected.into_iter().take(given.len())) {
        case.find(Some(Finding::Wrong(format!(
            "{} of {} rows are not those that come first by {order:?}",
            given.len(),
            rows.count
        ))));
    }
    Ok(())
}

/// The rows up to the end or an error.
async fn stream(query: Query<Item>) -> (Vec<Row<Item>>, Result<(), notion_session::Error>) {
    let mut stream = query.stream();
    let mut rows = Vec::new();
    loop {
        match stream.try_next().await {
            Ok(Some(row)) => rows.push(row),
            Ok(None) => return (rows, Ok(())),
            Err(error) => return (rows, Err(error)),
        }
    }
}
