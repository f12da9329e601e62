//! Schemas that change: a struct as it was and as it is, on the local server. Each test says what is changed, what
//! becomes of the rows' values, and how many requests it takes.

mod applying;
mod changes;
mod relations;

use std::future::IntoFuture;
use std::time::Duration;

use notion_local::{Fault, FaultRule, Server};
use notion_session::plan::{Action, Allow, Plan, Risk};
use notion_session::prelude::*;
use notion_session::session::OnDrift;
use notion_session::{Database, Error};
use serde_json::json;

use crate::support::{change_properties, cost, open};

/// What applying costs, whatever it changes: the look whether all is as it was.
const LOOK: u64 = 1;

/// Plans, sees that applying takes so many updates, and that nothing is left to do.
async fn change<S: NotionSchema, V>(
    database: &Database<V>,
    allow: Allow,
    updates: u64,
) -> Database<S> {
    let session = database.session();
    let (plan, sent) = cost(session, session.plan::<S>(database.id())).await;
    let plan = plan.unwrap();
    assert_eq!(sent, 2, "a plan reads the database and the data source");
    assert!(!plan.is_empty(), "{plan}");
    let (applied, sent) = cost(session, plan.apply(session, allow)).await;
    let applied = applied.unwrap();
    assert_eq!(sent, LOOK + updates, "{plan}");
    let again = session.plan::<S>(database.id()).await.unwrap();
    assert!(again.is_empty(), "{again}");
    session.bind::<S>(database.id()).await.unwrap();
    applied.database
}

/// The properties' names in Notion.
async fn names<S>(database: &Database<S>) -> Vec<String> {
    let api = database.session().api();
    let source = api.data_sources().retrieve(database.data_source_id());
    let mut names: Vec<_> = source.await.unwrap().properties.keys().cloned().collect();
    names.sort();
    names
}

mod v1 {
    use super::*;

    #[derive(NotionOptions, Clone, Debug, PartialEq)]
    pub(super) enum Priority {
        Low,
        High,
    }

    #[derive(NotionSchema, Clone, Debug, Default)]
    #[notion(title = "Tasks")]
    pub(super) struct Task {
        #[notion(title)]
        pub(super) task: String,
        #[notion(number = euro)]
        pub(super) cost: Option<f64>,
        pub(super) deadline: Option<Date>,
        pub(super) priority: Option<Priority>,
        pub(super) done: bool,
        pub(super) size: String,
        #[notion(formula = "{cost} * 2")]
        pub(super) double: Formula<f64>,
    }

    pub(super) fn row() -> Task {
        Task {
            task: "Write".into(),
            cost: Some(3.0),
            deadline: Some("2026-11-23".parse().unwrap()),
            priority: Some(Priority::High),
            done: true,
            size: "7".into(),
            ..Task::default()
        }
    }
}

/// A database of version 1 with a row.
async fn tasks() -> (Session, Database<v1::Task>, Row<v1::Task>) {
    let (session, home) = open(&Server::new()).await;
    let tasks = session.create_db::<v1::Task>(&home).await.unwrap();
    let row = tasks.insert(v1::row()).await.unwrap();
    (session, tasks, row)
}
