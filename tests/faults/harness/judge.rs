//! The true state of the server, and how reports are held against it.

use std::collections::HashMap;

use notion_local::Server;
use notion_session::{Database, Error, Page, Session};

use super::calls::{Item, Owner};
use super::report::Finding;

/// What was reported of one write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reported {
    Done,
    NotDone,
    Unknown,
}

impl Reported {
    /// What a result says, as a program would read it.
    pub(crate) fn of<T>(result: &Result<T, Error>) -> Self {
        match result {
            Ok(_) => Self::Done,
            Err(error) if error.is_outcome_unknown() || error.written_page().is_some() => {
                Self::Unknown
            }
            Err(_) => Self::NotDone,
        }
    }
}

/// The server without faults.
pub(crate) struct Truth {
    pub(crate) session: Session,
    pub(crate) home: Page,
}

impl Truth {
    pub(crate) async fn of(server: &Server) -> Result<Self, Error> {
        let session = Session::builder().local_server(server.clone()).build()?;
        let home = session.get_page(server.home()).await?;
        Ok(Self { session, home })
    }

    /// The items by their names: how many there are, and the amount of the first.
    pub(crate) async fn items(
        &self,
        items: &Database<Item>,
    ) -> Result<HashMap<String, (usize, Option<f64>)>, Error> {
        let mut found: HashMap<String, (usize, Option<f64>)> = HashMap::new();
        let typed = self.session.bind::<Item>(items.id()).await?;
        for row in typed.query().all().await? {
            let entry = found.entry(row.name.to_string()).or_insert((0, row.amount));
            entry.0 += 1;
        }
        Ok(found)
    }

    /// How many databases of these titles are on the page "Home".
    pub(crate) async fn databases(&self, title: &str) -> Result<usize, Error> {
        let home = self.session.get_page(self.home.id()).fresh().await?;
        let databases = home.subdatabases().await?;
        Ok(databases
            .iter()
            .filter(|database| database.title() == title)
            .count())
    }

    pub(crate) async fn owners(&self, owners: &Database<Owner>) -> Result<Database<Owner>, Error> {
        self.session.bind::<Owner>(owners.id()).await
    }
}

/// Compares what was reported of something that is created with how often it is there.
pub(crate) fn created(what: &str, reported: Reported, count: usize) -> Option<Finding> {
    match (reported, count) {
        (_, 2..) => Some(Finding::Doubled(format!(
            "{what} is there {count} times, reported {reported:?}"
        ))),
        (Reported::Done, 0) => Some(Finding::Lost(format!(
            "{what} is not there, reported as created"
        ))),
        (Reported::NotDone, 1) => Some(Finding::Wrong(format!(
            "{what} is there, reported as failed"
        ))),
        _ => None,
    }
}

/// Compares what was reported of a change with the value that is there.
pub(crate) fn changed<T: PartialEq + std::fmt::Debug>(
    what: &str,
    reported: Reported,
    (before, after): (&T, &T),
    now: Option<&T>,
) -> Option<Finding> {
    let Some(now) = now else {
        return Some(Finding::Lost(format!(
            "{what} is gone, reported {reported:?}"
        )));
    };
    match reported {
        Reported::Done if now != after => Some(Finding::Lost(format!(
            "{what} is {now:?}, reported as changed to {after:?}"
        ))),
        Reported::NotDone if now != before => Some(Finding::Wrong(format!(
            "{what} is {now:?}, reported as failed and before {before:?}"
        ))),
        Reported::Unknown if now != before && now != after => Some(Finding::Wrong(format!(
            "{what} is {now:?}, neither {before:?} nor {after:?}"
        ))),
        _ => None,
    }
}
