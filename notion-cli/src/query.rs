//! Rows of a data source as Notion has them.

mod whole;

use std::pin::pin;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use notion_session::{Database, Error, Page};

use crate::failure::{Failure, Result};
use crate::progress::Progress;
pub(crate) use whole::values;

/// How many requests are under way concurrently. The rate limit holds all the same.
pub(crate) const CONCURRENCY: usize = 8;

/// Which rows are read, and in which order.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Question<'a> {
    /// The expression of `--where`.
    pub(crate) filter: Option<&'a str>,
    /// The names of `--sort`. Without any, newest first.
    pub(crate) sort: Option<&'a str>,
    /// How many at most.
    pub(crate) limit: Option<usize>,
}

/// Reads rows and hands them on one by one. One request for each 100 rows, and some more for each 10,000.
pub(crate) async fn read(
    database: &Database,
    question: Question<'_>,
    mut sink: impl AsyncFnMut(Page) -> Result<()>,
) -> Result<()> {
    let Question {
        filter,
        sort,
        limit,
    } = question;
    let mut query = database.query_untyped();
    if let Some(filter) = filter {
        query = query
            .filter(filter)
            .map_err(|error| of_option("--where", filter, &error))?;
    }
    if let Some(limit) = limit {
        query = query.limit(limit);
    }
    let about = |error: Error| match (&error, filter) {
        (Error::TextQuery(_), Some(filter)) => of_option("--where", filter, &error),
        _ => error.into(),
    };
    match sort {
        Some(sort) => {
            let query = query
                .sort(sort)
                .map_err(|error| of_option("--sort", sort, &error))?;
            // Notion sorts at most 10,000 rows; all of them are sorted here.
            for page in query.all().await.map_err(about)? {
                sink(page).await?;
            }
        }
        None => {
            let newest = "-created_time";
            // A property of this name would be meant.
            let is_taken = database.properties().await?.contains_key("created_time");
            let query = if is_taken { query } else { query.sort(newest)? };
            let mut rows = pin!(query.stream());
            while let Some(page) = rows.try_next().await.map_err(about)? {
                sink(page).await?;
            }
        }
    }
    Ok(())
}

/// All rows at the same time.
pub(crate) async fn all(database: &Database, question: Question<'_>) -> Result<Vec<Page>> {
    let mut pages = Vec::new();
    read(database, question, async |page| {
        pages.push(page);
        Ok(())
    })
    .await?;
    Ok(pages)
}

/// Does something with each page, some concurrently; returns how many failed, each of which is reported.
pub(crate) async fn for_each<F: Future<Output = Result<()>>>(
    pages: Vec<Page>,
    change: impl Fn(Page) -> F,
) -> usize {
    let progress = Progress::counted("changing");
    let (total, mut count) = (pages.len() as u64, 0);
    let done = stream::iter(pages).map(|page| {
        let name = format!("{}  {}", page.id(), page.title());
        let change = change(page);
        async move { (name, change.await) }
    });
    let mut done = pin!(done.buffered(CONCURRENCY));
    let mut failed = 0;
    while let Some((name, result)) = done.next().await {
        count += 1;
        progress.at(count, Some(total));
        if let Err(failure) = result {
            failed += 1;
            crate::show::report(&format!("{name}: {failure}"));
        }
    }
    progress.end();
    failed
}

/// What is wrong with the text of an option, and the text.
fn of_option(option: &str, text: &str, error: &Error) -> Failure {
    Failure::new(format!("{option} {text:?}: {error}"))
}
