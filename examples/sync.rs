//! A script that keeps a database without a Rust struct as a list says: it changes what differs, adds what is new, and
//! moves the rest to the trash.
//!
//! ```sh
//! cargo run --example sync
//! ```

#![expect(clippy::print_stdout, reason = "a program prints")]

use std::collections::HashMap;

use notion_examples::Result;
use notion_session::model::{Empty, NumberSchema, SchemaKind};
use notion_session::prelude::*;

/// What the database has to contain: a key, a price, and whether the article is sold out.
type Article = (&'static str, f64, bool);

#[tokio::main]
async fn main() -> Result {
    let (session, home) = notion_examples::open().await?;
    // Somebody made this database in Notion; the program only knows what its properties are called.
    let stock = session
        .create_untyped_db(&home, "Stock")
        .title_property("Article")
        .property("Price", SchemaKind::Number(NumberSchema::default()))
        .property("Sold out", SchemaKind::Checkbox(Empty::default()))
        .await?;
    let monday = [
        ("Assam", 4.5, false),
        ("Mocha", 7.0, false),
        ("Chai", 5.0, false),
    ];
    println!("Monday:  {:?}", sync(&stock, &monday).await?);
    let tuesday = [
        ("Assam", 4.5, false),
        ("Mocha", 7.5, true),
        ("Oolong", 9.0, false),
    ];
    println!("Tuesday: {:?}", sync(&stock, &tuesday).await?);
    println!("Again:   {:?}", sync(&stock, &tuesday).await?);
    Ok(())
}

/// What was done.
#[derive(Debug, Default, PartialEq)]
struct Done {
    added: usize,
    changed: usize,
    trashed: usize,
}

/// Makes the database contain these articles and no others.
async fn sync(stock: &Database, articles: &[Article]) -> Result<Done> {
    let mut done = Done::default();
    let rows = stock.query_untyped().all().await?;
    let mut rows: HashMap<String, Page> = rows.into_iter().map(|row| (row.title(), row)).collect();
    for (article, price, sold_out) in articles {
        let Some(mut row) = rows.remove(*article) else {
            let new = stock.insert_untyped().set("Article", *article);
            new.set("Price", *price).set("Sold out", *sold_out).await?;
            done.added += 1;
            continue;
        };
        let is_same = row.get::<Option<f64>>("Price")? == Some(*price)
            && row.get::<bool>("Sold out")? == *sold_out;
        if !is_same {
            row.update()
                .set("Price", *price)
                .set("Sold out", *sold_out)
                .await?;
            done.changed += 1;
        }
    }
    for (_, mut row) in rows {
        row.trash().await?;
        done.trashed += 1;
    }
    Ok(done)
}

#[cfg(test)]
mod tests {
    use super::*;
    use notion_session::table::Table;

    #[tokio::test]
    async fn a_second_run_does_what_differs_and_no_more() -> Result {
        let session = Session::local();
        let home = session.search_page("Home").await?.item()?;
        let stock = session
            .create_untyped_db(&home, "Stock")
            .title_property("Article")
            .property("Price", SchemaKind::Number(NumberSchema::default()))
            .property("Sold out", SchemaKind::Checkbox(Empty::default()))
            .await?;
        let first = [("Assam", 4.5, false), ("Mocha", 7.0, false)];
        let added = Done {
            added: 2,
            ..Done::default()
        };
        assert_eq!(sync(&stock, &first).await?, added);
        let second = [("Mocha", 7.5, true), ("Oolong", 9.0, false)];
        let each = Done {
            added: 1,
            changed: 1,
            trashed: 1,
        };
        assert_eq!(sync(&stock, &second).await?, each);
        let before = session.client().requests_sent();
        assert_eq!(sync(&stock, &second).await?, Done::default());
        assert_eq!(session.client().requests_sent() - before, 1, "one query");
        let rows = stock.query_untyped().sort("Article")?.all().await?;
        let table = Table::of_pages(&rows).columns(&["Article", "Price", "Sold out"])?;
        assert_eq!(
            table.to_csv(),
            "Article,Price,Sold out\r\nMocha,7.5,true\r\nOolong,9,false\r\n"
        );
        Ok(())
    }
}
