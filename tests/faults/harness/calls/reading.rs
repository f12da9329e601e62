//! Reading: a list that breaks off is an error, and a part is never taken for a whole.

use std::collections::HashSet;

use futures_util::TryStreamExt;
use notion_session::{Database, Error};

use super::super::report::Finding;
use super::{Case, Item, Open, Owner, text};

/// Some hundred rows, and a handle on their database in the faulty session.
async fn many(case: &mut Case<'_>) -> Result<(Open, Database<Item>, usize), String> {
    let session = case.truth.session.clone();
    let both = session.create_dbs::<(Item, Owner)>(&case.truth.home).await;
    let (items, _) = both.map_err(text)?;
    let count = 101 + case.random.below(150);
    let rows = (0..count).map(|n| Item {
        name: format!("item {n}").into(),
        ..Item::default()
    });
    let done = items.insert_all(rows.collect::<Vec<_>>()).await;
    if done.iter().any(|outcome| outcome.row().is_none()) {
        return Err("a row could not be inserted without faults".to_owned());
    }
    let open = case.open().await?;
    let faulty = open.session.bind::<Item>(items.id()).await.map_err(text)?;
    Ok((open, faulty, count))
}

/// Each row once if the end was reported, and none twice in any case.
pub(super) fn judge(
    case: &mut Case<'_>,
    names: &[String],
    count: usize,
    result: &Result<(), Error>,
) {
    let distinct: HashSet<_> = names.iter().collect();
    if distinct.len() < names.len() {
        let twice = names.len() - distinct.len();
        case.find(Some(Finding::Doubled(format!("{twice} rows of a query"))));
    }
    if result.is_ok() && distinct.len() < count {
        let text = format!(
            "a query gave {} of {count} rows and no error",
            distinct.len()
        );
        case.find(Some(Finding::Lost(text)));
    }
}

pub(super) async fn all(case: &mut Case<'_>) -> Result<(), String> {
    let (mut open, items, count) = many(case).await?;
    open.begin(3, case.random);
    let rows = match case.random.below(2) {
        0 => items.query().all().await,
        _ => items.query().sort(Item::COL.name.desc()).all().await,
    };
    case.faults = open.end();
    let names = rows
        .as_ref()
        .map(|rows| rows.iter().map(|row| row.name.to_string()).collect());
    let names: Vec<String> = names.unwrap_or_default();
    judge(case, &names, count, &rows.map(drop));
    Ok(())
}

pub(super) async fn stream(case: &mut Case<'_>) -> Result<(), String> {
    let (mut open, items, count) = many(case).await?;
    open.begin(3, case.random);
    let mut rows = items.query().stream();
    let mut names = Vec::new();
    let result = loop {
        match rows.try_next().await {
            Ok(Some(row)) => names.push(row.name.to_string()),
            Ok(None) => break Ok(()),
            Err(error) => break Err(error),
        }
    };
    case.faults = open.end();
    judge(case, &names, count, &result);
    Ok(())
}

/// A row that leads to thirty others, of which Notion sends 25 with it.
const LINKS: usize = 30;

/// Completes the row, adds another link, and saves: no link is lost.
pub(super) async fn complete(case: &mut Case<'_>) -> Result<(), String> {
    let session = case.truth.session.clone();
    let both = session.create_dbs::<(Item, Owner)>(&case.truth.home).await;
    let (items, owners) = both.map_err(text)?;
    let mut ids = Vec::new();
    for n in 0..=LINKS {
        let item = Item {
            name: format!("item {n}").into(),
            ..Item::default()
        };
        ids.push(items.insert(item).await.map_err(text)?.id());
    }
    let last = ids.pop();
    let owner = Owner {
        name: "owner".into(),
        items: ids.into_iter().collect(),
    };
    let owner = owners.insert(owner).await.map_err(text)?.id();
    let mut open = case.open().await?;
    let faulty = open
        .session
        .bind::<Owner>(owners.id())
        .await
        .map_err(text)?;
    let mut rows = faulty.query().all().await.map_err(text)?;
    open.begin(2, case.random);
    let completed = open.session.complete(&mut rows, |o| o.items).await;
    case.faults = open.end();
    let [row] = &mut rows[..] else {
        return Err("there should be one owner".to_owned());
    };
    let is_whole = row.items.len() == LINKS;
    if completed.is_ok() != row.items.is_complete() || (row.items.is_complete() && !is_whole) {
        case.find(Some(Finding::Lost(format!(
            "{} of {LINKS} links, complete: {}, {completed:?}",
            row.items.len(),
            row.items.is_complete()
        ))));
    }
    last.into_iter().for_each(|id| row.items.push(id));
    let saved = open.session.save(row).await;
    let typed = case.truth.owners(&owners).await.map_err(text)?;
    let mut now = vec![typed.get(owner.cast()).await.map_err(text)?];
    case.truth
        .session
        .complete(&mut now, |o| o.items)
        .await
        .map_err(text)?;
    let links = now[0].items.len();
    if links < LINKS || (saved.is_ok() && links != LINKS + 1) {
        let text = format!("{links} links are left, saved: {saved:?}");
        case.find(Some(Finding::Lost(text)));
    }
    Ok(())
}

/// Loads the rows that others lead to.
pub(super) async fn load(case: &mut Case<'_>) -> Result<(), String> {
    let session = case.truth.session.clone();
    let both = session.create_dbs::<(Item, Owner)>(&case.truth.home).await;
    let (items, owners) = both.map_err(text)?;
    for n in 0..5 {
        let owner = Owner {
            name: format!("owner {n}").into(),
            ..Owner::default()
        };
        let owner = owners.insert(owner).await.map_err(text)?.id();
        let item = Item {
            name: format!("item {n}").into(),
            owners: [owner].into(),
            ..Item::default()
        };
        items.insert(item).await.map_err(text)?;
    }
    let mut open = case.open().await?;
    open.session
        .bind::<Owner>(owners.id())
        .await
        .map_err(text)?;
    let faulty = open.session.bind::<Item>(items.id()).await.map_err(text)?;
    let rows = faulty.query().all().await.map_err(text)?;
    open.begin(5, case.random);
    let by_scan = case.random.below(2) == 0;
    let loaded = open.session.load(&rows, |i| i.owners);
    let loaded = if by_scan {
        loaded.by_scan().await
    } else {
        loaded.await
    };
    case.faults = open.end();
    let Ok(loaded) = loaded else { return Ok(()) };
    for row in &rows {
        let names: Vec<_> = loaded
            .of(&row.owners)
            .map(|owner| owner.name.to_string())
            .collect();
        let expected = row.name.to_string().replace("item", "owner");
        if names != [expected.as_str()] {
            case.find(Some(Finding::Lost(format!(
                "{} leads to {names:?}",
                row.name
            ))));
        }
    }
    Ok(())
}
