//! A database without a Rust struct: rows are added by the names of their properties, found by filters and sorts that are
//! text, changed, and printed.
//!
//! ```sh
//! cargo run --example without_a_struct
//! ```

#![expect(clippy::print_stdout, reason = "a program prints")]

use notion_examples::Result;
use notion_session::api::UpdateDataSource;
use notion_session::model::{
    Empty, NumberSchema, PropertySchemaRequests, SchemaKind, SelectOption, SelectSchema,
};

#[tokio::main]
async fn main() -> Result {
    let (session, page) = notion_examples::open().await?;

    // Somebody made this database in Notion; the program only knows what its properties are called.
    let stock = session.create_untyped_db(&page, "Stock").await?;
    let kinds = ["Tea", "Coffee"].map(SelectOption::named);
    let properties = [
        ("Kind", SchemaKind::Select(SelectSchema::of(kinds))),
        ("Price", SchemaKind::Number(NumberSchema::default())),
        ("Sold out", SchemaKind::Checkbox(Empty::default())),
    ];
    let properties = properties.map(|(name, kind)| (name.to_owned(), Some(kind.into())));
    let update = UpdateDataSource {
        properties: PropertySchemaRequests::from_iter(properties),
        ..UpdateDataSource::default()
    };
    let api = session.api();
    api.data_sources()
        .update(stock.data_source_id(), &update)
        .send()
        .await?;

    for (name, kind, price) in [
        ("Assam", "Tea", 4.5),
        ("Darjeeling", "Tea", 9.0),
        ("Mocha", "Coffee", 7.0),
    ] {
        session
            .create_page(&stock, name)
            .set("Kind", kind)
            .set("Price", price)
            .await?;
    }

    let filter = "Kind = Tea and Price between 4 and 10 and not Sold out";
    let mut found = stock
        .query_untyped()
        .filter(filter)?
        .sort("-Price")?
        .all()
        .await?;
    println!("{filter}:");
    for row in &found {
        println!("  {} for {}", row.title(), row.get::<f64>("Price")?);
    }

    if let Some(dearest) = found.first_mut() {
        dearest.update().set("Sold out", true).await?;
    }
    let rest = stock
        .query_untyped()
        .filter("not Sold out")?
        .count()
        .await?;
    println!("{rest} are left.");

    // A name that is wrong is an error that shows the place.
    let wrong = stock.query_untyped().filter("Kind = Tee")?;
    if let Err(notion_session::Error::TextQuery(error)) = wrong.all().await {
        println!("{error}\n{}", error.snippet());
    }
    Ok(())
}
