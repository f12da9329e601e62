//! An application and its tests, which need no token and no network: the clock of the local server stands still and is moved,
//! and its answers fail on request.
//!
//! ```sh
//! cargo test -p notion-examples --example testing
//! ```

#![expect(clippy::print_stdout, reason = "a program prints")]

use notion_examples::Result;
use notion_session::prelude::*;

#[derive(NotionSchema, Clone, Debug, Default)]
#[notion(title = "Invoices", icon = "🧾")]
struct Invoice {
    #[notion(title)]
    number: String,
    due: Option<Date>,
    reminded: bool,
}

/// Reminds of all invoices that are overdue, and returns their numbers. This is what is tested.
async fn remind(invoices: &Database<Invoice>) -> notion_session::Result<Vec<String>> {
    let i = Invoice::COL;
    let overdue = i.due.before(Relative::Today) & i.reminded.eq(false);
    let mut rows = invoices
        .query()
        .filter(overdue)
        .sort(i.number.asc())
        .all()
        .await?;
    let mut numbers = Vec::new();
    for row in &mut rows {
        row.reminded = true;
        invoices.save(row).await?;
        numbers.push(row.number.clone());
    }
    Ok(numbers)
}

#[tokio::main]
async fn main() -> Result {
    let (session, home) = notion_examples::open().await?;
    let invoices = session.get_or_create_db::<Invoice>(&home).await?;
    println!("Reminded of {:?}.", remind(&invoices).await?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use notion_session::http::Retry;
    use notion_session::local::{Fault, FaultRule, Server};

    use super::*;

    const DAY: Duration = Duration::from_secs(24 * 60 * 60);

    /// A server on the first of March, with an invoice that is due on that day and one on the next.
    async fn two_invoices() -> Result<(Server, Database<Invoice>)> {
        let server = Server::new();
        server.freeze("2026-03-01T09:00:00Z".parse()?);
        let session = Session::builder()
            .local_server(server.clone())
            .retry(Retry::never())
            .build()?;
        let home = session.search_page("Home").await?.item()?;
        let invoices = session.create_db::<Invoice>(&home).await?;
        for (number, due) in [("1", "2026-03-01"), ("2", "2026-03-02")] {
            let number = number.into();
            let due = Some(due.parse()?);
            invoices
                .insert(Invoice {
                    number,
                    due,
                    reminded: false,
                })
                .await?;
        }
        Ok((server, invoices))
    }

    #[tokio::test]
    async fn an_invoice_is_reminded_of_once_after_its_day() -> Result {
        let (server, invoices) = two_invoices().await?;
        assert!(remind(&invoices).await?.is_empty());
        server.advance(DAY);
        assert_eq!(remind(&invoices).await?, ["1"]);
        assert!(remind(&invoices).await?.is_empty());
        server.advance(DAY);
        assert_eq!(remind(&invoices).await?, ["2"]);
        Ok(())
    }

    #[tokio::test]
    async fn a_fault_in_the_middle_is_completed_by_the_next_run() -> Result {
        let (server, invoices) = two_invoices().await?;
        server.advance(2 * DAY);
        // The first save passes, the second one is refused.
        server.fail_next(Fault::Delay(Duration::ZERO));
        server.fail_next(Fault::Delay(Duration::ZERO));
        server.fail_next(Fault::Status(503));
        let error = remind(&invoices).await.err();
        // A write that is answered with a 5xx may have happened or not.
        assert!(error.is_some_and(|error| error.is_outcome_unknown()));
        assert_eq!(remind(&invoices).await?, ["2"]);
        Ok(())
    }

    #[tokio::test]
    async fn a_query_that_is_refused_reminds_of_nothing() -> Result {
        let (server, invoices) = two_invoices().await?;
        server.advance(2 * DAY);
        let rule = FaultRule::new(Fault::Status(500)).on("POST", "/v1/data_sources/{id}/query");
        server.fail_when(rule.times(1));
        assert!(remind(&invoices).await.is_err());
        assert!(
            !invoices
                .query()
                .filter(Invoice::COL.reminded.eq(true))
                .exists()
                .await?
        );
        Ok(())
    }
}
