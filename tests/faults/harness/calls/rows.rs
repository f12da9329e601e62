//! Writing rows.

use futures_util::future::join_all;
use notion_session::session::{Outcome, Upsert};
use notion_session::{Database, Page, Row};

use super::super::judge::{Reported, changed, created};
use super::{Case, Item, Owner, text};

async fn databases(case: &Case<'_>) -> Result<(Database<Item>, Database<Owner>), String> {
    let both = case
        .truth
        .session
        .create_dbs::<(Item, Owner)>(&case.truth.home);
    both.await.map_err(text)
}

fn item(name: &str, amount: f64) -> Item {
    Item {
        name: name.into(),
        amount: Some(amount),
        ..Item::default()
    }
}

/// Inserts many rows; a second run by `upsert_all` completes them.
pub(super) async fn insert_all(case: &mut Case<'_>) -> Result<(), String> {
    let (items, _) = databases(case).await?;
    let new: Vec<Item> = (0..3 + case.random.below(12))
        .map(|n| item(&format!("item {n}"), 1.0))
        .collect();
    let mut open = case.open().await?;
    let faulty = open.session.bind::<Item>(items.id()).await.map_err(text)?;
    open.begin(new.len(), case.random);
    let outcomes = faulty.insert_all(new.clone()).await;
    case.faults = open.end();
    let there = case.truth.items(&items).await.map_err(text)?;
    if outcomes.len() != new.len() {
        case.wrong(format!("{} outcomes of {} rows", outcomes.len(), new.len()));
    }
    for (new, outcome) in new.iter().zip(&outcomes) {
        let reported = match outcome {
            Outcome::Created(_) => Reported::Done,
            Outcome::Failed(_) => Reported::NotDone,
            Outcome::Unknown(_) => Reported::Unknown,
        };
        let count = there
            .get(&*new.name.to_string())
            .map_or(0, |(count, _)| *count);
        case.find(created(&new.name.to_string(), reported, count));
    }
    complete(case, &items, new).await
}

/// The second run, without faults: afterwards each row is there once.
async fn complete(
    case: &mut Case<'_>,
    items: &Database<Item>,
    all: Vec<Item>,
) -> Result<(), String> {
    let done = items
        .upsert_all(all.clone(), |i| i.name)
        .await
        .map_err(text)?;
    if done.failed() + done.unknown() > 0 {
        case.wrong(format!("the second run: {:?}", done.outcomes));
    }
    let there = case.truth.items(items).await.map_err(text)?;
    for new in &all {
        let found = there
            .get(&*new.name.to_string())
            .copied()
            .unwrap_or_default();
        case.find(created(&new.name.to_string(), Reported::Done, found.0));
        if found.1 != new.amount {
            case.wrong(format!(
                "{} has {:?} after the second run",
                new.name, found.1
            ));
        }
    }
    Ok(())
}

/// Updates some rows, leaves some, and inserts some.
pub(super) async fn upsert_all(case: &mut Case<'_>) -> Result<(), String> {
    let (items, _) = databases(case).await?;
    let mut wanted = Vec::new();
    let mut before = Vec::new();
    for n in 0..3 + case.random.below(10) {
        let name = format!("item {n}");
        let old = match n % 3 {
            0 => None,
            1 => Some(1.0),
            _ => Some(2.0),
        };
        if let Some(amount) = old {
            items.insert(item(&name, amount)).await.map_err(text)?;
        }
        before.push(old);
        wanted.push(item(&name, 2.0));
    }
    let mut open = case.open().await?;
    let faulty = open.session.bind::<Item>(items.id()).await.map_err(text)?;
    open.begin(wanted.len() + 1, case.random);
    let done = faulty.upsert_all(wanted.clone(), |i| i.name).await;
    case.faults = open.end();
    let there = case.truth.items(&items).await.map_err(text)?;
    for (at, (new, old)) in wanted.iter().zip(&before).enumerate() {
        let outcome = done.as_ref().ok().and_then(|done| done.outcomes.get(at));
        let reported = match outcome {
            Some(Upsert::Inserted(_) | Upsert::Updated(_) | Upsert::Unchanged(_)) => Reported::Done,
            Some(Upsert::Failed(_)) => Reported::NotDone,
            Some(Upsert::Unknown(_)) => Reported::Unknown,
            // What is there could not be read, so that nothing was written.
            None => Reported::NotDone,
        };
        let name = new.name.to_string();
        let found = there.get(&*name);
        match old {
            None => case.find(created(&name, reported, found.map_or(0, |found| found.0))),
            Some(old) => {
                let now = found.and_then(|found| found.1);
                case.find(changed(&name, reported, (old, &2.0), now.as_ref()));
                if found.is_some_and(|found| found.0 > 1) {
                    case.find(created(&name, reported, found.map_or(0, |found| found.0)));
                }
            }
        }
    }
    complete(case, &items, wanted).await
}

/// Rows that the faulty session has read.
async fn read(
    case: &mut Case<'_>,
) -> Result<(Database<Item>, super::Open, Vec<Row<Item>>), String> {
    let (items, _) = databases(case).await?;
    for n in 0..2 + case.random.below(8) {
        items
            .insert(item(&format!("item {n}"), 1.0))
            .await
            .map_err(text)?;
    }
    let open = case.open().await?;
    let faulty = open.session.bind::<Item>(items.id()).await.map_err(text)?;
    let rows = faulty.query().all().await.map_err(text)?;
    // The object store has all of them.
    for row in &rows {
        open.session.get_page(row.id()).await.map_err(text)?;
    }
    Ok((items, open, rows))
}

/// Saves many rows concurrently.
pub(super) async fn save(case: &mut Case<'_>) -> Result<(), String> {
    let (items, mut open, mut rows) = read(case).await?;
    open.begin(rows.len(), case.random);
    let session = open.session.clone();
    let saved = rows.iter_mut().map(|row| {
        row.amount = Some(2.0);
        session.save(row)
    });
    let results = join_all(saved).await;
    case.faults = open.end();
    let there = case.truth.items(&items).await.map_err(text)?;
    for (row, result) in rows.iter().zip(&results) {
        let name = row.name.to_string();
        let found = there.get(&*name).copied().unwrap_or_default();
        let reported = Reported::of(result);
        case.find(changed(&name, reported, (&1.0, &2.0), found.1.as_ref()));
        if found.0 > 1 {
            case.find(created(&name, reported, found.0));
        }
        // What the session gives is what is there, if it can be reached at all.
        if let Ok(page) = open.session.get_page(row.id()).await {
            let given: Option<f64> = page.get("Amount").map_err(text)?;
            if given != found.1 {
                case.wrong(format!(
                    "the session gives {given:?} for {name}, which has {:?}",
                    found.1
                ));
            }
        }
    }
    Ok(())
}

/// Trashes many rows concurrently.
pub(super) async fn trash(case: &mut Case<'_>) -> Result<(), String> {
    let (items, mut open, mut rows) = read(case).await?;
    let names: Vec<_> = rows.iter().map(|row| row.name.to_string()).collect();
    let ids: Vec<_> = rows.iter().map(Row::id).collect();
    open.begin(rows.len(), case.random);
    let session = open.session.clone();
    let results = join_all(rows.iter_mut().map(|row| session.trash(row))).await;
    case.faults = open.end();
    let there = case.truth.items(&items).await.map_err(text)?;
    for ((name, id), result) in names.iter().zip(ids).zip(&results) {
        let is_there = there.contains_key(name.as_str());
        case.find(changed(
            name,
            Reported::of(result),
            (&true, &false),
            Some(&is_there),
        ));
        if let Ok(page) = open.session.get_page(id).await {
            let page: Page = page;
            if page.is_in_trash() == is_there {
                case.wrong(format!(
                    "the session has {name} otherwise than Notion: there is {is_there}"
                ));
            }
        }
    }
    Ok(())
}
