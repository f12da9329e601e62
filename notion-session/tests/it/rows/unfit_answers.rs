//! Writes that succeed and whose answers do not fit the struct: the error says what was written, and where.

use notion_session::model::PageId;
use notion_session::prelude::*;
use notion_session::session::{Outcome, Upsert};
use notion_session::{Database, Error, Page};

use crate::support::local;

#[derive(NotionSchema, Clone, Debug, Default)]
struct Order {
    name: Title,
    amount: Option<i32>,
    #[notion(formula = "{amount} / 2")]
    half: Formula<i32>,
}

/// The same orders, read as what they are.
#[derive(NotionSchema, Clone, Debug, Default)]
#[notion(title = "Order")]
struct AnyOrder {
    name: Title,
    amount: Option<i32>,
    #[notion(formula = "{amount} / 2")]
    half: Formula<f64>,
}

fn order(name: &str, amount: i32) -> Order {
    Order {
        name: name.into(),
        amount: Some(amount),
        ..Order::default()
    }
}

async fn orders() -> (Session, Page, Database<Order>, Database<AnyOrder>) {
    let (session, home) = local().await;
    let orders = session.create_db::<Order>(&home).await.unwrap();
    let any = session.bind::<AnyOrder>(orders.id()).await.unwrap();
    (session, home, orders, any)
}

/// The error has the page of the only row, which has this amount, and its text has the page and says what was done.
async fn is_about_the_row(error: &Error, any: &Database<AnyOrder>, amount: i32, done: &str) {
    let rows = any.query().all().await.unwrap();
    let [row] = &rows[..] else {
        panic!("{} rows after {error}", rows.len())
    };
    assert_eq!(row.amount, Some(amount), "{error}");
    assert!(error.is_decode() && !error.is_outcome_unknown(), "{error}");
    assert_eq!(error.written_page(), Some(row.id().cast()), "{error}");
    let text = error.to_string();
    assert!(
        text.contains(&row.id().to_string()) && text.contains(done),
        "{text}"
    );
    assert!(text.contains("`Half`"), "{text}");
}

#[tokio::test]
async fn a_creation_whose_answer_does_not_fit_says_that_the_row_exists() {
    const CREATED: &str = "The row was created and exists as page";
    let (_session, _home, orders, any) = orders().await;
    let empty = async || {
        for mut row in any.query().all().await.unwrap() {
            any.session().trash(&mut row).await.unwrap();
        }
    };
    let error = orders.insert(order("a", 5)).await.unwrap_err();
    is_about_the_row(&error, &any, 5, CREATED).await;
    empty().await;
    let inserted = orders.insert_with(|o| (o.name.set("a"), o.amount.set(5)));
    is_about_the_row(&inserted.await.unwrap_err(), &any, 5, CREATED).await;
    empty().await;
    let outcomes = orders.insert_all([order("a", 5)]).await;
    let [Outcome::Unknown(error)] = &outcomes[..] else {
        panic!("{outcomes:?}")
    };
    is_about_the_row(error, &any, 5, CREATED).await;
    empty().await;
    let done = orders
        .upsert_all([order("a", 5)], |o| o.name)
        .await
        .unwrap();
    let [Upsert::Unknown(error)] = &done.outcomes[..] else {
        panic!("{done:?}")
    };
    is_about_the_row(error, &any, 5, CREATED).await;
}

#[tokio::test]
async fn a_change_whose_answer_does_not_fit_says_that_the_row_was_changed() {
    const CHANGED: &str = "The row was changed, page";
    let (session, _home, orders, any) = orders().await;
    let mut row = orders.insert(order("a", 4)).await.unwrap();
    row.amount = Some(5);
    let error = session.save(&mut row.clone()).await.unwrap_err();
    is_about_the_row(&error, &any, 5, CHANGED).await;
    let reset = async || {
        let mut row = any.query().one().await.unwrap();
        row.amount = Some(4);
        session.save(&mut row).await.unwrap();
    };
    reset().await;
    let error = session.save_checked(&mut row.clone()).await.unwrap_err();
    is_about_the_row(&error, &any, 5, CHANGED).await;
    reset().await;
    let error = session.update(&row, |o| o.amount.set(5)).await.unwrap_err();
    is_about_the_row(&error, &any, 5, CHANGED).await;
    reset().await;
    let done = orders
        .upsert_all([order("a", 5)], |o| o.name)
        .await
        .unwrap();
    let [Upsert::Unknown(error)] = &done.outcomes[..] else {
        panic!("{done:?}")
    };
    is_about_the_row(error, &any, 5, CHANGED).await;
    // The row cannot be read as an order now, and goes to the trash all the same.
    let error = session.trash(&mut row).await.unwrap_err();
    assert_eq!(error.written_page(), Some(row.id().cast()), "{error}");
    assert_eq!(any.query().count().await.unwrap(), 0);
    let error = session.restore(&mut row).await.unwrap_err();
    assert_eq!(error.written_page(), Some(row.id().cast()), "{error}");
    is_about_the_row(&error, &any, 5, CHANGED).await;
}

#[tokio::test]
async fn reading_what_does_not_fit_writes_nothing_and_says_so() {
    let (_session, _home, orders, any) = orders().await;
    let inserted = orders.insert(order("a", 5)).await.unwrap_err();
    let page: PageId = inserted.written_page().unwrap();
    for error in [
        orders.get(page.cast()).await.unwrap_err(),
        orders.query().all().await.unwrap_err(),
    ] {
        assert!(
            error.is_decode() && error.written_page().is_none(),
            "{error}"
        );
        assert!(!error.to_string().contains("was created"), "{error}");
    }
    assert_eq!(any.query().count().await.unwrap(), 1);
}
