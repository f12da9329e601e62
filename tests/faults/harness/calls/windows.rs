//! Queries of more rows than Notion gives for one: they go on in windows of time.

use std::time::Duration;

use notion_local::Server;
use tokio::sync::OnceCell;

use super::reading::judge;
use super::{Case, Item, Owner, text};
use crate::harness::judge::Truth;

/// A little more than Notion gives for one query.
const ROWS: usize = 10_120;

/// The server with the rows: made once, since nothing changes it.
static SERVER: OnceCell<Server> = OnceCell::const_new();

async fn server() -> Result<Server, String> {
    let server = Server::new();
    let truth = Truth::of(&server).await.map_err(text)?;
    let both = truth.session.create_dbs::<(Item, Owner)>(&truth.home).await;
    let (items, _) = both.map_err(text)?;
    server.freeze(server.now());
    for part in 0..ROWS / 440 {
        let rows = (0..440).map(|n| Item {
            name: format!("item {part} {n}").into(),
            ..Item::default()
        });
        items.insert_all(rows.collect::<Vec<_>>()).await;
        // Rows of one minute cannot be told apart.
        server.advance(Duration::from_secs(60));
    }
    Ok(server)
}

pub(super) async fn all(case: &mut Case<'_>) -> Result<(), String> {
    case.server = SERVER.get_or_try_init(server).await?.clone();
    case.truth = Truth::of(&case.server).await.map_err(text)?;
    let mut open = case.open().await?;
    let home = open
        .session
        .get_page(case.truth.home.id())
        .await
        .map_err(text)?;
    let bound = open.session.bind_all::<(Item, Owner)>(&home).await;
    let (items, _) = bound.map_err(text)?;
    open.begin(103, case.random);
    let rows = items.query().all().await;
    case.faults = open.end();
    let names = rows
        .as_ref()
        .map(|rows| rows.iter().map(|row| row.name.to_string()).collect());
    let names: Vec<String> = names.unwrap_or_default();
    judge(case, &names, ROWS / 440 * 440, &rows.map(drop));
    Ok(())
}
