//! Creating databases.

use notion_session::Error;

use super::super::judge::{Reported, created};
use super::{Case, Item, Owner, text};

const TITLES: [&str; 2] = ["Item", "Owner"];

/// Compares an error with the databases that are there; `before` is how many there were.
async fn judge<T>(
    case: &mut Case<'_>,
    result: &Result<T, Error>,
    before: [usize; 2],
) -> Result<[usize; 2], String> {
    let mut counts = [0; 2];
    for (at, title) in TITLES.into_iter().enumerate() {
        let count = case.truth.databases(title).await.map_err(text)?;
        counts[at] = count;
        let quoted = format!("\"{title}\"");
        let named = |list: &[String]| list.iter().any(|named| named.starts_with(&quoted));
        let reported = match result {
            Ok(_) => Reported::Done,
            Err(Error::Interrupted(error)) if named(&error.created) => Reported::Done,
            Err(Error::Interrupted(error)) if named(&error.may_exist) => Reported::Unknown,
            // What was there before need not be named.
            Err(_) if before[at] > 0 => Reported::Unknown,
            Err(_) => Reported::NotDone,
        };
        case.find(created(&format!("the database {title}"), reported, count));
        if count < before[at] {
            case.wrong(format!("the database {title} is gone"));
        }
    }
    Ok(counts)
}

/// Without faults, the set is completed, and each database is there once.
async fn complete(case: &mut Case<'_>) -> Result<(), String> {
    let session = case.truth.session.clone();
    let both = session
        .get_or_create_dbs::<(Item, Owner)>(case.truth.home.id())
        .await;
    judge(case, &both, [0; 2]).await?;
    match both {
        Ok((items, owners)) => {
            let owner = owners.insert(Owner::default()).await.map_err(text)?;
            let item = Item {
                owners: [owner.id()].into(),
                ..Item::default()
            };
            items.insert(item).await.map_err(text)?;
            let owner = owners.get(owner.id()).await.map_err(text)?;
            if owner.items.len() != 1 {
                case.wrong("the completed relation has no other side");
            }
        }
        Err(error) => case.wrong(format!("the set cannot be completed: {error}")),
    }
    Ok(())
}

pub(super) async fn create_dbs(case: &mut Case<'_>) -> Result<(), String> {
    let home = case.truth.home.id();
    case.server.ignore_synced_names(case.random.below(2) == 0);
    let mut open = case.open().await?;
    open.begin(4, case.random);
    let both = open.session.create_dbs::<(Item, Owner)>(home).await;
    case.faults = open.end();
    judge(case, &both, [0; 2]).await?;
    complete(case).await
}

/// Up to three attempts with faults, as a program makes them that is started again.
pub(super) async fn get_or_create_dbs(case: &mut Case<'_>) -> Result<(), String> {
    let home = case.truth.home.clone();
    case.server.ignore_synced_names(case.random.below(2) == 0);
    let session = case.truth.session.clone();
    let mut before = match case.random.below(3) {
        0 => {
            session
                .create_dbs::<(Item, Owner)>(&home)
                .await
                .map_err(text)?;
            [1, 1]
        }
        _ => [0, 0],
    };
    let mut open = case.open().await?;
    for _ in 0..1 + case.random.below(3) {
        open.begin(8, case.random);
        let both = open.session.get_or_create_dbs::<(Item, Owner)>(home.id());
        let both = both.await;
        case.faults.extend(open.end());
        before = judge(case, &both, before).await?;
        if both.is_ok() {
            break;
        }
    }
    complete(case).await
}
