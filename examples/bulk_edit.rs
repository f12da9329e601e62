//! Many rows changed by one call: by a filter, each in another way, and moved to the trash; with progress, and with the
//! outcome of every row.
//!
//! ```sh
//! cargo run --example bulk_edit
//! ```

#![expect(clippy::print_stdout, reason = "a program prints")]

use notion_examples::Result;
use notion_session::prelude::*;

#[derive(NotionOptions, Clone, Copy, Debug, PartialEq)]
enum Priority {
    Low,
    High,
}

#[derive(NotionSchema, Clone, Debug, Default)]
#[notion(title = "Tickets", icon = "🎫")]
struct Ticket {
    #[notion(title)]
    name: String,
    priority: Option<Priority>,
    due: Option<Date>,
    done: bool,
}

#[tokio::main]
async fn main() -> Result {
    let (session, home) = notion_examples::open().await?;
    let tickets = session.create_db::<Ticket>(&home).await?;
    edit(&tickets).await?;
    println!("{} tickets are left.", tickets.query().count().await?);
    Ok(())
}

/// Fills the database and edits it.
async fn edit(tickets: &Database<Ticket>) -> Result {
    let new = (1..=24).map(|number| Ticket {
        name: format!("Ticket {number}"),
        due: Date::today().plus_days(number - 12),
        done: number % 4 == 0,
        ..Ticket::default()
    });
    let created = tickets.insert_all(new).concurrency(4).await;
    for error in created
        .into_iter()
        .filter_map(|outcome| outcome.into_result().err())
    {
        println!("Not created: {error}");
    }

    // The same change to all rows of a query. The filter says which; no row is read whole.
    let t = Ticket::COL;
    let overdue = t.due.before(Relative::Today) & t.done.eq(false);
    let changes = tickets
        .query()
        .filter(overdue)
        .update_all(|t| t.priority.set(Priority::High))
        .on_progress(|progress| println!("{} of {:?} are done", progress.done(), progress.total))
        .await?;
    for (id, error) in changes
        .iter()
        .filter_map(|change| Some((change.id(), change.error()?)))
    {
        println!("{id} was not changed: {error}");
    }

    // Each row in another way. Only rows that were changed are sent.
    let mut rows = tickets
        .query()
        .filter(t.priority.eq(Priority::High))
        .all()
        .await?;
    for (days, row) in (0..).zip(&mut rows) {
        row.due = Date::today().plus_days(days % 5);
    }
    let failed = tickets.save_all(&mut rows).await;
    let failed = failed.iter().filter(|change| change.error().is_some());
    println!(
        "{} rows were rescheduled, {} failed.",
        rows.len(),
        failed.count()
    );

    tickets.query().filter(t.done.eq(true)).trash_all().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_rows_of_the_filters_are_changed_and_no_others() -> Result {
        let session = Session::local();
        let home = session.search_page("Home").await?.item()?;
        let tickets = session.create_db::<Ticket>(&home).await?;
        edit(&tickets).await?;
        let t = Ticket::COL;
        // Of 24, each fourth was done; of the first 11, which were overdue, two were.
        assert_eq!(tickets.query().count().await?, 18);
        assert_eq!(
            tickets
                .query()
                .filter(t.priority.eq(Priority::High))
                .count()
                .await?,
            9
        );
        assert!(
            !tickets
                .query()
                .filter(t.due.before(Relative::Today))
                .exists()
                .await?
        );
        assert!(!tickets.query().filter(t.done.eq(true)).exists().await?);
        Ok(())
    }
}
