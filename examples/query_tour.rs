//! A tour of queries: from one filter to rows that are kept up to date, step by step.
//!
//! ```sh
//! cargo run --example query_tour
//! ```

#![expect(clippy::print_stdout, reason = "a program prints")]

use indicatif::ProgressBar;
use notion_examples::Result;
use notion_session::column::timestamp;
use notion_session::prelude::*;
use notion_session::table::Table;

#[derive(NotionOptions, Clone, Copy, Debug, PartialEq)]
enum Genre {
    Novel,
    Poetry,
    Science,
}

/// What stands on the shelf.
#[derive(NotionSchema, Clone, Debug, Default)]
#[notion(title = "Books", icon = "📚")]
struct Book {
    #[notion(title)]
    title: String,
    genre: Vec<Genre>,
    pages: Option<u32>,
    read: bool,
    finished: Option<Date>,
    #[notion(two_way = books)]
    author: Relation<Author>,
}

/// Who wrote it.
#[derive(NotionSchema, Clone, Debug, Default)]
#[notion(title = "Authors", icon = "✍️")]
struct Author {
    #[notion(title)]
    name: String,
    #[notion(two_way = author)]
    books: Relation<Book>,
    #[notion(rollup = show_original(books.pages))]
    pages: Rollup<Vec<Option<u32>>>,
}

const AUTHORS: [&str; 3] = ["Jane Austen", "Emily Dickinson", "Charles Darwin"];

/// Title, genre, pages, when it was finished, and the author by the place in the list.
const BOOKS: [(&str, Genre, u32, Option<&str>, usize); 7] = [
    ("Emma", Genre::Novel, 474, Some("2026-03-01"), 0),
    ("Persuasion", Genre::Novel, 249, Some("2026-10-11"), 0),
    ("Sanditon", Genre::Novel, 98, None, 0),
    ("Poems, volume 2", Genre::Poetry, 230, None, 1),
    (
        "Poems, volume 10",
        Genre::Poetry,
        152,
        Some("2025-12-24"),
        1,
    ),
    ("On the Origin of Species", Genre::Science, 502, None, 2),
    (
        "The Voyage of the Beagle",
        Genre::Science,
        524,
        Some("2026-08-19"),
        2,
    ),
];

#[tokio::main]
async fn main() -> Result {
    let (session, home) = notion_examples::open().await?;
    let (authors, books) = session.create_dbs::<(Author, Book)>(&home).await?;

    // 1. Many rows at once. What becomes of each is told, in their order; here a bar is drawn.
    let names = AUTHORS.map(|name| Author {
        name: name.into(),
        ..Author::default()
    });
    let mut ids = Vec::new();
    for outcome in authors.insert_all(names).await {
        ids.push(outcome.into_result()?.id());
    }
    let shelf: Vec<Book> = BOOKS
        .iter()
        .map(|(title, genre, pages, finished, author)| Book {
            title: (*title).into(),
            genre: vec![*genre],
            pages: Some(*pages),
            read: finished.is_some(),
            finished: finished.and_then(|day| day.parse().ok()),
            author: ids[*author].into(),
        })
        .collect();
    let bar = ProgressBar::new(shelf.len() as u64);
    let shown = bar.clone();
    let outcomes = books
        .insert_all(shelf.clone())
        .on_progress(move |progress| shown.set_position(progress.done() as u64))
        .await;
    bar.finish();
    for outcome in outcomes {
        outcome.into_result()?;
    }
    println!("{} books stand on the shelf.\n", shelf.len());

    // 2. A filter is an expression over columns. The compiler knows what each can be asked, and the
    // filter can be printed.
    let b = Book::COL;
    let long_and_unread = b.read.eq(false) & (b.pages.gt(200) | b.genre.contains(Genre::Poetry));
    println!("Where {long_and_unread}:");
    let rows = books
        .query()
        .filter(long_and_unread)
        .sort(b.title.asc())
        .all()
        .await?;
    println!(
        "{}\n",
        Table::of(&rows).columns(&[b.title.name(), b.pages.name()])?
    );

    // 3. Several options at once, days relative to today, and the page's own times.
    let either = b.genre.contains([Genre::Poetry, Genre::Science]);
    let lately = b.finished.before(Relative::Today) & timestamp::created().past_week();
    println!(
        "Poetry or science, finished: {}",
        books.query().filter(either & lately).count().await?
    );

    // 4. Of what a rollup shows, one value or every one can be asked.
    let a = Author::COL;
    let brief = authors.query().filter(a.pages.any(|pages| pages.lt(100)));
    println!("Wrote something brief: {}\n", brief.one().await?.name);

    // 5. Only some columns: Notion sends no others, and a row is a tuple.
    let sizes = books
        .query()
        .select(|b| (b.title, b.pages))
        .sort(b.pages.desc())
        .limit(2);
    for (title, pages) in sizes.all().await? {
        println!("{:>4} pages: {title}", pages.unwrap_or_default());
    }
    println!();

    // 6. Related rows are loaded on request, with as few requests as Notion lets it be.
    let rows = books.query().sort(b.title.asc()).all().await?;
    let before = session.client().requests_sent();
    let by_id = session.load(&rows, |b| b.author).await?;
    let requests = session.client().requests_sent() - before;
    println!(
        "The authors of {} books, with {requests} requests:",
        rows.len()
    );
    for book in &rows {
        let names: Vec<_> = by_id
            .of(&book.author)
            .map(|author| author.name.as_str())
            .collect();
        println!("  {} by {}", book.title, names.join(" and "));
    }
    println!();

    // 7. A row is changed like a struct. What is sent is what was changed, and a checked save does
    // not overwrite what somebody else has changed in the meantime.
    let Some(mut sanditon) = rows.into_iter().find(|book| book.title == "Sanditon") else {
        return Ok(());
    };
    session.update(&sanditon, |b| b.pages.set(104)).await?; // somebody else
    sanditon.read = true;
    sanditon.pages = Some(99);
    if let Err(error) = session.save_checked(&mut sanditon).await {
        println!("Not saved: {error}.\n");
    }

    // 8. A list that is the truth elsewhere is brought in: what is there is left, what differs is
    // changed, what is missing is inserted.
    let mut truth = shelf;
    truth[2].read = true;
    truth.push(Book {
        title: "Lady Susan".into(),
        ..Book::default()
    });
    let done = books.upsert_all(truth, |b| b.title).await?;
    println!(
        "Brought up to date: {} inserted, {} changed, {} left as they were.\n",
        done.inserted(),
        done.updated(),
        done.unchanged()
    );

    // 9. Many rows are changed by one call: those of a query alike, or each in its own way.
    let long = books.query().filter(b.pages.gt(400) & b.read.eq(false));
    let changes = long.update_all(|b| b.read.set(true)).await?;
    let mut rows = books.query().filter(b.pages.is_empty()).all().await?;
    for row in &mut rows {
        row.pages = Some(1);
    }
    let saved = books.save_all(&mut rows).concurrency(2).await;
    println!(
        "{} changed by a query, {} saved.\n",
        changes.len(),
        saved.len()
    );

    // 10. The rows for others: CSV, Markdown, or JSON lines with `serde`.
    let rows = books
        .query()
        .filter(b.read.eq(true))
        .sort(b.finished.asc())
        .all()
        .await?;
    let columns = [b.title.name(), b.finished.name()];
    println!("{}", Table::of(&rows).columns(&columns)?.to_markdown());

    println!(
        "That took {} API requests.",
        session.client().requests_sent()
    );
    Ok(())
}
